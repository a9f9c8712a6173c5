"""Front matter as YAML 1.2: ryaml reads it, ruamel.yaml explains it. The only module that imports the two."""

import re
from collections.abc import Container, Iterator
from itertools import accumulate
from typing import Any

import ryaml

from pipeline.errors import InputError, Problem
from pipeline.source.text_file import forbidden_character, forbidden_text
from pipeline.source.wording import Document, KeyPath
from pipeline.source.yaml_words import Mishap, explain_mishap

MAX_CHARACTERS = 200_000
"""Of front matter alone; the parser that explains errors needs a second for so much."""
MAX_VALUES = 20_000
"""With every alias spelled out: what repeats itself without end is refused."""
MOST_DEPTH = 100
"""Of values in one another: nobody types more than a few, and each level costs more than the last."""

_ANCHOR, _ALIAS = (
    re.compile(rf"(?:^|[\s,\[{{:?-]){mark}[^\s,\[\]{{}}]", re.MULTILINE) for mark in (r"&", r"\*")
)
"""Where a value may be given a name, and where a name may stand for one: the quick parser copies the whole
of it each time, which fills any memory from a few thousand characters."""

_NULLS = {"", "~", "null", "Null", "NULL"}
_FLAGS = {
    word: meant for meant in (True, False) for word in (f"{meant}", f"{meant}".lower(), f"{meant}".upper())
}
_LINES = "write lines such as title: Why your Achilles hurts"
_PREFIX = "tag:yaml.org,2002:"
_TYPES = {"str", "int", "float", "bool", "null", "seq", "map", "timestamp", "merge", "value"}
_SUSPICIOUS = re.compile(
    r"\b(?:episode|season|part|of|duration)[\"']?\s*:\s*(?:true|false|0[xo])|[-:,\[{]\s*!|\\", re.IGNORECASE
)
"""Where the quick parser would make of a value what nobody meant: `true` or 0x10 pass for a number,
a type's tag is dropped, a control character is unescaped."""


def parse_quickly(text: str) -> dict[str, Any] | None:
    """The values of plain front matter; None where only `parse_written` can tell what was meant."""
    if len(text) > MAX_CHARACTERS or _SUSPICIOUS.search(text) or _bracket_depth(text) > MOST_DEPTH:
        return None
    if _repeats_itself(text):
        return None
    try:
        data = ryaml.loads(text)  # type: ignore[attr-defined]  # its stub hides it
    except ValueError:
        return None
    return data if isinstance(data, dict) else None


def parse_foreign(text: str) -> dict[str, Any] | None:
    """The values of YAML that other programs read; None where it cannot be read, or is no mapping."""
    if len(text) > MAX_CHARACTERS or _bracket_depth(text) > MOST_DEPTH:
        return None
    try:
        if _repeats_itself(text):
            return dict(parse_written(text, "", 1).data)
        data = ryaml.loads(text)  # type: ignore[attr-defined]
    except (ValueError, InputError):
        return None
    return data if isinstance(data, dict) else None


def parse_written(text: str, shown: str, first_line: int, flags: Container[str] = ()) -> Document:
    """Every scalar as the text that was typed, with the line of every key.

    `title: 2024`, `title: No` and `episode: 010` stay what they are on the
    page; the schema makes numbers of them where it wants numbers.

    Args:
        text: What stands between the `---` lines.
        shown: What to call the file in messages.
        first_line: The line of the file that the text begins on.
        flags: Keys, wherever they stand, that are true or false where these
            stand without quotes.

    Raises:
        InputError: It is not YAML, or holds keys twice, YAML's own type
            tags, control characters, or more than anybody would type.
    """
    reader = _Reader(text, shown, first_line, flags)
    data = reader.read()
    if reader.problems:
        raise InputError(reader.problems)
    return Document(shown, data, reader.lines, ": ")


class _Reader:
    """Turns ruamel's nodes into plain values, and collects what it meets."""

    def __init__(self, text: str, shown: str, first_line: int, flags: Container[str]) -> None:
        self.text = text
        self.shown = shown
        self.first_line = first_line
        self.flags = flags
        self.lines: dict[KeyPath, int] = {(): max(first_line - 1, 1)}
        self.problems: list[Problem] = []
        self.values = 0
        self.open: set[int] = set()
        """Nodes around the one that is being read: an alias of one of them never ends."""

    def read(self) -> dict[str, Any]:
        if len(self.text) > MAX_CHARACTERS:
            self._refuse(0, f"the front matter has {len(self.text):,} characters", "move text into the notes")
        if _bracket_depth(self.text) > MOST_DEPTH:
            self._refuse(0, "brackets are nested too deeply", "write it out")
        node = self._composed()
        if node is None:
            return {}
        if node.id != "mapping":
            self._refuse(0, "the front matter has no keys", f"{_LINES}, with a blank after the colon")
        data: dict[str, Any] = self._value(node, ())
        return data

    def _composed(self) -> Any:
        from ruamel.yaml import YAML  # slow to load, and only errors need it
        from ruamel.yaml.error import MarkedYAMLError, YAMLError
        from ruamel.yaml.reader import ReaderError

        try:
            return YAML(typ="safe", pure=True).compose(self.text)
        except MarkedYAMLError as error:
            raise InputError([self._explained(error)]) from error
        except ReaderError as error:
            line = self.text.count("\n", 0, error.position)
            self._refuse(line, forbidden_text(chr(error.character)), "take it out of the value", error)
        except RecursionError as error:
            self._refuse(0, "brackets are nested too deeply", "write it out", error)
        except (YAMLError, ValueError) as error:
            self._refuse(
                0,
                "the front matter is not YAML that can be read",
                _LINES,
                error,
            )

    def _refuse(self, line: int, text: str, fix: str | None, cause: Exception | None = None) -> Any:
        raise InputError([Problem(self.shown, self.first_line + line, text, fix)]) from cause

    def _value(self, node: Any, path: KeyPath) -> Any:
        self.values += 1
        if self.values > MAX_VALUES:
            self._refuse(node.start_mark.line, "the front matter repeats itself without end", "write it out")
        if len(path) > MOST_DEPTH:
            self._refuse(node.start_mark.line, "values are nested too deeply", "write it out")
        if (tag := str(node.tag or _PREFIX + "str")).removeprefix(_PREFIX) not in _TYPES:
            self._note(
                node,
                f"{_name(path)} begins with {tag.replace(_PREFIX, '!!')}, which YAML takes for a type",
                "put the value in quotes",
            )
            return ""
        if node.id == "scalar":
            return self._scalar(node, path)
        if id(node) in self.open:
            self._refuse(node.start_mark.line, f"{_name(path)} holds itself", "write it out")
        self.open.add(id(node))
        value = self._held(node, path)
        self.open.remove(id(node))
        return value

    def _held(self, node: Any, path: KeyPath) -> Any:
        """What is inside of a mapping or sequence."""
        if node.id == "mapping":
            return {key: self._value(value, (*path, key)) for key, value in self._pairs(node, path)}
        return [self._item(item, (*path, number)) for number, item in enumerate(node.value)]

    def _item(self, node: Any, path: KeyPath) -> Any:
        self.lines[path] = self.first_line + node.start_mark.line
        return self._value(node, path)

    def _pairs(self, node: Any, path: KeyPath) -> Iterator[tuple[str, Any]]:
        seen: dict[str, int] = {}
        for key_node, value in node.value:
            key = key_node.value if isinstance(key_node.value, str) else "?"
            line = self.first_line + key_node.start_mark.line
            if key in seen:
                text = f"{_name((*path, key))} is given twice, first in line {seen[key]}"
                self._note(key_node, text, "keep one of the two")
                continue
            seen[key] = self.lines[(*path, key)] = line
            yield key, value

    def _scalar(self, node: Any, path: KeyPath) -> str | bool | None:
        if node.style is None and node.value in _NULLS:
            return None
        if node.style is None and path and path[-1] in self.flags and node.value in _FLAGS:
            return _FLAGS[node.value]
        if character := forbidden_character(node.value):
            self._note(node, f"{_name(path)}: {forbidden_text(character)}", "take it out of the value")
        return str(node.value)

    def _note(self, node: Any, text: str, fix: str | None) -> None:
        self.problems.append(Problem(self.shown, self.first_line + node.start_mark.line, text, fix))

    def _explained(self, error: Any) -> Problem:
        in_quotes = "quoted scalar" in (error.context or "") and error.context_mark
        mark = error.context_mark if in_quotes else error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        rows = self.text.split("\n")
        source = rows[line] if line < len(rows) else ""
        text, fix = explain_mishap(Mishap(error.problem or "", source, column, bool(in_quotes)))
        return Problem(self.shown, self.first_line + line, text, fix)


def _repeats_itself(text: str) -> bool:
    """Whether a value may stand for another; words such as *these* make no anchor."""
    return bool(_ANCHOR.search(text) and _ALIAS.search(text))


def _bracket_depth(text: str) -> int:
    """How many brackets are open at once, at most, even where quotes make words of them."""
    depth = accumulate(1 if bracket in "[{" else -1 for bracket in re.findall(r"[][{}]", text))
    return max(depth, default=0)


def _name(path: KeyPath) -> str:
    return "'" + ".".join(part for part in path if isinstance(part, str)) + "'"
