"""What PSP-1 asks for beyond Apple."""

import re
from collections.abc import Iterator
from functools import partial

from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase, at, tag
from pipeline.core.rules.feeds.feed_tags import has_no, lacks
from pipeline.core.rules.sources import PSP1
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

_SIGNS = re.compile(r"copyright|©|\(c\)|℗", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d(?:[–-](?:(?:19|20)?\d\d)?)?[,.]?|[–-]")


def check_channel_has(name: str, why: str, fix: str, case: ChannelCase) -> Iterator[Finding]:
    if has_no(case.channel, name):
        yield at(case.channel, f"{tag(name)} is missing: {why}", fix)


def check_description(case: ItemCase) -> Iterator[Finding]:
    item = case.item
    told_elsewhere = case.is_live or lacks(item, "title") or item.find("content:encoded") is not None
    if lacks(item, "description") and not told_elsewhere:
        text = f"{case.name} has no <description>: apps show nothing below its title"
        yield at(item, text, "add <description> with what it is about")


def check_item_holds(name: str, why: str, fix: str, case: ItemCase) -> Iterator[Finding]:
    if not case.is_live and has_no(case.item, name):
        yield at(case.item, f"{case.name} has no {tag(name)}: {why}", fix)


def check_duration(case: ItemCase) -> Iterator[Finding]:
    enclosure = case.item.find("enclosure")
    if enclosure and enclosure.attributes.get("type") != "application/pdf":
        why, fix = "apps show no length before it is loaded", "add <itunes:duration> with its seconds"
        yield from check_item_holds("itunes:duration", why, fix, case)


def check_copyright(case: ChannelCase) -> Iterator[Finding]:
    node = case.channel.find("copyright")
    text = " ".join(node.text[:500].split()) if node else ""
    bare = " ".join(word for word in _SIGNS.sub("", text).split() if not _YEARS.fullmatch(word))
    if node and bare != text:
        fix = f"write {one_line(bare)}" if bare else "write the holder's name"
        yield at(node, f"<copyright> is {one_line(text)}: apps add the word, the sign and the year", fix)


WARNING, ADVICE = Level.WARNING, Level.ADVICE

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "psp1-guid",
        WARNING,
        *PSP1,
        "a channel has a guid of its own",
        partial(
            check_channel_has,
            "podcast:guid",
            "the show cannot be recognised after it moves",
            "add <podcast:guid> with the UUID made from the feed's address, once and for all",
        ),
        fix="Add <podcast:guid> with the UUID of version 5 made from the feed's address; never change it.",
        wrong="<channel>\n  <title>Second Wind</title>",
        right="<podcast:guid>9b024349-ccf0-5f69-a609-6b82873eab3c</podcast:guid>",
    ),
    Rule(
        "psp1-locked",
        WARNING,
        *PSP1,
        "a channel says whether other hosts may import it",
        partial(
            check_channel_has,
            "podcast:locked",
            "any host may import the feed as its own",
            "add <podcast:locked>yes</podcast:locked>",
        ),
        fix="Add <podcast:locked> with yes; with no while a new host imports the show.",
        wrong="<channel>\n  <title>Second Wind</title>",
        right="<podcast:locked>yes</podcast:locked>",
    ),
    Rule(
        "psp1-copyright",
        ADVICE,
        *PSP1,
        "copyright is the holder's name alone",
        check_copyright,
        fix="Leave out the word, the sign and the year: apps add them.",
        wrong="<copyright>Copyright © 2026 Ada Marsh</copyright>",
        right="<copyright>Ada Marsh</copyright>",
    ),
)

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "psp1-item-link",
        WARNING,
        *PSP1,
        "an item names its page",
        partial(
            check_item_holds, "link", "apps open the episode's page by it", "add <link> with its address"
        ),
        fix="Add <link> with the address of the episode's page, or of the show's.",
        wrong="<item>\n  <title>Tendons</title>",
        right="<item>\n  <title>Tendons</title>\n  <link>https://wind.example/60.html</link>",
    ),
    Rule(
        "psp1-item-description",
        WARNING,
        *PSP1,
        "an item has a description",
        check_description,
        fix="Add <description> with what the episode is about.",
        wrong="<item>\n  <title>Tendons</title>",
        right="<item>\n  <title>Tendons</title>\n  <description>Why they hurt.</description>",
    ),
    Rule(
        "psp1-item-duration",
        WARNING,
        *PSP1,
        "an item says how long it is",
        check_duration,
        fix="Add <itunes:duration> with the whole seconds of the file.",
        wrong="<item>\n  <title>Tendons</title>",
        right="<item>\n  <title>Tendons</title>\n  <itunes:duration>1801</itunes:duration>",
    ),
    Rule(
        "psp1-item-image",
        ADVICE,
        *PSP1,
        "an item has a picture of its own",
        partial(
            check_item_holds,
            "itunes:image",
            "apps show the show's",
            "add <itunes:image> if the episode has a picture of its own",
        ),
        fix="Add <itunes:image> with a square JPEG or PNG of 1400 to 3000 pixels.",
        wrong="<item>\n  <title>Tendons</title>",
        right='<item>\n  <title>Tendons</title>\n  <itunes:image href="https://wind.example/60.jpg"/>',
    ),
    Rule(
        "psp1-item-explicit",
        ADVICE,
        *PSP1,
        "an item says whether it is explicit",
        partial(
            check_item_holds,
            "itunes:explicit",
            "apps take the show's answer",
            "add <itunes:explicit> with true or false",
        ),
        fix="Add <itunes:explicit> with true or false.",
        wrong="<item>\n  <title>Tendons</title>",
        right="<item>\n  <title>Tendons</title>\n  <itunes:explicit>false</itunes:explicit>",
    ),
    Rule(
        "psp1-transcript",
        ADVICE,
        *PSP1,
        "an item has a transcript",
        partial(
            check_item_holds,
            "podcast:transcript",
            "who cannot hear it can read it there",
            "add <podcast:transcript> with a WebVTT file",
        ),
        fix="Add <podcast:transcript> with a WebVTT file: apps show it, and search finds it.",
        wrong="<item>\n  <title>Tendons</title>",
        right='<podcast:transcript url="https://wind.example/60.vtt" type="text/vtt"/>',
    ),
)
