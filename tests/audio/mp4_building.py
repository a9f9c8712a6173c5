"""Tiny MP4 files put together box by box, in any of the layouts that programs leave behind."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO

from pipeline.audio.boxes import render_box, render_full_box
from pipeline.audio.mp4 import Movie, read_movie
from pipeline.audio.mp4_tracks import sample_places

TIMESCALE = 1000


def number(value: int, width: int = 4) -> bytes:
    return value.to_bytes(width, "big")


@dataclass(frozen=True)
class TinyTrack:
    """One track; each sample lasts a second."""

    track_id: int = 1
    handler: bytes = b"soun"
    codec: bytes = b"mp4a"
    chunks: Sequence[Sequence[bytes]] = ((b"one", b"two"), (b"three",))
    references: dict[bytes, Sequence[int]] = field(default_factory=dict)

    @property
    def duration(self) -> int:
        return TIMESCALE * sum(len(chunk) for chunk in self.chunks)


@dataclass(frozen=True)
class TinyMovie:
    """A file; by default as a phone records it: the index last."""

    tracks: Sequence[TinyTrack] = (TinyTrack(),)
    brand: bytes = b"M4A "
    index_first: bool = False
    gap: bytes = b""
    """What stands between the boxes."""
    long_heads: bool = False
    """The media data's size in eight bytes."""
    open_end: bool = False
    """The media data reaches to the end, without a size; the index is first then."""
    wide: bool = False
    """Offsets in eight bytes."""
    split: int = 1
    """Over how many boxes of media data the chunks are dealt out."""
    extra: bytes = b""
    """More boxes in the index."""


def tiny_movie(movie: TinyMovie) -> bytes:
    """The bytes of a file."""
    ftyp = render_box(b"ftyp", movie.brand, bytes(4), movie.brand)
    chunks = [b"".join(chunk) for track in movie.tracks for chunk in track.chunks]
    starts: list[int] = [0] * len(chunks)
    index_first = movie.index_first or movie.open_end
    moov_bytes = len(_moov(movie, starts)) + len(movie.gap) if index_first else 0
    media, at = b"", len(ftyp) + len(movie.gap) + moov_bytes
    for part in range(movie.split):
        numbers = [each for each in range(len(chunks)) if each % movie.split == part]
        body = b"".join(chunks[each] for each in numbers)
        head = _head(movie, len(body), last=part == movie.split - 1)
        place = at + len(media) + len(head)
        for each in numbers:
            starts[each], place = place, place + len(chunks[each])
        media += head + body + (b"" if part == movie.split - 1 else movie.gap)
    moov = _moov(movie, starts)
    parts = (ftyp, moov, media) if index_first else (ftyp, media, moov)
    return movie.gap.join(parts)


def _head(movie: TinyMovie, body_bytes: int, *, last: bool) -> bytes:
    if movie.open_end and last:
        return bytes(4) + b"mdat"
    if movie.long_heads:
        return number(1) + b"mdat" + number(body_bytes + 16, 8)
    return number(body_bytes + 8) + b"mdat"


def _moov(movie: TinyMovie, starts: Sequence[int]) -> bytes:
    duration = max(track.duration for track in movie.tracks)
    mvhd = bytes(8) + number(TIMESCALE) + number(duration) + bytes(76) + number(99)
    traks, at = [], 0
    for track in movie.tracks:
        traks.append(_trak(track, starts[at : at + len(track.chunks)], wide=movie.wide))
        at += len(track.chunks)
    return render_box(b"moov", render_full_box(b"mvhd", mvhd), *traks, movie.extra)


def _trak(track: TinyTrack, starts: Sequence[int], *, wide: bool) -> bytes:
    tkhd = bytes(8) + number(track.track_id) + bytes(4) + number(track.duration) + bytes(60)
    mdhd = bytes(8) + number(TIMESCALE) + number(track.duration) + bytes(4)
    references = [
        render_box(kind, *(number(each) for each in named)) for kind, named in track.references.items()
    ]
    return render_box(
        b"trak",
        render_full_box(b"tkhd", tkhd, flags=3),
        *([render_box(b"tref", *references)] if references else []),
        render_box(
            b"mdia",
            render_full_box(b"mdhd", mdhd),
            render_full_box(b"hdlr", bytes(4), track.handler, bytes(13)),
            render_box(b"minf", render_box(b"stbl", *_tables(track, starts, wide=wide))),
        ),
    )


def _tables(track: TinyTrack, starts: Sequence[int], *, wide: bool) -> list[bytes]:
    samples = [sample for chunk in track.chunks for sample in chunk]
    runs = (number(each) + number(len(chunk)) + number(1) for each, chunk in enumerate(track.chunks, start=1))
    width, kind = (8, b"co64") if wide else (4, b"stco")
    return [
        render_full_box(b"stsd", number(1), render_box(track.codec, bytes(28))),
        render_full_box(b"stts", number(1), number(len(samples)), number(TIMESCALE)),
        render_full_box(b"stsc", number(len(track.chunks)), *runs),
        render_full_box(b"stsz", number(0), number(len(samples)), *(number(len(each)) for each in samples)),
        render_full_box(kind, number(len(starts)), *(number(start, width) for start in starts)),
    ]


def with_text(movie: TinyMovie, *titles: str, name: int = 7) -> TinyMovie:
    """The same with a text track that the first track names as its chapters, a second each."""
    samples = [number(len(title.encode()), 2) + title.encode() for title in titles]
    text = TinyTrack(name, b"text", b"text", [samples])
    references = movie.tracks[0].references
    named = [*references.get(b"chap", ()), name]
    first = replace(movie.tracks[0], references={**references, b"chap": named})
    return replace(movie, tracks=(first, *movie.tracks[1:], text))


def parse_movie(data: bytes) -> Movie:
    """What is in a file of these bytes."""
    return read_movie(BytesIO(data), len(data))


def samples_of(data: bytes, track_id: int) -> list[bytes]:
    """Every sample of a track, as the index finds it."""
    (track,) = (track for track in parse_movie(data).tracks if track.track_id == track_id)
    return [data[at : at + size] for at, size in sample_places(track, 1 << 20)]
