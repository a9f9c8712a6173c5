"""Draws the sample show's cover and pictures: `python tests/sample_show/draw.py`."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).resolve().parents[2]
HEEL = ROOT / "episodes" / "002-why-your-heel-hurts-in-the-morning"

PINE, DEEP, SAND, CORAL = "#12403f", "#0c2f2e", "#f6ecd9", "#f0694a"
SUN, INK, BONE, SKIN, SAGE = "#f5b83d", "#22302f", "#fbf6ea", "#f0c9a6", "#7fb3a2"
PAPER = "#fbf8f1"

Point = tuple[float, float]


def font(size: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """DejaVu Sans, which every Debian desktop has."""
    return ImageFont.truetype("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf", round(size))


def smooth(points: Sequence[Point], *, closed: bool, steps: int = 24) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    ring = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    curve: list[Point] = []
    for before, start, end, after in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append(
                tuple(  # type: ignore[arg-type]
                    0.5
                    * (
                        2 * b
                        + (c - a) * t
                        + (2 * a - 5 * b + 4 * c - d) * t**2
                        + (3 * b - a - 3 * c + d) * t**3
                    )
                    for a, b, c, d in zip(before, start, end, after, strict=True)
                )
            )
    return curve if closed else [*curve, points[-1]]


class Sheet:
    """A canvas drawn at twice its size, so that edges come out smooth."""

    def __init__(self, width: int, height: int, background: str, scale: int = 2) -> None:
        self.scale = scale
        self.image = Image.new("RGB", (width * scale, height * scale), background)
        self.pen = ImageDraw.Draw(self.image)

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """A filled smooth outline."""
        self.pen.polygon(self._scaled(smooth(points, closed=True)), fill=fill)

    def line(self, points: Sequence[Point], fill: str, width: float, *, curved: bool = False) -> None:
        """A line with round ends and joints."""
        path = self._scaled(smooth(points, closed=False) if curved else points)
        radius = width * self.scale / 2
        self.pen.line(path, fill=fill, width=round(width * self.scale), joint="curve")
        for x, y in path if curved else (path[0], path[-1]):
            self.pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def box(self, corners: tuple[float, float, float, float], fill: str, radius: float = 0) -> None:
        """A rectangle with rounded corners."""
        self.pen.rounded_rectangle([c * self.scale for c in corners], radius * self.scale, fill=fill)

    def dot(self, centre: Point, radius: float, fill: str) -> None:
        """A filled circle."""
        x, y = centre
        self.pen.ellipse(
            [c * self.scale for c in (x - radius, y - radius, x + radius, y + radius)], fill=fill
        )

    def text(
        self, at: Point, words: str, size: float, fill: str = INK, *, bold: bool = False, anchor: str = "ls"
    ) -> None:
        """Words; `anchor` as Pillow has it: l/m/r and s for the baseline."""
        (x, y), s = at, self.scale
        self.pen.text((x * s, y * s), words, fill=fill, font=font(size * s, bold=bold), anchor=anchor)

    def finished(self) -> Image.Image:
        """The picture at its real size."""
        size = (self.image.width // self.scale, self.image.height // self.scale)
        return self.image.resize(size, Image.Resampling.LANCZOS)


SOLE: list[Point] = [
    (300, 20), (405, 75), (450, 200), (440, 340), (400, 470), (385, 590), (405, 710), (400, 850),
    (330, 950), (235, 955), (165, 880), (150, 750), (165, 620), (150, 480), (105, 350), (100, 200), (170, 70),
]  # fmt: skip


def draw_sole(fill: str, ground: str) -> Image.Image:
    """The print of a running shoe, 560 × 980, on a ground of its own."""
    sheet = Sheet(560, 980, ground, scale=4)
    sheet.shape(SOLE, fill)
    for y in (130, 205, 280, 355, 430):
        sheet.line([(80, y + 36), (200, y - 8), (330, y + 24), (480, y - 22)], ground, 17, curved=True)
    for y in (700, 775, 850):
        sheet.line([(130, y + 8), (280, y + 32), (430, y)], ground, 17, curved=True)
    return sheet.finished()


def draw_plaster(width: int, height: int) -> Image.Image:
    """A sticking plaster with a transparent ground."""
    plaster = Image.new("RGBA", (width * 2, height * 2), (0, 0, 0, 0))
    pen, round_end = ImageDraw.Draw(plaster), height
    pen.rounded_rectangle((0, 0, width * 2 - 1, height * 2 - 1), round_end, fill=SAND)
    left, right = width * 0.66, width * 1.34
    pen.rectangle((left, 0, right, height * 2), fill="#e9d6b2")
    for column in range(4):
        for row in range(4):
            x, y = left + (column + 0.5) * (right - left) / 4, height * (0.25 + row * 0.5)
            pen.ellipse((x - 14, y - 14, x + 14, y + 14), fill="#cdb488")
    return plaster.resize((width, height), Image.Resampling.LANCZOS)


def draw_cover() -> Image.Image:
    """The show's artwork: words above, nothing that must be read in the bottom fifth."""
    sheet = Sheet(3000, 3000, PINE, scale=1)
    cover = sheet.image
    small = draw_sole(DEEP, PINE).rotate(18, Image.Resampling.BICUBIC, expand=True, fillcolor=PINE)
    cover.paste(small, (520, 2360))
    big = draw_sole(CORAL, PINE).resize((1440, 2520), Image.Resampling.LANCZOS)
    big = big.rotate(-14, Image.Resampling.BICUBIC, expand=True, fillcolor=PINE)
    keyed = Image.eval(
        big.convert("RGB").getchannel("R"), lambda red: max(0, min(255, (red - 18) * 255 // 222))
    )
    cover.paste(big, (1240, 300), keyed)
    plaster = draw_plaster(980, 300).rotate(22, Image.Resampling.BICUBIC, expand=True)
    cover.paste(plaster, (1440, 1960), plaster)
    for row, word in enumerate(("BACK", "ON", "FOOT")):
        sheet.text((190, 790 + row * 560), word, 548, BONE, bold=True)
    sheet.text((205, 2180), "Running injuries,", 116, SUN, bold=True)
    sheet.text((205, 2325), "calmly explained", 116, SUN, bold=True)
    return cover


def draw_label(sheet: Sheet, target: Point, at: Point, words: Sequence[str], anchor: str = "ls") -> None:
    """Words with a line to what they name."""
    x, y = at
    side = 14 if anchor == "ls" else -14
    sheet.line([target, (x - side, y - 10)], INK, 3)
    sheet.dot(target, 8, INK)
    for row, each in enumerate(words):
        sheet.text((x, y + row * 38), each, 30 if row == 0 else 26, bold=row == 0, anchor=anchor)


BONES: tuple[list[Point], ...] = (
    [(580, 440), (670, 415), (752, 455), (760, 520), (680, 548), (595, 520)],
    [(450, 640), (500, 572), (600, 552), (700, 580), (730, 640), (660, 690), (550, 740), (472, 728)],
    [(772, 545), (840, 560), (870, 610), (810, 640), (755, 610)],
    [(885, 590), (950, 606), (972, 650), (920, 676), (875, 650)],
    [(985, 640), (1090, 668), (1180, 712), (1178, 744), (1080, 722), (985, 682)],
    [(1200, 726), (1280, 736), (1282, 768), (1202, 762)],
    [(1300, 746), (1370, 752), (1376, 780), (1302, 776)],
)
FOOT: list[Point] = [
    (470, 160), (480, 380), (452, 520), (398, 640), (398, 750), (452, 806), (580, 812), (720, 782),
    (880, 764), (1040, 790), (1200, 812), (1370, 812), (1430, 778), (1410, 728), (1290, 690),
    (1100, 610), (920, 520), (820, 420), (780, 300), (770, 160),
]  # fmt: skip


def draw_heel() -> Image.Image:
    """A foot from the inner side: heel bone, arch, plantar fascia, Achilles tendon."""
    sheet = Sheet(1600, 1000, PAPER)
    sheet.shape(FOOT, SKIN)
    sheet.line([(635, 180), (636, 330), (655, 445)], BONE, 104, curved=True)
    for bone in BONES:
        sheet.shape(bone, BONE)
    sheet.line([(508, 180), (512, 400), (492, 530), (464, 640)], SAGE, 30, curved=True)
    sheet.line([(510, 752), (640, 752), (840, 722), (1020, 746), (1190, 778)], CORAL, 22, curved=True)
    for radius, shade in ((50, "#f8b9a4"), (34, "#f48e72"), (18, "#c8321a")):
        sheet.dot((526, 752), radius, shade)
    sheet.box((380, 100, 900, 230), PAPER)
    sheet.text((80, 96), "Where morning heel pain sits", 46, bold=True)
    draw_label(sheet, (507, 390), (360, 350), ["Achilles tendon", "joins calf to heel"], "rs")
    draw_label(sheet, (550, 650), (340, 590), ["Heel bone"], "rs")
    draw_label(sheet, (526, 756), (430, 886), ["The sore spot", "inner underside of the heel"], "rs")
    draw_label(sheet, (900, 727), (870, 886), ["Plantar fascia", "a strong band, heel to toes"])
    draw_label(sheet, (1065, 690), (1160, 490), ["Arch", "held up like a bow by its string"])
    sheet.text((80, 968), "A simplified drawing, not to scale.", 22, "#5d6b69")
    return sheet.finished()


WEEKS_KM = (22, 24, 23, 25, 26, 39, 42, 12)
FIRST_STEP_PAIN = (0, 0, 0, 0, 0, 1, 4, 6)


def draw_load() -> Image.Image:
    """Kilometres a week as bars, first-step pain as a line."""
    sheet = Sheet(1600, 1000, PAPER)
    left, bottom, step, per_km, per_point = 170, 820, 168, 13.0, 60.0
    sheet.text((80, 96), "Eight weeks before the heel gave notice", 46, bold=True)
    sheet.box((82, 130, 112, 160), SAGE, 5)
    sheet.text((126, 155), "kilometres a week", 28)
    sheet.line([(432, 145), (480, 145)], CORAL, 7)
    sheet.text((496, 155), "first-step pain, 0 to 10", 28)
    for km in (0, 10, 20, 30, 40):
        y = bottom - km * per_km
        sheet.line([(left, y), (1510, y)], "#e4ddcd", 2)
        sheet.text((left - 20, y + 9), str(km), 26, "#5d6b69", anchor="rs")
    middles = [left + 90 + week * step for week in range(len(WEEKS_KM))]
    for week, (x, km) in enumerate(zip(middles, WEEKS_KM, strict=True), start=1):
        jump = week in {6, 7}
        sheet.box((x - 52, bottom - km * per_km, x + 52, bottom), "#4d8a78" if jump else SAGE, 8)
        sheet.text((x, bottom - km * per_km - 14), str(km), 28, bold=True, anchor="ms")
        sheet.text((x, bottom + 44), f"week {week}", 26, anchor="ms")
    trace = [(x, bottom - pain * per_point) for x, pain in zip(middles, FIRST_STEP_PAIN, strict=True)]
    sheet.line(trace, CORAL, 7)
    for point in trace:
        sheet.dot(point, 12, CORAL)
    x, y = trace[-1]
    sheet.text((x, y - 26), "pain 6", 28, "#c2452a", bold=True, anchor="ms")
    sheet.text((1010, 208), "half as much again in one week", 28, bold=True, anchor="ms")
    sheet.line([(1040, 226), (1085, 262)], INK, 3)
    sheet.text(
        (80, 950), "An invented runner, drawn to show a pattern. Not data from a study.", 24, "#5d6b69"
    )
    return sheet.finished()


def main() -> None:
    """Write every picture of the sample show."""
    draw_cover().save(ROOT / "cover.jpg", quality=86, optimize=True, subsampling=0, dpi=(72, 72))
    draw_heel().save(HEEL / "heel.jpg", quality=88, optimize=True, subsampling=0)
    draw_load().quantize(64, dither=Image.Dither.NONE).save(HEEL / "load.png", optimize=True)


if __name__ == "__main__":
    main()
