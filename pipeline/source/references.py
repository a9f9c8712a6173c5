"""Finds the pictures that notes show, through the very renderer that will show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from pipeline.core.notes.links import file_paths


@dataclass(frozen=True)
class Reference:
    """A picture as notes name it."""

    candidates: tuple[str, ...]
    """The paths it may mean, likeliest first: as typed, and with %20 and the like decoded."""
    line: int
    """Counted from 1 in the notes."""


def parse_pictures(notes: str) -> tuple[Reference, ...]:
    """Every picture on this disk that notes show, each once, in order.

    >>> parse_pictures("Look:\\n![Heel](img/heel%20bone.jpg) ![Web](https://example.org/x.png)")
    (Reference(candidates=('img/heel%20bone.jpg', 'img/heel bone.jpg'), line=2),)
    """
    if "![" not in notes and "<img" not in notes.lower():
        return ()
    found = {
        source: Reference(paths, _line(notes, paths))
        for source in _sources(notes)
        if (paths := _paths(source))
    }
    return tuple(found.values())


def _sources(notes: str) -> Iterator[str]:
    from pipeline.core.notes.dom import elements  # lxml is slow to load
    from pipeline.core.notes.markdown import parse_notes

    for image in elements(parse_notes(notes), "img"):
        yield image.get("src") or ""


def _paths(source: str) -> tuple[str, ...]:
    """Absolute paths are kept too, so that they can be refused rather than overlooked."""
    if source.startswith("/") and not source.startswith("//"):
        return (unquote(source),)
    return tuple(file_paths(source))


def _line(notes: str, paths: tuple[str, ...]) -> int:
    offsets = [offset for path in paths if (offset := notes.find(path)) >= 0]
    return notes.count("\n", 0, min(offsets)) + 1 if offsets else 1
