"""The index (`moov`) of a published MP4: what is played, our chapters, our tags, nobody else's."""

import sys
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.audio.boxes import LARGEST, Box, render_box, render_full_box
from pipeline.audio.mp4 import Movie
from pipeline.audio.mp4_chapter_track import ChapterTrack, render_track
from pipeline.audio.mp4_tracks import Track, chunk_offsets

_DROPPED = frozenset((b"udta", b"meta", b"uuid", b"free", b"skip", b"iods", b"mvex"))
"""Where tags, places and names of programs are kept; and the promise of fragments, which never come."""


@dataclass(frozen=True)
class NewIndex:
    """What the index of the copy says, but for where everything lies."""

    movie: Movie
    tracks: tuple[Track, ...]
    """Those of the master that stay."""
    udta: bytes
    """Tags, and Nero's list of chapters."""
    chapters: ChapterTrack | None


def render_moov(
    index: NewIndex, shift: Callable[[int], int], chapters_at: int = 0, *, wide: bool = False
) -> bytes:
    """The index anew; its length depends on `wide` alone, not on where anything lies.

    Args:
        index: What it says.
        shift: From the old offset of a chunk in the file to the new one.
        chapters_at: Where in the file the samples of the chapter track start.
        wide: Write every offset in eight bytes, for a file of more than 4 GiB.
    """
    moov, data = index.movie.moov, index.movie.data
    new = dict(_changes(index, shift, wide=wide))
    chapters = render_track(index.chapters, chapters_at, wide=wide) if index.chapters else b""
    return render_box(b"moov", *(_render(box, data, new) for box in moov.children), chapters, index.udta)


def _render(box: Box, data: bytes, new: Mapping[int, bytes]) -> bytes:
    """What stands in `new` for a box, by its place; otherwise what it was, without tags."""
    if box.start in new:
        return new[box.start]
    if box.kind in _DROPPED:
        return b""
    if box.children:
        return render_box(box.kind, *(_render(child, data, new) for child in box.children))
    return data[box.start : box.end]


def _changes(index: NewIndex, shift: Callable[[int], int], *, wide: bool) -> Iterator[tuple[int, bytes]]:
    """Every box that says something else in the copy, by its place in the master's index."""
    stay = {track.box.start for track in index.tracks}
    for box in index.movie.moov.children:
        if box.kind == b"mvhd":
            yield box.start, _render_mvhd(index, box)
        elif box.kind == b"trak" and box.start not in stay:
            yield box.start, b""
    for track in index.tracks:
        yield from _reference_changes(index, track)
        yield from _offset_changes(track, shift, wide=wide)


def _render_mvhd(index: NewIndex, box: Box) -> bytes:
    """As it was, but for its last number: what the next new track would be called."""
    ids = [track.track_id for track in index.tracks]
    last = max(*ids, index.chapters.track_id) if index.chapters else max(ids)
    return index.movie.data[box.start : box.end - 4] + min(last + 1, LARGEST).to_bytes(4, "big")


def _reference_changes(index: NewIndex, track: Track) -> Iterator[tuple[int, bytes]]:
    """Nobody refers to a track that is gone; sound and video refer to our chapters."""
    data, ids = track.data, {each.track_id for each in index.tracks}
    references = {}
    for old in track.box.find_all(b"tref"):
        yield old.start, b""
        for box in old.children:
            named = (data[at : at + 4] for at in range(box.body, box.end - 3, 4))
            references[box.kind] = b"".join(each for each in named if int.from_bytes(each, "big") in ids)
    if index.chapters and track in index.movie.media_tracks:
        ours = index.chapters.track_id.to_bytes(4, "big")
        references[b"chap"] = ours + references.get(b"chap", b"")
    boxes = [render_box(kind, named) for kind, named in references.items() if named]
    tkhd = track.box.find(b"tkhd")
    if boxes and tkhd:
        yield tkhd.start, data[tkhd.start : tkhd.end] + render_box(b"tref", *boxes)


def _offset_changes(track: Track, shift: Callable[[int], int], *, wide: bool) -> Iterator[tuple[int, bytes]]:
    stbl = track.box.find(b"mdia", b"minf", b"stbl")
    tables = [box for box in stbl.children if box.kind in (b"stco", b"co64")] if stbl else []
    kind = b"co64" if wide or any(box.kind == b"co64" for box in tables) else b"stco"
    offsets = array("Q" if kind == b"co64" else "I", map(shift, chunk_offsets(track)))
    if sys.byteorder == "little":
        offsets.byteswap()
    table = render_full_box(kind, len(offsets).to_bytes(4, "big"), offsets.tobytes())
    yield from ((box.start, b"" if number else table) for number, box in enumerate(tables))
