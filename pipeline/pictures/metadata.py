"""What pictures tell besides themselves: taken out before they are published, without touching a pixel.

A camera writes where and when, with what, and often who. Of that, readers
need how the picture is turned, and its author may want to be named; colour
profiles stay, because without them the picture would look different.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.core.picture_facts import PictureFacts
from pipeline.pictures.original import reading
from pipeline.pictures.probe import DAMAGE, refused

ORIENTATION, ARTIST, COPYRIGHT, GPS = 0x0112, 0x013B, 0x8298, 0x8825
KEPT_TAGS = (ORIENTATION, ARTIST, COPYRIGHT)

_SIDEWAYS = 5
"""From this orientation on, what is stored as width is seen as height."""
_SOI, _EOI, _SOS, _APP0, _APP1, _APP2, _APP14, _APP15, _COM = (
    *(0xD8, 0xD9, 0xDA),
    *(0xE0, 0xE1, 0xE2, 0xEE, 0xEF),
    0xFE,
)
_KEPT_SEGMENTS = {_APP0: b"JFIF\0", _APP2: b"ICC_PROFILE\0", _APP14: b"Adobe"}
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""What ends the compressed data of a JPEG: a marker that is neither an escape nor a restart."""
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_TEXTS = (b"tEXt", b"zTXt", b"iTXt")
_PNG_KEPT_TEXTS = (b"Author\0", b"Copyright\0")
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04
"""Bits of the header chunk (RFC 9649, section 2.7)."""


@dataclass(frozen=True)
class Stripped:
    """A picture without its metadata."""

    body: bytes
    width: int
    height: int
    """As it is seen, both."""


def strip_metadata(path: Path, name: str, facts: PictureFacts) -> Stripped | None:
    """The same pixels without EXIF, XMP, IPTC, comments, and pictures hidden behind the picture.

    Args:
        path: The picture.
        name: What to call it in messages.
        facts: Of it, as probed.

    Returns:
        None where there is nothing to take out.

    Raises:
        InputError: It is built in a way that hides what it tells, or is an
            AVIF that tells a place.
    """
    strip = _STRIPPERS.get(facts.content_type)
    tags = _read_tags(path, name)
    if strip is None:
        return None
    body = path.read_bytes()
    try:
        made = strip(body, _kept_exif(tags))
    except (IndexError, struct.error, ValueError) as error:
        text = "is built so oddly that what it tells, perhaps a place, cannot be taken out"
        raise refused(name, text, "export it again") from error
    is_sideways = tags.get(ORIENTATION) in range(_SIDEWAYS, 9)
    if made == body and not is_sideways:
        return None
    size = (facts.height, facts.width) if is_sideways else (facts.width, facts.height)
    return Stripped(made, *size)


def _read_tags(path: Path, name: str) -> dict[int, object]:
    """The main tags of its EXIF data; damaged data says nothing."""
    with reading(path, name) as (kind, image):
        try:
            tags = dict(image.getexif())
        except DAMAGE:
            return {}
        tells_place = GPS in tags or b"GPSL" in bytes(image.info.get("xmp") or b"")
    if kind == "AVIF" and tells_place:
        text = "tells the place where it was made, which airdate cannot take out of an AVIF picture"
        raise refused(name, text, "export it without its place, or save it as JPEG")
    return tags


def _kept_exif(tags: dict[int, object]) -> bytes:
    """EXIF data, without its prefix, that says what has to be said; empty where that is nothing."""
    from PIL import Image  # heavy: only what looks at pictures pays for it

    exif = Image.Exif()
    for tag in KEPT_TAGS:
        value = tags.get(tag)
        if tag == ORIENTATION and value in range(2, 9):
            exif[tag] = value
        elif tag != ORIENTATION and isinstance(value, str) and value.strip():
            exif[tag] = value.strip()[:500]
    return exif.tobytes().removeprefix(b"Exif\0\0") if exif else b""


def _strip_jpeg(body: bytes, exif: bytes) -> bytes:
    segments = list(_jpeg_segments(body))
    kept = [data for marker, data in segments if _is_kept(marker, data)]
    if not exif:
        return b"".join(kept)
    after_jfif = 2 if segments[1][0] == _APP0 and len(kept) > 1 and kept[1] is segments[1][1] else 1
    payload = b"Exif\0\0" + exif
    said = struct.pack(">BBH", 0xFF, _APP1, len(payload) + 2) + payload
    return b"".join([*kept[:after_jfif], said, *kept[after_jfif:]])


def _is_kept(marker: int, data: bytes) -> bool:
    if marker in _KEPT_SEGMENTS:
        return data[4:].startswith(_KEPT_SEGMENTS[marker])
    return not (_APP0 <= marker <= _APP15 or marker == _COM)


def _jpeg_segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its bytes, up to the end of the first picture (ITU T.81, annex B)."""
    at = 0
    while True:
        while body[at + 1] == 0xFF:  # fill bytes
            at += 1
        if body[at] != 0xFF:
            raise ValueError("no marker where one has to be")
        marker, end = body[at + 1], at + 2
        if marker not in (_SOI, _EOI, 0x01):
            end += struct.unpack_from(">H", body, end)[0]
        if marker == _SOS:
            found = _AFTER_SCAN.search(body, end)
            if found is None:
                raise ValueError("no end")
            end = found.start()
        yield marker, body[at:end]
        if marker == _EOI:
            return
        at = end


def _strip_png(body: bytes, exif: bytes) -> bytes:
    """Also of what stands behind its end, where some programs leave what was cropped."""
    kept = [_PNG_SIGNATURE]
    at, kind = len(_PNG_SIGNATURE), b""
    while kind != b"IEND":
        size, kind = struct.unpack_from(">I4s", body, at)
        chunk = body[at : at + 12 + size]
        at += 12 + size
        if kind == b"IDAT" and exif:
            kept.append(_png_chunk(b"eXIf", exif))
            exif = b""
        is_kept_text = kind in _PNG_TEXTS and chunk[8:].startswith(_PNG_KEPT_TEXTS)
        if kind not in (b"eXIf", b"tIME", b"caBX", *_PNG_TEXTS) or is_kept_text:
            kept.append(chunk)
    return b"".join(kept)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _strip_webp(body: bytes, exif: bytes) -> bytes:
    chunks = [(kind, data) for kind, data in _webp_chunks(body) if kind not in (b"EXIF", b"XMP ", b"C2PA")]
    if not chunks:
        raise ValueError("no chunks")
    if chunks[0][0] == b"VP8X":
        flags = chunks[0][1][0] & ~(_WEBP_EXIF | _WEBP_XMP) | (_WEBP_EXIF if exif else 0)
        chunks[0] = (b"VP8X", bytes([flags]) + chunks[0][1][1:])
        chunks += [(b"EXIF", exif)] if exif else []
    made = b"".join(
        kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for kind, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(made) + 4) + b"WEBP" + made


def _webp_chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, min(len(body), 8 + struct.unpack_from("<I", body, 4)[0])
    while at + 8 <= end:
        kind, size = struct.unpack_from("<4sI", body, at)
        yield kind, body[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


_STRIPPERS = {
    "image/jpeg": _strip_jpeg,
    "image/png": _strip_png,
    "image/webp": _strip_webp,
}
