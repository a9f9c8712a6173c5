"""A cover to begin with: plain, but of the size and kind that directories take."""

from io import BytesIO

SIDE_PX = 3000
_PAPER, _INK, _ACCENT = (246, 242, 234), (32, 36, 44), (204, 88, 51)


def draw_cover(title: str, author: str) -> bytes:
    """A square JPEG of 3000 pixels with the show's title on it, to be replaced by a real one."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (SIDE_PX, SIDE_PX), _PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, SIDE_PX, 160), fill=_ACCENT)
    lines = _wrap(title, 12)
    size = min(520, 1500 // len(lines))
    for number, line in enumerate(lines):
        draw.text((240, 480 + number * size * 1.15), line, fill=_INK, font=ImageFont.load_default(size))
    draw.text((240, 2150), author[:40], fill=_ACCENT, font=ImageFont.load_default(130))
    out = BytesIO()
    image.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue()


def _wrap(text: str, width: int) -> list[str]:
    """Words on lines of about `width` letters, five lines at most.

    >>> _wrap("Why your Achilles hurts", 12)
    ['Why your', 'Achilles', 'hurts']
    """
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [line[: width + 6] for line in lines[:5]]
