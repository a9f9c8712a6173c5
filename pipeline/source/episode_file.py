"""Reads one `index.md`: typed front matter and notes, with the line of every key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from pipeline.core.front_matter import FrontMatter
from pipeline.errors import InputError, Problem
from pipeline.source.front_yaml import parse_quickly, parse_written
from pipeline.source.hashes import canonical_hash, said_by
from pipeline.source.text_file import read_text
from pipeline.source.wording import parse_as

FENCE = "---"
FLAGS = frozenset({"ai_content", "block", "default", "draft", "explicit", "fee"})
"""Keys of the front matter, also of groups in it, that are true or false."""

_TOP_KEY = re.compile(r"([A-Za-z_][\w-]*|\"[^\"]*\"|'[^']*')\s*:(?:\s|$)")
_GUID = re.compile(r"^guid\s*:\s*(?:\"([^\"]+)\"|'([^']+)'|([^\s#][^\n]*?))\s*(?:#.*)?$", re.MULTILINE)


@dataclass(frozen=True)
class EpisodeFile:
    """An episode as it is written."""

    front: FrontMatter
    notes: str
    """With `\\n` line ends, as it stands below the closing `---`."""
    lines: Mapping[str, int]
    """The line of each top-level key of the front matter."""
    notes_line: int
    """The line of the file that the notes begin on."""
    front_text: str
    """What stands between the `---` lines; it begins on line 2."""
    text_sha256: str
    """See `text_hash`."""

    def line_of(self, key: str, value: str | None = None) -> int:
        """The line of a top-level key or, inside of what it holds, the first one with this value."""
        first = self.lines.get(key, 1)
        if value is None or key not in self.lines:
            return first
        after = min((line for line in self.lines.values() if line > first), default=self.notes_line)
        rows = self.front_text.split("\n")
        return next((line for line in range(first, after) if value in rows[line - 2 : line - 1][0]), first)


def read_episode(path: Path, shown: str | None = None) -> EpisodeFile:
    """Read an episode's front matter and notes.

    Args:
        path: The `index.md`, or the flat `NNN-slug.md`.
        shown: What to call it in messages; `path` unless given.

    Raises:
        InputError: Everything that is wrong with it, each with its line.
    """
    name = shown or path.as_posix()
    return parse_episode(read_text(path, name), name)


def parse_episode(text: str, shown: str) -> EpisodeFile:
    """The same from text that was read already (`pipeline.source.text_file`).

    Raises:
        InputError: Everything that is wrong with it, each with its line.
    """
    front_text, notes, notes_line = split_front(text, shown)
    front = _quick_front(front_text) or parse_as(
        FrontMatter, parse_written(front_text, shown, first_line=2, flags=FLAGS)
    )
    lines = dict(_top_lines(front_text))
    return EpisodeFile(front, notes, lines, notes_line, front_text, text_hash(front, notes))


def split_front(text: str, shown: str) -> tuple[str, str, int]:
    """Front matter, notes, and the line that the notes begin on.

    Raises:
        InputError: There is no front matter, or it does not end.
    """
    lines = text.split("\n")
    if lines[0].rstrip(" \t") != FENCE:
        raise InputError([_no_front(lines[0], shown)])
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip(" \t") == FENCE:
            return "\n".join(lines[1:number]) + "\n", "\n".join(lines[number + 1 :]), number + 2
    text = "the front matter that begins here does not end"
    raise InputError([Problem(shown, 1, text, f"put a line {FENCE} between the front matter and the notes")])


def text_hash(front: FrontMatter, notes: str) -> str:
    """The SHA-256 of an episode's words.

    The same for any order of keys, quoting, line ends, byte order mark and
    blank lines at the end. Left out are `guid` and `draft`: minting the one
    and clearing the other is no edit.
    """
    settled = notes.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip()
    return canonical_hash({"front": said_by(front, without={"guid", "draft"}), "notes": settled})


def find_guid(text: str) -> str | None:
    """The guid of an episode whose front matter may be broken, if it can still be made out.

    >>> find_guid("---\\ntitle: [\\nguid: 6f1e-a  # minted\\n---\\n")
    '6f1e-a'
    """
    found = _GUID.search(text.split(f"\n{FENCE}", 1)[0])
    return next((group for group in found.groups() if group), None) if found else None


def _quick_front(front_text: str) -> FrontMatter | None:
    """The front matter, where nothing needs to be explained or read as it was typed."""
    data = parse_quickly(front_text)
    try:
        return None if data is None else FrontMatter.model_validate(data)
    except ValidationError:
        return None


def _top_lines(front_text: str) -> list[tuple[str, int]]:
    """Top-level keys with their lines in the file; anything deeper is indented."""
    rows = enumerate(front_text.split("\n"), 2)
    return [(match[1].strip("\"'"), line) for line, row in rows if (match := _TOP_KEY.match(row))]


def _no_front(first: str, shown: str) -> Problem:
    if first.strip() == "+++":
        fix = f"write it as YAML between {FENCE} lines"
        return Problem(shown, 1, "the front matter is TOML", fix)
    text = "the file does not begin with front matter"
    return Problem(shown, 1, text, f"begin it with a line {FENCE}, then title: and audio:, then {FENCE}")
