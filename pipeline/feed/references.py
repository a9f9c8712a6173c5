"""Mending references: a bare &, what only HTML knows, and characters that XML cannot hold."""

import re
from collections.abc import Callable
from html.entities import html5

from pipeline.core.feed_document import FlawKind

Tell = Callable[[FlawKind, int, str], None]
"""Takes a flaw's kind, its place in the text, and its value."""

_REFERENCE = re.compile(
    r"&(?:#([0-9]{1,12})|#[xX]([0-9A-Fa-f]{1,10})|([A-Za-z][A-Za-z0-9]{0,31}));|&", re.ASCII
)
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", '"': "&quot;", "'": "&apos;"})


def mend_references(text: str, tell: Tell) -> str:
    """The text with references that every XML parser takes.

    >>> mend_references("R&amp;B & &eacute;&foo;&#11;", lambda kind, at, value: None)
    'R&amp;B &amp; é&amp;foo;'
    """
    return _REFERENCE.sub(lambda found: _mended(found, tell), text) if "&" in text else text


def _mended(found: re.Match[str], tell: Tell) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return found[0] if name in _OF_XML else _known_entity(found, tell)
    if decimal:
        return _good_character(found, int(decimal), tell)
    if hexadecimal:
        return _good_character(found, int(hexadecimal, 16), tell)
    tell(FlawKind.AMPERSAND, found.start(), found[0])
    return "&amp;"


def _known_entity(found: re.Match[str], tell: Tell) -> str:
    """What HTML means by it; one that nobody knows is shown as it stands."""
    tell(FlawKind.ENTITY, found.start(), found[0])
    return html5.get(found[0][1:], found[0]).translate(_ESCAPES)


def _good_character(found: re.Match[str], code: int, tell: Tell) -> str:
    if not _is_character(code):
        tell(FlawKind.CHARACTER, found.start(), found[0])
        return ""
    if found[0][2] == "X":
        tell(FlawKind.ENTITY, found.start(), found[0])
        return f"&#{code};"
    return found[0]


def _is_character(code: int) -> bool:
    """Whether XML 1.0 can hold a character, section 2.2."""
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
