"""What may stand only once in a feed, and what its items must agree on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase
from pipeline.core.rules.feeds.crowd import Clash, Crowd, Tally, parse_moment
from pipeline.core.rules.sources import (
    ANTENNAPOD,
    APPLE_GUIDE,
    APPLE_REQUIREMENTS,
    OP3_SETUP,
    RSS_PROFILE,
    SPOTIFY_SHOWS,
    UNIQUE_GUIDS,
    WILD_FEEDS,
)
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

__all__ = ["TOGETHER", "Crowd", "Together"]

FEW = 3
"""So many items may agree by chance."""

LATE_S = 300
"""A feed is built within minutes of its newest item."""


class Together:
    """A crowd in its channel: what rules of items among each other look at."""

    def __init__(self, case: ChannelCase, crowd: Crowd) -> None:
        self.case = case
        self.crowd = crowd

    @property
    def tally(self) -> Tally:
        return self.crowd.tally

    def clashes(self, kind: str) -> list[Clash]:
        return self.crowd.clashes.get(kind, [])

    @property
    def is_serial(self) -> bool:
        return self.case.channel.text_of("itunes:type").lower() == "serial"

    def of_channel(self, name: str) -> Node:
        """The channel's first element of this name, or itself."""
        return self.case.channel.find(name) or self.case.channel


def _finding(line: int, text: str, fix: str) -> Finding:
    return Finding("", text, fix, line=line)


def check_guids(together: Together) -> Iterator[Finding]:
    for each in together.clashes("guid"):
        text = f"<guid> is {each.value}, as in line {each.first_line}: apps show only one of the two items"
        yield _finding(
            each.line, text, "give the newer item another guid, and leave the older one's as it is"
        )


def check_enclosures(together: Together) -> Iterator[Finding]:
    for each in together.clashes("enclosure"):
        text = (
            f"<enclosure> is {each.value}, as in line {each.first_line}: Apple ignores one of the two items"
        )
        yield _finding(each.line, text, "give each item its own file")


def check_files(together: Together) -> Iterator[Finding]:
    for each in together.clashes("file"):
        text = f"<enclosure> is {each.value}, which leads to the same file as that in line {each.first_line}"
        yield _finding(each.line, text, "give each item its own file, or remove one of the two")


def check_alike(together: Together) -> Iterator[Finding]:
    for each in together.clashes("alike"):
        text = (
            f"<title> is {each.value}, as in line {each.first_line}, on the same day and about as long:"
            " AntennaPod takes the two items for one"
        )
        yield _finding(each.line, text, "give them titles that differ, or remove one")


def check_numbers(together: Together) -> Iterator[Finding]:
    for each in together.clashes("number"):
        text = f"<itunes:episode> is {each.value}, as in line {each.first_line}"
        yield _finding(each.line, text, "give each full episode of a season a number of its own")


def check_gaps(together: Together) -> Iterator[Finding]:
    numbers = sorted(together.crowd.numbers.items()) if together.is_serial else []
    for ((season, before), _), ((other, after), line) in pairwise(numbers):
        if season == other and after > before + 1:
            text = f"<itunes:episode> is {after}, but the one before it is {before}"
            yield _finding(line, text, "number the episodes of a serial show without gaps")


def check_seasons(together: Together) -> Iterator[Finding]:
    for line in together.tally.seasonless if together.tally.in_seasons else ():
        text = "an episode with a number has no <itunes:season>, though others have"
        yield _finding(line, text, "write <itunes:season> in all of them or in none")


def check_same_dates(together: Together) -> Iterator[Finding]:
    tally = together.tally
    if tally.dates >= FEW and not tally.other_dates and tally.first_date_s is not None:
        text = f"all {tally.dates} items have the same <pubDate>, {_day(tally.first_date_s)}"
        fix = "write when each came out, and never the time at which the feed was built"
        yield _finding(tally.first_date_line, text, fix)


def check_same_sizes(together: Together) -> Iterator[Finding]:
    tally = together.tally
    if tally.sizes >= FEW and not tally.other_sizes:
        text = f"all {tally.sizes} items have an <enclosure> of {tally.first_size_bytes} bytes"
        yield _finding(tally.first_size_line, text, "write the size of each file")


def check_order(together: Together) -> Iterator[Finding]:
    line = together.tally.out_of_order
    if line and not together.is_serial:
        text = "<pubDate> is later than that of the item before it"
        yield _finding(line, text, "put the newest item first")


def check_build_date(together: Together) -> Iterator[Finding]:
    built, newest = together.case.channel.find("lastBuildDate"), together.tally.newest_s
    moment = parse_moment(built.text.strip()) if built else None
    now = together.case.now
    is_ahead = newest is not None and now is not None and newest > now.timestamp()
    if built and moment is not None and newest is not None and moment < newest - LATE_S and not is_ahead:
        text = f"<lastBuildDate> is {one_line(built.text.strip())}, but an item is of {_day(newest)}"
        yield _finding(built.line, text, "write when the feed's content last changed")


def check_explicit(together: Together) -> Iterator[Finding]:
    own, tally = together.of_channel("itunes:explicit"), together.tally
    if own.text.strip().lower() == "false" and 0 < tally.items == tally.explicit:
        text = f"<itunes:explicit> is false for the show, but true for all {tally.items} of its items"
        yield _finding(own.line, text, "write true for the show if that is what it is, or correct the items")


def check_full(together: Together) -> Iterator[Finding]:
    if together.tally.items and not together.tally.full:
        text = "every item is a trailer or a bonus, none is a full episode"
        fix = "write <itunes:episodeType>full</itunes:episodeType> in the episodes"
        yield _finding(together.case.channel.line, text, fix)


def check_live(together: Together) -> Iterator[Finding]:
    tally, now = together.tally, together.case.now
    is_out = tally.open_undated or (
        tally.first_open_s is not None and (now is None or tally.first_open_s <= now.timestamp())
    )
    if tally.items and not is_out:
        reason = "is dated ahead or blocked" if tally.open else "is blocked with <itunes:block>"
        text = f"every item {reason}: Spotify takes a show once one can be heard"
        yield _finding(
            together.case.channel.line, text, "publish the first episode, or remove <itunes:block>"
        )


def check_counted(together: Together) -> Iterator[Finding]:
    tally = together.tally
    if tally.counted and tally.first_uncounted:
        text = (
            f"<enclosure> has no op3.dev in front, though {tally.counted} others have: OP3 counts those alone"
        )
        yield _finding(tally.first_uncounted, text, "put the prefix in front of every enclosure or of none")


def _day(moment_s: int) -> str:
    try:
        return f"{datetime.fromtimestamp(moment_s, UTC):%Y-%m-%d %H:%M} UTC"
    except (ValueError, OverflowError, OSError):
        return "a year that no calendar has"


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

TOGETHER: tuple[Rule[Together], ...] = (
    Rule(
        "items-unique-guid",
        ERROR,
        *UNIQUE_GUIDS,
        "no two items share a guid",
        check_guids,
        "give the newer of the two items a guid of its own; never touch the guid of one that is out",
        "<guid>7</guid> in one item, and <guid>7</guid> in another",
        "<guid>7</guid> in one item, and <guid>8</guid> in another",
    ),
    Rule(
        "items-unique-enclosure",
        ERROR,
        *APPLE_REQUIREMENTS,
        "no two items share an enclosure's address",
        check_enclosures,
        "give each item its own file; Apple ignores an item whose address another one has",
        '<enclosure url="https://example.org/new.mp3" …/> in two items',
        '<enclosure url="https://example.org/7.mp3" …/> and <enclosure url="https://example.org/8.mp3" …/>',
    ),
    Rule(
        "items-unique-file",
        WARNING,
        *APPLE_REQUIREMENTS,
        "no two enclosures lead to the same file by different ways",
        check_files,
        "a counter in front of an address does not make it another file: remove one of the two items",
        "https://example.org/7.mp3 in one item, https://op3.dev/e/example.org/7.mp3 in another",
        "https://op3.dev/e/example.org/7.mp3 in one item, https://op3.dev/e/example.org/8.mp3 in another",
    ),
    Rule(
        "items-alike",
        WARNING,
        *ANTENNAPOD,
        "no two items have the same title on the same day and about the same duration",
        check_alike,
        "give the items titles that differ: AntennaPod shows only one of two that look alike",
        "two items of 5 November called News, each 10 minutes long",
        "two items of 5 November called News at nine and News at ten",
    ),
    Rule(
        "items-unique-number",
        WARNING,
        *APPLE_GUIDE,
        "no two full episodes of a season share a number",
        check_numbers,
        "give each full episode a number of its own; trailers and bonuses may share one",
        "<itunes:episode>4</itunes:episode> in two full episodes",
        "<itunes:episode>4</itunes:episode> in one, <itunes:episode>5</itunes:episode> in the other",
    ),
    Rule(
        "items-number-gap",
        ADVICE,
        *APPLE_GUIDE,
        "a serial show is numbered without gaps",
        check_gaps,
        "number the episodes of each season 1, 2, 3 …, or publish the one that is missing",
        "episodes 1, 2 and 4 of a serial show",
        "episodes 1, 2 and 3",
    ),
    Rule(
        "items-seasons",
        ADVICE,
        *APPLE_GUIDE,
        "either all numbered episodes have a season or none",
        check_seasons,
        "write <itunes:season> in every numbered episode, or in none",
        "episode 1 of season 1, and an episode 2 without a season",
        "episodes 1 and 2 of season 1",
    ),
    Rule(
        "items-same-date",
        WARNING,
        *WILD_FEEDS,
        "items have dates of their own",
        check_same_dates,
        "write when each item came out: dates that change with every build reorder it in every app",
        "<pubDate>Thu, 05 Nov 2026 06:00:00 GMT</pubDate> in all items",
        "the day on which each item came out",
    ),
    Rule(
        "items-same-length",
        ADVICE,
        *WILD_FEEDS,
        "enclosures have lengths of their own",
        check_same_sizes,
        "write each file's size in bytes: lengths that are all the same are made up",
        'length="1024" in all items',
        'length="24986239" in one, length="27021812" in the next',
    ),
    Rule(
        "items-order",
        ADVICE,
        *APPLE_GUIDE,
        "an episodic show has its newest item first",
        check_order,
        "sort the items by date, newest first: some apps read only the top of a feed",
        "the item of 1 October above that of 8 October",
        "the item of 8 October above that of 1 October",
    ),
    Rule(
        "items-build-date",
        WARNING,
        *RSS_PROFILE,
        "lastBuildDate is not older than the newest item",
        check_build_date,
        "write the moment at which the feed's content last changed",
        "<lastBuildDate> of 1 October, and an item of 8 October",
        "<lastBuildDate> of 8 October",
    ),
    Rule(
        "items-explicit",
        ADVICE,
        *APPLE_GUIDE,
        "a show whose items are all explicit says so itself",
        check_explicit,
        "write <itunes:explicit>true</itunes:explicit> in the channel, or correct the items",
        "false in the channel, true in every item",
        "true in the channel",
    ),
    Rule(
        "items-full",
        ADVICE,
        *APPLE_GUIDE,
        "a show has a full episode",
        check_full,
        "write full, or nothing, as the type of everything but trailers and bonuses",
        "<itunes:episodeType>trailer</itunes:episodeType> in every item",
        "<itunes:episodeType>full</itunes:episodeType> in the episodes",
    ),
    Rule(
        "spotify-live-episode",
        ERROR,
        *SPOTIFY_SHOWS,
        "one item at least can be heard now",
        check_live,
        "publish an episode that is neither blocked nor dated ahead",
        "<itunes:block>Yes</itunes:block> in the only item",
        "the item without <itunes:block>",
    ),
    Rule(
        "op3-all",
        ADVICE,
        *OP3_SETUP,
        "OP3 counts all enclosures or none",
        check_counted,
        "put the prefix in front of every enclosure, or the figures are partial",
        "https://op3.dev/e/example.org/8.mp3 in one item, https://example.org/7.mp3 in another",
        "https://op3.dev/e/example.org/8.mp3 and https://op3.dev/e/example.org/7.mp3",
    ),
)
