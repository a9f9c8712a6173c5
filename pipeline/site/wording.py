"""Dates, lengths and sizes as people say them; the same on every machine, whatever its locale."""

from datetime import datetime
from zoneinfo import ZoneInfo

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def say_date(moment: datetime, zone: str, language: str) -> str:
    """The day in the show's zone: in words for English, else in figures that everybody reads alike.

    >>> from datetime import UTC
    >>> say_date(datetime(2026, 11, 4, 23, 30, tzinfo=UTC), "Europe/Berlin", "en-GB")
    '5 November 2026'
    >>> say_date(datetime(2026, 11, 4, tzinfo=UTC), "UTC", "de")
    '2026-11-04'
    """
    day = moment.astimezone(ZoneInfo(zone)).date()
    if language.split("-", maxsplit=1)[0] != "en":
        return day.isoformat()
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_duration(seconds: float | None) -> str:
    """A length to the minute, or to the second where it is short.

    >>> say_duration(45), say_duration(1475), say_duration(3725), say_duration(None)
    ('45 s', '25 min', '1 h 2 min', '')
    """
    if seconds is None:
        return ""
    if seconds < 60:
        return f"{round(seconds)} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def iso_duration(seconds: float) -> str:
    """A length as `<time datetime>` wants it.

    >>> iso_duration(1475.4)
    'PT1475S'
    """
    return f"PT{round(seconds)}S"


def say_size(size_bytes: int) -> str:
    """A size in decimal units, as shops and browsers count.

    >>> say_size(900), say_size(48_200), say_size(2_881_234), say_size(71_000_000), say_size(2_100_000_000)
    ('1 kB', '48 kB', '2.9 MB', '71 MB', '2.1 GB')
    """
    for unit, size in (("GB", 10**9), ("MB", 10**6)):
        if size_bytes >= size:
            amount = size_bytes / size
            return f"{amount:.0f} {unit}" if amount >= 10 else f"{amount:.1f} {unit}"
    return f"{max(1, round(size_bytes / 1000))} kB"


def direction(language: str) -> str:
    """Which way a language is written.

    >>> direction("he-IL"), direction("en")
    ('rtl', 'ltr')
    """
    return "rtl" if language.split("-", maxsplit=1)[0] in _RIGHT_TO_LEFT else "ltr"
