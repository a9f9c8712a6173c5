"""Narrower copies of a picture, for readers whose screen does not need the whole one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.pictures.colours import in_srgb
from pipeline.pictures.original import Original, look_at, reading

if TYPE_CHECKING:
    from PIL import Image, ImageFile

QUALITY = 82
"""Of JPEG: on screens of fine resolution nobody sees more."""
FEW_COLOURS = 256
"""A drawing, not a photograph: it stays without the dirt that JPEG leaves at edges."""

_PLAIN_MODES = ("RGB", "L", "CMYK")
"""These can be scaled before their colours are brought to sRGB."""


@dataclass(frozen=True)
class Variant:
    """A narrower copy, without metadata, in sRGB, turned as it is meant to be seen."""

    body: bytes
    width: int
    height: int
    extension: str
    """With the dot."""
    content_type: str


def make_variants(path: Path, name: str, widths: Sequence[int]) -> tuple[Variant, ...]:
    """Copies of these widths, those that are narrower than the picture and no heavier than its file.

    The same picture gives the same bytes with the same Pillow. One that
    moves, is damaged, or keeps colours as no screen shows them has none.

    Args:
        path: The picture.
        name: What to call it in messages.
        widths: In pixels.

    Returns:
        Ascending by width.
    """
    try:
        with reading(path, name) as (kind, image):
            look = look_at(path, name, kind, image)
            wanted = sorted((width for width in widths if width < look.width), reverse=True)
            if look.is_animated or not wanted:
                return ()
            made = [each for each in _copies(image, look, wanted) if len(each.body) <= look.size_bytes]
    except InputError:
        return ()
    return tuple(reversed(made))


def _copies(image: "ImageFile.ImageFile", look: Original, widths: Sequence[int]) -> Iterator[Variant]:
    """Each made of the one before, which has twice its width."""
    is_drawing = look.kind in ("PNG", "GIF") and _has_few_colours(image)
    current = upright(image, look, widths[0])
    for width in widths:
        height = max(1, round(look.height * width / look.width))
        current = _resized(current, width, height)
        yield _encoded(current, is_drawing=is_drawing)


def upright(image: "ImageFile.ImageFile", look: Original, width: int) -> "Image.Image":
    """In sRGB, turned, with transparency if any shows, and at least `width` wide unless it never was.

    Raises:
        ColoursError, OSError: As `in_srgb`.
    """
    from PIL import Image, ImageOps  # heavy: only what looks at pictures pays for it

    share = min(1.0, width / look.width)
    image.draft(None, tuple(max(1, int(each * share)) for each in image.size))  # type: ignore[arg-type]
    image.load()
    turned: Image.Image = image
    ImageOps.exif_transpose(turned, in_place=True)
    if turned.mode in _PLAIN_MODES and "transparency" not in turned.info and turned.width > width:
        height = max(1, round(look.height * share))
        kept = turned.info.get("icc_profile")
        turned = turned.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
        turned.info["icc_profile"] = kept
    made = _with_transparency(turned) if look.has_transparency else in_srgb(turned, [])
    made.info.clear()  # comments, places and profiles of the original
    return made


def _with_transparency(image: "Image.Image") -> "Image.Image":
    """In RGBA where something can be seen through, in RGB otherwise."""
    from PIL import Image  # loaded already

    layered = image.convert("RGBA")
    alpha = layered.getchannel("A")
    if alpha.getextrema()[0] == 255:
        return in_srgb(image, [])
    opaque = layered.convert("RGB")
    opaque.info["icc_profile"] = image.info.get("icc_profile") if image.mode == "RGBA" else None
    made = in_srgb(opaque, [])
    return Image.merge("RGBA", (*made.split(), alpha))


def _has_few_colours(image: "Image.Image") -> bool:
    return image.mode in ("1", "P") or (
        image.mode in ("RGB", "RGBA", "L", "LA") and image.getcolors(FEW_COLOURS) is not None
    )


def _resized(image: "Image.Image", width: int, height: int) -> "Image.Image":
    from PIL import Image  # loaded already

    size = (width, height)
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(image: "Image.Image", *, is_drawing: bool) -> Variant:
    from PIL import Image  # loaded already

    made = BytesIO()
    if image.mode == "RGBA" or is_drawing:
        is_flat = image.mode == "RGB"
        flat = image.quantize(FEW_COLOURS, dither=Image.Dither.NONE) if is_flat else image
        flat.save(made, "PNG", optimize=is_flat)
        return Variant(made.getvalue(), *image.size, ".png", "image/png")
    image.save(made, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Variant(made.getvalue(), *image.size, ".jpg", "image/jpeg")
