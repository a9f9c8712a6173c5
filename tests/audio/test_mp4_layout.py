"""The layout of a published MP4: the index in front, the media as it was, whatever the master's layout."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.audio.boxes import LARGEST, parse_boxes, render_box
from pipeline.audio.mp4 import read_movie
from pipeline.audio.mp4_layout import plan_mp4
from pipeline.audio.mp4_tracks import chunk_offsets, parse_tracks
from pipeline.audio.opening import open_audio
from pipeline.audio.pieces import Zeros, read_piece
from pipeline.audio.probe import probe
from pipeline.audio.tagging import measure_tagged, write_tagged
from pipeline.core.audio_facts import Chapter
from pipeline.errors import AudioError
from tests.audio.building import make_tags
from tests.audio.mp4_building import (
    TinyMovie,
    TinyTrack,
    number,
    parse_movie,
    samples_of,
    tiny_movie,
    with_text,
)

Write = Callable[..., Path]

CANARY = b"+52.5200+013.4050/"
CHUNKS = st.lists(
    st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=4), min_size=1, max_size=5
)
CHAPTERS = st.lists(
    st.builds(Chapter, start_s=st.integers(0, 900).map(lambda ms: ms / 1000), title=st.just("Title")),
    max_size=4,
)


@st.composite
def movies(draw: st.DrawFn) -> TinyMovie:
    """Sound, perhaps video, captions, a camera's notes and old chapters, in any layout."""
    tracks = [TinyTrack(3, chunks=draw(CHUNKS))]
    for track_id, handler, codec in ((1, b"vide", b"avc1"), (5, b"sbtl", b"tx3g"), (6, b"meta", b"mebx")):
        if draw(st.booleans()):
            tracks.append(TinyTrack(track_id, handler, codec, draw(CHUNKS)))
    movie = TinyMovie(
        tracks=draw(st.permutations(tracks)),
        brand=draw(st.sampled_from([b"M4A ", b"qt  ", b"isom"])),
        index_first=draw(st.booleans()),
        gap=draw(st.sampled_from([b"", render_box(b"free", bytes(9)), render_box(b"wide", b"")])),
        long_heads=draw(st.booleans()),
        open_end=draw(st.booleans()),
        wide=draw(st.booleans()),
        split=draw(st.integers(1, 3)),
        extra=draw(st.sampled_from([b"", render_box(b"udta", b""), render_box(b"mvex", bytes(32))])),
    )
    return with_text(movie, "Old", "Older") if draw(st.booleans()) else movie


def name_for(movie: TinyMovie) -> str:
    return f"tape{parse_movie(tiny_movie(movie)).extensions[0]}"


@settings(max_examples=150, deadline=None)
@given(movie=movies(), chapters=CHAPTERS)
def test_every_sample_is_found_again(
    movie: TinyMovie, chapters: list[Chapter], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Of every track that stays, byte for byte; and tagging the copy gives the copy."""
    folder = tmp_path_factory.mktemp("tiny")
    master, copy, again = (folder / f"{word}-{name_for(movie)}" for word in ("master", "copy", "again"))
    master.write_bytes(tiny_movie(movie))
    tags = make_tags(chapters=tuple(chapters))
    written = write_tagged(master, copy, tags)
    data = copy.read_bytes()
    for track in movie.tracks:
        if track.handler in (b"soun", b"vide", b"sbtl"):
            assert samples_of(data, track.track_id) == [each for chunk in track.chunks for each in chunk]
    kinds = [box.kind for box in parse_movie(data).boxes]
    assert kinds == [b"ftyp", b"moov", *[b"mdat"] * (len(kinds) - 2)]
    assert [each.start_s for each in probe(copy).chapters] == sorted({each.start_s for each in chapters})
    assert write_tagged(copy, again, tags) == written == measure_tagged(master, tags)


def test_an_index_at_the_end_is_moved_to_the_front(write: Write, tmp_path: Path) -> None:
    """Apps start to play before all of it has come."""
    write_tagged(write(tiny_movie(TinyMovie()), "tape.m4a"), tmp_path / "copy.m4a", make_tags())
    boxes = parse_movie((tmp_path / "copy.m4a").read_bytes()).boxes
    assert [box.kind for box in boxes] == [b"ftyp", b"moov", b"mdat", b"mdat"]


def test_where_the_camera_was_is_not_published(write: Write, tmp_path: Path) -> None:
    """A phone's video has a track of places: it goes, and its samples become zeros."""
    places = TinyTrack(2, b"meta", b"mebx", [[CANARY], [CANARY]], {b"cdsc": [1]})
    video = TinyTrack(3, b"vide", b"avc1", [[b"frame"], [b"frame 2"]])
    movie = TinyMovie(tracks=(TinyTrack(1, references={b"cdsc": [2]}), places, video), brand=b"isom")
    for split in (1, 2):
        data = tiny_movie(TinyMovie(tracks=movie.tracks, brand=b"isom", split=split))
        assert data.count(CANARY) == 2
        write_tagged(write(data, "tape.mp4"), tmp_path / "copy.mp4", make_tags())
        copy = (tmp_path / "copy.mp4").read_bytes()
        assert CANARY not in copy
        assert b"cdsc" not in copy
        assert samples_of(copy, 1) == [b"one", b"two", b"three"]
        assert samples_of(copy, 3) == [b"frame", b"frame 2"]


def test_samples_that_two_tracks_share_stay(write: Write, tmp_path: Path) -> None:
    """One goes, the other is played: nothing of it is blanked."""
    data = tiny_movie(TinyMovie(tracks=(TinyTrack(1), TinyTrack(2, b"meta", b"mebx"))))
    offsets = [chunk_offsets(track) for track in parse_movie(data).tracks]
    shared = data
    for mine, its in zip(*offsets, strict=True):
        shared = shared.replace(number(its), number(mine))
    write_tagged(write(shared, "tape.m4a"), tmp_path / "copy.m4a", make_tags())
    assert samples_of((tmp_path / "copy.m4a").read_bytes(), 1) == [b"one", b"two", b"three"]


def test_sound_between_two_boxes_of_media_data_is_damage(write: Write, tmp_path: Path) -> None:
    """It would not be in the copy."""
    gap = render_box(b"free", bytes(40))
    data = tiny_movie(TinyMovie(gap=gap, split=2))
    at = data.index(gap)
    (track,) = parse_movie(data).tracks
    wrong = data.replace(number(chunk_offsets(track)[0]), number(data.index(gap, at + 1) + 20))
    with pytest.raises(AudioError, match=r"its index points to byte \d+, outside its media data"):
        write_tagged(write(wrong, "tape.m4a"), tmp_path / "copy.m4a", make_tags())


@pytest.mark.parametrize(
    ("media_bytes", "width", "head_bytes"),
    [(LARGEST - 5000, 4, 8), (LARGEST - 1000, 8, 8), (LARGEST + 9, 8, 16)],
)
def test_offsets_get_eight_bytes_where_four_do_not_do(
    media_bytes: int, width: int, head_bytes: int, tmp_path: Path
) -> None:
    """The index in front moves the media beyond 4 GiB; nothing of it is read to know that."""
    start = tiny_movie(TinyMovie(open_end=True))
    size_bytes = parse_movie(start).boxes[-1].body + media_bytes
    with (tmp_path / "long.m4a").open("w+b") as file:
        file.write(start)
        file.truncate(size_bytes)
        pieces = plan_mp4(read_movie(file, size_bytes), make_tags(), render_box(b"meta", bytes(2000)))
    _, moov, head, media, titles = pieces
    assert isinstance(moov, bytes) and isinstance(head, bytes) and isinstance(titles, bytes)  # noqa: PT018
    assert media == (size_bytes - media_bytes, size_bytes)
    media_at = len(render_box(b"ftyp", bytes(12))) + len(moov) + len(head)
    sound, text = parse_tracks(parse_boxes(moov, 0, len(moov))[0], moov)
    assert chunk_offsets(sound).tolist() == [media_at, media_at + len("onetwo")]
    assert chunk_offsets(text).tolist() == [media_at + media_bytes + 8]
    assert (chunk_offsets(text).itemsize, len(head)) == (width, head_bytes)


def test_zeros_take_no_memory(write: Write) -> None:
    """A megabyte at a time, however many there are."""
    with open_audio(write(b"tape")) as opened:
        parts = list(read_piece(opened, Zeros(2_500_000)))
    assert [len(part) for part in parts] == [1 << 20, 1 << 20, 2_500_000 - (2 << 20)]
    assert not any(map(any, parts))
