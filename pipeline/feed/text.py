"""Text that XML can carry and that apps show as it was meant."""

import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML 1.0 document can hold, not even escaped (XML 1.0 §2.2)."""

_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Explicit directions: left open, they turn round what an app shows after the title."""


def strip_illegal(value: str) -> str:
    r"""Drop what XML cannot carry, and write line ends as parsers give them back.

    >>> strip_illegal("tape\x00 noise\x0b,\r\npart\uffff 2")
    'tape noise,\npart 2'
    """
    return _ILLEGAL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(value: str) -> str:
    r"""One line of plain text: a title, a name.

    >>> clean_line(" Why\n it \u202ehurts ")
    'Why it hurts'
    """
    return " ".join(_DIRECTIONS.sub("", strip_illegal(value)).split())
