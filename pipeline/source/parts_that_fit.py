"""What the schema of `podcast.toml` cannot say: tables that are right by themselves, and do not fit here."""

from collections.abc import Iterator
from typing import Any

from pipeline.errors import Problem
from pipeline.source.wording import Document, KeyPath, show_value


def check_parts(document: Document) -> Iterator[Problem]:
    """Streams that cannot be told apart or have no address, and payments that only an episode can have."""
    yield from _check_streams(document)
    yield from _check_time_splits(document)


def _check_streams(document: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, stream in enumerate(_tables(document.data.get("live"))):
        guid = stream.get("guid")
        if isinstance(guid, str) and guid in seen:
            text = f"'live.guid' is {show_value(guid)}, as that of another stream"
            yield _problem(document, ("live", number, "guid"), text, "give each stream a guid of its own")
        elif isinstance(guid, str):
            seen.add(guid)
        for index, other in enumerate(_tables(stream.get("alternatives"))):
            if "file" in other:
                text = f"'live.alternatives.file' is {show_value(other['file'])}: a stream is no file"
                path = ("live", number, "alternatives", index, "file")
                yield _problem(document, path, text, 'write sources = [{ url = "…" }] and type')


def _check_time_splits(document: Document) -> Iterator[Problem]:
    value = document.data.get("value")
    if isinstance(value, dict) and value.get("time_splits"):
        text = "'value.time_splits' are parts of one episode, and this is the show"
        yield _problem(
            document, ("value", "time_splits"), text, "move it to the front matter of that episode"
        )


def _tables(found: Any) -> list[dict[str, Any]]:
    """Each table of a list, in its place; what is none is empty, and for the schema to tell."""
    return [each if isinstance(each, dict) else {} for each in found] if isinstance(found, list) else []


def _problem(document: Document, path: KeyPath, text: str, fix: str) -> Problem:
    return Problem(document.shown, document.line(path), text, fix)
