"""The Markdown dialect of notes: the only module that imports pyromark."""

from collections.abc import Iterator
from typing import Any

import pyromark

_OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
)


def render_raw(notes: str) -> str:
    """HTML as CommonMark says, raw HTML included: not safe to show to anybody."""
    return pyromark.html(notes, options=_OPTIONS)


def parse_events(notes: str) -> Iterator[tuple[str, str]]:
    """What the parser sees, as (kind, text): ("Start", "Paragraph"), ("Text", "words")."""
    event: Any  # its own types name each of the forty kinds
    for event in pyromark.events(notes, options=_OPTIONS):
        if isinstance(event, str):
            yield event, " " if event.endswith("Break") else ""
            continue
        ((kind, value),) = event.items()
        if kind in {"Start", "End"}:
            yield kind, value if isinstance(value, str) else next(iter(value))
        else:
            yield kind, str(value) if kind in {"Text", "Code"} else ""
