"""Pictures: what a header says, and covers made small for audio tags. The only module that imports PIL."""

import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, BinaryIO

from pipeline.core.picture_facts import PictureFacts
from pipeline.errors import InputError, Problem

if TYPE_CHECKING:
    from PIL import Image, ImageFile

MAX_PIXELS = 90_000_000
"""More than any camera that producers use; a page of it decoded is 270 MB."""

_FORMATS = {
    "JPEG": (rb"\xff\xd8\xff", "image/jpeg", ".jpg"),
    "PNG": (rb"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    "GIF": (rb"GIF8[79]a", "image/gif", ".gif"),
    "WEBP": (rb"RIFF....WEBP", "image/webp", ".webp"),
    "AVIF": (rb"....ftyp(?:avif|avis|mif1.{4,40}?avif)", "image/avif", ".avif"),
}
TIFF, BMP = rb"II\*\x00|MM\x00\*", rb"BM....\x00\x00\x00\x00"
"""How these begin: no app shows them, but `airdate artwork` makes JPEGs of them."""
_FOREIGN = (
    (
        rb"version https://git-lfs",
        "is a Git LFS pointer; the picture itself is not here",
        "run: git lfs pull",
    ),
    (rb"....ftyp(?:heic|heix|hevc|mif1)", "is a HEIC picture, which few apps show", "save it as JPEG"),
    (TIFF, "is a TIFF picture, which browsers do not show", "save it as JPEG or PNG"),
    (BMP, "is a BMP picture, which is needlessly large", "save it as PNG"),
    (rb"\s*<(?:\?xml|svg|!DOCTYPE svg)", "is an SVG drawing, which apps do not show", "save it as PNG"),
    (rb"%PDF-|8BPS|%!PS", "is a print or layered document, not a picture", "save it as JPEG or PNG"),
)
_ENDINGS = {"JPEG": b"\xff\xd9", "PNG": b"IEND"}
_TAIL_BYTES = 64 * 1024
DAMAGE = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, struct.error)


def probe_picture(source: Path | bytes, name: str | None = None) -> PictureFacts:
    """Read a picture's header; its pixels are not decoded.

    Args:
        source: The file, or its bytes.
        name: What to call it in messages; the path unless given.

    Raises:
        InputError: It is missing, not a picture that browsers show, cut
            short, or of more pixels than `MAX_PIXELS`.
    """
    called = name or (str(source) if isinstance(source, Path) else "the picture")
    if isinstance(source, bytes):
        return _probe(BytesIO(source), len(source), called)
    try:
        with source.open("rb") as file:
            return _probe(
                file,
                source.stat().st_size,
                called,
                f"save it as JPEG; for artwork, run: airdate artwork {quote(called)}",
            )
    except OSError as error:
        raise refused(called, f"cannot be read: {error.strerror or error}") from error


def cover_for_tags(picture: bytes, max_px: int = 1400, name: str = "the cover") -> bytes:
    """Make a plain JPEG for embedding in audio tags: RGB, no metadata, no side over `max_px`.

    The same picture gives the same bytes with the same Pillow; what is
    transparent becomes white.

    Raises:
        InputError: As for `probe_picture`, or it cannot be decoded.
    """
    from PIL import Image, ImageOps  # heavy: only what makes covers pays for it

    kind = kind_of(picture[:64], name)
    probe_picture(picture, name)
    try:
        with opened(BytesIO(picture), kind, name) as image:
            image.draft("RGB", (max_px, max_px))
            upright = _on_white(ImageOps.exif_transpose(image))
    except DAMAGE as error:
        raise refused(name, "cannot be decoded: it is damaged", "export it again") from error
    upright.info.clear()  # comments, places and profiles of the original
    upright.thumbnail((max_px, max_px), Image.Resampling.LANCZOS)
    made = BytesIO()
    upright.save(made, "JPEG", quality=85, optimize=True, progressive=False)
    return made.getvalue()


def _probe(file: BinaryIO, size_bytes: int, name: str, convert: str | None = None) -> PictureFacts:
    kind = kind_of(file.read(64), name, convert)
    try:
        with opened(file, kind, name) as image:
            width, height, mode = image.width, image.height, image.mode
            has_alpha = image.has_transparency_data
    except DAMAGE as error:
        raise refused(
            name, f"begins like a {kind} picture, but its header is damaged", "export it again"
        ) from error
    check_pixels(width, height, name)
    _check_end(file, kind, size_bytes, name)
    _, content_type, extension = _FORMATS[kind]
    return PictureFacts(content_type, width, height, mode, has_alpha, size_bytes, extension)


def kind_of(head: bytes, name: str, convert: str | None = None) -> str:
    """Which format the first bytes are of.

    Args:
        head: 64 bytes.
        name: What to call the picture in messages.
        convert: What to do about a picture that apps do not show and airdate
            can convert; None where there is no file to do it with.

    Raises:
        InputError: One that apps do not show.
    """
    if not head:
        raise refused(name, "is empty", "export or copy it again")
    for kind, (pattern, _, _) in _FORMATS.items():
        if re.match(pattern, head, re.DOTALL):
            return kind
    for pattern, reason, fix in _FOREIGN:
        if re.match(pattern, head, re.DOTALL):
            raise refused(name, reason, convert or fix if pattern in (TIFF, BMP) else fix)
    raise refused(name, "is not a picture that apps show", "save it as JPEG or PNG")


@contextmanager
def opened(file: BinaryIO, kind: str, name: str) -> "Iterator[ImageFile.ImageFile]":
    """Open a picture of a known format; nothing is decoded yet.

    Pillow's own limit on pixels is a warning and then an error of its own:
    ours, which names the file, comes first or takes its place.
    """
    from PIL import Image  # heavy: only what looks at pictures pays for it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(file, formats=(kind,))
        except Image.DecompressionBombError as error:
            raise refused(name, "claims far too many pixels to be a picture", "scale it down") from error
        with image:
            yield image


def check_pixels(width: int, height: int, name: str) -> None:
    """Refuse what would fill the memory when it is decoded.

    Raises:
        InputError: There are more than `MAX_PIXELS`.
    """
    if width * height > MAX_PIXELS:
        raise refused(name, f"claims {width} × {height} pixels, too many to be a picture", "scale it down")


def _check_end(file: BinaryIO, kind: str, size_bytes: int, name: str) -> None:
    """A JPEG or PNG whose end is missing was cut short."""
    ending = _ENDINGS.get(kind)
    file.seek(max(0, size_bytes - _TAIL_BYTES))
    if ending and ending not in file.read(_TAIL_BYTES):
        raise refused(name, "is cut short: the end of the picture is missing", "copy or export it again")


def _on_white(image: "Image.Image") -> "Image.Image":
    """The picture in RGB."""
    from PIL import Image  # loaded already

    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    white = Image.new("RGB", layered.size, "white")
    white.paste(layered, mask=layered.getchannel("A"))
    return white


def refused(name: str, reason: str, fix: str | None = None) -> InputError:
    """What to raise about a picture."""
    return InputError([Problem(name, 0, reason, fix)])
