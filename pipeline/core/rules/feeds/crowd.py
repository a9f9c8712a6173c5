"""What is kept of each item once it was looked at: enough to tell what only all of them together can."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.enclosure_addresses import bare_address, op3_target
from pipeline.core.rules.feeds.values import parse_duration, parse_whole
from pipeline.core.rules.table import one_line

MOST_ITEMS = 200_000
"""More are not remembered: a hundred megabytes can hold millions of items that say nothing."""

NEAR_S = 600
"""Two items whose durations differ by less are alike for AntennaPod."""

_DAY_S = 86_400
_SHORT = ("trailer", "bonus")
"""Apps take every other type for a full episode."""

_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "„": '"', "—": "-"})


@dataclass(frozen=True, slots=True)
class Clash:
    """What an item shares with one before it."""

    line: int
    first_line: int
    """Of the item that had it first."""
    value: str
    """As messages show it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is looked at in one item; nothing of it but hashes and numbers is kept."""

    line: int
    lines: Mapping[str, int]
    """Of its elements, by name."""
    guid: str
    url: str
    title: str
    kind: str
    """full, trailer or bonus."""
    moment_s: int | None
    """Seconds since 1970; None where the date cannot be read."""
    duration_s: int
    """0 where nobody knows."""
    size_bytes: int
    medium: str
    """audio, video …"""
    season: int | None
    number: int | None
    is_explicit: bool
    is_blocked: bool

    def line_of(self, name: str) -> int:
        return self.lines.get(name, self.line)


def parse_facts(item: Node) -> Facts:
    """An item's identity, however oddly it is written."""
    first: dict[str, Node] = {}
    for child in item.children:
        first.setdefault(child.name, child)
    text = {name: node.text.strip() for name, node in first.items()}
    enclosure = first["enclosure"].attributes if "enclosure" in first else {}
    return Facts(
        line=item.line,
        lines={name: node.line for name, node in first.items()},
        guid=text.get("guid", ""),
        url=enclosure.get("url", "").strip(),
        title=text.get("title", ""),
        kind=kind if (kind := text.get("itunes:episodeType", "").lower()) in _SHORT else "full",
        moment_s=parse_moment(text.get("pubDate", "")),
        duration_s=parse_duration(text.get("itunes:duration", "")) or 0,
        size_bytes=parse_whole(enclosure.get("length", "").strip()) or 0,
        medium=enclosure.get("type", "")[:100].partition("/")[0].strip().lower(),
        season=parse_whole(text.get("itunes:season", "")),
        number=parse_whole(text.get("itunes:episode", "")),
        is_explicit=text.get("itunes:explicit", "").lower() in ("true", "yes", "explicit"),
        is_blocked=text.get("itunes:block", "").lower() == "yes",
    )


def parse_moment(text: str) -> int | None:
    """Seconds since 1970 of a date as feeds write it, read leniently; None where it is none.

    >>> parse_moment("Thu, 01 Jan 2026 06:00:00 +0100"), parse_moment("soon")
    (1767243600, None)
    """
    try:
        moment = parsedate_to_datetime(text[:100])
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


@dataclass(slots=True)
class Tally:
    """What only counting tells."""

    items: int = 0
    full: int = 0
    explicit: int = 0
    open: int = 0
    """Not blocked."""
    first_open_s: int | None = None
    """When the earliest of those came out."""
    open_undated: int = 0
    dates: int = 0
    first_date_s: int | None = None
    first_date_line: int = 0
    last_date_s: int | None = None
    newest_s: int | None = None
    newest_line: int = 0
    other_dates: int = 0
    """How many are not that of the first item."""
    out_of_order: int = 0
    """The line of the first date that is later than the one before it; 0 for none."""
    sizes: int = 0
    first_size_bytes: int = 0
    first_size_line: int = 0
    other_sizes: int = 0
    counted: int = 0
    """How many have OP3's prefix."""
    first_uncounted: int = 0
    in_seasons: int = 0
    seasonless: list[int] = field(default_factory=list)
    """Lines of numbered episodes without a season."""


class Crowd:
    """The identities of all items, as hashes: a hundred thousand take some fifty megabytes."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.clashes: dict[str, list[Clash]] = {}
        self.numbers: dict[tuple[int, int], int] = {}
        """Season (0 for none) and number of full episodes, with the line."""
        self._seen: dict[str, dict[int, int]] = {}
        self._alike: dict[int, tuple[int, int, str]] = {}

    def add(self, item: Node) -> None:
        """Remember an item's guid, enclosure, title, date, number and season, and its line."""
        if self.tally.items >= MOST_ITEMS:
            return
        facts = parse_facts(item)
        is_copy = self._clash("guid", facts.guid, facts.line_of("guid"), facts.guid)
        is_same = self._clash("enclosure", facts.url, facts.line_of("enclosure"), facts.url)
        if not is_same:
            self._clash("file", bare_address(facts.url), facts.line_of("enclosure"), facts.url)
        if facts.url and not is_copy and not is_same:
            self._look_alike(facts)
        self._number(facts)
        self._count(facts)
        self._count_dates(facts)
        self._count_enclosure(facts)

    def _clash(self, kind: str, value: str, line: int, shown: str) -> bool:
        """Whether an item before has the same; hashes stand for values of any length."""
        if not value:
            return False
        seen, key = self._seen.setdefault(kind, {}), hash(value)
        if key not in seen:
            seen[key] = line
            return False
        self._tell(kind, line, seen[key], one_line(shown[:1000]))
        return True

    def _tell(self, kind: str, line: int, first_line: int, value: str) -> None:
        self.clashes.setdefault(kind, []).append(Clash(line, first_line, value))

    def _look_alike(self, facts: Facts) -> None:
        """AntennaPod's guess: title, day, about the duration, and the kind of medium."""
        title = facts.title.translate(_TYPOGRAPHY)
        if not title or facts.moment_s is None:
            return
        key, line = hash((title, facts.moment_s // _DAY_S)), facts.line_of("title")
        if key not in self._alike:
            self._alike[key] = (line, facts.duration_s, facts.medium)
            return
        first_line, duration_s, medium = self._alike[key]
        is_near = abs(facts.duration_s - duration_s) < NEAR_S
        if is_near and (not facts.medium or not medium or facts.medium == medium):
            self._tell("alike", line, first_line, one_line(facts.title[:1000]))

    def _number(self, facts: Facts) -> None:
        if facts.kind != "full" or not facts.number:
            return
        self.tally.in_seasons += facts.season is not None
        if facts.season is None:
            self.tally.seasonless.append(facts.line)
        key, line = (facts.season or 0, facts.number), facts.line_of("itunes:episode")
        if key in self.numbers:
            season = f" in season {facts.season}" if facts.season is not None else ""
            self._tell("number", line, self.numbers[key], f"{facts.number}{season}")
        else:
            self.numbers[key] = line

    def _count(self, facts: Facts) -> None:
        tally = self.tally
        tally.items += 1
        tally.full += facts.kind == "full"
        tally.explicit += facts.is_explicit
        if facts.is_blocked:
            return
        tally.open += 1
        if facts.moment_s is None:
            tally.open_undated += 1
        elif tally.first_open_s is None or facts.moment_s < tally.first_open_s:
            tally.first_open_s = facts.moment_s

    def _count_dates(self, facts: Facts) -> None:
        tally, moment, line = self.tally, facts.moment_s, facts.line_of("pubDate")
        if moment is None:
            return
        tally.dates += 1
        if tally.first_date_s is None:
            tally.first_date_s, tally.first_date_line = moment, line
        tally.other_dates += moment != tally.first_date_s
        if tally.last_date_s is not None and moment > tally.last_date_s and not tally.out_of_order:
            tally.out_of_order = line
        if tally.newest_s is None or moment > tally.newest_s:
            tally.newest_s, tally.newest_line = moment, line
        tally.last_date_s = moment

    def _count_enclosure(self, facts: Facts) -> None:
        tally, line = self.tally, facts.line_of("enclosure")
        if facts.size_bytes:
            tally.sizes += 1
            if not tally.first_size_bytes:
                tally.first_size_bytes, tally.first_size_line = facts.size_bytes, line
            tally.other_sizes += facts.size_bytes != tally.first_size_bytes
        if op3_target(facts.url):
            tally.counted += 1
        elif facts.url and not tally.first_uncounted:
            tally.first_uncounted = line
