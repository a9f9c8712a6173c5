"""A file that somebody still writes is not published."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.audio.opening import open_audio
from pipeline.audio.settled import check_settled, fingerprint
from pipeline.errors import AudioError
from tests.audio.building import frame

Write = Callable[..., Path]
NOW_S = 1_800_000_000.0


@pytest.mark.parametrize("age_s", [0.0, 2.0, 4.9, -4.9])
def test_a_file_changed_a_moment_ago_is_refused(age_s: float, write: Write) -> None:
    """Also where the clock of a shared disk is a little ahead."""
    path = write(frame())
    os.utime(path, (NOW_S - age_s, NOW_S - age_s))
    with pytest.raises(AudioError) as caught:
        check_settled(path, NOW_S)
    assert str(caught.value) == (
        f"{path}: was changed {abs(age_s):.0f} s ago and may still be written\n"
        "  Fix: wait until the export or copy is finished, and run this again"
    )


@pytest.mark.parametrize("age_s", [5.0, 86400.0, -3600.0])
def test_a_file_left_alone_is_settled(age_s: float, write: Write) -> None:
    """A time far ahead is a wrong clock, not an export."""
    path = write(frame())
    os.utime(path, (NOW_S - age_s, NOW_S - age_s))
    check_settled(path, NOW_S)
    assert fingerprint(path) == (417, int((NOW_S - age_s) * 1e9))


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
