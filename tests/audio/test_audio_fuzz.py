"""Damage of any kind to an MP4: it is read, or refused with a reason; never anything else."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.audio.boxes import parse_boxes, render_box, render_full_box
from pipeline.audio.flaws import FlawError
from pipeline.audio.probe import probe, read_cover
from pipeline.audio.tagging import measure_tagged
from pipeline.errors import AudioError
from tests.audio.building import FILES, make_tags
from tests.audio.mp4_building import TinyMovie, TinyTrack, tiny_movie, with_text

Write = Callable[..., Path]

TRACKS = (TinyTrack(1), TinyTrack(2, b"vide", b"avc1"), TinyTrack(3, b"meta", b"mebx"))
MASTERS = [
    *((FILES / name).read_bytes() for name in ("chapters.m4a", "index-last.m4a", "video.mov")),
    tiny_movie(with_text(TinyMovie(tracks=TRACKS, split=2), "Old", "Older")),
    tiny_movie(with_text(TinyMovie(wide=True, open_end=True, long_heads=True), "Old")),
]
EXTREMES = [0, 1, 7, 8, 9, 255, 1 << 15, (1 << 24) - 1, (1 << 31) - 1, 1 << 31, (1 << 32) - 8, (1 << 32) - 1]
KINDS = [b"moov", b"trak", b"udta", b"tref", b"stco", b"co64", b"stsz", b"stz2", b"mdat", b"moof", b"xxxx"]


def read_all(path: Path) -> None:
    """Everything that is done with a producer's file."""
    for action in (probe, read_cover, lambda each: measure_tagged(each, make_tags())):
        with suppress(AudioError):
            action(path)


@settings(max_examples=600, deadline=None)
@given(data=st.data(), master=st.sampled_from(MASTERS), times=st.integers(1, 4))
def test_any_damage_is_read_or_refused(
    data: st.DataObject, master: bytes, times: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Numbers and names in the index are replaced by others that do not belong there."""
    moov = master.index(b"moov")
    index = range(moov, min(len(master), moov + int.from_bytes(master[moov - 4 : moov], "big")) - 4)
    wrong = bytearray(master)
    for _ in range(times):
        at = data.draw(st.sampled_from(index))
        new = data.draw(
            st.sampled_from([each.to_bytes(4, "big") for each in EXTREMES])
            | st.sampled_from(KINDS)
            | st.binary(min_size=1, max_size=4)
        )
        wrong[at : at + len(new)] = new
    path = tmp_path_factory.mktemp("damaged") / "tape.m4a"
    path.write_bytes(wrong)
    read_all(path)


@settings(max_examples=150, deadline=None)
@given(body=st.binary(max_size=400), kind=st.sampled_from(KINDS))
def test_any_bytes_are_read_or_refused(
    body: bytes, kind: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Behind the head of an MP4."""
    path = tmp_path_factory.mktemp("bytes") / "tape.m4a"
    path.write_bytes(render_box(b"ftyp", b"M4A ") + render_box(kind, body) + body)
    read_all(path)


@given(st.binary(max_size=300))
def test_any_bytes_are_boxes_or_not(data: bytes) -> None:
    """Whatever their sizes say, nothing is read beyond the end."""
    try:
        boxes = parse_boxes(data, 0, len(data))
    except FlawError:
        return
    assert all(box.end <= len(data) for box in boxes)


@pytest.mark.parametrize("kind", [b"udta", b"moof", b"meta", b"ilst", b"trak"])
def test_boxes_without_end_are_refused(kind: bytes, write: Write) -> None:
    """Each in the other, ten thousand deep; neither we nor mutagen go all the way down."""
    nested = b""
    for _ in range(10_000):
        nested = (len(nested) + 8).to_bytes(4, "big") + kind + nested
    read_all(write(tiny_movie(TinyMovie(extra=nested)), "tape.m4a"))


def test_a_hundred_thousand_boxes_are_too_many(write: Write) -> None:
    """Each would cost memory."""
    many = render_box(b"free", b"") * 100_001
    for data in (
        tiny_movie(TinyMovie(extra=many)),
        tiny_movie(TinyMovie()) + render_box(b"uuid", b"") + many,
    ):
        with pytest.raises(AudioError, match="is damaged: it is made of more than 100000 boxes"):
            probe(write(data, "tape.m4a"))


def test_a_chapter_beyond_the_file_has_no_title(write: Write) -> None:
    """The index points further than files go."""
    movie = with_text(TinyMovie(wide=True), "Old")
    data = tiny_movie(movie)
    at = data.rindex(b"co64") + 12
    wrong = data[:at] + b"\xff" * 8 + data[at + 8 :]
    assert [each.title for each in probe(write(wrong, "tape.m4a")).chapters] == [""]


def test_an_index_without_its_head_is_damage(write: Write) -> None:
    """It says how long a second is."""
    data = tiny_movie(TinyMovie(extra=render_full_box(b"mvhd", b"")))
    with pytest.raises(AudioError, match="is damaged: its index has no 'mvhd' box"):
        probe(write(data.replace(b"mvhd", b"xxxx", 1), "tape.m4a"))
