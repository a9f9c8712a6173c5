"""MP4 tags as mutagen reads them: text, cover, and what it knows of the sound."""

from typing import Any, BinaryIO

from mutagen import MutagenError
from mutagen.mp4 import MP4

from pipeline.audio.found_tags import FoundTags
from pipeline.audio.tag_values import clean_text, first_text, parse_count, parse_picture_type
from pipeline.core.audio_facts import AudioTags

_read: Any = MP4  # its types are unknown


def read_mp4_tags(file: BinaryIO) -> FoundTags:
    """Read the atoms of an MP4; tags that are beyond reading count as none."""
    file.seek(0)
    try:
        movie = _read(file)
    except (MutagenError, ValueError, LookupError, ArithmeticError, RecursionError):
        return FoundTags()
    found, info = movie.tags or {}, movie.info
    return FoundTags(
        _tags(found),
        _raw(found),
        cover=next((bytes(data) for data in found.get("covr", ()) if parse_picture_type(data)), None),
        bitrate_bps=info.bitrate or None,
        sample_rate_hz=info.sample_rate or None,
        channels=info.channels or None,
    )


def _tags(found: Any) -> AudioTags:
    def first(*names: str) -> str | None:
        return first_text(text for name in names for text in found.get(name, ()))

    return AudioTags(
        title=first("\xa9nam"),
        artist=first("\xa9ART", "aART"),
        album=first("\xa9alb"),
        number=_first_number(found, "trkn"),
        season=_first_number(found, "disk"),
        date=first("\xa9day"),
        summary=first("ldes", "desc", "\xa9cmt"),
    )


def _first_number(found: Any, name: str) -> int | None:
    return next((parse_count(number) for number, _ in found.get(name, ())), None)


def _raw(found: Any) -> dict[str, tuple[str, ...]]:
    raw: dict[str, tuple[str, ...]] = {}
    for key in sorted(found):
        values = found[key] if isinstance(found[key], list) else [found[key]]
        texts = tuple(clean for value in values if (clean := clean_text(_text(value) or "")))
        if texts:
            raw[clean_text(key) or key] = texts
    return raw


def _text(value: object) -> str | None:
    """A value as text: "5/12" for a pair of numbers; None for a picture or other bytes."""
    if isinstance(value, tuple):
        return "/".join(str(each) for each in value if each)
    if isinstance(value, bytes):
        return value.decode("utf-8", "ignore") if type(value).__name__ == "MP4FreeForm" else None
    return str(value)
