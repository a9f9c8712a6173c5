"""Reads the fixed words of feed and pages, in the show's language: one file for each."""

import json
from functools import cache
from importlib.resources import files

from pipeline.core.words import Words
from pipeline.site.stand_ins import StandInWords

__all__ = ["Words", "read_words"]

FALLBACK = "en"


@cache
def read_words(language: str) -> Words:
    """The words of a language, or English where nobody has written them yet.

    Args:
        language: A code as shows have it: de, pt-BR. The region makes no difference.

    >>> words = read_words("en-GB")
    >>> words.duration(45), words.duration(1475), words.duration(3725), words.duration(None)
    ('45 s', '25 min', '1 h 2 min', '')
    >>> [words.size(size) for size in (900, 48_200, 2_881_234, 71_000_000, 2_100_000_000)]
    ['1 kB', '48 kB', '2.9 MB', '71 MB', '2.1 GB']
    """
    folder = files("pipeline.site") / "languages"
    code = language.split("-", maxsplit=1)[0].lower()
    path = folder / f"{code}.json"
    if path.is_file():
        return Words(code, json.loads(path.read_text(encoding="utf-8")))
    english = json.loads((folder / f"{FALLBACK}.json").read_text(encoding="utf-8"))
    return StandInWords(FALLBACK, english, is_own=False)
