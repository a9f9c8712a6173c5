"""A file that somebody still writes is not published."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.audio.opening import open_audio
from pipeline.audio.settled import fingerprint, is_young
from pipeline.errors import AudioError
from tests.audio.building import frame

Write = Callable[..., Path]
NOW_S = 1_800_000_000.0


@pytest.mark.parametrize(
    ("age_s", "young"), [(0.0, True), (4.9, True), (-4.9, True), (5.0, False), (-3600.0, False)]
)
def test_a_file_changed_a_moment_ago_is_young(age_s: float, young: bool, write: Write) -> None:
    """Also where the clock of a shared disk is a little ahead; far ahead is a wrong clock."""
    path = write(frame())
    os.utime(path, (NOW_S - age_s, NOW_S - age_s))
    assert fingerprint(path)[0] == 417
    assert is_young(fingerprint(path), NOW_S) is young


def test_a_file_that_grows_while_it_is_read_is_refused(write: Write) -> None:
    """An editor exports while we look."""
    path = write(frame() * 9)
    with pytest.raises(AudioError, match="changed while it was read"), open_audio(path):
        path.write_bytes(frame() * 10)


def test_a_file_rewritten_at_the_same_size_is_refused(write: Write) -> None:
    """Then only its time tells."""
    path = write(frame() * 9)
    with pytest.raises(AudioError, match="changed while it was read"), open_audio(path):
        os.utime(path, ns=(0, 0))


def test_a_file_that_goes_away_says_so(write: Write) -> None:
    """Cloud folders take files back."""
    path = write(frame() * 9)
    with pytest.raises(AudioError, match="cannot be read: No such file"), open_audio(path):
        path.unlink()
