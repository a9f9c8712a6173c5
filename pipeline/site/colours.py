"""The show's two colours, made readable in light and in dark: contrast as WCAG 2.2 counts it."""

from collections.abc import Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import asdict, dataclass

Rgb = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

BLACK, WHITE = (0, 0, 0), (255, 255, 255)

TEXT_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3."""
CONTROL_CONTRAST = 3.0
"""WCAG 2.2, 1.4.11."""
_CONTRAST_AT_NIGHT = 6.0
"""What links have on dark paper, where thin strokes look thinner."""

_LIGHTEST_DARK, _DARKEST_LIGHT = 0.012, 0.80
"""The luminance of paper: beyond these nothing would be left for text to stand out by."""
_LIGHT = 0.92
"""That of paper which could not stay as it was."""
_STEPS = 64


@dataclass(frozen=True)
class Palette:
    """The colours of one scheme, as the stylesheet names them."""

    paper: Rgb
    card: Rgb
    """What lies on the paper, a little apart from it."""
    tint: Rgb
    """The same in the show's own colour."""
    ink: Rgb
    quiet: Rgb
    """Words of less weight."""
    line: Rgb
    """Rules between things; nothing depends on seeing them."""
    edge: Rgb
    """The outline of what can be filled in or pressed."""
    accent: Rgb
    """Links and other words in the show's colour."""
    on_accent: Rgb
    fill: Rgb
    """Buttons: nearer to the show's own colour than words can be."""
    on_fill: Rgb


def plan_palette(accent: str, background: str, *, dark: bool) -> Palette:
    """Colours that can be read, as near as may be to what the show asks for.

    Args:
        accent: As `[site]` has it: #0a6 or #00aa66.
        background: The same.
        dark: For people who prefer dark.
    """
    own, paper = parse_colour(accent), _paper(parse_colour(background), dark=dark)
    far = WHITE if dark else BLACK
    ink = mix(_tinted(paper, 0.92 if dark else 0.1), far, 0.1)
    card, tint = mix(paper, ink, 0.07 if dark else 0.035), mix(paper, own, 0.12 if dark else 0.09)
    grounds = (paper, card, tint)
    words = move_to_contrast(own, grounds, _CONTRAST_AT_NIGHT if dark else TEXT_CONTRAST)
    fill = move_to_contrast(own, grounds, CONTROL_CONTRAST)
    return Palette(
        paper=paper,
        card=card,
        tint=tint,
        ink=ink,
        quiet=move_to_contrast(mix(ink, paper, 0.36), grounds, TEXT_CONTRAST),
        line=mix(paper, ink, 0.15),
        edge=move_to_contrast(mix(paper, ink, 0.4), grounds, CONTROL_CONTRAST),
        accent=words,
        on_accent=_text_on(words),
        fill=fill,
        on_fill=_text_on(fill),
    )


def render_palettes(accent: str, background: str) -> str:
    """Both schemes as custom properties, to stand before the stylesheet."""
    light, dark = (plan_palette(accent, background, dark=dark) for dark in (False, True))
    return (
        f":root {{ {_properties(light)} }}\n"
        f"@media (prefers-color-scheme: dark) {{\n  :root {{ {_properties(dark)} }}\n}}\n"
    )


def parse_colour(text: str) -> Rgb:
    """Red, green and blue of a colour.

    >>> parse_colour("#0a6"), parse_colour("#00AA66")
    ((0, 170, 102), (0, 170, 102))
    """
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def render_colour(colour: Rgb) -> str:
    """A colour as stylesheets and addresses have it.

    >>> render_colour((0, 170, 102))
    '#00aa66'
    """
    return f"#{bytes(colour).hex()}"


def luminance(colour: Rgb) -> float:
    """How light it is to the eye, 0 to 1.

    >>> luminance((0, 0, 0)), luminance((255, 255, 255))
    (0.0, 1.0)
    """
    red, green, blue = (_linear(each / 255) for each in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Rgb, second: Rgb) -> float:
    """From 1, the same, to 21, black and white.

    >>> contrast((0, 0, 0), (255, 255, 255))
    21.0
    """
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    """The first colour with a share of the second in it.

    >>> mix((0, 0, 0), (255, 255, 255), 0.2)
    (51, 51, 51)
    """
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def move_to_contrast(colour: Rgb, grounds: Sequence[Rgb], ratio: float) -> Rgb:
    """The nearest mixture with black or white that stands out from every ground.

    Away from the grounds: darker on light ones, lighter on dark ones.
    """
    far = max((BLACK, WHITE), key=lambda each: min(contrast(each, ground) for ground in grounds))
    for step in range(_STEPS):
        moved = mix(colour, far, step / _STEPS)
        if all(contrast(moved, ground) >= ratio for ground in grounds):
            return moved
    return far


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _paper(background: Rgb, *, dark: bool) -> Rgb:
    """The background itself where it fits the scheme; else its tint."""
    if dark:
        fits = luminance(background) <= _LIGHTEST_DARK
        return background if fits else _tinted(background, 0.085)
    if luminance(background) >= _DARKEST_LIGHT:
        return background
    shares = (step / _STEPS for step in range(_STEPS + 1))
    return next(light for each in shares if luminance(light := mix(background, WHITE, each)) >= _LIGHT)


def _tinted(colour: Rgb, lightness: float) -> Rgb:
    """A near-black or near-white with a breath of the colour's hue."""
    hue, _, saturation = rgb_to_hls(*(each / 255 for each in colour))
    red, green, blue = (round(each * 255) for each in hls_to_rgb(hue, lightness, min(saturation, 0.12)))
    return red, green, blue


def _text_on(ground: Rgb) -> Rgb:
    """White where it can be read, else black: one of the two always can."""
    return WHITE if contrast(WHITE, ground) >= TEXT_CONTRAST else BLACK


def _properties(palette: Palette) -> str:
    named = asdict(palette).items()
    return " ".join(f"--{name.replace('_', '-')}: {render_colour(colour)};" for name, colour in named)
