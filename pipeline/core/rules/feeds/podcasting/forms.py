"""The forms of values in the podcast namespace, each with an example that has it and one that has not."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.core.rules.feeds.podcasting.recurrence import parse_recurrence
from pipeline.core.rules.feeds.values import is_mailbox, is_web_url, parse_rfc2822
from pipeline.core.rules.languages import problem_of_language

_LONGEST = 4096
"""No value of a strict form is longer; what strangers' feeds hold may be."""


class Form(NamedTuple):
    """What a value must look like."""

    noun: str
    """After "is not": a number of seconds."""
    accepts: Callable[[str], bool]
    right: str
    wrong: str
    choices: tuple[str, ...] = ()
    """All values there are, where they can be counted; case does not matter to `accepts`."""


def _pattern(noun: str, pattern: str, right: str, wrong: str) -> Form:
    matches = re.compile(pattern, re.ASCII).fullmatch
    return Form(noun, lambda value: len(value) <= _LONGEST and matches(value) is not None, right, wrong)


def either(names: Sequence[str]) -> str:
    """Names as a sentence lists them.

    >>> either(("yes", "no")), either(("a", "b", "c")), either(("captions",))
    ('yes or no', 'a, b or c', 'captions')
    """
    return " or ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def one_of(*choices: str, wrong: str, noun: str = "") -> Form:
    """One of a closed list."""
    known = {each.casefold() for each in choices}
    return Form(noun or either(choices), lambda value: value.casefold() in known, choices[0], wrong, choices)


def _is_web_address(value: str) -> bool:
    return is_web_url(value) and not re.search(r'[\s<>"]', value)


def _is_moment(value: str) -> bool:
    try:
        return len(value) <= _LONGEST and parse_moment(value) is not None
    except ValueError:
        return False


def parse_moment(value: str) -> datetime:
    """A date, or date and time, of ISO 8601.

    Raises:
        ValueError: It is none.

    >>> parse_moment("2021-09-26T07:30:00.000-0600").isoformat()
    '2021-09-26T07:30:00-06:00'
    """
    return datetime.fromisoformat(value)


def _is_language(value: str) -> bool:
    primary, dash, rest = value.partition("-")
    shaped = re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", value, re.ASCII)
    return bool(shaped) and problem_of_language(primary.lower() + dash + rest) is None


def _is_geo(value: str) -> bool:
    """RFC 5870, for the earth."""
    number = r"-?[0-9]{1,3}(?:\.[0-9]{1,20})?"
    place = re.match(
        rf"geo:({number}),({number})(?:,-?[0-9]{{1,9}}(?:\.[0-9]{{1,20}})?)?(?=;|$)", value, re.I
    )
    return bool(place) and abs(float(place[1])) <= 90 and abs(float(place[2])) <= 180  # type: ignore[index]


def _is_host(value: str) -> bool:
    name, _, port = value.partition(":")
    labels = name.removesuffix(".").split(".")
    return (
        len(name) <= 253
        and len(labels) > 1
        and all(each.replace("-", "a").isalnum() and not each.startswith("-") for each in labels)
        and (not port or re.fullmatch("[0-9]{1,5}", port) is not None)
    )


def _is_source_set(value: str) -> bool:
    entries = re.split(r",\s+|,(?=https?:)", value.strip())
    return all(
        len(parts) == 2 and _is_web_address(parts[0]) and re.fullmatch("[1-9][0-9]{0,5}w", parts[1])
        for parts in (each.split() for each in entries)
    )


SOMETHING = Form("a value", lambda value: bool(value.strip()), "…", "")
WEB = Form("an absolute web address", _is_web_address, "https://wind.example/x", "/x")
LINK = _pattern("an address", r"[A-Za-z][A-Za-z0-9+.-]*:\S+", "https://wind.example/x.mp3", "/x.mp3")
MEDIA_TYPE = _pattern(
    "a media type", r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+( ?;.*)?", "audio/mpeg", "mp3"
)
PICTURE_TYPE = _pattern(
    "the media type of a picture or video",
    r"(?:[Ii][Mm][Aa][Gg][Ee]|[Vv][Ii][Dd][Ee][Oo])/[A-Za-z0-9!#$&^_.+-]+",
    "image/jpeg",
    "text/plain",
)
"""A canvas may move."""
SECONDS = _pattern("a number of seconds", r"[0-9]{1,9}(\.[0-9]{1,20})?", "73.0", "1:13")
WHOLE = _pattern("a whole number", r"[0-9]{1,18}", "3", "three")
DECIMAL = _pattern("a number", r"[0-9]{1,9}(\.[0-9]{1,9})?", "100.5", "100a")
RATE = _pattern("a number of bits per second", r"[0-9]{1,12}(\.[0-9]{1,20})?", "128000", "128 kbps")
AMOUNT = _pattern(
    "an amount of money", r"[0-9]{0,9}\.?[0-9]{1,20}([eE]-?[0-9]{1,2})?", "0.00000005", "5 sats"
)
PERCENT = _pattern("a percentage of 0 to 100", r"100|[0-9]{1,2}(\.[0-9]{1,9})?", "95", "120")
YES_NO = one_of("yes", "no", wrong="true")
BOOLEAN = one_of("true", "false", wrong="yes")
EMAIL = Form("a mail address", is_mailbox, "owner@wind.example", "owner at wind")
MAIL_DATE = Form(
    "a date of RFC 2822",
    lambda value: parse_rfc2822(value) is not None,
    "Thu, 05 Nov 2026 06:00:00 +0000",
    "2026-11-05",
)
MOMENT = Form("a date of ISO 8601", _is_moment, "2026-11-05T18:30:00Z", "5 November")
LANGUAGE = Form("a language code", _is_language, "en", "english")
GUID = _pattern(
    "a UUID",
    r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    "917393e3-1b1e-5cef-ace4-edaa54e1f810",
    "917393e3",
)
GEO = Form("a place on earth of RFC 5870", _is_geo, "geo:48.858093,2.294694", "48.858093 2.294694")
OSM = _pattern("an OpenStreetMap id", r"[NWR][0-9]{1,18}(#[0-9]{1,9})?", "W5013364", "5013364")
COUNTRY = _pattern("a country code of two letters", r"(?!(?i:UK))[A-Za-z]{2}", "fr", "France")
HOST = Form("the name of a server", _is_host, "irc.wind.example", "https://irc.wind.example/")
RATIO = _pattern(
    "a ratio", r"0*[1-9][0-9]{0,4}(\.[0-9]{1,4})?( ?/ ?0*[1-9][0-9]{0,4}(\.[0-9]{1,4})?)?", "16/9", "16:9"
)
SOURCE_SET = Form(
    "a list of web addresses, each with its width",
    _is_source_set,
    "https://wind.example/a.jpg 1500w, https://wind.example/b.jpg 600w",
    "a.jpg, b.jpg 600w",
)
CODECS = _pattern(
    "a list of codecs of RFC 6381", r"[A-Za-z0-9.*_+-]+( ?, ?[A-Za-z0-9.*_+-]+)*", "mp4a.40.2", "AAC (LC)"
)
RRULE = Form(
    "a recurrence rule of RFC 5545",
    lambda value: parse_recurrence(value) is not None,
    "FREQ=WEEKLY;BYDAY=TH",
    "every Thursday",
)
