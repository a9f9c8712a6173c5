"""Tag values as people and programs leave them, made into what the model holds."""

import re
from collections.abc import Iterable
from hashlib import sha256

from pipeline.core.audio_facts import Cover

_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_PICTURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
)


def clean_text(text: object) -> str | None:
    """A text without control characters and outer blanks; None if nothing is left.

    >>> clean_text(" Tape \\0noise\\n"), clean_text("\\0")
    ('Tape noise', None)
    """
    return _UNWANTED.sub("", str(text)).strip() or None


def first_text(texts: Iterable[object]) -> str | None:
    """The first text that says something."""
    return next((clean for text in texts if (clean := clean_text(text))), None)


def parse_count(text: object) -> int | None:
    """The number before the slash of "5/12"; None where there is none, or it is 0.

    >>> parse_count("05/12"), parse_count("0"), parse_count("B2")
    (5, None, None)
    """
    match = re.match(r"\s*(\d{1,6})\s*(?:/|$)", str(text), re.ASCII)
    return int(match[1]) or None if match else None


def parse_picture_type(data: bytes) -> str | None:
    """The type of a picture by its first bytes; None if it is none that can be shown.

    >>> parse_picture_type(b"GIF89a")
    'image/gif'
    """
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((name for magic, name in _PICTURES if data.startswith(magic)), None)


def cover_of(data: bytes | None) -> Cover | None:
    """What is known of a picture found in tags; its declared type is often wrong and not asked."""
    content_type = parse_picture_type(data) if data else None
    if not data or not content_type:
        return None
    return Cover(content_type=content_type, size_bytes=len(data), sha256=sha256(data).hexdigest())
