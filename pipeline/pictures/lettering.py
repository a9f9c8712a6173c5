"""Words drawn into pictures: what can be drawn truly, and how it is set in lines. The home of the font."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.pictures.probe import refused

if TYPE_CHECKING:
    from PIL import ImageFont

FONT = "Noto Sans"
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
"""The font has more, but these are written letter by letter, from left to right."""
LEADING = 1.22
"""From line to line, as a part of the size."""
_LINE_LETTERS = 60
"""No line holds more at any size that is used; longer words are cut there before they are measured."""


@dataclass(frozen=True)
class Lines:
    """Words set in lines."""

    lines: tuple[str, ...]
    size_px: int

    @property
    def height_px(self) -> int:
        return round(len(self.lines) * self.size_px * LEADING)


@lru_cache(maxsize=4)  # each holds a font of some megabytes
def load_font(size_px: int, weight: int) -> "ImageFont.FreeTypeFont":
    """The font that comes with airdate, so that the same words look the same everywhere."""
    from fontpkg.errors import FontpkgError  # heavy: only what draws words pays for it
    from fontpkg.pil import truetype
    from PIL import ImageFont

    try:
        font: ImageFont.FreeTypeFont = truetype(FONT, size_px, weight, layout_engine=ImageFont.Layout.BASIC)
    except (FontpkgError, OSError) as error:
        text = "cannot be loaded; it comes with airdate"
        raise refused(f"the font {FONT}", text, "install airdate again") from error
    return font


def drawable(text: str) -> str | None:
    """The text as it is drawn, without emoji before and after it; None where the font cannot say it.

    What is left out says nothing; what says something is never left out.

    >>> drawable("🎙 Why your Achilles hurts 👟👟🏽")
    'Why your Achilles hurts'
    >>> drawable("Почему болит Αχίλλειος — 50 %")
    'Почему болит Αχίλλειος — 50 %'
    >>> [drawable(text) for text in ("שלום", "走る", "I ❤️ Paris", "👟")]
    [None, None, None, None]
    """
    visible = "".join(
        each for each in text if unicodedata.category(each) not in ("Cf", "Cc") or each.isspace()
    )
    composed = unicodedata.normalize("NFC", visible)
    said = " ".join(_without_emoji_around(composed).split())
    return said if said and all(map(_can_draw, set(said))) else None


def _without_emoji_around(text: str) -> str:
    """Pictures before and after the words go; signs that belong to them stay."""
    first = next((at for at, each in enumerate(text) if not _is_emoji(each)), len(text))
    last = next((at for at in range(len(text), first, -1) if not _is_emoji(text[at - 1])), first)
    return text[first:last]


def _is_emoji(sign: str) -> bool:
    """A picture, a variation or skin colour of one, or a blank between them."""
    is_mark = "\ufe00" <= sign <= "\ufe0f" or "\U0001f3fb" <= sign <= "\U0001f3ff"
    return sign.isspace() or is_mark or (unicodedata.category(sign) == "So" and not _has_glyph(sign))


def _can_draw(sign: str) -> bool:
    if sign == " ":
        return True
    category = unicodedata.category(sign)
    is_letter = category.startswith("L") and unicodedata.name(sign, "").split()[0] in SCRIPTS
    is_number = category.startswith("N") and (sign in "0123456789" or not sign.isdecimal())
    return (is_letter or is_number or category[0] in "PS") and _has_glyph(sign)


@lru_cache(maxsize=4096)
def _has_glyph(sign: str) -> bool:
    """Whether the font has more for it than the box that stands for what it has not."""
    font = load_font(24, 400)
    return bytes(font.getmask(sign)) != bytes(font.getmask("\U0010ffff"))


def set_lines(text: str, sizes_px: Sequence[int], width_px: int, height_px: int, weight: int) -> Lines:
    """A text in the largest size in which it fits; in the smallest, cut with an ellipsis.

    Args:
        text: Drawable.
        sizes_px: To try, largest first.
        width_px: Of a line, at most.
        height_px: Of all lines, at most.
        weight: 400 is regular, 700 bold.
    """
    for size_px in sizes_px:
        lines = Lines(tuple(_lines(text, width_px, size_px, weight, breaks_words=False)), size_px)
        widest = max(load_font(size_px, weight).getlength(line) for line in lines.lines)
        if widest <= width_px and lines.height_px <= height_px:
            return lines
    smallest = sizes_px[-1]
    every = list(_lines(text, width_px, smallest, weight, breaks_words=True))
    room = max(1, int(height_px / (smallest * LEADING)))
    if len(every) > room:
        every = [*every[: room - 1], _with_ellipsis(every[room - 1], width_px, smallest, weight)]
    return Lines(tuple(every), smallest)


def _lines(text: str, width_px: int, size_px: int, weight: int, *, breaks_words: bool) -> Iterator[str]:
    font = load_font(size_px, weight)
    line = ""
    for word in text.split():
        for piece in _pieces(word, width_px, font) if breaks_words else [word]:
            longer = f"{line} {piece}" if line else piece
            if line and font.getlength(longer[:500]) > width_px:
                yield line
                longer = piece
            line = longer
    yield line


def _pieces(word: str, width_px: int, font: "ImageFont.FreeTypeFont") -> Iterator[str]:
    """A word, broken where it would be wider than a line."""
    while word:
        length = min(len(word), _LINE_LETTERS)
        while length > 1 and font.getlength(word[:length]) > width_px:
            length -= 1
        yield word[:length]
        word = word[length:]


def _with_ellipsis(line: str, width_px: int, size_px: int, weight: int) -> str:
    font = load_font(size_px, weight)
    while line and font.getlength(f"{line}…") > width_px:
        line = line[:-1]
    return f"{line.rstrip(' ,;:–—-.')}…"
