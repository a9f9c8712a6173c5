"""The picture that new artwork is made from: what its header and its EXIF data say."""

import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.pictures.colours import DEEP_MODES, ColoursError
from pipeline.pictures.probe import BMP, DAMAGE, TIFF, check_pixels, kind_of, opened, probe_picture, refused

if TYPE_CHECKING:
    from PIL import Image, ImageFile

_ORIENTATION, _GPS = 0x0112, 0x8825
_SIDEWAYS = 5
"""From this orientation on, what is stored as width is seen as height."""
_DAMAGE = (*DAMAGE, TypeError, OverflowError, ZeroDivisionError, MemoryError, zlib.error, struct.error)


@dataclass(frozen=True)
class Original:
    """What a picture's header and EXIF say."""

    kind: str
    mode: str
    width: int
    height: int
    """Upright, both."""
    orientation: int
    has_exif: bool
    has_place: bool
    is_animated: bool
    is_deep: bool
    """Its colours have 16 bits each."""
    has_transparency: bool
    size_bytes: int


@contextmanager
def reading(path: Path, name: str) -> "Iterator[tuple[str, ImageFile.ImageFile]]":
    """The picture, opened; whatever is wrong with it becomes a message that names it."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise refused(name, "is not a file", "name a picture")  # a pipe would be waited for
        with path.open("rb") as file:
            kind = _read_kind(file.read(64), path, name)
            with opened(file, kind, name) as image:
                yield kind, image
    except ColoursError as error:
        raise refused(name, str(error), "export it with 8 bits for each colour") from error
    except _DAMAGE as error:
        if isinstance(error, OSError) and error.errno:
            raise refused(name, f"cannot be read: {error.strerror or error}") from error
        raise refused(name, "cannot be decoded: it is damaged", "export it again") from error


def _read_kind(head: bytes, path: Path, name: str) -> str:
    for kind, pattern in (("TIFF", TIFF), ("BMP", BMP)):
        if re.match(pattern, head, re.DOTALL):
            return kind
    kind = kind_of(head, name)
    probe_picture(path, name)  # cut short, or a bomb
    return kind


def look_at(path: Path, name: str, kind: str, image: "ImageFile.ImageFile") -> Original:
    """What is known of it before it is decoded.

    Raises:
        InputError: It claims more pixels than fit into memory.
    """
    check_pixels(*image.size, name)
    is_deep = image.mode in DEEP_MODES or ";16" in str(image.tile)
    orientation, has_exif, has_place = _read_exif(image)  # which decodes a PNG
    width, height = image.size
    if orientation >= _SIDEWAYS:
        width, height = height, width
    return Original(
        kind,
        image.mode,
        width,
        height,
        orientation,
        has_exif,
        has_place,
        bool(getattr(image, "is_animated", False)),
        is_deep,
        image.has_transparency_data,
        path.stat().st_size,
    )


def _read_exif(image: "Image.Image") -> tuple[int, bool, bool]:
    """Orientation, whether there is EXIF data, whether it tells a place; damaged data says nothing."""
    try:
        exif = image.getexif()
        orientation = exif.get(_ORIENTATION, 1)
        has_place = bool(exif.get_ifd(_GPS))
    except _DAMAGE:
        return 1, False, False
    is_known = isinstance(orientation, int) and 1 <= orientation <= 8
    has_exif = bool(exif) and "exif" in image.info
    return orientation if is_known else 1, has_exif, has_place
