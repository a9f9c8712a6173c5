"""Notes for the feed: rewritten with the few elements that podcast apps really render.

Apple shows paragraphs, links and lists; most others bold and italics too
(feed-rules.md §2.5). Everything else is turned into those, so that it
reads well also where an app drops every tag.
"""

from collections.abc import Mapping

from pipeline.core.notes.dom import Element, append_text, elements, make_element, remove, text_of
from pipeline.core.notes.feed_lines import (
    HEADINGS,
    Context,
    Writer,
    first_number,
    move_contents,
    table_rows,
    trim_end,
    write_child,
    write_items,
    write_lines,
    write_text,
)
from pipeline.core.notes.footnotes import LIST
from pipeline.core.notes.markdown import parse_notes

TAGS = frozenset({"p", "br", "a", "ul", "ol", "li", "strong", "em"})
"""Everything that may stand in a description."""


def parse_feed_notes(notes: str, context: Context) -> Element:
    """The notes as paragraphs and flat lists below one `div`."""
    root = make_element("div")
    _write_blocks(root, parse_notes(notes), context)
    for block in elements(root, "p", "li", "ul", "ol"):
        _trim(block)
        if not text_of(block).strip():
            remove(block)
    return root


def _write_blocks(target: Element, source: Element, context: Context) -> None:
    """Write a container's contents as blocks; words that stand loose become paragraphs."""
    loose = make_element("p")
    write_text(loose, source.text)
    for child in source:
        write = _WRITERS.get(child.tag)
        if write:
            target.append(loose)
            write(target, child, context)
            loose = make_element("p")
        else:
            write_child(loose, child, context)
        write_text(loose, child.tail)
    target.append(loose)


def _paragraph(target: Element, source: Element, context: Context) -> None:
    paragraph = make_element("p")
    write_lines(paragraph, source, context)
    target.append(paragraph)


def _heading(target: Element, source: Element, context: Context) -> None:
    strong, paragraph = make_element("strong"), make_element("p")
    write_lines(strong, source, context)
    paragraph.append(strong)
    target.append(paragraph)


def _as_one_paragraph(target: Element, source: Element, context: Context) -> None:
    paragraph = make_element("p")
    write_child(paragraph, source, context)
    target.append(paragraph)


def _quotation(target: Element, source: Element, context: Context) -> None:
    """Indentation is lost in apps, quotation marks are not."""
    inner, paragraph = make_element("p"), make_element("p")
    write_lines(inner, source, context)
    _trim(inner)
    marked = text_of(inner).lstrip()[:1] in tuple("\"“„«'‘‚")
    append_text(paragraph, "" if marked else "“")
    move_contents(inner, paragraph)
    append_text(paragraph, "" if marked else "”")
    target.append(paragraph)


def _list(target: Element, source: Element, context: Context) -> None:
    if source.get("class") == LIST:
        _footnotes(target, source, context)
    elif source.tag == "ol" and first_number(source) != 1:
        paragraph = make_element("p")
        write_items(paragraph, source, context, "")
        target.append(paragraph)
    else:
        listed = make_element(source.tag)
        for item in source.iterchildren("li"):
            line = make_element("li")
            write_lines(line, item, context)
            listed.append(line)
        target.append(listed)


def _footnotes(target: Element, source: Element, context: Context) -> None:
    for number, item in enumerate(source.iterchildren("li"), 1):
        inner, paragraph = make_element("p"), make_element("p", f"[{number}] ")
        write_lines(inner, item, context)
        move_contents(inner, paragraph)
        target.append(paragraph)


def _table(target: Element, source: Element, context: Context) -> None:
    for caption in source.iterchildren("caption"):
        _heading(target, caption, context)
    listed = make_element("ul")
    for write_row in table_rows(source, context):
        line = make_element("li")
        write_row(line)
        listed.append(line)
    target.append(listed)


def _trim(block: Element) -> None:
    """Take blanks and line breaks from the end of a block."""
    if block.tag in {"ul", "ol"}:
        return
    while len(block) and block[-1].tag == "br" and not (block[-1].tail or "").strip():
        remove(block[-1])
    trim_end(block)


def _nothing(target: Element, source: Element, context: Context) -> None:
    """A rule across the page says nothing in an app."""


_WRITERS: Mapping[str, Writer] = {
    **dict.fromkeys(HEADINGS, _heading),
    **dict.fromkeys(("p", "dd", "li"), _paragraph),
    **dict.fromkeys(("div", "details", "figure", "dl"), _write_blocks),
    **dict.fromkeys(("ul", "ol"), _list),
    "blockquote": _quotation,
    "hr": _nothing,
    "pre": _as_one_paragraph,
    "table": _table,
}
