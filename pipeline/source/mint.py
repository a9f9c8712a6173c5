"""Writes a minted guid or date into the producer's file as one inserted line; every other byte stays."""

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import InputError, Problem
from pipeline.source.episode_file import FENCE, split_front
from pipeline.source.front_yaml import parse_written
from pipeline.source.show_file import PODCAST_TOML
from pipeline.source.text_file import parse_text, read_bytes
from pipeline.source.toml_document import parse_toml
from pipeline.source.toml_lines import parse_layout

_PLAIN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d{2}-\d{2}[0-9T:+Z-]*")
"""Guids and dates that YAML takes for texts without quotes."""


def insert_lines(index: Path, values: Mapping[str, str], shown: str | None = None) -> None:
    """Put `guid` or `date` into an episode's front matter, each on a line before the closing `---`.

    Line ends and the byte order mark stay what they are; a key that has this
    value already is left alone. The file is replaced in one step.

    Args:
        index: The `index.md`, or the flat `NNN-slug.md`.
        values: What to write by key, in this order.
        shown: What to call it in messages; `index` unless given.

    Raises:
        InputError: The file has another value there already, is laid out so
            that a line cannot be added, or cannot be written.
    """
    name = shown or index.as_posix()
    data = read_bytes(index, name)
    minted = with_lines(data, values, name)
    if minted != data:
        replace_file(index, minted, name)


def insert_show_guid(folder: Path, guid: str) -> None:
    """Put `guid` into a show's `podcast.toml`, above its first table.

    Raises:
        InputError: There is another guid already, or it cannot be written.
    """
    path = folder / PODCAST_TOML
    data = read_bytes(path, PODCAST_TOML)
    minted = with_show_guid(data, guid)
    if minted != data:
        replace_file(path, minted, PODCAST_TOML)


def with_lines(data: bytes, values: Mapping[str, str], shown: str) -> bytes:
    """An episode's bytes with these lines added.

    Raises:
        InputError: The result would not say just that.
    """
    before = _front_data(data, shown)
    missing = {key: value for key, value in values.items() if before.get(key) != value}
    if not missing:
        return data
    rows = data.split(b"\n")
    closing = next(
        (number for number, row in enumerate(rows) if number and row.rstrip() == FENCE.encode()), 0
    )
    end = b"\r" if rows[0].endswith(b"\r") else b""
    margin = re.match(rb" *", rows[1])[0] if closing > 1 else b""  # type: ignore[index]  # it always matches
    added = [margin + f"{key}: {_spelled(value)}".encode() + end for key, value in missing.items()]
    minted = b"\n".join([*rows[:closing], *added, *rows[closing:]])
    if _front_of(minted, shown) != {**before, **missing}:
        lines = " and ".join(f"{key}: {_spelled(value)}" for key, value in missing.items())
        text = f"{' and '.join(missing)} could not be added to the front matter"
        raise InputError([Problem(shown, 0, text, f"write {lines} into it yourself")])
    return minted


def with_show_guid(data: bytes, guid: str) -> bytes:
    """The bytes of `podcast.toml` with a guid.

    Raises:
        InputError: They are no TOML, or the result would not say just that.
    """
    text = parse_text(data, PODCAST_TOML)
    before = parse_toml(text, PODCAST_TOML).data
    if before.get("guid") == guid:
        return data
    last = text.count("\n", 0, parse_layout(text).top_end) + 1
    rows = data.split(b"\n")
    above, below = rows[:last], rows[last:]
    line = f'guid = "{guid}"'
    end = b"\r" if rows[0].endswith(b"\r") else b""
    joined = [line.encode() + end] if below else [line.encode()]
    above[-1] += b"" if below else end
    minted = b"\n".join([*above, *joined, *below])
    if _toml_of(minted) != {**before, "guid": guid}:
        raise InputError(
            [Problem(PODCAST_TOML, 0, "a guid could not be added", f"add {line} above the first table")]
        )
    return minted


def replace_file(path: Path, data: bytes, shown: str) -> None:
    """Put new bytes in a file's place in one step, with its permissions; a link keeps pointing to it.

    Raises:
        InputError: It cannot be written; the old file is untouched.
    """
    target = path.resolve()
    try:
        handle, name = tempfile.mkstemp(prefix=".airdate-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(target.stat().st_mode & 0o7777)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        fix = "make the file and its folder writable"
        raise InputError([Problem(shown, 0, f"the file cannot be written: {error.strerror}", fix)]) from error
    _sync_directory(target.parent)


def _sync_directory(directory: Path) -> None:
    """Make the new name last through a power cut, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _front_data(data: bytes, shown: str) -> Mapping[str, Any]:
    front, _, _ = split_front(parse_text(data, shown), shown)
    return parse_written(front, shown, first_line=2).data


def _front_of(minted: bytes, shown: str) -> Mapping[str, Any] | None:
    """What the result says; None where it is no front matter any more."""
    try:
        return _front_data(minted, shown)
    except InputError:
        return None


def _toml_of(minted: bytes) -> Mapping[str, Any] | None:
    try:
        return parse_toml(parse_text(minted, PODCAST_TOML), PODCAST_TOML).data
    except InputError:
        return None


def _spelled(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
