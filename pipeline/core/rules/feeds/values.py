"""Values as feeds write them, read strictly: dates, times, whole numbers, addresses, mailboxes."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parseaddr, parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from pipeline.core.rules.table import one_line

_USUAL = 2000
"""Characters of an address; of the longer ones none is kept in mind."""

_LOOK_AT = 100
"""Longer values are no dates and no numbers."""

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAMED_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_DATE = re.compile(
    rf"(?:(?P<weekday>{'|'.join(_DAYS)}),\s*)?[0-9]{{1,2}}\s+(?:{'|'.join(_MONTHS)})\s+[0-9]{{4}}\s+"
    rf"[0-9]{{2}}:[0-9]{{2}}(?::[0-9]{{2}})?\s+(?P<zone>[+-][0-9]{{4}}|UT|GMT|Z|{'|'.join(_NAMED_ZONES)})",
    re.IGNORECASE,
)
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}", re.ASCII)
_OFFSET = re.compile(r"(?:\b(?:GMT|UTC) ?)?([+-][0-9]{2}):?([0-9]{2})$")
_ZONE = re.compile(rf"(?:[+-][0-9]{{4}}|\b(?:UTC?|GMT|Z|{'|'.join(_NAMED_ZONES)})|[0-9]Z)$")
_ANY_ZONE = re.compile(r"(?:[+-][0-9]{2}:?[0-9]{2}|[A-Z]{1,5})$")
_SHORT_YEAR = re.compile(r"(?:^|[\s-])\d{1,2}[\s-]+[^\W\d]{3,}[\s-]+\d{2}\s", re.ASCII)
_WORD = re.compile(r"[^\W\d_]+")
_DURATION = re.compile(r"[0-9]{1,9}(?::[0-5][0-9](?::[0-5][0-9])?)?")
_NUMBER = re.compile(r"[0-9]{1,18}")
_MAILBOX = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{1,62}"
)
_URL_MAY_HOLD = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")

_CONTACT = 400
"""Longer ones are no contacts."""
_CONTACT_FORM = re.compile(r"[^\s()]+ \([^()]+\)")

EXAMPLE_DATE = "Thu, 01 Jan 2026 06:00:00 +0000"


class Fault(NamedTuple):
    """What is wrong with a value, as the end of a sentence, and what to do."""

    text: str
    fix: str


def parse_rfc2822(text: str) -> datetime | None:
    """A date just as RFC 2822 wants it; None for any other form and for days that do not exist.

    The day of the week is not compared.

    >>> parse_rfc2822("Thu, 01 Jan 2026 06:00:00 +0100").isoformat()
    '2026-01-01T06:00:00+01:00'
    >>> parse_rfc2822("2026-01-01T06:00:00Z") is None, parse_rfc2822("31 Feb 2026 06:00 GMT") is None
    (True, True)
    """
    return _loosely(text) if _DATE.fullmatch(text[:_LOOK_AT].strip()) else None


def render_rfc2822(moment: datetime) -> str:
    """An aware instant as feeds write it."""
    return format_datetime(moment)


def fault_of_date(text: str) -> Fault | None:
    """What is wrong with the form of an RFC 2822 date; None where nothing is.

    >>> fault_of_date("2026-01-01T06:00:00Z").fix
    'write "Thu, 01 Jan 2026 06:00:00 +0000"'
    >>> fault_of_date("Thu, 01 Jan 2026 06:00:00").text
    'has no time zone'
    >>> fault_of_date("Do, 01 Januar 2026 06:00:00 GMT").text
    'holds "Do", which is no English abbreviation'
    >>> fault_of_date("31 Feb 2026 06:00 GMT").text
    'is a day or time that does not exist'
    """
    text = text[:_LOOK_AT].strip()
    if not text:
        return Fault("is empty", f"write it as {EXAMPLE_DATE}")
    if _DATE.fullmatch(text):
        if _loosely(text):
            return None
        return Fault("is a day or time that does not exist", "correct it")
    tidy = _OFFSET.sub(r"\1\2", text)
    moment = _iso(text) or _loosely(tidy)
    return Fault(_reason(text, moment), _put_right(tidy, moment))


def _put_right(text: str, moment: datetime | None) -> str:
    if moment is None:
        return f"write it as {EXAMPLE_DATE}"
    known = _ZONE.search(text)
    return f'write "{render_rfc2822(moment)}"' + ("" if known else ", with the offset that is meant")


def _reason(text: str, moment: datetime | None) -> str:
    if _ISO.match(text):
        return "is in the form of ISO 8601"
    if _SHORT_YEAR.search(text):
        return "has a year of two digits"
    strange = next((each for each in _WORD.findall(text) if each.title() not in _known_words()), None)
    if strange and not strange.isupper() and len(strange) < 20:
        return f'holds "{strange}", which is no English abbreviation'
    if moment and not _ANY_ZONE.search(text):
        return "has no time zone"
    return "is not in the form of RFC 2822"


def _known_words() -> frozenset[str]:
    zones = (each.title() for each in (*_NAMED_ZONES, "UT", "GMT", "UTC", "Z", "T"))
    return frozenset((*_DAYS, *_MONTHS, *zones))


def _iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace(" UTC", "+00:00"))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@lru_cache(64)
def _loosely(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def wrong_weekday(text: str) -> tuple[str, str] | None:
    """The day of the week that a date names and the one that it is, where they differ.

    >>> wrong_weekday("Mon, 01 Jan 2026 06:00:00 +0000"), wrong_weekday("01 Jan 2026 06:00:00 +0000")
    (('Mon', 'Thu'), None)
    """
    found = _DATE.fullmatch(text[:_LOOK_AT].strip())
    moment = parse_rfc2822(text)
    if not found or not moment or not found["weekday"]:
        return None
    named, true = found["weekday"].title(), _DAYS[moment.weekday()]
    return (named, true) if named != true else None


def zone_name_of(text: str) -> str | None:
    """The zone of a date where it is a name that not everybody knows: EST, Z; GMT is known.

    >>> zone_name_of("Thu, 01 Jan 2026 06:00:00 EST"), zone_name_of("Thu, 01 Jan 2026 06:00:00 GMT")
    ('EST', None)
    """
    found = _DATE.fullmatch(text[:_LOOK_AT].strip())
    zone = found["zone"].upper() if found else "GMT"
    return None if zone == "GMT" or zone[0] in "+-" else zone


def parse_duration(text: str) -> int | None:
    """Seconds, from `1801`, `30:01` or `0:30:01`; None for any other form.

    >>> parse_duration("1801"), parse_duration("0:30:01"), parse_duration("90:00"), parse_duration("1.5")
    (1801, 1801, 5400, None)
    """
    if not _DURATION.fullmatch(text[:_LOOK_AT]):
        return None
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


def parse_whole(text: str) -> int | None:
    """A whole number of at most 18 digits, without sign; None for anything else.

    >>> parse_whole("12"), parse_whole("-1"), parse_whole("1.0"), parse_whole("")
    (12, None, None, None)
    """
    return int(text) if _NUMBER.fullmatch(text[:_LOOK_AT]) else None


def fix_of_explicit(text: str) -> str | None:
    """What to write for a rating that is neither true nor false; None where it is one of them.

    >>> fix_of_explicit("clean"), fix_of_explicit("True "), fix_of_explicit("false")
    ('write false', 'write true', None)
    """
    if text in ("true", "false"):
        return None
    said = text[:_LOOK_AT].strip().casefold()
    if said in ("yes", "true", "explicit", "1"):
        return "write true"
    return "write false" if said in ("no", "clean", "false", "0") else "write true or false"


def seen_explicit(text: str) -> str:
    """A rating that is neither true nor false, as messages show it.

    >>> seen_explicit("clean"), seen_explicit("true ")
    ('is "clean"', 'is "true" with blanks around it')
    """
    blanks = " with blanks around it" if text[:_LOOK_AT].strip() != text[:_LOOK_AT] else ""
    return f"is {one_line(text[:_LOOK_AT])}{blanks}"


def split_url(url: str) -> SplitResult | None:
    """The parts of an address; None where it cannot be taken apart."""
    return _split(url.strip()) if len(url) <= _USUAL else _split.__wrapped__(url.strip())


@lru_cache(256)
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def is_web_url(url: str) -> bool:
    """Whether it is a whole address of the web.

    >>> is_web_url("https://e.example/a"), is_web_url("/a"), is_web_url("ftp://e.example/"), is_web_url("https://")
    (True, False, False, False)
    """
    if url.lstrip()[:4].lower() != "http":
        return False
    parts = split_url(url)
    return bool(parts and parts.scheme in ("http", "https") and parts.hostname)


def extension_of(url: str) -> str:
    """The extension of an address's path, in lower case, with the dot; empty where it has none.

    >>> extension_of("https://e.example/a/60.MP3?v=2"), extension_of("https://e.example/a.b/60")
    ('.mp3', '')
    """
    parts = split_url(url)
    name = parts.path.rpartition("/")[2] if parts else ""
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 and len(name) - dot <= 10 else ""


def strange_in_url(url: str) -> str | None:
    """The first character that an address may not hold unescaped.

    >>> strange_in_url("https://e.example/ä b.mp3"), strange_in_url("https://e.example/%C3%A4.mp3?a=1&b=2")
    ('ä', None)
    """
    url = url.strip()
    end = _URL_MAY_HOLD.match(url)
    return None if end is None or end.end() == len(url) else url[end.end()]


def is_mailbox(text: str) -> bool:
    """Whether it is an e-mail address and nothing else.

    >>> is_mailbox("ada@marsh.example"), is_mailbox("Ada <ada@marsh.example>"), is_mailbox("ada@marsh")
    (True, False, False)
    """
    return len(text) <= 320 and _MAILBOX.fullmatch(text) is not None


def fault_of_contact(text: str) -> Fault | None:
    """What is wrong with a contact: RSS has the e-mail address first, and the name in brackets.

    >>> fault_of_contact("ada@marsh.example (Ada Marsh)"), fault_of_contact("Ada Marsh").text
    (None, 'is no e-mail address')
    >>> fault_of_contact("Ada Marsh <ada@marsh.example>").fix
    'write "ada@marsh.example (Ada Marsh)"'
    """
    text = text[:_CONTACT].strip()
    if _CONTACT_FORM.fullmatch(text) and is_mailbox(text.partition(" ")[0]):
        return None
    name, address = parseaddr(text)
    if is_mailbox(text):
        return Fault("has no name", f'write "{text} (…)" with the name')
    if is_mailbox(address):
        return Fault("has the name outside the brackets", f'write "{address} ({name or "…"})"')
    return Fault("is no e-mail address", 'write "ada@wind.example (Ada Marsh)", or use <itunes:author>')
