"""The layout of an MP3 file: tags, the encoder's own count of frames, and whether all of it is there."""

from dataclasses import dataclass
from typing import BinaryIO

from pipeline.audio.flaws import CUT_FIX, FlawError, NoSoundError
from pipeline.audio.mpeg_frames import FrameHeader
from pipeline.audio.mpeg_walk import Walk, tag_size, walk_frames

_JUNK_BYTES = 1 << 16
"""Junk that is passed over in silence; between frames also one percent of the file."""

_TEXT_FIX = "write *.mp3 binary into .gitattributes, and check it out or copy it again"
_LINES = 20
"""So many line ends of two bytes, and none of one, are no chance in compressed sound."""
_CHUNK_BYTES = 1 << 20

_TAIL_MAGIC = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3")


@dataclass(frozen=True)
class Sound:
    """What the frames of an MP3 say, all of them counted."""

    duration_s: float
    bitrate_bps: int
    sample_rate_hz: int
    channels: int
    vbr: bool
    ranges: tuple[tuple[int, int], ...]
    """Offsets of the frames without the tags around them."""


@dataclass(frozen=True)
class _Promise:
    """What an encoder's header frame (Xing, Info, VBRI) says the file holds."""

    frames: int
    size_bytes: int
    """0 where it does not say."""
    is_vbr: bool
    skipped_samples: int
    """What players leave out at both ends: encoder delay and padding."""


def read_sound(file: BinaryIO, size_bytes: int) -> Sound:
    """Walk an MP3 from end to end.

    Raises:
        NoSoundError: There is no frame in it.
        FlawError: It is cut short, or damaged.
    """
    start, end = read_head_end(file, size_bytes), _read_tail_start(file, size_bytes)
    walk = walk_frames(file, start, end) if start < end else None
    if (walk is None or walk.junk_bytes or walk.start > start) and is_of_lines(file):
        raise FlawError("is damaged: it was sent or checked out as text, which changed its bytes", _TEXT_FIX)
    if walk is None:
        raise NoSoundError("holds tags but no MP3 audio" if start else "holds no complete MP3 frame", CUT_FIX)
    promise = _read_promise(file, walk)
    _check_whole(file, walk, promise, end)
    header = walk.first
    frames = walk.frames - (1 if promise else 0)
    vbr = promise.is_vbr if promise else len(walk.bitrates_bps) > 1
    skipped = promise.skipped_samples if promise else 0
    own_s = header.samples / header.sample_rate_hz if promise else 0.0
    duration_s = max(0.0, walk.duration_s - own_s - skipped / header.sample_rate_hz)
    return Sound(
        duration_s=duration_s,
        bitrate_bps=_bitrate(walk, frames, vbr=vbr),
        sample_rate_hz=header.sample_rate_hz,
        channels=header.channels,
        vbr=vbr,
        ranges=tuple(walk.ranges),
    )


def _bitrate(walk: Walk, frames: int, *, vbr: bool) -> int:
    """Of a constant stream what its headers say (the encoder's own frame may differ), else the average."""
    rates = walk.bitrates_bps - {walk.first.bitrate_bps} or walk.bitrates_bps
    if len(rates) == 1 and 0 not in rates and not vbr:
        return next(iter(rates))
    return round(walk.sound_bytes * 8 / walk.duration_s) if frames else 0


def is_of_lines(file: BinaryIO) -> bool:
    """Whether every line feed follows a carriage return: git and FTP do that to what they take for text.

    >>> from io import BytesIO
    >>> is_of_lines(BytesIO(b"\\r\\n" * 20)), is_of_lines(BytesIO(b"\\r\\n" * 20 + b"\\n"))
    (True, False)
    """
    file.seek(0)
    feeds, before = 0, b""
    while chunk := file.read(_CHUNK_BYTES):
        joined = before + chunk
        found = joined.count(b"\n") - before.count(b"\n")
        if found > joined.count(b"\r\n"):
            return False
        feeds, before = feeds + found, chunk[-1:]
    return feeds >= _LINES


def read_head_end(file: BinaryIO, size_bytes: int) -> int:
    """The offset behind the ID3v2 tags at the start.

    Raises:
        FlawError: The file ends inside a tag.
    """
    pos = 0
    while True:
        file.seek(pos)
        length = tag_size(file.read(32))
        if pos + length > size_bytes:
            raise FlawError(
                f"is cut short: its tags alone need {pos + length} bytes, the file has {size_bytes}", CUT_FIX
            )
        if not length:
            return pos
        pos += length


def _read_tail_start(file: BinaryIO, size_bytes: int) -> int:
    """The offset of the tags at the end, in whatever order they were added."""
    end = size_bytes
    while length := _tail_tag_size(file, end):
        end -= length
    return end


def _tail_tag_size(file: BinaryIO, end: int) -> int:
    start = max(0, end - 5200)
    file.seek(start)
    tail = file.read(end - start)
    length = 0
    if tail[-128:-125] == b"TAG":
        length = 128 + (227 if tail[-355:-351] == b"TAG+" else 0)
    elif tail[-32:-24] == b"APETAGEX":
        has_header = tail[-9] & 0x80
        length = int.from_bytes(tail[-20:-16], "little") + (32 if has_header else 0)
    elif tail[-9:] == b"LYRICS200" and tail[-15:-9].isdigit():
        length = int(tail[-15:-9]) + 15
    elif tail[-9:] == b"LYRICSEND" and b"LYRICSBEGIN" in tail:
        length = len(tail) - tail.rindex(b"LYRICSBEGIN")
    elif tail[-10:-7] == b"3DI":
        length = tag_size(b"ID3" + tail[-7:])
    return length if length <= end else 0


def _read_promise(file: BinaryIO, walk: Walk) -> _Promise | None:
    """Read the header frame that an encoder put first, if it did."""
    file.seek(walk.start)
    frame = file.read(512)
    at = 4 + _side_info_bytes(walk.first)
    if frame[at : at + 4] in (b"Xing", b"Info"):
        return _parse_xing(frame[at:])
    if frame[36:40] == b"VBRI":
        size_bytes, frames = (int.from_bytes(frame[i : i + 4], "big") for i in (46, 50))
        return _Promise(frames, size_bytes, is_vbr=True, skipped_samples=0)
    return None


def _side_info_bytes(header: FrameHeader) -> int:
    mono = header.channels == 1
    return (9 if mono else 17) if header.lsf else (17 if mono else 32)


def _parse_xing(data: bytes) -> _Promise:
    flags, at = data[7], 8
    frames = size_bytes = 0
    if flags & 1:
        frames, at = int.from_bytes(data[at : at + 4], "big"), at + 4
    if flags & 2:
        size_bytes, at = int.from_bytes(data[at : at + 4], "big"), at + 4
    at += (100 if flags & 4 else 0) + (4 if flags & 8 else 0)
    skipped = 0
    if data[at : at + 4] in (b"LAME", b"Lavf", b"Lavc", b"L3.9"):
        both = int.from_bytes(data[at + 21 : at + 24], "big")
        skipped = (both >> 12) + (both & 0xFFF)
    return _Promise(frames, size_bytes, is_vbr=data.startswith(b"Xing"), skipped_samples=skipped)


def _check_whole(file: BinaryIO, walk: Walk, promise: _Promise | None, end: int) -> None:
    if promise:
        _check_promise(walk, promise)
    if walk.torn:
        at = _clock(walk.duration_s)
        raise FlawError(f"is cut short: it ends inside an MP3 frame, after {at}", CUT_FIX)
    file.seek(walk.end)
    rest = file.read(min(end - walk.end, _JUNK_BYTES))
    if rest and any(rest.startswith(magic) or magic.startswith(rest) for magic in _TAIL_MAGIC):
        raise FlawError("is cut short: it ends inside the tags behind the audio", CUT_FIX)
    between, behind = walk.junk_bytes, end - walk.end
    if between > max(_JUNK_BYTES, end // 100):
        raise FlawError(f"is damaged: {between} bytes between its frames are not MP3 audio", CUT_FIX)
    if behind > _JUNK_BYTES:
        raise FlawError(f"is damaged: {behind} bytes behind its last frame are not MP3 audio", CUT_FIX)


def _check_promise(walk: Walk, promise: _Promise) -> None:
    """Hold the file to what its encoder wrote into the header frame.

    Most encoders do not count the header frame itself, a few do: where one
    frame is missing, the count of bytes decides.
    """
    found = walk.frames - 1
    missing = promise.frames - found
    short = missing > 1 or (missing == 1 and promise.size_bytes > walk.sound_bytes)
    if not promise.frames:
        short = promise.size_bytes > walk.sound_bytes + walk.junk_bytes
    if short:
        said = promise.frames * walk.first.samples / walk.first.sample_rate_hz
        wanted = (
            f"{promise.frames} frames, {_clock(said)}" if promise.frames else f"{promise.size_bytes} bytes"
        )
        has = f"{found} frames, {_clock(walk.duration_s)}" if promise.frames else f"{walk.sound_bytes}"
        raise FlawError(f"is cut short: its header says {wanted}; the file has {has}", CUT_FIX)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"
