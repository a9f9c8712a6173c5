"""The words of a text as the search knows them: case, accents and spelling variants do not count.

`theme/search.js` does the same to what people type; a test in the browser
holds the two together.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import normalize

_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ς": "σ",
    }
)
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
"""Of Latin, Greek and Cyrillic, and the points of Hebrew and Arabic, which most people leave out."""

_MARKS = (
    "\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
    "\u102b-\u103e\u17b4-\u17d3"
)
"""Signs of Indian and south-east Asian scripts that stand within words and are no letters."""
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")

_WIDE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Scripts that put no blanks between words: Han, kana, Thai, Lao, Burmese, Khmer."""
_RUN = re.compile(rf"[{_WIDE}]+|[^{_WIDE}]+")
_IS_WIDE = re.compile(rf"[{_WIDE}]")

_DIGITS = frozenset("0123456789")
"""A number tells more than a letter: parts and episodes have them."""

LONGEST = 40
"""Characters of a word that are kept: what is longer is no word that somebody types."""


def parse_words(text: str) -> Iterator[str]:
    """The words of a text, in order, each mostly once.

    Scripts without blanks are taken in pairs of characters. A letter alone is none; a figure is.

    >>> list(parse_words("Füße & l’Été: ŁÓDŹ, 5K-Läufe"))
    ['fusse', 'ete', 'lodz', '5k', 'laufe']
    >>> list(parse_words("Part 2 of plan B"))
    ['part', '2', 'of', 'plan']
    >>> list(parse_words("足底筋膜 foot"))
    ['足底', '底筋', '筋膜', 'foot']
    """
    for word in dict.fromkeys(_WORD.findall(fold(text))):
        runs = [word] if word.isascii() else [part for run in _RUN.findall(word) for part in _pairs(run)]
        yield from (run[:LONGEST] for run in runs if len(run) > 1 or run in _DIGITS or run >= "\u0900")


def fold(text: str) -> str:
    """Text with everything the same that searching takes for the same.

    >>> fold("Ångström ΟΔΟΣ Straße")
    'angstrom οδοσ strasse'
    """
    if text.isascii():
        return text.lower()
    spread = normalize("NFKD", text).lower().translate(_LETTERS)
    return normalize("NFC", _ACCENTS.sub("", spread))


def _pairs(run: str) -> Iterator[str]:
    if not _IS_WIDE.match(run) or len(run) == 1:
        yield run
    else:
        yield from map("".join, pairwise(run))
