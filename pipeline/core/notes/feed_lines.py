"""Any HTML as lines of words, links and emphasis: what a paragraph or list item of the feed can hold."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.core.notes.dom import Element, append_text, make_element, text_of
from pipeline.core.notes.footnotes import REFERENCE, is_back_link
from pipeline.core.notes.links import is_relative, published_file, safe_url
from pipeline.core.notes.page_html import Picture

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt", "caption", "figcaption"})

_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Context:
    """What relative addresses mean, and where published files can be seen."""

    page_url: str
    files: Mapping[str, Picture] = field(default_factory=dict)

    def url(self, href: str | None) -> str | None:
        """The absolute address, or None where it must not be linked."""
        published = published_file(href or "", self.files)
        return published.url if published else safe_url(href, self.page_url) if href else None

    def picture_url(self, source: str) -> str | None:
        """Where a picture can be seen: a relative one only if it was published."""
        published = published_file(source, self.files)
        return published.url if published else None if is_relative(source) else safe_url(source)


Writer = Callable[[Element, Element, Context], None]
"""Writes a source element at the end of a target."""


def write_lines(target: Element, source: Element, context: Context) -> None:
    """Write everything in `source` at the end of `target`; what is a block begins a line."""
    write_text(target, source.text)
    for child in source:
        write_child(target, child, context)
        write_text(target, child.tail)


def write_child(target: Element, child: Element, context: Context) -> None:
    """Write one element at the end of `target`."""
    _WRITERS.get(child.tag, write_lines)(target, child, context)


def write_text(target: Element, text: str | None) -> None:
    """Add words; blanks at the start of a line say nothing."""
    words = _BLANKS.sub(" ", text or "")
    append_text(target, words.lstrip(" ") if _at_line_start(target) or _end(target).endswith(" ") else words)


def begin_line(target: Element) -> None:
    """Go to a new line, unless it is one already."""
    if not _at_line_start(target):
        trim_end(target)
        target.append(make_element("br"))


def trim_end(target: Element) -> None:
    """Take blanks from the end."""
    if len(target):
        target[-1].tail = (target[-1].tail or "").rstrip() or None
    else:
        target.text = (target.text or "").rstrip() or None


def _end(target: Element) -> str:
    """The text that ends an element, if text does."""
    return (target[-1].tail if len(target) else target.text) or ""


def _at_line_start(target: Element) -> bool:
    if len(target):
        return target[-1].tag == "br" and not target[-1].tail
    return not target.text


def _line(target: Element, source: Element, context: Context) -> None:
    begin_line(target)
    write_lines(target, source, context)
    begin_line(target)


def _heading(target: Element, source: Element, context: Context) -> None:
    begin_line(target)
    _emphasis("strong")(target, source, context)
    begin_line(target)


def _emphasis(tag: str) -> Writer:
    def write(target: Element, source: Element, context: Context) -> None:
        _put_filled(target, make_element(tag), source, context)

    return write


def _put_filled(target: Element, element: Element, source: Element, context: Context) -> None:
    """Fill `element`, and add it where it says something; blanks at its edges go outside."""
    write_lines(element, source, context)
    if text_of(element).strip():
        target.append(element)
    else:
        append_text(target, " " if text_of(element) else "")


def _link(target: Element, source: Element, context: Context) -> None:
    url = None if is_back_link(source) else context.url(source.get("href"))
    if url:
        _put_filled(target, make_element("a", href=url), source, context)
    elif not is_back_link(source):
        write_lines(target, source, context)


def _picture(target: Element, source: Element, context: Context) -> None:
    """A picture in words, linked to where it can be seen; one without words only decorates."""
    words, url = (source.get("alt") or "").strip(), context.picture_url(source.get("src") or "")
    inside_link = any(True for _ in source.iterancestors("a"))
    if words and url and not inside_link:
        target.append(make_element("a", f"[{words}]", href=url))
    elif words:
        write_text(target, f"[{words}]")


def _raised(target: Element, source: Element, _context: Context) -> None:
    """A footnote's number, or a power."""
    if source.get("class") == REFERENCE:
        append_text(target, f"[{text_of(source)}]")
    else:
        write_text(target, text_of(source).translate(_RAISED))


def _preformatted(target: Element, source: Element, _context: Context) -> None:
    begin_line(target)
    for line in text_of(source).strip("\n").splitlines():
        begin_line(target)
        append_text(target, line.rstrip().replace("\t", "    "))
    begin_line(target)


def _list(target: Element, source: Element, context: Context) -> None:
    write_items(target, source, context, "– ")


def write_items(target: Element, source: Element, context: Context, bullet: str) -> None:
    """A list as lines: numbered as it was, or with a bullet of our own."""
    for number, item in enumerate(source.iterchildren("li"), first_number(source)):
        begin_line(target)
        append_text(target, f"{number}. " if source.tag == "ol" else bullet)
        line = make_element("li")
        write_lines(line, item, context)
        move_contents(line, target)
        begin_line(target)


def first_number(source: Element) -> int:
    """Where an ordered list starts to count."""
    start = source.get("start") or "1"
    return int(start) if re.fullmatch(r"-?\d{1,9}", start) else 1


def move_contents(source: Element, target: Element) -> None:
    """Put everything in `source` at the end of `target`."""
    append_text(target, source.text)
    for child in list(source):
        target.append(child)


def _table(target: Element, source: Element, context: Context) -> None:
    for write_row in table_rows(source, context):
        begin_line(target)
        write_row(target)
        begin_line(target)


def table_rows(source: Element, context: Context) -> Iterator[Callable[[Element], None]]:
    """A writer for each row of a table that makes it a line: "Week: 1 – Run: 10 km; Rest: 2 days"."""
    rows = [list(row.iterchildren("td", "th")) for row in source.iter("tr")]
    has_head = len(rows) > 1 and all(cell.tag == "th" for cell in rows[0])
    names = [text_of(cell).strip() for cell in rows.pop(0)] if has_head else []
    for row in rows:
        yield lambda target, row=row: _write_row(target, row, names, context)  # type: ignore[misc]


def _write_row(target: Element, cells: list[Element], names: list[str], context: Context) -> None:
    said = 0
    for column, cell in enumerate(cells):
        if not text_of(cell).strip() and cell.find(".//img") is None:
            continue
        name = names[column] if column < len(names) else ""
        append_text(target, ("", " – ")[said] if said < 2 else "; ")
        append_text(target, f"{name}: " if name else "")
        holder = make_element("li")
        write_lines(holder, cell, context)
        move_contents(holder, target)
        said += 1


def _nothing(target: Element, source: Element, context: Context) -> None:
    """Struck-out words would come back to life without their line, so they go."""


def _break(target: Element, _source: Element, _context: Context) -> None:
    target.append(make_element("br"))


_WRITERS: Mapping[str, Writer] = {
    **dict.fromkeys(("strong", "b"), _emphasis("strong")),
    **dict.fromkeys(("em", "i", "cite"), _emphasis("em")),
    **dict.fromkeys(HEADINGS, _heading),
    **dict.fromkeys(("p", "div", "dd", "blockquote", "details", "figure", "dl", "hr", "li", "tr"), _line),
    **dict.fromkeys(("ul", "ol"), _list),
    **dict.fromkeys(("del", "s"), _nothing),
    "a": _link,
    "br": _break,
    "img": _picture,
    "pre": _preformatted,
    "sup": _raised,
    "table": _table,
}
