"""The picture that services show for a shared link: artwork, title and the show's name on its colour."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.pictures.colours import in_srgb
from pipeline.pictures.lettering import LEADING, Lines, drawable, load_font, set_lines
from pipeline.pictures.original import look_at, reading
from pipeline.pictures.variants import upright

if TYPE_CHECKING:
    from PIL import Image

WIDTH_PX, HEIGHT_PX = 1200, 630
"""What Open Graph's large cards are shown in without being cut."""
MAX_BYTES = 200_000
"""Some messengers show no picture that is heavier than 300 kB, and phones pay for each."""
DESIGN = 1
"""Of what is drawn; a new one does not redraw what was drawn before."""

_QUALITIES = (88, 80, 70, 60, 45, 30)
_MARGIN, _GAP, _ART, _ART_ALONE = 72, 60, 450, 534
_CORNER = 22
_TITLE_SIZES = (78, 70, 62, 56, 50, 45, 40)
_NAME_SIZES = (34, 31, 28)
_BOLD, _REGULAR = 700, 500
_BLACK, _WHITE = (20, 20, 20), (255, 255, 255)
Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class ShareCard:
    """What a share image shows; the same card is drawn once."""

    title: str
    show: str
    """The show's name or, on the show's own card, who makes it."""
    artwork_sha256: str
    accent: str
    """The colour it is drawn on: #0b6e4f or #0a6."""


def draw_share_image(card: ShareCard, artwork: Path) -> bytes:
    """Draw it: a JPEG without metadata.

    Words that the font cannot say truly are not drawn: then the artwork
    stands alone on the colour. The same card gives the same bytes with the
    same Pillow and font.

    Raises:
        InputError: The artwork cannot be decoded.
    """
    from PIL import Image  # heavy: only what draws pays for it

    accent = _rgb(card.accent)
    ink = readable_on(accent)
    sheet = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), accent)
    title, show = drawable(card.title), drawable(card.show)
    if title is None:
        _paste_artwork(sheet, artwork, card.artwork_sha256, _ART_ALONE, (WIDTH_PX - _ART_ALONE) // 2)
    else:
        _paste_artwork(sheet, artwork, card.artwork_sha256, _ART, _MARGIN)
        _write(sheet, title, show, ink, _blend(ink, accent, 0.85))
    return _encoded(sheet)


def readable_on(background: Rgb) -> Rgb:
    """Black or white, whichever is read better (WCAG 2.2, contrast ratio).

    >>> readable_on((11, 110, 79)), readable_on((255, 221, 0))
    ((255, 255, 255), (20, 20, 20))
    """
    light = _luminance(background) + 0.05
    with_white, with_black = 1.05 / light, light / (_luminance(_BLACK) + 0.05)
    return _WHITE if with_white >= with_black else _BLACK


def _luminance(colour: Rgb) -> float:
    def linear(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> Rgb:
    """The numbers of #0a6 or #00aa66."""
    digits = colour.removeprefix("#")
    whole = digits if len(digits) == 6 else "".join(each * 2 for each in digits)
    return int(whole[:2], 16), int(whole[2:4], 16), int(whole[4:], 16)


def _blend(ink: Rgb, paper: Rgb, share: float) -> Rgb:
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(ink, paper, strict=True))
    return red, green, blue


def _paste_artwork(sheet: "Image.Image", artwork: Path, sha256: str, side: int, left: int) -> None:
    """With round corners, in the middle of the height."""
    from PIL import Image, ImageDraw  # loaded already

    square = _artwork(artwork, sha256, side)
    fine = 2
    mask = Image.new("L", (side * fine, side * fine))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, side * fine - 1, side * fine - 1), _CORNER * fine, 255)
    sheet.paste(square, (left, (HEIGHT_PX - side) // 2), mask.resize((side, side), Image.Resampling.BOX))


@lru_cache(maxsize=4)
def _artwork(path: Path, sha256: str, side: int) -> "Image.Image":  # noqa: ARG001  # it tells files apart
    """The artwork, its middle where it is not square; that of the show is on most cards, and read once."""
    from PIL import Image, ImageOps  # loaded already

    with reading(path, "the artwork") as (kind, image):
        look = look_at(path, "the artwork", kind, image)
        wide = max(side, side * look.width // max(1, look.height))
        seen = upright(image, look, wide)
        return ImageOps.fit(in_srgb(seen, []), (side, side), Image.Resampling.LANCZOS)


def _write(sheet: "Image.Image", title: str, show: str | None, ink: Rgb, pale: Rgb) -> None:
    """The title and below it the show's name, both in the middle of the height."""
    left = _MARGIN + _ART + _GAP
    width = WIDTH_PX - left - _MARGIN
    name = set_lines(show, _NAME_SIZES, width, 90, _REGULAR) if show else None
    room = _ART - (name.height_px + 28 if name else 0)
    words = set_lines(title, _TITLE_SIZES, width, room, _BOLD)
    whole = words.height_px + (name.height_px + 28 if name else 0)
    top = (HEIGHT_PX - whole) // 2
    _write_lines(sheet, words, (left, top), ink, _BOLD)
    if name:
        _write_lines(sheet, name, (left, top + words.height_px + 28), pale, _REGULAR)


def _write_lines(sheet: "Image.Image", lines: Lines, place: tuple[int, int], ink: Rgb, weight: int) -> None:
    from PIL import ImageDraw  # loaded already

    left, top = place
    draw = ImageDraw.Draw(sheet)
    font = load_font(lines.size_px, weight)
    for number, line in enumerate(lines.lines):
        middle = top + round((number + 0.5) * lines.size_px * LEADING)
        draw.text((left, middle), line, ink, font, anchor="lm")


def _encoded(sheet: "Image.Image") -> bytes:
    for quality in _QUALITIES:
        made = BytesIO()
        sheet.save(made, "JPEG", quality=quality, optimize=True, progressive=True, subsampling=0)
        if made.tell() <= MAX_BYTES:
            break
    return made.getvalue()
