"""Notes as plain text, for summaries, cards and lists."""

import re
from html import unescape

import nh3

from pipeline.core.notes.characters import drop_illegal
from pipeline.core.notes.commonmark import parse_events

_BLOCK_EDGE = re.compile(
    r"</?(?:p|br|li|ul|ol|div|h[1-6]|tr|td|th|table|blockquote|pre|hr|dt|dd)\b[^>]*>", re.I
)
_TIMESTAMP = re.compile(r"[(\[]?(?:\d{1,2}:)?\d{1,2}:[0-5]\d\b")


def first_paragraph(notes: str, limit: int) -> str | None:
    """The first paragraph that says something, at most `limit` characters, cut at a word.

    Pictures, headings, lists, quotations and rows of timestamps are passed over.

    Returns:
        None where the notes have no such paragraph.

    >>> first_paragraph("# Title\\n\\n![heel](a.jpg)\\n\\nWhy *does* it hurt?\\nAsk [Ana](x).", 255)
    'Why does it hurt? Ask Ana.'
    >>> first_paragraph("- only\\n- a list", 255) is None
    True
    """
    for text in _paragraphs(drop_illegal(notes)):
        if text and not _TIMESTAMP.match(text):
            return shorten(text, limit)
    return None


def _paragraphs(notes: str) -> list[str]:
    """The text of every paragraph that stands by itself."""
    found: list[str] = []
    open_blocks: list[str] = []
    text: list[str] = []
    for name, value in parse_events(notes):
        if name == "Start":
            open_blocks.append(value)
        elif name == "End":
            if open_blocks == ["Paragraph"]:
                found.append(" ".join("".join(text).split()))
                text = []
            open_blocks.pop()
        elif open_blocks[:1] == ["Paragraph"] and "Image" not in open_blocks:
            text.append(value)
    return found


def plain_text(html: str) -> str:
    """The words of an HTML fragment, on one line.

    >>> plain_text("<p>Fish &amp; <b>ch</b>ips</p><p>Salt<br>Vinegar</p><script>x</script>")
    'Fish & chips Salt Vinegar'
    """
    spaced = _BLOCK_EDGE.sub(r" \g<0>", drop_illegal(html))
    bare = nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style", "title"})
    return " ".join(drop_illegal(unescape(bare)).split())


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word, with an ellipsis where something is missing.

    >>> shorten("one two three", 9), shorten("one two", 9), shorten("abcdefgh", 5)
    ('one two…', 'one two', 'abcd…')
    """
    if len(text) <= limit:
        return text
    cut = text[:limit]
    head = cut[: cut.rfind(" ")] if " " in cut else cut[: limit - 1]
    return head.rstrip(" ,;:–—-") + "…"
