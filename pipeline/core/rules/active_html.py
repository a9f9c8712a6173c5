"""What in a page a browser would run, or load from elsewhere, when somebody opens it."""

import re
from collections.abc import Iterator

_LOADED = ("script", "iframe", "object", "embed", "frame", "applet")
_TAG = re.compile(rf"<({'|'.join(_LOADED)})[\s/>]", re.IGNORECASE)
_SCHEME = re.compile("javascript:|vbscript:|data:text/html", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20]+")
"""Browsers overlook them in front of and inside of a scheme (WHATWG, URL Standard)."""


def find_active_parts(page: str) -> Iterator[tuple[int, str]]:
    """Lines, and what on each of them is active, as a message names it.

    Tags are looked for in the text itself, because parsers do not agree on
    where a comment ends; attributes need a parser.

    >>> list(find_active_parts("<p>Hello\\n<SCRIPT src=x.js>"))
    [(2, '<script>')]
    >>> list(find_active_parts('<p onclick="x()">Hello <a href=" JavaScript:x()">there</a>'))
    [(1, 'onclick'), (1, 'javascript: in href')]
    """
    for match in _TAG.finditer(page):
        yield page.count("\n", 0, match.start()) + 1, f"<{match[1].lower()}>"
    if re.search(r"\bon[a-z]+\s*=|script|data", page, re.IGNORECASE) or "&" in page:
        yield from _in_attributes(page)


def _in_attributes(page: str) -> Iterator[tuple[int, str]]:
    from lxml import etree  # heavy, and few transcripts are pages
    from lxml.html import HTMLParser, document_fromstring

    try:
        root = document_fromstring(page.encode(), parser=HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, ValueError):  # it holds nothing
        return
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if re.fullmatch(r"on[a-z]+", name, re.IGNORECASE):
                yield element.sourceline or 0, name.lower()
            elif found := _SCHEME.match(_BLANKS.sub("", value)):
                yield element.sourceline or 0, f"{found[0].lower()} in {name}"
