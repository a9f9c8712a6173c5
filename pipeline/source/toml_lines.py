"""Finds the line of each key in TOML that tomllib has accepted; tomllib itself keeps none."""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.source.wording import KeyPath

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_KEY_PART = re.compile(r"[ \t]*(?:([A-Za-z0-9_-]+)|(\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'))[ \t]*")
_STRING = re.compile(r"\"\"\"(?:[^\\]|\\.)*?\"{3,5}|'''.*?'{3,5}|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'", re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\n]+")


@dataclass(frozen=True)
class Layout:
    """Where things stand in a TOML file."""

    lines: dict[KeyPath, int]
    top_end: int
    """The offset just after the last statement above the first table; 0 where there is none."""


def parse_layout(text: str) -> Layout:
    """Locate every key.

    Args:
        text: TOML that tomllib accepts, with `\\n` line ends.

    >>> parse_layout('a = 1\\n[b]\\n"c d".e = {f = 2}\\n[[g]]\\nh = [3,\\n{i = 4}]\\n').lines
    {('a',): 1, ('b',): 2, ('b', 'c d'): 3, ('b', 'c d', 'e'): 3, ('b', 'c d', 'e', 'f'): 3, ('g',): 4, \
('g', 0): 4, ('g', 0, 'h'): 5, ('g', 0, 'h', 0): 5, ('g', 0, 'h', 1): 6, ('g', 0, 'h', 1, 'i'): 6}
    """
    scanner = _Scanner(text)
    scanner.scan()
    return Layout(scanner.lines, scanner.top_end)


class _Scanner:
    """One pass over the text; it trusts that the text is TOML."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.breaks = [match.start() for match in re.finditer("\n", text)]
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self.top_end = 0
        self.counts: dict[KeyPath, int] = {}

    def scan(self) -> None:
        table: KeyPath = ()
        while self._skip_blank():
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._assignment(table)
                self.top_end = self.at if not table else self.top_end

    def _skip_blank(self) -> bool:
        found = _BLANK.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return self.at < len(self.text)

    def _header(self) -> KeyPath:
        of_array = self.text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if of_array else 1
        path = self._resolved(list(self._key()), start)
        if of_array:
            self.counts[path] = self.counts.get(path, -1) + 1
            path = (*path, self.counts[path])
        self._note(path, start)
        end = self.text.find("\n", self.at)
        self.at = end if end >= 0 else len(self.text)
        return path

    def _resolved(self, names: list[str], start: int) -> KeyPath:
        """A header's path, with the position in each array of tables that it passes through."""
        path: KeyPath = ()
        for number, name in enumerate(names):
            path = (*path, name)
            self._note(path, start)
            if number < len(names) - 1 and path in self.counts:
                path = (*path, self.counts[path])
        return path

    def _key(self) -> Iterator[str]:
        while part := _KEY_PART.match(self.text, self.at):
            self.at = part.end()
            yield part[1] or _unquoted(part[2])
            if not self.text.startswith(".", self.at):
                return
            self.at += 1

    def _assignment(self, above: KeyPath) -> None:
        start, path = self.at, above
        for name in self._key():
            path = (*path, name)
            self._note(path, start)
        self.at = self.text.index("=", self.at) + 1
        self._value(path)

    def _value(self, path: KeyPath) -> None:
        self._skip_blank()
        if self.text[self.at] == "[":
            self._array(path)
        elif self.text[self.at] == "{":
            self._inline_table(path)
        else:
            found = _STRING.match(self.text, self.at) or _SCALAR.match(self.text, self.at)
            self.at = found.end() if found else len(self.text)

    def _array(self, path: KeyPath) -> None:
        self.at += 1
        number = 0
        while self._skip_blank() and self.text[self.at] != "]":
            if self.text[self.at] == ",":
                self.at += 1
                continue
            self._note((*path, number), self.at)
            self._value((*path, number))
            number += 1
        self.at += 1

    def _inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while self._skip_blank() and self.text[self.at] != "}":
            if self.text[self.at] == ",":
                self.at += 1
            else:
                self._assignment(path)
        self.at += 1

    def _note(self, path: KeyPath, offset: int) -> None:
        self.lines.setdefault(path, bisect_left(self.breaks, offset) + 1)


def _unquoted(key: str) -> str:
    return str(tomllib.loads(f"key = {key}")["key"])
