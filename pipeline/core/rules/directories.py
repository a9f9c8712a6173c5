"""The directories and standards that a feed is judged by, and which of them each source speaks for."""

from collections.abc import Mapping
from enum import StrEnum


class Directory(StrEnum):
    """Whom a feed is checked for; the value is what `check --for` takes."""

    APPLE = "apple"
    SPOTIFY = "spotify"
    AMAZON = "amazon"
    YOUTUBE = "youtube"
    PSP1 = "psp-1"
    PODCASTING20 = "podcasting-2.0"
    RSS = "rss"


TITLES: Mapping[Directory, str] = {
    Directory.APPLE: "Apple",
    Directory.SPOTIFY: "Spotify",
    Directory.AMAZON: "Amazon",
    Directory.YOUTUBE: "YouTube",
    Directory.PSP1: "PSP-1",
    Directory.PODCASTING20: "Podcasting 2.0",
    Directory.RSS: "RSS 2.0",
}
"""As people write them."""

EVERYBODY = frozenset(Directory)

_CONCERNED: Mapping[str, Directory] = {
    **{title: directory for directory, title in TITLES.items()},
    "RSS Advisory Board": Directory.RSS,
    "W3C": Directory.RSS,
}

_OTHERS = frozenset({"AntennaPod", "Podimo", "WCAG"})
"""Who speaks for themselves alone, and is given no verdict of their own."""


def directories_of(who: str) -> frozenset[Directory]:
    """Whose verdict a rule counts for: what nobody in particular asks for concerns everybody.

    >>> sorted(directories_of("Apple, PSP-1")), directories_of("XML") == EVERYBODY
    ([<Directory.APPLE: 'apple'>, <Directory.PSP1: 'psp-1'>], True)
    >>> directories_of("Podimo")
    frozenset()
    """
    if who in _OTHERS:
        return frozenset()
    named = frozenset(_CONCERNED[each] for each in who.split(", ") if each in _CONCERNED)
    return named or EVERYBODY
