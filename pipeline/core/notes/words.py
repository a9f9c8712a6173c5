"""The text of notes alone, for searching: cheap, because nothing is rendered."""

from pipeline.core.notes.characters import drop_illegal
from pipeline.core.notes.commonmark import parse_events


def notes_words(notes: str) -> str:
    """What notes say, without markup, addresses and raw HTML.

    >>> notes_words("# Why\\n\\nIt *hurts* at [the heel](x.html) <b>now</b>.\\n\\n- `a`\\n- b\\n")
    'Why It hurts at the heel now. a b'
    """
    found: list[str] = []
    for name, value in parse_events(drop_illegal(notes)):
        if value and name not in {"Start", "End"}:
            found.append(value)
        elif name in {"Start", "End"} and value in _BETWEEN:
            found.append(" ")
    return " ".join("".join(found).split())


_BETWEEN = frozenset(
    {
        "Paragraph",
        "Heading",
        "Item",
        "TableCell",
        "CodeBlock",
        "BlockQuote",
        "HtmlBlock",
        "FootnoteDefinition",
    }
)
"""What words do not run through."""
