"""Rules of artwork: the same for a show, a season, an episode; an error for the first, else a warning."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple, TypeVar

from pipeline.core.rules.artwork_checks import (
    Artwork,
    check_alpha,
    check_chapter_format,
    check_colours,
    check_extension,
    check_format,
    check_light,
    check_not_heavy,
    check_not_vast,
    check_printed,
    check_size,
    check_square,
    check_suffix,
)
from pipeline.core.rules.sources import APPLE_ARTWORK, APPLE_GUIDE, CHAPTERS_JSON, HOSTS, ID3_CHAPTERS
from pipeline.core.rules.table import Finding, Rule, Says
from pipeline.errors import Level

S = TypeVar("S")


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
        fix="Crop it or pad it to a square: airdate artwork PICTURE --crop, or --pad.",
        wrong="cover.jpg: 3000 × 2000 pixels",
        right="cover.jpg: 2000 × 2000 pixels",
    ),
    Row(
        "size",
        None,
        APPLE_GUIDE,
        "artwork has sides of 1400 to 3000 pixels",
        check_size,
        fix="Export it at 3000 × 3000 pixels; airdate artwork PICTURE scales a larger one down.",
        wrong="cover.jpg: 600 × 600 pixels",
        right="cover.jpg: 3000 × 3000 pixels",
    ),
    Row(
        "format",
        None,
        APPLE_GUIDE,
        "artwork is JPEG or PNG",
        check_format,
        fix="Save it as JPEG: airdate artwork PICTURE.",
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
        fix="Export it in RGB, as for screens: airdate artwork PICTURE. CMYK is for printers.",
        wrong="cover.jpg: CMYK",
        right="cover.jpg: RGB",
    ),
    Row(
        "alpha",
        None,
        APPLE_ARTWORK,
        "artwork has no transparency",
        check_alpha,
        fix="Export it without transparency, or put it on white: airdate artwork PICTURE.",
        wrong="cover.png: RGB with an alpha channel",
        right="cover.png: RGB",
    ),
    Row(
        "light",
        Level.ADVICE,
        HOSTS,
        "artwork is at most 512 kB",
        check_light,
        fix="Save it as JPEG of quality 80 or so: airdate artwork PICTURE.",
        wrong="cover.png: 900 kB",
        right="cover.jpg: 380 kB",
    ),
    Row(
        "heavy",
        Level.WARNING,
        HOSTS,
        "artwork is at most 1 MB",
        check_not_heavy,
        fix="Save it as JPEG of quality 80 or so: airdate artwork PICTURE.",
        wrong="cover.png: 6.2 MB",
        right="cover.jpg: 380 kB",
    ),
)


_CHAPTER_ROWS: tuple[Row, ...] = (
    Row(
        "format",
        None,
        ID3_CHAPTERS,
        "the picture of a chapter is JPEG or PNG",
        check_chapter_format,
        fix="Save it as JPEG or PNG.",
        wrong='{"startTime": 90, "title": "Why", "img": "why.webp"}',
        right='{"startTime": 90, "title": "Why", "img": "why.jpg"}',
    ),
    Row(
        "extension",
        None,
        CHAPTERS_JSON,
        "the name of a chapter's picture is true to its bytes",
        check_extension,
        fix="Rename the file to what it is: it is served by its name.",
        wrong="why.jpg: a PNG picture",
        right="why.png: a PNG picture",
    ),
    Row(
        "colours",
        None,
        HOSTS,
        "the picture of a chapter is not in CMYK",
        check_printed,
        fix="Export it in RGB, as for screens. CMYK is for printers.",
        wrong="why.jpg: CMYK",
        right="why.jpg: RGB",
    ),
    Row(
        "size",
        Level.ADVICE,
        HOSTS,
        "the picture of a chapter has sides of 3000 pixels at most",
        check_not_vast,
        fix="Scale it down: phones show 1000 pixels or so.",
        wrong="why.jpg: 6000 × 4000 pixels",
        right="why.jpg: 1500 × 1000 pixels",
    ),
    Row(
        "light",
        Level.ADVICE,
        HOSTS,
        "the picture of a chapter is at most 512 kB",
        check_light,
        fix="Save it smaller, or as JPEG of quality 80 or so.",
        wrong="why.png: 900 kB",
        right="why.jpg: 180 kB",
    ),
    Row(
        "heavy",
        Level.WARNING,
        HOSTS,
        "the picture of a chapter is at most 1 MB",
        check_not_heavy,
        fix="Save it smaller, or as JPEG of quality 80 or so.",
        wrong="why.png: 6.2 MB",
        right="why.jpg: 180 kB",
    ),
)


def artwork_rules(prefix: str, level: Level, artwork: Callable[[S], Artwork | None]) -> tuple[Rule[S], ...]:
    """The rows for one kind of subject that has one artwork.

    Args:
        prefix: What ids begin with.
        level: For what a directory refuses: it refuses a show, but only
            ignores the picture of an episode.
        artwork: How to find the picture; None where there is none to check.
    """

    def at_most_one(subject: S) -> Iterable[Artwork]:
        found = artwork(subject)
        return (found,) if found else ()

    return artworks_rules(prefix, level, at_most_one)


def artworks_rules(
    prefix: str, level: Level, artworks: Callable[[S], Iterable[Artwork]]
) -> tuple[Rule[S], ...]:
    """The same for a subject that has several, such as a show with seasons."""
    return tuple(_rules(f"{prefix}-artwork", level, artworks, _ROWS))


def chapter_picture_rules(pictures: Callable[[S], Iterable[Artwork]]) -> tuple[Rule[S], ...]:
    """The rows for pictures of chapters: any shape and size that apps show quickly."""
    return tuple(_rules("chapters-picture", Level.WARNING, pictures, _CHAPTER_ROWS))


def _rules(
    prefix: str, level: Level, pictures: Callable[[S], Iterable[Artwork]], rows: Iterable[Row]
) -> Iterator[Rule[S]]:
    def applied(check: Callable[[Artwork], Iterable[Finding]], subject: S) -> Iterable[Finding]:
        return (found for each in pictures(subject) for found in check(each))

    for row in rows:
        yield Rule(
            f"{prefix}-{row.name}",
            row.level or level,
            *row.says,
            row.text,
            partial(applied, row.check),
            fix=row.fix,
            wrong=row.wrong,
            right=row.right,
        )
