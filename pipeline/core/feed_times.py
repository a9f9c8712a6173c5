"""Dates and durations as feeds write them, ours or not: read leniently, None where they say nothing."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 100
"""Characters: no date or duration needs more."""
_DURATION = re.compile(r"(?:(?:([0-9]{1,6}):)?([0-9]{1,6}):)?([0-9]{1,9})(?:\.[0-9]*)?", re.ASCII)


def parse_feed_date(text: str) -> datetime | None:
    """An RFC 2822 date; one without an offset is taken for UTC.

    >>> parse_feed_date("Thu, 01 Jan 2026 06:00:00 +0000").isoformat()
    '2026-01-01T06:00:00+00:00'
    >>> parse_feed_date("tomorrow") is None
    True
    """
    try:
        moment = parsedate_to_datetime(text[:_LONGEST])
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        aware.astimezone(UTC)  # at the ends of the calendar there is no such moment
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return aware


def parse_feed_duration(text: str) -> int | None:
    """Seconds of an `itunes:duration`, which is either that or hours, minutes and seconds.

    >>> parse_feed_duration("1:02:03"), parse_feed_duration("62:03"), parse_feed_duration(" 3723.5 ")
    (3723, 3723, 3723)
    >>> parse_feed_duration("an hour") is None
    True
    """
    found = _DURATION.fullmatch(text[:_LONGEST].strip())
    if found is None:
        return None
    hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return hours * 3600 + minutes * 60 + seconds
