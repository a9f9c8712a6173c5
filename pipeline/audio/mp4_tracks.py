"""Tracks of an MP4: what they hold, how long they are, and where in the file their samples lie."""

import re
import sys
from array import array
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pipeline.audio.boxes import Box
from pipeline.audio.flaws import FlawError

_DECODER_CONFIG = re.compile(rb"\x05\x80{0,3}[\x02-\x40](..)", re.DOTALL)
"""In an 'esds' box: tag, length, then five bits of codec, four of sample rate, four of channels."""
_MVHD_BYTES = 100
_BIG_SAMPLE_TABLES = "is damaged: a table of its samples is longer than its box"


@dataclass(frozen=True)
class Track:
    """One track; `data` is the whole `moov` box that its boxes point into."""

    box: Box
    data: bytes
    track_id: int
    handler: bytes
    codec: bytes
    timescale: int
    """Units in a second of this track's own samples."""
    duration_s: float
    """As it is played, which an edit list can make shorter than its samples."""
    chapter_ids: tuple[int, ...]
    """The tracks that name this one's chapters, by text or picture."""


def parse_tracks(moov: Box, data: bytes) -> tuple[Track, ...]:
    """Read what each `trak` box says.

    Raises:
        FlawError: A box that every track needs is missing or too short.
    """
    timescale = parse_timescale(moov, data)
    return tuple(_parse_track(trak, data, timescale) for trak in moov.find_all(b"trak"))


def parse_timescale(moov: Box, data: bytes) -> int:
    """Units in a second of the whole movie.

    Raises:
        FlawError: The box that says it is missing or too short.
    """
    mvhd = moov.find(b"mvhd")
    if mvhd is None or mvhd.end - mvhd.body < _MVHD_BYTES:
        raise FlawError("is damaged: its index has no 'mvhd' box")
    return _two_numbers(data[mvhd.body : mvhd.end])[0]


def _parse_track(trak: Box, data: bytes, movie_timescale: int) -> Track:
    tkhd, mdhd, hdlr = (
        _body(trak, data, *path) for path in ((b"tkhd",), (b"mdia", b"mdhd"), (b"mdia", b"hdlr"))
    )
    stsd = _body(trak, data, b"mdia", b"minf", b"stbl", b"stsd")
    timescale, duration = _two_numbers(mdhd)
    played = _known(_number(tkhd, *((28, 8) if tkhd[0] else (20, 4))), 8 if tkhd[0] else 4)
    sample_s = duration / timescale if timescale else 0.0
    chap = trak.find(b"tref", b"chap")
    return Track(
        box=trak,
        data=data,
        track_id=_number(tkhd, 20 if tkhd[0] else 12, 4),
        handler=hdlr[8:12],
        codec=stsd[12:16],
        timescale=timescale,
        duration_s=played / movie_timescale if played and movie_timescale else sample_s,
        chapter_ids=tuple(_numbers(data[chap.body : chap.end], 0, (chap.end - chap.body) // 4))
        if chap
        else (),
    )


def _two_numbers(mdhd: bytes) -> tuple[int, int]:
    """Time scale and duration; an unknown duration is all ones and counts as 0."""
    at, width = (20, 8) if mdhd[0] else (12, 4)
    timescale, duration = _number(mdhd, at, 4), _number(mdhd, at + 4, width)
    return timescale, _known(duration, width)


def _known(duration: int, width: int) -> int:
    return 0 if duration == (1 << 8 * width) - 1 else duration


def _body(trak: Box, data: bytes, *path: bytes) -> bytes:
    box = trak.find(*path)
    if box is None or box.end - box.body < 8:
        raise FlawError(f"is damaged: a track has no '{path[-1].decode()}' box")
    return data[box.body : box.end]


def _number(body: bytes, at: int, width: int) -> int:
    return int.from_bytes(body[at : at + width], "big")


def _numbers(body: bytes, at: int, count: int, code: str = "I") -> "array[int]":
    """A table of big-endian numbers."""
    numbers = array(code)
    raw = body[at : at + count * numbers.itemsize]
    if len(raw) < count * numbers.itemsize:
        raise FlawError(_BIG_SAMPLE_TABLES)
    numbers.frombytes(raw)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def chunk_offsets(track: Track) -> "array[int]":
    """Where in the file each chunk of samples starts."""
    stbl = track.box.find(b"mdia", b"minf", b"stbl")
    for kind, code in ((b"stco", "I"), (b"co64", "Q")):
        box = stbl.find(kind) if stbl else None
        if box:
            body = track.data[box.body : box.end]
            return _numbers(body, 8, _number(body, 4, 4), code)
    return array("Q")


def sample_sizes(track: Track, limit: int) -> "array[int]":
    """The length of each sample, at most `limit` of them."""
    body = _stbl_body(track, b"stsz")
    uniform, count = _number(body, 4, 4), min(limit, _number(body, 8, 4))
    return array("I", (uniform,)) * count if uniform else _numbers(body, 12, count)


def _stbl_body(track: Track, kind: bytes) -> bytes:
    box = track.box.find(b"mdia", b"minf", b"stbl", kind)
    return track.data[box.body : box.end] if box else b""


def samples_per_chunk(track: Track, chunks: int) -> list[int]:
    """How many samples each chunk holds."""
    body = _stbl_body(track, b"stsc")
    table = _numbers(body, 8, 3 * _number(body, 4, 4))
    counts: list[int] = []
    firsts = [first - 1 for first in table[::3]] + [chunks]
    for each, (first, after) in enumerate(pairwise(firsts)):
        counts.extend([table[3 * each + 1]] * max(0, min(after, chunks) - max(first, len(counts))))
    return counts[:chunks]


def last_byte(track: Track) -> tuple[int, int]:
    """Where the first chunk starts, and where the one furthest back ends; (0, 0) where there are none."""
    offsets = chunk_offsets(track)
    if not offsets:
        return 0, 0
    furthest = max(range(len(offsets)), key=offsets.__getitem__)
    counts = samples_per_chunk(track, len(offsets))
    first = sum(counts[:furthest])
    size = _span(track, first, first + counts[furthest]) if furthest < len(counts) else 0
    return min(offsets), offsets[furthest] + size


def _span(track: Track, first: int, after: int) -> int:
    body = _stbl_body(track, b"stsz")
    uniform, count = _number(body, 4, 4), _number(body, 8, 4)
    if uniform:
        return uniform * max(0, min(after, count) - first)
    return sum(sample_sizes(track, min(count, after))[first:])


def chunk_ranges(track: Track) -> list[tuple[int, int]]:
    """From where to where in the file each chunk reaches."""
    offsets, body = chunk_offsets(track), _stbl_body(track, b"stsz")
    counts, uniform = samples_per_chunk(track, len(offsets)), _number(body, 4, 4)
    if uniform:
        return [(start, start + uniform * each) for start, each in zip(offsets, counts, strict=False)]
    totals = [0, *accumulate(sample_sizes(track, _number(body, 8, 4)))]
    firsts = [min(first, len(totals) - 1) for first in accumulate(counts, initial=0)]
    sizes = (totals[after] - totals[first] for first, after in pairwise(firsts))
    return [(start, start + size) for start, size in zip(offsets, sizes, strict=False)]


def sample_places(track: Track, limit: int) -> list[tuple[int, int]]:
    """Offset and length of the first samples of a track, at most `limit`."""
    offsets, sizes = chunk_offsets(track), sample_sizes(track, limit)
    places: list[tuple[int, int]] = []
    for offset, count in zip(offsets, samples_per_chunk(track, len(offsets)), strict=False):
        at = offset
        for size in sizes[len(places) : len(places) + count]:
            places.append((at, size))
            at += size
    return places


def sample_times(track: Track, limit: int) -> list[float]:
    """When each sample starts, in seconds, and when the last one ends."""
    body = _stbl_body(track, b"stts")
    table = _numbers(body, 8, 2 * _number(body, 4, 4))
    times, now = [0.0], 0
    for count, step in zip(table[::2], table[1::2], strict=True):
        for _ in range(min(count, limit - len(times) + 1)):
            now += step
            times.append(now / track.timescale if track.timescale else 0.0)
    return times


def aac_channels(track: Track) -> int | None:
    """How many channels the AAC decoder is told of; None where it leaves that open.

    The field of the box around it says 2 for most mono files. At 24 kHz and
    below a mono stream may be made stereo by the decoder (parametric stereo).
    """
    stsd = _stbl_body(track, b"stsd")
    match = _DECODER_CONFIG.search(stsd, max(0, stsd.find(b"esds"))) if b"esds" in stsd else None
    if match is None:
        return None
    rate_index, channels = int.from_bytes(match[1], "big") >> 7 & 15, match[1][1] >> 3 & 15
    return None if channels == 0 or (channels == 1 and rate_index >= 6) else channels
