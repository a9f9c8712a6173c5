"""Recurrence rules of RFC 5545, section 3.3.10, as far as podcasts need them."""

import re
from collections.abc import Mapping

_LONGEST = 500
_FREQUENCIES = "SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY"
_DAY = "MO|TU|WE|TH|FR|SA|SU"
_NUMBERS = r"[+-]?[0-9]{1,3}(?:,[+-]?[0-9]{1,3})*"

_PARTS = {
    "FREQ": _FREQUENCIES,
    "INTERVAL": "[1-9][0-9]{0,5}",
    "COUNT": "[1-9][0-9]{0,5}",
    "UNTIL": r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}(?:T[0-9]{2}:?[0-9]{2}:?[0-9]{2}(?:\.[0-9]{1,9})?Z?)?",
    "BYDAY": rf"[+-]?[0-9]{{0,2}}(?:{_DAY})(?:,[+-]?[0-9]{{0,2}}(?:{_DAY}))*",
    "WKST": _DAY,
    **{
        f"BY{each}": _NUMBERS
        for each in ("SECOND", "MINUTE", "HOUR", "MONTHDAY", "YEARDAY", "WEEKNO", "MONTH", "SETPOS")
    },
}
_FORMS = {name: re.compile(pattern) for name, pattern in _PARTS.items()}


def parse_recurrence(text: str) -> Mapping[str, str] | None:
    """The parts of a rule; None where it is none.

    Dates may have hyphens and colons, as the namespace's own examples have.

    >>> parse_recurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")["BYDAY"]
    'MO'
    >>> parse_recurrence("BYDAY=MO"), parse_recurrence("FREQ=WEEKLY;COUNT=0"), parse_recurrence("weekly")
    (None, None, None)
    """
    parts = [each.partition("=") for each in text[:_LONGEST].upper().split(";")]
    rule = {name: value for name, _, value in parts}
    formed = all(name in _FORMS and _FORMS[name].fullmatch(value) for name, _, value in parts)
    once = len(rule) == len(parts) and len(text) <= _LONGEST
    return rule if formed and once and "FREQ" in rule and not {"COUNT", "UNTIL"} <= rule.keys() else None
