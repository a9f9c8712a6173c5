"""What a YAML error most likely means to somebody who writes front matter, and what to type instead."""

import json
from collections.abc import Callable
from dataclasses import dataclass

Words = tuple[str, str]
"""What is wrong, and the fix."""


@dataclass(frozen=True)
class Mishap:
    """A place where the parser gave up."""

    said: str
    """The parser's own words; they only choose the row."""
    source: str
    """The line as it was typed."""
    column: int
    in_quotes: bool

    @property
    def key(self) -> str:
        return self.source.partition(":")[0].strip(" -")

    @property
    def value(self) -> str:
        return self.source.partition(": ")[2].strip()

    @property
    def mended(self) -> str:
        """The same line with its value in quotes."""
        return f"{self.source.partition(':')[0]}: {quoted(self.value)}".strip()

    @property
    def character(self) -> str:
        return self.source[self.column : self.column + 1]


def explain_mishap(mishap: Mishap) -> Words:
    """The first row that fits."""
    return next(words(mishap) for fits, words in _ROWS if fits(mishap))


def quoted(value: str) -> str:
    """A value in double quotes, whatever quotes it came in.

    >>> quoted('Runner: a "story"'), quoted('"Stop" she said'), quoted("'It's'")
    ('"Runner: a \\\\"story\\\\""', '"\\\\"Stop\\\\" she said"', '"It\\'s"')
    """
    enclosed = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return json.dumps(value[1:-1] if enclosed else value, ensure_ascii=False)


_ROWS: list[tuple[Callable[[Mishap], bool], Callable[[Mishap], Words]]] = [
    (
        lambda m: "unknown escape" in m.said,
        lambda _: (
            "a backslash in double quotes has a meaning of its own",
            "write two of them, or use single quotes",
        ),
    ),
    (
        lambda m: m.in_quotes,
        lambda _: ("a quotation mark is opened here and never closed", "close it on the same line"),
    ),
    (
        lambda m: "mapping values" in m.said and m.value.rstrip(":") != "" and m.column > len(m.key) + 1,
        lambda m: (f"the value of '{m.key}' holds a colon", f"put it in quotes: {m.mended}"),
    ),
    (
        lambda m: "mapping values" in m.said,
        lambda _: ("this line does not go with the one above", "begin it at the left edge, as key: value"),
    ),
    (
        lambda m: m.character == "\t",
        lambda _: ("the line is indented with a tab", "indent it with blanks"),
    ),
    (
        lambda m: (
            any(word in m.said for word in ("cannot start any token", "alias", "anchor")) and bool(m.value)
        ),
        lambda m: (f"a value cannot begin with {m.value[0]}", f"put it in quotes: {m.mended}"),
    ),
    (
        lambda m: "<block end>" in m.said and m.value[:1] in {'"', "'"},
        lambda m: ("text goes on after the closing quotation mark", f"put all of it in quotes: {m.mended}"),
    ),
    (
        lambda m: "expected ',' or" in m.said,
        lambda _: ("a bracket is opened and never closed", "close it with ] or }"),
    ),
    (
        lambda _: True,
        lambda m: (f"this is not YAML: {m.said}", "write lines of the form key: value"),
    ),
]
