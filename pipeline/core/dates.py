"""Dates as producers write them, read strictly: each names exactly one instant or is refused."""

import re
from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Before, some zones kept local mean time, with offsets that feeds cannot write; after, nobody knows them."""

_BLANK_BEFORE_OFFSET = re.compile(r"\s(?=Z$|[+-]\d)")


class DateError(ValueError):
    """A date that names no instant, or two; `fix` says what to write."""

    def __init__(self, text: str, fix: str) -> None:
        super().__init__(text)
        self.fix = fix


def parse_date(text: str, zone: str, publish_time: str) -> datetime:
    """Read a front-matter date as an aware instant.

    Args:
        text: A day, or day and time, perhaps with an offset (`Z`, `+02:00`).
        zone: The show's IANA zone, for dates without an offset.
        publish_time: HH:MM, for dates without a time.

    Raises:
        DateError: The day does not exist, its year is a slip of the pen, or
            the local time is skipped or repeated by a change to or from
            summer time.

    >>> parse_date("2026-11-05", "Europe/London", "06:00").isoformat()
    '2026-11-05T06:00:00+00:00'
    >>> parse_date("2026-07-05 18:30", "Europe/London", "06:00").isoformat()
    '2026-07-05T18:30:00+01:00'
    >>> parse_date("2026-07-05T18:30:00Z", "Europe/London", "06:00").isoformat()
    '2026-07-05T18:30:00+00:00'
    """
    try:
        moment = datetime.fromisoformat(_BLANK_BEFORE_OFFSET.sub("", text))
    except ValueError as error:
        raise DateError(f'"{text}" is not a date', "write it as 2026-11-05 or 2026-11-05 18:30") from error
    check_year(moment, text)
    if moment.tzinfo is not None:
        return _with_offset(moment)
    if len(text) <= len("2026-11-05"):
        moment = datetime.combine(moment.date(), time.fromisoformat(publish_time))
    return _localised(moment, ZoneInfo(zone), zone)


def parse_moment(text: str) -> datetime:
    """Read a day and a time with an offset.

    Raises:
        DateError: There is no such moment.

    >>> parse_moment("2026-11-05T18:30:00+01:00").isoformat()
    '2026-11-05T18:30:00+01:00'
    """
    return parse_date(text, "UTC", "00:00")


def check_year(moment: datetime, text: str = "") -> datetime:
    """The same moment, where feed and pages can show it.

    Raises:
        DateError: Its year is a slip of the pen, or so far at the end of the
            calendar that another zone cannot express it.
    """
    if FIRST_YEAR <= moment.year <= LAST_YEAR:
        return moment
    raise DateError(
        f'"{text or moment.isoformat()}" is not between {FIRST_YEAR} and {LAST_YEAR}',
        f"correct the year: {FIRST_YEAR} to {LAST_YEAR} can be published",
    )


def _localised(moment: datetime, zone: ZoneInfo, name: str) -> datetime:
    """Give a local time its offset.

    The result carries a fixed offset, so that it means the same whatever
    version of the zone database reads it.
    """
    first, second = moment.replace(tzinfo=zone), moment.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        existing = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == moment
        choices = " or ".join(_with_offset(each).isoformat() for each in (first, second))
        if existing:
            raise DateError(f"{moment:%Y-%m-%d %H:%M} happens twice in {name}", f"write {choices}")
        raise DateError(
            f"{moment:%Y-%m-%d %H:%M} does not exist in {name}: the clocks skip it",
            f"write {_with_offset(first.astimezone(UTC).astimezone(zone)).isoformat()}",
        )
    return _with_offset(first)


def _with_offset(moment: datetime) -> datetime:
    """The same instant with a fixed offset of whole minutes: no other can be written in a feed."""
    offset = moment.utcoffset() or timedelta()
    return moment.astimezone(UTC if offset % timedelta(minutes=1) else timezone(offset))
