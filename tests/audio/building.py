"""Builders for audio: tags valid by default, and MP3 files put together frame by frame."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.audio.media_tags import MediaTags
from pipeline.core.audio_facts import Chapter

FILES = Path(__file__).parent / "files"
"""Small real files, named by their defect; make_files.sh made them."""

JPEG = b"\xff\xd8\xff\xe0" + bytes(64)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def make_tags(**changes: Any) -> MediaTags:
    """Tags that are valid as they are; a test changes what it is about."""
    values: dict[str, Any] = {
        "title": "Why your heel hurts",
        "artist": "Ann Runner",
        "album": "Running Injuries",
        "date": datetime(2026, 1, 5, 6, 0, tzinfo=UTC),
        "guid": "0f8a3f4e-0000-4000-8000-000000000060",
        "number": 60,
        "season": 3,
        "language": "en-US",
        "summary": "Three causes.\n\nOne cure.",
        "page_url": "https://example.com/episodes/060-heel.html",
        "feed_url": "https://example.com/feed.xml",
        "cover": JPEG,
        "chapters": (Chapter(start_s=0, title="Hello"), Chapter(start_s=2.5, title="Why")),
    }
    return MediaTags(**{**values, **changes})


def frame(*, third: int = 0x90, fill: int = 0, size_bytes: int = 417) -> bytes:
    """One MPEG-1 layer III frame, 44.1 kHz; by default 128 kbit/s without padding."""
    return bytes((0xFF, 0xFB, third, 0x64)) + bytes((fill,)) * (size_bytes - 4)


def info_frame(frames: int, size_bytes: int, *, name: bytes = b"Info") -> bytes:
    """The frame in which an encoder says how many follow, and how many bytes there are."""
    promise = name + bytes((0, 0, 0, 3)) + frames.to_bytes(4, "big") + size_bytes.to_bytes(4, "big")
    return (frame()[:36] + promise).ljust(417, b"\0")


def id3v2(body_bytes: int, *, version: int = 4, footer: bool = False) -> bytes:
    """An ID3v2 tag of padding alone."""
    size = bytes(body_bytes >> shift & 0x7F for shift in (21, 14, 7, 0))
    flags = bytes((version, 0, 0x10 if footer else 0))
    return b"ID3" + flags + size + bytes(body_bytes) + (b"3DI" + flags + size if footer else b"")


def ape(body: bytes, *, header: bool = True) -> bytes:
    """An APEv2 tag."""
    size = (len(body) + 32).to_bytes(4, "little")
    start = b"APETAGEX" + (2000).to_bytes(4, "little") + size + bytes(4) + bytes((0, 0, 0, 0xA0)) + bytes(8)
    end = (
        b"APETAGEX"
        + (2000).to_bytes(4, "little")
        + size
        + bytes(7)
        + bytes((0x80 if header else 0,))
        + bytes(8)
    )
    return (start if header else b"") + body + end


ID3V1 = b"TAG".ljust(128, b"\0")
LYRICS = b"LYRICSBEGIN" + b"IND0000200" + b"000021" + b"LYRICS200"
