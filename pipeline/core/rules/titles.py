"""Titles of episodes: what apps add themselves and a title need not repeat."""

import re

_LOOK_AT = 300
"""Longer titles are a problem of their own."""

_NUMBERED = re.compile(
    r"s(?:eason)?\s*\d+\W*e(?:p(?:isode)?\.?)?\s*\d+\b|(?:s(?:eason)?\s*\d+\W*)?(?:ep(?:isode)?\.?\s*#?\d+\b|e\d+(?=\s*[:|–—-]|\s*$))|#\d+\b|\d{1,4}(?:[:.)|]\s|\s[–—-]\s)",
    re.IGNORECASE,
)
_KIND = re.compile(r"\b(trailer|teaser|bonus)\b", re.IGNORECASE)
_JOINT = r"(?:\s+[–—-]\s+|\s*[:|]\s+)"
_SEPARATORS = " :|–—-"


def without_number(title: str) -> str | None:
    """What follows the number that a title begins with, empty if nothing does; None where there is no number.

    >>> without_number("S2E12: Tendons"), without_number("Episode 12"), without_number("12 tendons")
    ('Tendons', '', None)
    >>> without_number("S02E03 Tendons"), without_number("S3 buckets"), without_number("E10 petrol")
    ('Tendons', None, None)
    """
    title = title[:_LOOK_AT].strip()
    found = _NUMBERED.match(title)
    return title[found.end() :].strip(_SEPARATORS) if found else None


def without_show(title: str, show: str) -> str | None:
    """A title without the show's name that it begins or ends with; None where it does not.

    >>> without_show("Second Wind: Tendons", "Second Wind"), without_show("Second Winds", "Second Wind")
    ('Tendons', None)
    """
    name = re.escape(" ".join(show[:_LOOK_AT].split()))
    if not name:
        return None
    title = " ".join(title[:_LOOK_AT].split())
    found = re.fullmatch(rf"{name}{_JOINT}(.+)|(.+?){_JOINT}{name}", title, re.IGNORECASE)
    return (found[1] or found[2]) if found else None


def kind_in(title: str) -> str | None:
    """The episode type that a title speaks of: trailer or bonus.

    >>> kind_in("Teaser for season 2"), kind_in("Bonus: outtakes"), kind_in("Tendons")
    ('trailer', 'bonus', None)
    """
    found = _KIND.search(title[:_LOOK_AT])
    if found is None:
        return None
    return "bonus" if found[1].lower() == "bonus" else "trailer"
