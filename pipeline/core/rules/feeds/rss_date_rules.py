"""Dates of a channel and its items: RFC 2822, the right day of the week, a zone, a year that can be."""

from collections.abc import Iterator
from datetime import timedelta

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase, at, tag
from pipeline.core.rules.feeds.feed_tags import has_no
from pipeline.core.rules.feeds.values import (
    EXAMPLE_DATE,
    fault_of_date,
    parse_rfc2822,
    render_rfc2822,
    wrong_weekday,
    zone_name_of,
)
from pipeline.core.rules.sources import (
    APPLE_REQUIREMENTS,
    APPLE_SPOTIFY_W3C,
    APPLE_W3C,
    HOUSE_DATES,
    SPOTIFY_SHOWS,
    VALIDATOR,
)
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

FIRST_YEAR, LAST_YEAR = 1990, 2100
_SLACK = timedelta(minutes=5)
_OF_CHANNEL = ("pubDate", "lastBuildDate")


def _dates(case: ChannelCase | ItemCase) -> list[Node]:
    if isinstance(case, ChannelCase):
        return [node for node in case.channel.children if node.name in _OF_CHANNEL]
    return [] if case.is_live else list(case.item.all("pubDate"))


def check_present(case: ItemCase) -> Iterator[Finding]:
    if not case.is_live and has_no(case.item, "pubDate"):
        text = f"{case.name} has no <pubDate>: apps cannot sort it"
        yield at(case.item, text, f"add <pubDate>{EXAMPLE_DATE}</pubDate> with the day it came out")


def check_form(case: ChannelCase | ItemCase) -> Iterator[Finding]:
    for node in _dates(case):
        fault = fault_of_date(node.text)
        if fault:
            yield at(node, f"{tag(node.name)} {one_line(node.text[:100].strip())} {fault.text}", fault.fix)


def check_weekday(case: ChannelCase | ItemCase) -> Iterator[Finding]:
    for node in _dates(case):
        found = wrong_weekday(node.text)
        moment = parse_rfc2822(node.text) if found else None
        if found and moment:
            named, true = found
            text = (
                f"{tag(node.name)} is {one_line(node.text.strip())}, but that day is a {true}, not a {named}"
            )
            yield at(node, text, f'write "{render_rfc2822(moment)}"')


def check_zone(case: ItemCase) -> Iterator[Finding]:
    for node in _dates(case):
        name = zone_name_of(node.text)
        moment = parse_rfc2822(node.text) if name else None
        if name and moment:
            text = f"{tag(node.name)} names its zone {name}: Apple takes GMT or an offset"
            yield at(node, text, f'write "{render_rfc2822(moment)}"')


def check_year(case: ChannelCase | ItemCase) -> Iterator[Finding]:
    for node in _dates(case):
        moment = parse_rfc2822(node.text)
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            text = f"{tag(node.name)} is {one_line(node.text.strip())}: there were no podcasts then"
            yield at(node, text, "write the date of publication")


def check_not_ahead(case: ItemCase) -> Iterator[Finding]:
    for node in _dates(case) if case.now else ():
        moment = parse_rfc2822(node.text)
        if moment and case.now and case.now + _SLACK < moment and moment.year <= LAST_YEAR:
            text = f"<pubDate> {one_line(node.text.strip())} is ahead: some apps show it now, some never"
            yield at(node, text, "leave the item out until then: a date does not schedule it")


ERROR, WARNING = Level.ERROR, Level.WARNING
_PUBLISHED = "<pubDate>{}</pubDate>"
_BUILT = "<lastBuildDate>{}</lastBuildDate>"

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "rss-dates",
        ERROR,
        *VALIDATOR,
        "a channel's dates are in the form of RFC 2822",
        check_form,
        fix=f"Write it as {EXAMPLE_DATE}: English names, four digits for the year, an offset.",
        wrong=_BUILT.format("2026-01-01T06:00:00Z"),
        right=_BUILT.format(EXAMPLE_DATE),
    ),
    Rule(
        "rss-date-weekday",
        ERROR,
        *VALIDATOR,
        "a channel's dates name the right day of the week",
        check_weekday,
        fix="Correct the day of the week, or leave it out.",
        wrong=_BUILT.format(EXAMPLE_DATE.replace("Thu", "Mon")),
        right=_BUILT.format(EXAMPLE_DATE),
    ),
    Rule(
        "rss-date-year",
        WARNING,
        *VALIDATOR,
        "a channel's dates are of years in which there are podcasts",
        check_year,
        fix="Write the date of the last change: 1970 is what a program writes that knows none.",
        wrong=_BUILT.format("Thu, 01 Jan 1970 00:00:00 +0000"),
        right=_BUILT.format(EXAMPLE_DATE),
    ),
)

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "spotify-pub-date",
        ERROR,
        *SPOTIFY_SHOWS,
        "an item has a pubDate",
        check_present,
        fix="Add <pubDate> with the day and time at which the episode came out.",
        wrong="<item>\n  <title>Tendons</title>",
        right=f"<item>\n  <title>Tendons</title>\n  {_PUBLISHED.format(EXAMPLE_DATE)}",
    ),
    Rule(
        "apple-pub-date",
        ERROR,
        *APPLE_SPOTIFY_W3C,
        "an item's pubDate is in the form of RFC 2822",
        check_form,
        fix=f"Write it as {EXAMPLE_DATE}: English names, four digits for the year, an offset.",
        wrong=_PUBLISHED.format("2026-01-01T06:00:00Z"),
        right=_PUBLISHED.format(EXAMPLE_DATE),
    ),
    Rule(
        "apple-pub-date-weekday",
        ERROR,
        *APPLE_W3C,
        "an item's pubDate names the right day of the week",
        check_weekday,
        fix="Correct the day of the week, or leave it out.",
        wrong=_PUBLISHED.format(EXAMPLE_DATE.replace("Thu", "Mon")),
        right=_PUBLISHED.format(EXAMPLE_DATE),
    ),
    Rule(
        "apple-pub-date-zone",
        WARNING,
        *APPLE_REQUIREMENTS,
        "an item's pubDate has an offset, or GMT",
        check_zone,
        fix="Write the zone as an offset: -0500 for EST.",
        wrong=_PUBLISHED.format("Thu, 01 Jan 2026 01:00:00 EST"),
        right=_PUBLISHED.format("Thu, 01 Jan 2026 01:00:00 -0500"),
    ),
    Rule(
        "rss-pub-date-year",
        WARNING,
        *VALIDATOR,
        "an item's pubDate is of a year in which there are podcasts",
        check_year,
        fix="Write the date of publication: 1970 is what a program writes that knows none.",
        wrong=_PUBLISHED.format("Thu, 01 Jan 1970 00:00:00 +0000"),
        right=_PUBLISHED.format(EXAMPLE_DATE),
    ),
    Rule(
        "apple-pub-date-future",
        WARNING,
        *HOUSE_DATES,
        "no item is dated ahead",
        check_not_ahead,
        fix="Leave the item out of the feed until its date has come.",
        wrong=_PUBLISHED.format("Fri, 01 Jan 2100 06:00:00 +0000"),
        right=_PUBLISHED.format(EXAMPLE_DATE),
    ),
)
