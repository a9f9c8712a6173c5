"""The box walk: every box within its parent and the file, every sample within the media data."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.audio.boxes import parse_boxes, render_box
from pipeline.audio.probe import probe
from pipeline.errors import AudioError
from tests.audio.building import FILES

Write = Callable[..., Path]

FASTSTART = (FILES / "chapters.m4a").read_bytes()
INDEX_LAST = (FILES / "index-last.m4a").read_bytes()


def box_at(data: bytes, kind: bytes) -> int:
    """Where a box starts."""
    return data.index(kind) - 4


@pytest.mark.parametrize("name", ["chapters.m4a", "index-last.m4a", "video.mp4", "video.m4v", "video.mov"])
@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True))
def test_no_cut_passes(name: str, place: float, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Anywhere."""
    data = (FILES / name).read_bytes()
    path = tmp_path_factory.mktemp("cut") / name
    path.write_bytes(data[: 1 + int(place * (len(data) - 1))])
    with pytest.raises(AudioError):
        probe(path)


@pytest.mark.parametrize(
    "tail", [bytes(5), bytes(40_000), b"TAG".ljust(128, b"x"), render_box(b"free", bytes(99))]
)
def test_padding_and_foreign_tags_at_the_end_are_harmless(tail: bytes, write: Write) -> None:
    """Editors leave them; no player minds."""
    assert probe(write(FASTSTART + tail, "tape.m4a")).duration_s == 5.153


def test_half_a_box_at_the_end_is_a_cut(write: Write) -> None:
    """Its head says how long it was to be."""
    with pytest.raises(AudioError, match="is cut short: 50 bytes of its 'uuid' box are missing"):
        probe(write(FASTSTART + render_box(b"uuid", bytes(100))[:-50], "tape.m4a"))
    with pytest.raises(AudioError, match="it ends inside the head of a box"):
        probe(write(FASTSTART + b"\0\0\0\x20uu", "tape.m4a"))


def test_media_data_that_reaches_to_the_end_is_held_to_the_index(write: Write) -> None:
    """A box of size 0 has no length of its own: the index tells what is missing."""
    at = box_at(FASTSTART, b"mdat")
    open_end = FASTSTART[:at] + bytes(4) + FASTSTART[at + 4 :]
    assert probe(write(open_end, "tape.m4a")).duration_s == 5.153
    with pytest.raises(AudioError, match=r"is cut short: \d+ bytes of its media data are missing"):
        probe(write(open_end[:-1000], "tape.m4a"))


def test_media_data_with_a_long_size_is_read(write: Write) -> None:
    """Boxes over 4 GB say their size in eight bytes."""
    at = box_at(INDEX_LAST, b"mdat")
    size = int.from_bytes(INDEX_LAST[at : at + 4], "big")
    # ffmpeg leaves room in front of it: an empty 'free' box of eight bytes
    assert INDEX_LAST[at - 4 : at] == b"free"
    long = INDEX_LAST[: at - 8] + b"\0\0\0\x01mdat" + (size + 8).to_bytes(8, "big") + INDEX_LAST[at + 8 :]
    assert probe(write(long, "tape.m4a")).duration_s == 2.0


def test_an_index_that_points_elsewhere_is_damage(write: Write) -> None:
    """Half an edit: media data moved, the index did not."""
    at = FASTSTART.index(b"stco") + 12
    wrong = FASTSTART[:at] + (8).to_bytes(4, "big") + FASTSTART[at + 4 :]
    with pytest.raises(AudioError, match="its index points to byte 8, outside its media data"):
        probe(write(wrong, "tape.m4a"))


def test_a_box_longer_than_its_parent_is_damage(write: Write) -> None:
    """The tree does not hold together."""
    at = box_at(FASTSTART, b"mdia")
    wrong = FASTSTART[:at] + (1 << 20).to_bytes(4, "big") + FASTSTART[at + 4 :]
    with pytest.raises(AudioError, match="its 'mdia' box is longer than the box around it"):
        probe(write(wrong, "tape.m4a"))


@pytest.mark.parametrize("codec", [b"drms", b"enca"])
def test_protected_sound_is_refused(codec: bytes, write: Write) -> None:
    """Bought with an account, playable by it alone."""
    with pytest.raises(AudioError, match="is copy-protected"):
        probe(write(INDEX_LAST.replace(b"mp4a", codec), "tape.m4a"))


def test_sound_that_apps_do_not_play_is_refused(write: Write) -> None:
    """A phone's recording in a container that looks right."""
    with pytest.raises(AudioError) as caught:
        probe(write(INDEX_LAST.replace(b"mp4a", b"samr"), "tape.m4a"))
    assert caught.value.reason == "holds AMR sound, which most podcast apps do not play"
    assert caught.value.reason_fix == (
        "convert its sound: ffmpeg -i tape.m4a -c:v copy -c:a aac -b:a 96k whole-tape.m4a"
    )


def test_a_phones_picture_is_no_movie(write: Write) -> None:
    """HEIC has the same boxes."""
    with pytest.raises(AudioError, match="is a HEIC or AVIF picture"):
        probe(write(render_box(b"ftyp", b"heic" + bytes(8)), "tape.m4a"))


def test_an_audiobook_is_renamed(write: Write) -> None:
    """The same bytes under a name that directories take."""
    with pytest.raises(AudioError) as caught:
        probe(write(INDEX_LAST, "book.m4b"))
    assert caught.value.reason_fix == "rename it to book.m4a"


def test_chapters_come_from_neros_list_where_there_is_no_text_track(write: Write) -> None:
    """Titles are cut at 255 bytes there, even inside a letter."""
    chapters = probe(write(FASTSTART.replace(b"chap", b"xxxx"), "tape.m4a")).chapters
    assert [each.start_s for each in chapters] == [0.0, 1.5, 3.0]
    assert chapters[0].title == "Привет"
    assert 250 < len(chapters[1].title.encode()) <= 255


@given(st.lists(st.tuples(st.binary(min_size=4, max_size=4).filter(any), st.binary(max_size=40))))
def test_rendered_boxes_are_read_back(boxes: list[tuple[bytes, bytes]]) -> None:
    """Kind and body, one after the other."""
    parents = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"tref", b"udta"}
    data = b"".join(render_box(kind, body) for kind, body in boxes if kind not in parents)
    found = [(box.kind, data[box.body : box.end]) for box in parse_boxes(data, 0, len(data))]
    assert found == [(kind, body) for kind, body in boxes if kind not in parents]
