"""Rules of artwork: the same for a show and an episode, an error for the one and a warning for the other."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeVar

from pipeline.core.content_types import PICTURE_TYPES
from pipeline.core.picture_facts import PictureFacts
from pipeline.core.rules.sources import APPLE_ARTWORK, APPLE_GUIDE, HOSTS
from pipeline.core.rules.table import Finding, Rule, Says
from pipeline.errors import Level

S = TypeVar("S")

MIN_PX, MAX_PX = 1400, 3000
LIGHT_BYTES, HEAVY_BYTES = 512 * 1024, 1024 * 1024


@dataclass(frozen=True)
class Artwork:
    """A picture that stands for a show or an episode."""

    name: str
    """As the producer wrote it; empty for the picture inside the audio."""
    facts: PictureFacts

    @property
    def called(self) -> str:
        """How messages begin."""
        return f"'artwork' {self.name}" if self.name else "the picture inside the audio"

    @property
    def extension(self) -> str:
        """Of the file's name, lower case, with the dot."""
        return self.name[self.name.rfind(".") :].lower() if "." in self.name else ""


def check_square(art: Artwork) -> Iterator[Finding]:
    if art.facts.width != art.facts.height:
        size = f"{art.facts.width} × {art.facts.height} pixels"
        yield Finding("artwork", f"{art.called} is {size}: it is not square", "crop it to a square")


def check_size(art: Artwork) -> Iterator[Finding]:
    small, large = sorted((art.facts.width, art.facts.height))
    if small < MIN_PX or large > MAX_PX:
        size = f"{art.facts.width} × {art.facts.height} pixels"
        yield Finding(
            "artwork",
            f"{art.called} is {size}: directories take {MIN_PX} × {MIN_PX} to {MAX_PX} × {MAX_PX}",
            f"export it at {MAX_PX} × {MAX_PX} pixels",
        )


def check_format(art: Artwork) -> Iterator[Finding]:
    if art.facts.content_type not in ("image/jpeg", "image/png"):
        kind = art.facts.content_type.removeprefix("image/").upper()
        yield Finding("artwork", f"{art.called} is {kind}: directories take JPEG and PNG", "save it as JPEG")


def check_extension(art: Artwork) -> Iterator[Finding]:
    if art.name and PICTURE_TYPES.get(art.extension) != art.facts.content_type:
        true = art.facts.extension_for_bytes
        stem = (
            art.name.removesuffix(art.name[len(art.name) - len(art.extension) :])
            if art.extension
            else art.name
        )
        yield Finding("artwork", f"{art.called} holds a {true} picture", f"rename it to {stem}{true}")


def check_suffix(art: Artwork) -> Iterator[Finding]:
    if art.extension == ".jpeg" and art.facts.content_type == "image/jpeg":
        stem = art.name[: -len(".jpeg")]
        yield Finding(
            "artwork", f"{art.called} ends in .jpeg: Apple names only .jpg", f"rename it to {stem}.jpg"
        )


def check_colours(art: Artwork) -> Iterator[Finding]:
    if art.facts.mode not in ("RGB", "RGBA", "RGBX"):
        kind = {"CMYK": "CMYK", "L": "grey", "LA": "grey", "1": "black and white", "P": "of a palette"}
        said = kind.get(art.facts.mode, art.facts.mode)
        yield Finding(
            "artwork", f"{art.called} is {said}: directories take RGB", "export it in RGB, for screens"
        )


def check_alpha(art: Artwork) -> Iterator[Finding]:
    if art.facts.has_alpha:
        yield Finding(
            "artwork",
            f"{art.called} has an alpha channel",
            "export it without transparency, as JPEG for example",
        )


def check_light(art: Artwork) -> Iterator[Finding]:
    if LIGHT_BYTES < art.facts.size_bytes <= HEAVY_BYTES:
        yield _weight(art, "512 kB is the custom")


def check_not_heavy(art: Artwork) -> Iterator[Finding]:
    if art.facts.size_bytes > HEAVY_BYTES:
        yield _weight(art, "apps load it for every listener, and 512 kB is the custom")


def _weight(art: Artwork, why: str) -> Finding:
    kilobytes = -(-art.facts.size_bytes // 1024)
    return Finding(
        "artwork", f"{art.called} is {kilobytes:,} kB: {why}", "save it as JPEG of quality 80 or so"
    )


class Row(NamedTuple):
    """One row before it is applied to a kind of subject."""

    name: str
    level: Level | None
    """None where it is that of the subject."""
    says: Says
    text: str
    check: Callable[[Artwork], Iterable[Finding]]
    fix: str
    wrong: str
    right: str


_ROWS: tuple[Row, ...] = (
    Row(
        "square",
        None,
        APPLE_GUIDE,
        "artwork is square",
        check_square,
        fix="Crop it to a square.",
        wrong="cover.jpg: 3000 × 2000 pixels",
        right="cover.jpg: 2000 × 2000 pixels",
    ),
    Row(
        "size",
        None,
        APPLE_GUIDE,
        "artwork has sides of 1400 to 3000 pixels",
        check_size,
        fix="Export it at 3000 × 3000 pixels, from the original: enlarging blurs a picture.",
        wrong="cover.jpg: 600 × 600 pixels",
        right="cover.jpg: 3000 × 3000 pixels",
    ),
    Row(
        "format",
        None,
        APPLE_GUIDE,
        "artwork is JPEG or PNG",
        check_format,
        fix="Save it as JPEG.",
        wrong="cover.webp: a WebP picture",
        right="cover.jpg: a JPEG picture",
    ),
    Row(
        "extension",
        None,
        APPLE_GUIDE,
        "the name of the artwork's file is true to its bytes",
        check_extension,
        fix="Rename the file to what it is.",
        wrong="cover.jpg: a PNG picture",
        right="cover.png: a PNG picture",
    ),
    Row(
        "suffix",
        Level.WARNING,
        APPLE_GUIDE,
        "artwork ends in .jpg or .png",
        check_suffix,
        fix="Rename the file so that it ends in .jpg.",
        wrong="cover.jpeg",
        right="cover.jpg",
    ),
    Row(
        "colours",
        None,
        APPLE_GUIDE,
        "artwork is in RGB",
        check_colours,
        fix="Export it in RGB, as for screens: CMYK is for printers.",
        wrong="cover.jpg: CMYK",
        right="cover.jpg: RGB",
    ),
    Row(
        "alpha",
        None,
        APPLE_ARTWORK,
        "artwork has no transparency",
        check_alpha,
        fix="Export it without transparency: as JPEG, or as PNG on a background.",
        wrong="cover.png: RGB with an alpha channel",
        right="cover.png: RGB",
    ),
    Row(
        "light",
        Level.ADVICE,
        HOSTS,
        "artwork is at most 512 kB",
        check_light,
        fix="Save it as JPEG of quality 80 or so.",
        wrong="cover.png: 900 kB",
        right="cover.jpg: 380 kB",
    ),
    Row(
        "heavy",
        Level.WARNING,
        HOSTS,
        "artwork is at most 1 MB",
        check_not_heavy,
        fix="Save it as JPEG of quality 80 or so.",
        wrong="cover.png: 6.2 MB",
        right="cover.jpg: 380 kB",
    ),
)


def artwork_rules(prefix: str, level: Level, artwork: Callable[[S], Artwork | None]) -> tuple[Rule[S], ...]:
    """The rows for one kind of subject.

    Args:
        prefix: What ids begin with.
        level: For what a directory refuses: it refuses a show, but only
            ignores the picture of an episode.
        artwork: How to find the picture; None where there is none to check.
    """

    def applied(check: Callable[[Artwork], Iterable[Finding]], subject: S) -> Iterable[Finding]:
        found = artwork(subject)
        return check(found) if found else ()

    return tuple(
        Rule(
            f"{prefix}-artwork-{row.name}",
            row.level or level,
            *row.says,
            row.text,
            partial(applied, row.check),
            fix=row.fix,
            wrong=row.wrong,
            right=row.right,
        )
        for row in _ROWS
    )
