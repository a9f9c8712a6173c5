"""When a cron line runs next: the five fields of POSIX, as the schedulers of code hosts read them. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
_FIELDS: tuple[tuple[int, int, dict[str, int]], ...] = (
    (0, 59, {}),
    (0, 23, {}),
    (1, 31, {}),
    (1, 12, {name: number for number, name in enumerate(_MONTHS, 1)}),
    (0, 7, {name: number for number, name in enumerate(_WEEKDAYS)}),
)
"""Lowest and highest value, and names; Sunday is 0 and 7."""
_PIECE = re.compile(r"(?:\*|(\w{1,3})(?:-(\w{1,3}))?)(?:/([0-9]{1,3}))?", re.ASCII)
_FURTHEST_DAYS = 366 * 8
"""29 February can be eight years away."""


@dataclass(frozen=True)
class Cron:
    """A cron line, read."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    """0 is Sunday."""
    either: bool
    """The day of the month or that of the week is enough: both were named."""
    zone: str

    def is_on(self, day: date) -> bool:
        """Whether it runs on that day."""
        of_month, of_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return day.month in self.months and (of_month or of_week if self.either else of_month and of_week)


def parse_cron(text: str, zone: str = "UTC") -> Cron | None:
    """Read a cron line; None where it is none, names a zone that there is not, or never runs.

    Args:
        text: Minute, hour, day of the month, month, day of the week.
        zone: The IANA zone that it is meant in.

    >>> sorted(parse_cron("20/15 * * * *").minutes), parse_cron("@daily"), parse_cron("61 * * * *")
    ([20, 35, 50], None, None)
    """
    fields = text.split()
    if len(fields) != len(_FIELDS) or not _is_zone(zone):
        return None
    values = [_parse_field(field, *bounds) for field, bounds in zip(fields, _FIELDS, strict=True)]
    if not all(values):
        return None
    either = not (fields[2].startswith("*") or fields[4].startswith("*"))
    weekdays = frozenset(day % 7 for day in values[4])
    return Cron(values[0], values[1], values[2], values[3], weekdays, either, zone)


def first_run(cron: Cron, at: datetime) -> datetime | None:
    """The first time that it runs, not before `at`, in UTC; None where that is never.

    A time that the change to summer time skips is taken by the clock before it.

    >>> first_run(parse_cron("17 3 * * *"), datetime(2026, 11, 26, 6, tzinfo=UTC)).isoformat()
    '2026-11-27T03:17:00+00:00'
    """
    zone = ZoneInfo(cron.zone)
    first = at.astimezone(zone).date() - timedelta(days=1)
    for day in (first + timedelta(days=ahead) for ahead in range(_FURTHEST_DAYS)):
        if cron.is_on(day) and (runs := [run for run in _runs_on(cron, day, zone) if run >= at]):
            return min(runs)
    return None


def _runs_on(cron: Cron, day: date, zone: ZoneInfo) -> list[datetime]:
    """In UTC; a time that the clocks show twice is the first of the two."""
    times = product(cron.hours, cron.minutes)
    return [
        datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
        for hour, minute in times
    ]


def _parse_field(text: str, lowest: int, highest: int, names: dict[str, int]) -> frozenset[int]:
    """The values that a field allows; none where it cannot be read."""
    found: set[int] = set()
    for piece in text.split(","):
        values = _parse_piece(piece, lowest, highest, names)
        if not values:
            return frozenset()
        found.update(values)
    return frozenset(found)


def _parse_piece(text: str, lowest: int, highest: int, names: dict[str, int]) -> range | None:
    match = _PIECE.fullmatch(text)
    if match is None or (match[3] and not int(match[3])):
        return None
    first = _number(match[1], names, lowest)
    last = _number(match[2], names, highest if match[1] is None or match[3] else first)
    step = int(match[3] or 1)
    return range(first, last + 1, step) if lowest <= first <= last <= highest else None


def _number(word: str | None, names: dict[str, int], default: int) -> int:
    """A number or a name; -1 where it is neither."""
    if word is None:
        return default
    return names.get(word.upper(), int(word) if word.isdecimal() else -1)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
