"""Reads the files that `podcast.toml` includes, and joins them with it as if all stood in one file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import create_model

from pipeline.core.location import PodcastToml
from pipeline.core.values import Frozen
from pipeline.errors import InputError, Problem
from pipeline.source.known_words import suggest_key
from pipeline.source.side_files import PathError, Place, look_up, missing_file_problem, read_place
from pipeline.source.text_file import read_text
from pipeline.source.toml_document import parse_toml
from pipeline.source.wording import Document, KeyPath, parse_as

INCLUDE = "include"
TABLES = ("people", "sponsors", "calls_to_action", "reviews")
"""What an included file may hold by id: each id once in all files."""
LISTS = ("listen", "funding")
"""What it may hold as lists: joined, `podcast.toml` first, then each file in order."""

Spot = tuple[str, int]
"""A file as messages call it, and a line of it."""


@dataclass(frozen=True)
class Included:
    """The files that `podcast.toml` includes, as far as they could be read."""

    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_whole: bool = True
    """Whether every file is there: else an id that seems unknown may stand in the missing one."""


@dataclass(frozen=True)
class Joined:
    """`podcast.toml` and the files that it includes, as one."""

    data: dict[str, Any]
    elsewhere: dict[KeyPath, Spot] = field(default_factory=dict)
    """Where each key stands that `podcast.toml` does not have; positions are those in the joined lists."""
    problems: tuple[Problem, ...] = ()


def read_included(folder: Path, main: Document) -> Included:
    """Read what `include` names; what is wrong with its own form is left to the schema."""
    named = main.data.get(INCLUDE, [])
    if not named or not isinstance(named, list):
        return Included(is_whole=named == [])
    root = folder.resolve()
    place, seen = read_place(root, root), [root / main.shown]
    documents: list[Document] = []
    problems: list[Problem] = []
    for number, name in enumerate(named):
        if isinstance(name, str) and name.strip():
            try:
                path = _find(place, name.strip(), (main.shown, main.line((INCLUDE, number))), seen)
                seen.append(path)
                shown = path.relative_to(root).as_posix()
                documents.append(parse_toml(read_text(path, shown), shown))
            except InputError as error:
                problems += error.problems
    return Included(tuple(documents), tuple(problems), len(documents) == len(named))


def join(main: Document, included: Sequence[Document]) -> Joined:
    """Put included files behind `podcast.toml`, one after the other.

    Every problem of the included files is found here; those of `podcast.toml`
    itself are not looked for.
    """
    joined = Joined(dict(main.data))
    for document in included:
        joined = _with(joined, main, document)
    return joined


def _with(joined: Joined, main: Document, document: Document) -> Joined:
    problems = (*_check_keys(document), *_check_values(document), *_check_twice(joined, main, document))
    moved = {_moved(path, joined.data): (document.shown, line) for path, line in document.lines.items()}
    new = {path: spot for path, spot in moved.items() if path not in main.lines}
    added = {key: {**_table(joined.data, key), **_table(document.data, key)} for key in TABLES}
    longer = {key: [*_list(joined.data, key), *_list(document.data, key)] for key in LISTS}
    here = {key: value for key, value in (added | longer).items() if key in document.data}
    return Joined(joined.data | here, new | joined.elsewhere, (*joined.problems, *problems))


def _find(place: Place, name: str, at: Spot, seen: Sequence[Path]) -> Path:
    """The path of an included file that is there and that was not read before."""
    shown, line = at
    try:
        side = look_up(place, name, INCLUDE, line)
    except PathError as error:
        raise InputError([Problem(shown, line, f"'{INCLUDE}': {error}", error.fix)]) from error
    if side.state != "present":
        raise InputError([missing_file_problem(shown, side)])
    if any(side.path.samefile(each) for each in seen):
        text = f"'{INCLUDE}' names {name}, which is read already"
        raise InputError([Problem(shown, line, text, "take it out of the list")])
    return side.path


def _check_keys(document: Document) -> Iterator[Problem]:
    for key, value in document.data.items():
        if key not in (*TABLES, *LISTS):
            text, fix = _words_on(key, value, document.shown)
            yield Problem(document.shown, document.line((key,)), text, fix)


def _words_on(key: str, value: object, shown: str) -> tuple[str, str]:
    """What to say of a key that an included file may not hold."""
    if key == INCLUDE:
        return "an included file cannot include others", f"move '{INCLUDE}' to podcast.toml"
    if key in PodcastToml.model_fields:
        return f"'{key}' cannot stand in an included file", "move it to podcast.toml"
    meant, table = suggest_key(key, PodcastToml), Path(shown).stem
    if meant in (*TABLES, *LISTS):
        fix = f"write '{meant}'"
    elif isinstance(value, dict) and table in TABLES:
        fix = f"write [{table}.{key}]"
    elif meant:
        fix = f"write '{meant}', and move it to podcast.toml"
    else:
        fix = f"remove it; an included file holds {', '.join((*TABLES, *LISTS))}"
    return f"'{key}' is not a known key", fix


def _check_values(document: Document) -> Sequence[Problem]:
    known = {key: value for key, value in document.data.items() if key in (*TABLES, *LISTS)}
    try:
        parse_as(_schema(), replace(document, data=known))
    except InputError as error:
        return error.problems
    return ()


@cache
def _schema() -> type[Frozen]:
    """The part of `podcast.toml`'s schema that an included file may hold."""
    fields = PodcastToml.model_fields
    wanted: dict[str, Any] = {key: (fields[key].annotation, fields[key]) for key in (*TABLES, *LISTS)}
    return create_model("Included", __base__=Frozen, **wanted)


def _check_twice(joined: Joined, main: Document, document: Document) -> Iterator[Problem]:
    for key in TABLES:
        for each in _table(document.data, key):
            if each in _table(joined.data, key):
                path = (key, each)
                file, line = joined.elsewhere.get(path) or (main.shown, main.line(path))
                text = f"'{key}.{each}' is given twice: here and in {file}:{line}"
                yield Problem(document.shown, document.line(path), text, "keep one of the two")


def _moved(path: KeyPath, before: Mapping[str, Any]) -> KeyPath:
    """The path of an included file's key in the whole: items of lists come behind those before."""
    if len(path) > 1 and path[0] in LISTS and isinstance(path[1], int):
        return (path[0], path[1] + len(_list(before, path[0])), *path[2:])
    return path


def _table(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _list(data: Mapping[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []
