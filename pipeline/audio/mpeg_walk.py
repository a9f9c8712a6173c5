"""The strict walk: every MPEG frame from the first to the last, counted and found complete."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from pipeline.audio.mpeg_frames import FrameHeader, frame_sizes, parse_header

_CHUNK_BYTES = 1 << 20
_WINDOWS_BYTES = (1 << 13, 1 << 20)
"""How far to look for the next frame behind something else: a little first, for speed."""
_NEAR_BYTES = 64
"""This near to where a frame was due, one header of the same stream is proof enough."""
_CHAIN = 4
"""Further away, so many frames in a row."""
_FREE_BYTES = (48, 8192)
"""Where the second frame of a free-format stream may begin."""

_SYNC = re.compile(rb"\xff[\xe2-\xff]")


@dataclass(frozen=True)
class _Stream:
    """Where frames of one format begin."""

    start: int
    header: FrameHeader
    sizes: dict[bytes, int]


@dataclass
class Walk:
    """What was found between two offsets of a file."""

    first: FrameHeader
    frames: int = 0
    duration_s: float = 0.0
    """Of all frames together, before what an encoder's header says of padding."""
    ranges: list[tuple[int, int]] = field(default_factory=list)
    """Offsets of unbroken runs of whole frames, in order."""
    bitrates_bps: set[int] = field(default_factory=set)
    torn: bool = False
    """The last frame is not all there."""

    @property
    def start(self) -> int:
        return self.ranges[0][0]

    @property
    def end(self) -> int:
        return self.ranges[-1][1]

    @property
    def sound_bytes(self) -> int:
        return sum(stop - start for start, stop in self.ranges)

    @property
    def junk_bytes(self) -> int:
        """Bytes between the frames that are none."""
        return self.end - self.start - self.sound_bytes


def walk_frames(file: BinaryIO, start: int, end: int) -> Walk | None:
    """Walk all frames between two offsets; None if there are none.

    One pass in chunks, about half a millisecond per MB at 128 kbit/s. Frames
    of another format, tags and junk in between are stepped over.
    """
    stream = _find_stream(file, start, end, None)
    if stream is None:
        return None
    walk = Walk(first=stream.header)
    while stream:
        stop, torn = _run(file, stream, end, walk)
        walk.torn = torn
        stream = (
            None if torn or stop >= end else _find_stream(file, _behind_tag(file, stop, end), end, stream)
        )
    return walk if walk.ranges else None


def _run(file: BinaryIO, stream: _Stream, end: int, walk: Walk) -> tuple[int, bool]:
    """Walk one unbroken run of frames and add it up; where it stopped, and whether inside a frame."""
    keys: set[bytes] = set()
    stop, frames, size = _count(file, stream, end, keys)
    torn = stop > end
    if torn:
        stop, frames = stop - size, frames - 1
    elif stop < end:
        torn = _is_torn_header(file, stop, end, stream)
    if frames:
        header = stream.header
        walk.frames += frames
        walk.duration_s += frames * header.samples / header.sample_rate_hz
        walk.ranges.append((stream.start, stop))
        headers = [parse_header(key + b"\0") for key in keys]
        walk.bitrates_bps.update(each.bitrate_bps for each in headers if each)
    return stop, torn


def _count(file: BinaryIO, stream: _Stream, end: int, keys: set[bytes]) -> tuple[int, int, int]:
    """The inner loop: where the run stops, how many frames it has, and the length of the last."""
    pos, frames, size, at = stream.start, 0, 0, 0
    sizes, add = stream.sizes, keys.add
    try:
        while end - pos >= 3:
            file.seek(pos)
            at, buffer = 0, file.read(min(_CHUNK_BYTES, end - pos))
            last = len(buffer) - 3
            if last < 0:
                break
            while at <= last:
                key = buffer[at : at + 3]
                size = sizes[key]
                add(key)
                frames += 1
                at += size
            pos, at = pos + at, 0
    except KeyError:
        pos += at
    return pos, frames, size


def _is_torn_header(file: BinaryIO, stop: int, end: int, stream: _Stream) -> bool:
    """Whether the file ends within the first bytes of one more header."""
    file.seek(stop)
    rest = file.read(end - stop) if end - stop < 3 else b""
    return bool(rest) and any(key.startswith(rest) for key in stream.sizes)


def _behind_tag(file: BinaryIO, pos: int, end: int) -> int:
    """Where a tag in the middle ends (files are joined with their tags on)."""
    file.seek(pos)
    return min(end, pos + tag_size(file.read(32)))


def tag_size(head: bytes) -> int:
    """The length of the tag that begins with these bytes; 0 if they begin none.

    >>> tag_size(b"ID3" + bytes([4, 0, 0x10, 0, 0, 1, 0]))
    148
    """
    if head[:3] == b"ID3" and len(head) >= 10 and head[3] < 0xFF and max(head[6:10]) < 0x80:
        body = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        return body + (20 if head[5] & 0x10 else 10)
    if head[:8] == b"APETAGEX" and len(head) >= 16:
        return 32 + int.from_bytes(head[12:16], "little")
    return 0


def _find_stream(file: BinaryIO, pos: int, end: int, before: _Stream | None) -> _Stream | None:
    """The next place from which frames follow one another."""
    for window_bytes in _WINDOWS_BYTES:
        file.seek(pos)
        window = file.read(min(window_bytes, end - pos))
        for match in _SYNC.finditer(window):
            at = match.start()
            if before and at <= _NEAR_BYTES and window[at : at + 3] in before.sizes:
                return _Stream(pos + at, before.header, before.sizes)
            stream = _stream_at(file, pos + at, end, window[at : at + 4])
            if stream:
                return stream
        if len(window) < window_bytes:
            return None
    return None


def _stream_at(file: BinaryIO, pos: int, end: int, four: bytes) -> _Stream | None:
    header = parse_header(four)
    if header is None:
        return None
    for free_bytes in (0,) if header.bitrate_bps else _free_sizes(file, pos, header, four):
        sizes = frame_sizes(header.version_bits, header.layer, header.sample_rate_hz, free_bytes)
        if _is_chain(file, pos, end, sizes):
            return _Stream(pos, header, sizes)
    return None


def _free_sizes(file: BinaryIO, pos: int, header: FrameHeader, four: bytes) -> Iterator[int]:
    """Possible lengths of an unpadded free-format frame: as far as the next header that looks alike."""
    file.seek(pos)
    window = file.read(_FREE_BYTES[1])
    alike = re.compile(re.escape(four[:2]) + b"[" + re.escape(bytes((four[2] & 0xFD, four[2] | 2))) + b"]")
    yield from (match.start() - header.padding for match in alike.finditer(window, _FREE_BYTES[0]))


def _is_chain(file: BinaryIO, pos: int, end: int, sizes: dict[bytes, int]) -> bool:
    """Whether frames follow one another from here, to the end where that comes early."""
    for count in range(_CHAIN):
        if pos >= end:
            return count > 1 or pos == end
        file.seek(pos)
        size = sizes.get(file.read(3))
        if size is None:
            return False
        pos += size
    return True
