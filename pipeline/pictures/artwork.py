"""Artwork on request: a new picture that every directory takes, made of one that some refuse."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Literal

from pipeline.core.rules.artwork_checks import LIGHT_BYTES, MAX_PX, MIN_PX
from pipeline.pictures.colours import in_srgb
from pipeline.pictures.original import Original, look_at, reading
from pipeline.pictures.probe import refused

if TYPE_CHECKING:
    from PIL import Image, ImageFile

Shape = Literal["keep", "crop", "pad"]
Kind = Literal["JPEG", "PNG"]

QUALITIES = (92, 88, 84, 80, 75, 70)
"""Of JPEG, tried in this order; below the last, letters get dirty edges."""
_EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png"}


@dataclass(frozen=True)
class ArtworkWish:
    """What the new picture is to be like."""

    side_px: int = MAX_PX
    """At most; nothing is enlarged."""
    shape: Shape = "keep"
    """What to do about one that is not square: refuse it, cut its middle out, or add white."""
    kind: Kind = "JPEG"
    is_named: bool = False
    """A file was asked for by name, so that one is made even of a picture that is fine."""


@dataclass(frozen=True)
class NewArtwork:
    """A picture that every directory takes."""

    body: bytes
    side_px: int
    extension: str
    changes: tuple[str, ...]
    """What is different, in words."""
    notes: tuple[str, ...]
    """What could still be better."""


def make_artwork(path: Path, name: str, wish: ArtworkWish) -> NewArtwork | None:
    """Make a picture that every directory takes; the file itself is not touched.

    The same picture gives the same bytes with the same Pillow.

    Args:
        path: The picture.
        name: What to call it in messages.
        wish: What the new one is to be like.

    Returns:
        None where the file is fine as it is.

    Raises:
        InputError: It is no picture, too small, not square (unless that was
            wished for), damaged, or of more pixels than fit into memory.
    """
    with reading(path, name) as (kind, image):
        look = look_at(path, name, kind, image)
        side = _check_shape(look, wish, name)
        if _is_fine(look, wish):
            return _renamed(path, look)
        said: list[str] = []
        upright = _upright(_smaller(image, wish), look, said)
        made = _resized(_square(upright, look, wish, said), side)
    said += _resized_words(look, side, wish)
    return _encoded(made, look, wish, said)


def _check_shape(look: Original, wish: ArtworkWish, name: str) -> int:
    """The side of the new picture."""
    small, large = sorted((look.width, look.height))
    size = f"{look.width} × {look.height} pixels"
    if small != large and wish.shape == "keep" and large >= MIN_PX:
        how = "wider than high" if look.width > look.height else "higher than wide"
        command = f"airdate artwork {quote(name)}"
        crop = f"cut the middle out: {command} --crop; or " if small >= MIN_PX else ""
        text = f"is {size}, {large - small:,} pixels {how}: artwork is square"
        raise refused(name, text, f"{crop}add white: {command} --pad")
    side = large if wish.shape == "pad" else small
    if side < MIN_PX:
        text = f"is {size}: directories want {MIN_PX} × {MIN_PX} or more, and enlarging helps nobody"
        raise refused(name, text, f"export it at {MAX_PX} × {MAX_PX} pixels, from the original")
    return min(side, wish.side_px)


def _is_fine(look: Original, wish: ArtworkWish) -> bool:
    return not wish.is_named and (
        look.kind in _EXTENSIONS
        and look.mode == "RGB"
        and not (look.has_transparency or look.has_place or look.is_animated)
        and look.orientation == 1
        and look.width == look.height <= wish.side_px
        and look.size_bytes <= LIGHT_BYTES
    )


def _renamed(path: Path, look: Original) -> NewArtwork | None:
    """A picture that is fine: the same bytes under a name that is true to them, or none."""
    extension = _EXTENSIONS[look.kind]
    if path.suffix.lower() == extension:
        return None
    change = f"the same bytes, in a file that ends in {extension}, because it is a {look.kind}"
    return NewArtwork(path.read_bytes(), look.width, extension, (change,), ())


def _smaller(image: "ImageFile.ImageFile", wish: ArtworkWish) -> "Image.Image":
    """Scaled down before anything else where its mode allows that: the rest takes less memory and time."""
    from PIL import Image  # heavy: only what looks at pictures pays for it

    image.draft(None, (wish.side_px, wish.side_px))  # a JPEG decodes to a half, a quarter, an eighth
    image.load()  # now, while the file is open
    measure = (max if wish.shape == "pad" else min)(image.size)
    is_plain = image.mode in ("RGB", "RGBA", "L", "LA", "CMYK") and "transparency" not in image.info
    if measure <= wish.side_px or not is_plain:
        return image
    width, height = (max(1, round(each * wish.side_px / measure)) for each in image.size)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _upright(image: "Image.Image", look: Original, said: list[str]) -> "Image.Image":
    """In sRGB, and turned as it is meant to be seen."""
    from PIL import Image  # loaded already

    if look.is_animated:
        said.append("only the first of its pictures was kept")
    if look.is_deep:
        said.append("16 bits for each colour became 8")
    made = in_srgb(image, said)
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    if look.orientation == 1:
        return made
    said.append("turned upright, as its EXIF data says")
    return made.transpose(turns[look.orientation])


def _square(image: "Image.Image", look: Original, wish: ArtworkWish, said: list[str]) -> "Image.Image":
    """With as many pixels above as beside, cut off or added."""
    if look.width == look.height:
        return image
    off = abs(look.width - look.height)
    sides = ("half left and half right", "half above and half below")
    beside, above = sides if look.width > look.height else sides[::-1]
    if wish.shape == "pad":
        said.append(f"{off:,} pixels of white added, {above}")
        return _padded(image, wish)
    said.append(f"{off:,} pixels cut off, {beside}")
    width, height = image.size
    side = min(width, height)
    left, top = (width - side) // 2, (height - side) // 2
    return image.crop((left, top, left + side, top + side))


def _padded(image: "Image.Image", wish: ArtworkWish) -> "Image.Image":
    """On a white square: scaled down first, because a long strip would make a vast one."""
    from PIL import Image  # loaded already

    side = min(wish.side_px, max(image.size))
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    white = Image.new("RGB", (side, side), "white")
    white.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return white


def _resized(image: "Image.Image", side: int) -> "Image.Image":
    from PIL import Image  # loaded already

    is_right = image.size == (side, side)
    return image if is_right else image.resize((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _resized_words(look: Original, side: int, wish: ArtworkWish) -> Iterator[str]:
    before = (max if wish.shape == "pad" else min)(look.width, look.height)
    if side < before:
        yield f"scaled down from {before:,} to {side:,} pixels"


def _encoded(image: "Image.Image", look: Original, wish: ArtworkWish, said: list[str]) -> NewArtwork:
    """The file, as light as it should be where its quality allows that."""
    image.info.clear()  # comments, places and profiles of the original
    body = _png(image) if wish.kind == "PNG" else _jpeg(image)
    if look.kind != wish.kind:
        said.insert(0, f"{look.kind} became {wish.kind}")
    if look.has_exif:
        said.append(f"its EXIF data was left out{', with the place it tells' if look.has_place else ''}")
    said.append(f"{_kilobytes(look.size_bytes)} became {_kilobytes(len(body))}")
    side = image.width
    return NewArtwork(body, side, _EXTENSIONS[wish.kind], tuple(said), tuple(_notes(side, body, wish)))


def _jpeg(image: "Image.Image") -> bytes:
    for quality in QUALITIES:
        made = BytesIO()
        image.save(made, "JPEG", quality=quality, optimize=True, progressive=False, dpi=(72, 72))
        if made.tell() <= LIGHT_BYTES:
            break
    return made.getvalue()


def _png(image: "Image.Image") -> bytes:
    made = BytesIO()
    image.save(made, "PNG", optimize=True, dpi=(72, 72))
    return made.getvalue()


def _notes(side: int, body: bytes, wish: ArtworkWish) -> Iterator[str]:
    if len(body) > LIGHT_BYTES:
        lighter = "a JPEG would be lighter" if wish.kind == "PNG" else "--size 2000 makes it lighter"
        if wish.kind == "JPEG" and side <= 2000:
            lighter = "it has more detail than fits into that"
        yield f"it is {_kilobytes(len(body))}, and 512 kB is the custom: {lighter}"
    if side < MAX_PX and wish.side_px == MAX_PX:
        yield f"it has {side:,} pixels a side; to be featured, Apple asks for {MAX_PX:,}: export a larger one"


def _kilobytes(size_bytes: int) -> str:
    return f"{-(-size_bytes // 1024):,} kB"
