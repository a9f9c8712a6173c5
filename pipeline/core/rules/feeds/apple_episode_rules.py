"""What Apple requires an item to say of its episode: number, season, type, length, rating, picture."""

from collections.abc import Callable, Iterator
from functools import partial

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.apple_flag_rules import fault_of_block, is_yes
from pipeline.core.rules.feeds.cases import ItemCase, at, tag
from pipeline.core.rules.feeds.feed_tags import has_no
from pipeline.core.rules.feeds.picture_values import fault_of_extension, fault_of_href, unusual_extension
from pipeline.core.rules.feeds.values import (
    Fault,
    fix_of_explicit,
    parse_duration,
    parse_whole,
    seen_explicit,
)
from pipeline.core.rules.sources import (
    APPLE_ARTWORK,
    APPLE_GUIDE,
    APPLE_PSP1,
    APPLE_W3C,
    PSP1_W3C,
    SPOTIFY_W3C,
    VALIDATOR,
)
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.core.rules.titles import kind_in
from pipeline.errors import Level

_TYPES = ("full", "trailer", "bonus")
_MEANT = {"teaser": "trailer", "preview": "trailer", "episode": "full", "extra": "bonus"}


def check_number(name: str, case: ItemCase) -> Iterator[Finding]:
    for node in () if case.is_live else case.item.all(name):
        text = node.text[:100].strip()
        if not parse_whole(text):
            yield at(node, f"{tag(name)} is {one_line(text)}", "write a whole number from 1 on, or remove it")


def check_serial(case: ItemCase) -> Iterator[Finding]:
    if case.is_live or case.channel.text_of("itunes:type").lower() != "serial":
        return
    kind = case.item.text_of("itunes:episodeType").lower() or "full"
    if kind == "full" and has_no(case.item, "itunes:episode"):
        text = f"{case.name} has no <itunes:episode>: every episode of a serial show has a number"
        yield at(case.item, text, "add <itunes:episode> with its number")


def check_type(case: ItemCase) -> Iterator[Finding]:
    for node in () if case.is_live else case.item.all("itunes:episodeType"):
        kind = node.text[:100].strip()
        if kind not in _TYPES:
            plain = kind.lower()
            meant = plain if plain in _TYPES else _MEANT.get(plain, "full, trailer or bonus")
            yield at(node, f"<itunes:episodeType> is {one_line(kind)}", f"write {meant}, in small letters")


def check_type_full(case: ItemCase) -> Iterator[Finding]:
    node = None if case.is_live else case.item.find("title")
    kind = kind_in(node.text) if node else None
    if node and kind and (case.item.text_of("itunes:episodeType") or "full") == "full":
        text = f"<title> is {one_line(node.text[:300])}, but <itunes:episodeType> is full"
        yield at(node, text, f"write <itunes:episodeType>{kind}</itunes:episodeType> if it is one")


def check_duration(case: ItemCase) -> Iterator[Finding]:
    for node in () if case.is_live else case.item.all("itunes:duration"):
        text = node.text[:100].strip()
        if parse_duration(text) is None:
            yield at(
                node, f"<itunes:duration> is {one_line(text)}", "write seconds: 1801; or 30:01, or 0:30:01"
            )


def check_duration_zero(case: ItemCase) -> Iterator[Finding]:
    for node in () if case.is_live else case.item.all("itunes:duration"):
        if parse_duration(node.text[:100].strip()) == 0:
            text = f"<itunes:duration> is {one_line(node.text.strip())}: apps show no length"
            yield at(node, text, "write the file's length in seconds, or remove the element")


def check_explicit(case: ItemCase) -> Iterator[Finding]:
    for node in () if case.is_live else case.item.all("itunes:explicit"):
        fix = fix_of_explicit(node.text)
        if fix:
            yield at(node, f"<itunes:explicit> {seen_explicit(node.text)}", fix)


def check_block(case: ItemCase) -> Iterator[Finding]:
    node = None if case.is_live else case.item.find("itunes:block")
    if node and is_yes(node):
        text = f"<itunes:block> is {one_line(node.text.strip())}: directories hide {case.name}"
        yield at(node, text, "remove it unless that is meant")


def check_block_value(case: ItemCase) -> Iterator[Finding]:
    return iter(()) if case.is_live else fault_of_block(case.item)


def check_image(fault_of: Callable[[Node], Fault | None], shown: str, case: ItemCase) -> Iterator[Finding]:
    for node in () if case.is_live else case.item.all("itunes:image"):
        fault = fault_of(node)
        if fault:
            yield at(node, f"{shown} {fault.text}", fault.fix)


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE
_PICTURE = '<itunes:image href="https://wind.example/60.{}"/>'

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "apple-episode",
        ERROR,
        *APPLE_W3C,
        "an episode's number is a whole one from 1 on",
        partial(check_number, "itunes:episode"),
        fix="Write a whole number from 1 on; a trailer or bonus needs none.",
        wrong="<itunes:episode>0</itunes:episode>",
        right="<itunes:episode>60</itunes:episode>",
    ),
    Rule(
        "apple-season",
        ERROR,
        *VALIDATOR,
        "a season's number is a whole one from 1 on",
        partial(check_number, "itunes:season"),
        fix="Write a whole number from 1 on, or remove the element.",
        wrong="<itunes:season>one</itunes:season>",
        right="<itunes:season>1</itunes:season>",
    ),
    Rule(
        "apple-serial-number",
        ERROR,
        *APPLE_PSP1,
        "every full episode of a serial show has a number",
        check_serial,
        fix="Add <itunes:episode>: the numbers are the order in which a serial show is heard.",
        wrong="<itunes:type>serial</itunes:type> …\n<item>\n  <title>Tendons</title>",
        right="<itunes:type>serial</itunes:type> …\n<item>\n  <title>Tendons</title>\n"
        "  <itunes:episode>60</itunes:episode>",
    ),
    Rule(
        "apple-episode-type",
        ERROR,
        *VALIDATOR,
        "episodeType is full, trailer or bonus",
        check_type,
        fix="Write full, trailer or bonus, in small letters.",
        wrong="<itunes:episodeType>Full</itunes:episodeType>",
        right="<itunes:episodeType>full</itunes:episodeType>",
    ),
    Rule(
        "apple-episode-type-full",
        ADVICE,
        *APPLE_GUIDE,
        "a trailer or bonus says that it is one",
        check_type_full,
        fix="Write trailer or bonus into <itunes:episodeType>, if it is one.",
        wrong="<title>Trailer: season 2</title>\n<itunes:episodeType>full</itunes:episodeType>",
        right="<title>Trailer: season 2</title>\n<itunes:episodeType>trailer</itunes:episodeType>",
    ),
    Rule(
        "apple-duration",
        ERROR,
        *SPOTIFY_W3C,
        "a duration is whole seconds, or minutes and hours with colons",
        check_duration,
        fix="Write whole seconds; or minutes:seconds, or hours:minutes:seconds.",
        wrong="<itunes:duration>30 min</itunes:duration>",
        right="<itunes:duration>1801</itunes:duration>",
    ),
    Rule(
        "apple-duration-zero",
        WARNING,
        *APPLE_GUIDE,
        "a duration is more than nothing",
        check_duration_zero,
        fix="Write the file's length in seconds, or remove the element.",
        wrong="<itunes:duration>00:00:00</itunes:duration>",
        right="<itunes:duration>1801</itunes:duration>",
    ),
    Rule(
        "apple-item-explicit",
        ERROR,
        *PSP1_W3C,
        "an item's explicit is true or false, in small letters and without blanks",
        check_explicit,
        fix="Write true or false; yes, no and clean are those of before 2019.",
        wrong="<itunes:explicit>no</itunes:explicit>",
        right="<itunes:explicit>false</itunes:explicit>",
    ),
    Rule(
        "apple-item-block",
        WARNING,
        *APPLE_GUIDE,
        "an episode is not hidden by accident",
        check_block,
        fix="Remove <itunes:block>, unless this episode is to be hidden.",
        wrong="<itunes:block>Yes</itunes:block>",
        right="<itunes:episodeType>full</itunes:episodeType>",
    ),
    Rule(
        "apple-item-block-value",
        ERROR,
        *VALIDATOR,
        "an item's block is Yes where it stands",
        check_block_value,
        fix="Write Yes to hide the episode, or remove the element: other values hide nothing.",
        wrong="<itunes:block>true</itunes:block>",
        right="<itunes:block>Yes</itunes:block>",
    ),
    Rule(
        "apple-item-image",
        ERROR,
        *VALIDATOR,
        "the address of an item's picture stands in href, and is a whole one",
        partial(check_image, fault_of_href, "<itunes:image>"),
        fix="Write the picture's whole address into the attribute href of <itunes:image>.",
        wrong="<itunes:image>https://wind.example/60.jpg</itunes:image>",
        right=_PICTURE.format("jpg"),
    ),
    Rule(
        "apple-item-artwork-file",
        WARNING,
        *APPLE_ARTWORK,
        "an item's picture is JPEG or PNG by its address",
        partial(check_image, fault_of_extension, "<itunes:image href>"),
        fix="Save the picture as JPEG or PNG, and name it so.",
        wrong=_PICTURE.format("webp"),
        right=_PICTURE.format("jpg"),
    ),
    Rule(
        "apple-item-artwork-suffix",
        ADVICE,
        *APPLE_ARTWORK,
        "the address of an item's picture ends in .jpg or .png",
        partial(check_image, unusual_extension, "<itunes:image href>"),
        fix="Name the file .jpg or .png: Apple's wording knows no other extension.",
        wrong=_PICTURE.format("jpeg"),
        right=_PICTURE.format("jpg"),
    ),
)
