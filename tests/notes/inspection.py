"""What a browser would make of rendered notes, seen with a parser that the renderers do not use."""

import re
from collections.abc import Collection, Mapping
from html.parser import HTMLParser
from urllib.parse import urlsplit

PAGE_ATTRIBUTES = {
    "a": {"href", "title", "rel", "class", "aria-label"},
    "img": {"src", "alt", "title", "width", "height", "loading", "decoding", "srcset", "sizes"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "ol": {"start", "class"},
    "li": {"id"},
    "sup": {"id", "class"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan"},
    "abbr": {"title"},
    "time": {"datetime"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
PAGE_TAGS = {
    *PAGE_ATTRIBUTES,
    *("p", "br", "hr", "span", "blockquote", "pre", "code", "figure", "figcaption", "details"),
    *("summary", "ul", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "strong"),
    *("em", "b", "i", "u", "s", "del", "ins", "mark", "small", "sub", "kbd", "cite", "q"),
}
FEED_ATTRIBUTES = {"a": {"href"}}
FEED_TAGS = {"p", "br", "a", "ul", "ol", "li", "strong", "em", "b", "i"}

_SCHEMES = {"", "http", "https", "mailto", "tel"}


class _Inspector(HTMLParser):
    def __init__(self, tags: Collection[str], attributes: Mapping[str, Collection[str]]) -> None:
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes = tags, attributes
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.tags:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in self.attributes.get(tag, ()):
                self.faults.append(f"<{tag} {name}>")
            if name in {"href", "src"} and not is_harmless(value or ""):
                self.faults.append(f"<{tag} {name}={value!r}>")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data}>")


def is_harmless(url: str) -> bool:
    """Whether a browser that skips blanks and controls would only follow it."""
    bare = re.sub("[\x00-\x20\x7f-\xa0\u2028\u2029]", "", url)
    try:
        return urlsplit(bare).scheme in _SCHEMES
    except ValueError:
        return not re.match(r"\s*(javascript|data|vbscript)", bare, re.IGNORECASE)


def check_page(html: str) -> list[str]:
    """Everything in it that a page's notes may not hold."""
    return _check(html, PAGE_TAGS, PAGE_ATTRIBUTES)


def check_feed(html: str) -> list[str]:
    """Everything in it that a description may not hold."""
    return _check(html, FEED_TAGS, FEED_ATTRIBUTES)


def _check(html: str, tags: Collection[str], attributes: Mapping[str, Collection[str]]) -> list[str]:
    inspector = _Inspector(tags, attributes)
    inspector.feed(html)
    inspector.close()
    return inspector.faults
