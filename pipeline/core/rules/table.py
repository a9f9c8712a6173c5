"""The table's form: a rule is a row, and a row is applied to one subject."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from pipeline.errors import Level, Problem

S = TypeVar("S")

_LOOK_AT = 2000
"""How much of a value is looked at to show its beginning: strangers' feeds hold megabytes."""


class Says(NamedTuple):
    """Who wants it so, where they say it, and when that was last true."""

    who: str
    source: str
    date: str


KeyPath = tuple[str | int, ...]
"""Where a value stands in a file: `("funding", 0, "url")`."""


@dataclass(frozen=True)
class Finding:
    """What a check found; the row that holds the check adds id and level.

    `key` is as the file spells it, with dots below tables and lists
    (`funding.0.url`); `file` and `line` are for what stands in another file,
    relative to the one that was checked.
    """

    key: str
    text: str
    fix: str | None = None
    file: str | None = None
    line: int = 0


@dataclass(frozen=True)
class Rule(Generic[S]):
    """One row: `text` says in a sentence what must be true."""

    id: str
    level: Level
    who: str
    source: str
    date: str
    text: str
    check: Callable[[S], Iterable[Finding]]
    fix: str
    """What to do about it, in a sentence for everybody; a finding says it for the case at hand."""
    wrong: str
    """An example that breaks it."""
    right: str
    """The same example, put right."""


@dataclass(frozen=True)
class Place:
    """The file that was checked, and the line of each of its keys."""

    path: str
    lines: Mapping[str, int]
    elsewhere: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """File and line of keys that stand in another file, which this one includes."""

    def line_of(self, key: str) -> int:
        """The line of a key or of the nearest thing around it.

        A key that is missing is reported on line 1; what is no key, or in a
        file of which no lines are known, on none.

        >>> place = Place("podcast.toml", {"funding": 7})
        >>> place.line_of("funding.0.url"), place.line_of("owner"), place.line_of("")
        (7, 1, 0)
        """
        missing = 1 if key and self.lines else 0
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return self.lines.get(key, missing)

    def spot_of(self, key: str) -> tuple[str, int]:
        """The file and line of a key or of the nearest thing around it.

        >>> place = Place("podcast.toml", {"people": 7}, {"people.anna": ("people.toml", 3)})
        >>> place.spot_of("people.anna.role"), place.spot_of("people.ben")
        (('people.toml', 3), ('podcast.toml', 7))
        """
        near = key
        while near and near not in self.lines and near not in self.elsewhere:
            near = near.rpartition(".")[0]
        return self.elsewhere.get(near) or (self.path, self.line_of(key))

    def beside(self, file: str) -> str:
        """The path of a file in the same folder, as the user would type it.

        >>> Place("episodes/060-tape/index.md", {}).beside("chapters.json")
        'episodes/060-tape/chapters.json'
        """
        return self.path[: self.path.rfind("/") + 1] + file


def check_rules(rules: Iterable[Rule[S]], subject: S, place: Place) -> list[Problem]:
    """Every problem that the rules find, in the order of the table."""
    return [_problem(rule, each, place) for rule in rules for each in rule.check(subject)]


def _problem(rule: Rule[S], found: Finding, place: Place) -> Problem:
    path, line = (place.beside(found.file), found.line) if found.file else place.spot_of(found.key)
    return Problem(path, line, found.text, found.fix, rule.level, rule.id)


def sentence(words: str) -> str:
    """The words of a row as a sentence; a key at its beginning stays as it is spelt.

    >>> sentence("write true or false"), sentence("base_url is missing")
    ('Write true or false.', 'base_url is missing.')
    """
    first = words[0] if re.match(r"[a-z]+_", words) else words[0].upper()
    return first + words[1:] + ("" if words.endswith((".", "?", "…")) else ".")


def one_line(value: object, limit: int = 80) -> str:
    r"""A value as messages show it: on one line, in quotes, not too long.

    >>> one_line("a\nb"), one_line(12)
    ('"a b"', '12')
    """
    if not isinstance(value, str):
        return str(value)
    text = " ".join(value[:_LOOK_AT].split())
    is_whole = len(text) <= limit and len(value) <= _LOOK_AT
    return f'"{text}"' if is_whole else f'"{text[: limit - 1]}…"'
