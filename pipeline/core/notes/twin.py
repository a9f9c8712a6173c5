"""Clean notes as plain Markdown: what the page says, for readers that are programs."""

import re
from collections.abc import Callable, Iterator, Mapping

from pipeline.core.notes.characters import drop_illegal
from pipeline.core.notes.dom import Element, elements, text_of
from pipeline.core.notes.footnotes import LIST, REFERENCE, is_back_link
from pipeline.core.notes.links import published_file, safe_url
from pipeline.core.notes.markdown import parse_notes
from pipeline.core.notes.page_html import Picture
from pipeline.core.notes.sections import HEADINGS, settle_headings

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~]|&(?=[#A-Za-z])|!$")
_OPENING = re.compile(r"(?=[-+=#])|(?<=\d)(?=[.)](?:\s|$))")
"""Where a line would become a list, a heading or a rule."""

_BLOCKS = frozenset(
    {*HEADINGS, "p", "div", "ul", "ol", "dl", "dt", "dd", "blockquote", "pre", "hr", "table"}
    | {"figure", "figcaption", "details", "summary"}
)
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*", "del": "~~", "s": "~~"}


def render_twin(notes: str, files: Mapping[str, Picture], page_url: str) -> str:
    """The notes as Markdown without HTML, with absolute addresses; nothing in them can run.

    Args:
        notes: Markdown, as the producer wrote it.
        files: What was published, by path relative to the episode's folder.
        page_url: Where relative addresses are meant from.
    """
    root = parse_notes(notes)
    settle_headings(root)
    for element in elements(root, "a", "img"):
        name = "href" if element.tag == "a" else "src"
        written = element.get(name) or ""
        published = published_file(written, files)
        url = published.url if published else written and safe_url(written, page_url)
        element.set(name, url or "")
    return "\n\n".join(_blocks(root))


def escape_markdown(text: str) -> str:
    """One line of text that Markdown takes as it is.

    >>> escape_markdown("5. *Stars* & <b>bars</b>")
    '5\\\\. \\\\*Stars\\\\* & \\\\<b\\\\>bars\\\\</b\\\\>'
    """
    return _open(_escape(" ".join(drop_illegal(text).split())))


def render_link(text: str, url: str | None) -> str:
    """Words that lead somewhere; only the words where that is nowhere.

    >>> render_link("Heel [1]", "https://wind.example/a b")
    '[Heel \\\\[1\\\\]](<https://wind.example/a%20b>)'
    """
    return _link(_escape(" ".join(drop_illegal(text).split())), url or "")


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _open(line: str) -> str:
    """A line that begins a paragraph and nothing else."""
    place = _OPENING.match(line) or re.match(r"\d+(?=[.)](?:\s|$))", line)
    return f"{line[: place.end()]}\\{line[place.end() :]}" if place else line


def _link(words: str, url: str) -> str:
    if not url:
        return words
    address = url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E").replace(" ", "%20")
    return f"[{words or _escape(url)}](<{address}>)"


def _blocks(parent: Element) -> Iterator[str]:
    """What stands in an element, block by block; words between blocks are paragraphs."""
    loose = [_text(parent.text)]
    for child in parent:
        if child.tag in _BLOCKS:
            yield from _paragraph("".join(loose))
            yield from _block(child)
            loose = []
        else:
            loose.append(_inline(child))
        loose.append(_text(child.tail))
    yield from _paragraph("".join(loose))


def _paragraph(text: str) -> Iterator[str]:
    lines = [line.strip() for line in text.strip().split("\n")]
    if any(lines):
        yield "\n".join(_open(line) for line in lines)


def _block(element: Element) -> Iterator[str]:
    tag = element.tag
    if tag in {"ul", "ol"}:
        yield from _list(element)
    elif tag == "blockquote":
        yield from _prefixed("\n\n".join(_blocks(element)))
    elif tag == "pre":
        yield _fenced(text_of(element))
    elif tag == "hr":
        yield "***"
    elif tag == "table":
        yield from _table(element)
    elif tag.startswith("h"):
        words = " ".join(_inside(element).replace("\\\n", " ").replace("{", "\\{").split())
        if words:
            yield f"{'#' * int(tag[1])} {words}"
    else:
        yield from _blocks(element)


def _prefixed(text: str) -> Iterator[str]:
    if text:
        yield "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _fenced(code: str) -> str:
    longest = max((len(each) for each in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{code.rstrip()}\n{fence}"


def _list(element: Element) -> Iterator[str]:
    if element.get("class") == LIST:
        yield from (_footnote(item, number) for number, item in enumerate(element.iterchildren("li"), 1))
        return
    start = _number(element.get("start"))
    items = [
        _item(item, f"{start + index}. " if element.tag == "ol" else "- ")
        for index, item in enumerate(element.iterchildren("li"))
    ]
    is_loose = any(each.find("p") is not None for each in element.iterchildren("li"))
    if items:
        yield ("\n\n" if is_loose else "\n").join(items)


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,9}", text) else 1


def _item(item: Element, marker: str) -> str:
    is_loose = item.find("p") is not None
    text = ("\n\n" if is_loose else "\n").join(_blocks(item))
    return marker + _indented(text, len(marker))


def _footnote(item: Element, number: int) -> str:
    text = "\n\n".join(_blocks(item))
    return f"[^{number}]: {_indented(text, 4)}"


def _indented(text: str, by: int) -> str:
    """All lines but the first, and but empty ones, further in."""
    return re.sub(r"\n(?!\n|$)", "\n" + " " * by, text)


def _table(element: Element) -> Iterator[str]:
    rows = [
        [" ".join(_inside(cell).replace("\\\n", " ").split()) for cell in row.iterchildren("td", "th")]
        for row in element.iter("tr")
    ]
    width = max(map(len, rows), default=0)
    if width:
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        yield "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _inside(element: Element) -> str:
    return _text(element.text) + "".join(_inline(child) + _text(child.tail) for child in element)


def _inline(element: Element) -> str:
    """What stands in a line; what only changes the look is left out."""
    tag = element.tag
    if tag in _SIMPLE:
        return _SIMPLE[tag](element)
    if is_back_link(element):
        return ""
    if element.get("class") == REFERENCE:
        return f"[^{text_of(element)}]"
    inside = _inside(element)
    if tag == "a":
        return _link(" ".join(inside.replace("\\\n", " ").split()), element.get("href") or "")
    if tag in _BLOCKS:
        return f" {inside} "  # only raw HTML puts one into a line
    return _marked(inside, _MARKS[tag]) if tag in _MARKS else inside


def _picture(element: Element) -> str:
    words = _escape(" ".join((element.get("alt") or "").split()))
    return f"!{_link(words, element.get('src'))}" if element.get("src") else words


def _marked(text: str, mark: str) -> str:
    """Emphasis that is taken for one: blanks stay outside of it."""
    inner = text.strip()
    if not inner:
        return text
    head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{head}{mark}{inner}{mark}{tail}"


def _code(element: Element) -> str:
    words = " ".join(text_of(element).split())
    if not words:
        return ""
    longest = max((len(each) for each in re.findall(r"`+", words)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def _text(text: str | None) -> str:
    return _escape(re.sub(r"\s+", " ", text or ""))


_SIMPLE: dict[str, Callable[[Element], str]] = {
    "br": lambda _: "\\\n",
    "img": _picture,
    "code": _code,
}
