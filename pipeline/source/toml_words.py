"""What an error of TOML most likely means to who fills in `podcast.toml`, and what to type instead."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.errors import Problem
from pipeline.source.yaml_words import Words, quoted


@dataclass(frozen=True)
class Mishap:
    """A place where tomllib gave up."""

    said: str
    """Its own words; they only choose the row."""
    source: str
    """The line as it was typed."""

    @property
    def key(self) -> str:
        return self.source.partition("=")[0].strip()

    @property
    def value(self) -> str:
        return self.source.partition("=")[2].strip()

    @property
    def mended(self) -> str:
        """The same line with its value in straight quotes."""
        return f"{self.key} = {quoted(self.value.strip('“”„‘’'))}"


def explain_toml(said: str, text: str, shown: str) -> Problem:
    """A problem for the error that tomllib raised with these words."""
    at = re.search(r" \(at line (\d+), column \d+\)", said)
    line = int(at[1]) if at else text.rstrip().count("\n") + 1
    mishap = Mishap(said.partition(" (at ")[0], text.split("\n")[line - 1].strip())
    words, fix = next(words(mishap) for fits, words in _ROWS if fits(mishap))
    return Problem(shown, line, words, fix)


def _says(*signs: str) -> Callable[[Mishap], bool]:
    return lambda mishap: any(sign in mishap.said for sign in signs)


def _always(words: str, fix: str) -> Callable[[Mishap], Words]:
    return lambda _: (words, fix)


_ROWS: list[tuple[Callable[[Mishap], bool], Callable[[Mishap], Words]]] = [
    (
        lambda m: "Invalid value" in m.said and m.value[:1] in {"“", "”", "„", "‘"},
        lambda m: ("the quotation marks are typographic ones", f"write {m.mended}"),
    ),
    (
        lambda m: "Unclosed array" in m.said or ("Invalid value" in m.said and m.value[:1] == "["),
        _always(
            "a list is opened and never closed, or one of its texts is not in quotes",
            'write it as ["…", "…"]',
        ),
    ),
    (
        lambda m: "Invalid value" in m.said and m.value != "",
        lambda m: (f"the value of '{m.key}' is not in quotes", f"write {m.mended}"),
    ),
    (_says("Invalid value"), lambda m: (f"'{m.key}' has no value", f'write {m.key} = "…"')),
    (
        _says("Cannot overwrite", "Cannot mutate", "Duplicate inline"),
        lambda m: (f"'{m.key}' is given twice", "keep one of the two"),
    ),
    (
        _says("Cannot declare"),
        lambda m: (f"the table {m.source} is given twice", "put its keys under one of the two"),
    ),
    (
        _says("Unescaped '\\'", "Invalid hex value", "Escaped character"),
        _always(
            "a backslash in double quotes has a meaning of its own", "write / in paths, or use single quotes"
        ),
    ),
    (
        _says("Illegal character '\\n'", "Unterminated string", 'Expected "\'"'),
        _always("a quotation mark is opened and never closed", 'close it, or use """ for several lines'),
    ),
    (
        _says("Expected '=' after"),
        _always("this line is neither a key with a value nor a [table]", 'write it as key = "value"'),
    ),
    (
        _says("Expected newline"),
        _always("something stands after the value", "put each key on a line of its own"),
    ),
    (lambda _: True, lambda m: (f"this is not TOML: {m.said}", 'write lines of the form key = "value"')),
]
