"""Show notes taken apart: tags, links, and the lines that a listener reads."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape

from pipeline.core.rules.active_html import find_active_parts

MOST_CHARACTERS = 65_536
"""How much of a text is looked at: sixteen times what any app shows."""

_MOST_LINKS = 200

_TOKEN = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?=[\s/>])(?P<rest>[^<>]*)>|<!--|-->")
_UNFINISHED = re.compile(r"<(?:/|/?[A-Za-z][^<>]*)\Z")
_BREAK = re.compile(
    r"<(?:br|hr|/?(?:p|li|ul|ol|div|h[1-6]|tr|table|blockquote|pre|section|article))(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--")
_ESCAPED_TAG = re.compile(
    r"&lt;/?(?:p|br|a|ul|ol|li|strong|em|b|i|u|div|span|h[1-6]|img|blockquote)(?:\s[^<>&]{0,200})?/?&gt;",
    re.IGNORECASE,
)
_ESCAPED_ENTITY = re.compile(r"&amp;(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)
_ADDRESS = re.compile(r"\b(?:href|src)\s*=\s*(?:\"([^\"]*)|'([^']*)|([^\s\"'<>]+))", re.IGNORECASE)
_GOOD_ADDRESS = re.compile(r"https://[^\s/@\\]+\.[a-z]|mailto:\S", re.IGNORECASE)
_STYLED = re.compile(r"<[A-Za-z][^<>]*\sstyle\s*=", re.IGNORECASE)
_MAY_BE_ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|frame|applet)\b|\son[a-z]{3,20}\s*=", re.IGNORECASE
)

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_MAY_STAY_OPEN = frozenset(
    (
        *("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "caption", "colgroup"),
        *("html", "head", "body", "option", "optgroup", "rt", "rp"),
    )
)
_NEEDS_NO_PARTNER = _VOID | _MAY_STAY_OPEN


@dataclass(frozen=True, slots=True)
class Spot:
    """Something in a text, and its line there; the first is 0."""

    value: str
    line: int


@dataclass(frozen=True)
class Html:
    """What one text holds, each thing looked for when it is asked for."""

    text: str
    is_whole: bool
    """It is no longer than what is looked at."""

    @cached_property
    def _tokens(self) -> list[tuple[str, str, str]]:
        """Of each tag: a slash if it is an end tag, its name, and what follows; of comments, nothing."""
        return _TOKEN.findall(self.text) if "<" in self.text else []

    @cached_property
    def tags(self) -> frozenset[str]:
        """The names of its elements, in lower case."""
        return frozenset(name.lower() for end, name, _ in self._tokens if name and not end)

    def line_of(self, name: str) -> int:
        """Where an element of this name first begins."""
        found = re.search(rf"<{re.escape(name)}(?=[\s/>])", self.text, re.IGNORECASE)
        return self._line(found.start()) if found else 0

    def _line(self, place: int) -> int:
        return self.text.count("\n", 0, place)

    @cached_property
    def links(self) -> tuple[Spot, ...]:
        """Addresses but for those of https and e-mail, which nothing is wrong with."""
        if all(_GOOD_ADDRESS.match(one or two or three) for one, two, three in _ADDRESS.findall(self.text)):
            return ()
        return tuple(_links(self.text))

    @cached_property
    def unbalanced(self) -> tuple[Spot, bool] | None:
        """The first tag that is never closed, or (true) closes nothing."""
        if not self.is_whole or _is_balanced(self._tokens):
            return None
        return _unbalanced(_partners(self.text))

    @cached_property
    def unfinished(self) -> Spot | None:
        """A tag that the end of the text cuts."""
        found = _UNFINISHED.search(self.text, max(self.text.rfind("<"), 0)) if self.is_whole else None
        return Spot(found[0], self._line(found.start())) if found else None

    @cached_property
    def escaped(self) -> Spot | None:
        """Markup that was escaped once too often.

        Notes may speak of a tag or two, but only where they have tags of their own.
        """
        if "&" not in self.text:
            return None
        found = _ESCAPED_ENTITY.search(self.text)
        tags = [*_ESCAPED_TAG.finditer(self.text)]
        if tags and (not self.tags or sum(each[0].startswith("&lt;/") for each in tags) > 1):
            found = tags[0]
        return Spot(found[0], self._line(found.start())) if found else None

    @cached_property
    def styled(self) -> int | None:
        """The line of the first tag with a style attribute."""
        found = _STYLED.search(self.text) if "style" in self.text.lower() else None
        return self._line(found.start()) if found else None

    @cached_property
    def active(self) -> tuple[Spot, ...]:
        """What a browser would run or load."""
        if not self.links and not _MAY_BE_ACTIVE.search(self.text):
            return ()
        return tuple(Spot(what, max(line - 1, 0)) for line, what in find_active_parts(self.text))

    @cached_property
    def words(self) -> str:
        """What a listener reads, without tags."""
        return unescape(_ANY_TAG.sub("", self.text))


@lru_cache(maxsize=8)
def _html(text: str, is_whole: bool) -> Html:
    return Html(text, is_whole)


def parse_html(text: str) -> Html:
    """A text that apps read as HTML; the last few are remembered, for one rule after the other asks.

    >>> html = parse_html('<p>Read <a href="/x">this</p>')
    >>> sorted(html.tags), html.links[0].value, html.unbalanced[0].value
    (['a', 'p'], '/x', 'a')
    """
    return _html(text[:MOST_CHARACTERS], len(text) <= MOST_CHARACTERS)


def text_lines(text: str) -> list[str]:
    """The lines that a listener sees, without tags.

    >>> text_lines("<p>00:00 Hello<br/>01:30 Why &amp; how</p>")
    ['00:00 Hello', '01:30 Why & how']
    """
    text = text[:MOST_CHARACTERS]
    if _BREAK.search(text):
        text = _BREAK.sub("\n", " ".join(text.split()))
    lines = (" ".join(unescape(_ANY_TAG.sub("", each)).split()) for each in text.splitlines())
    return [each for each in lines if each]


def _is_balanced(tokens: list[tuple[str, str, str]]) -> bool:
    """Whether plain tags match at a glance; most texts need no second look."""
    stack = []
    for end, spelt, rest in tokens:
        name = spelt.lower()
        if name in _NEEDS_NO_PARTNER or rest.endswith("/"):
            continue
        if not name:
            return False
        if not end:
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack


def _partners(text: str) -> Iterator[tuple[bool, Spot]]:
    """Tags that need a partner, outside of comments: whether it is an end tag, and which."""
    line = place = 0
    is_comment = False
    for match in _TOKEN.finditer(text):
        if match["name"] is None:
            is_comment = match[0] == "<!--"
            continue
        name = match["name"].lower()
        if not is_comment and name not in _VOID and not match["rest"].endswith("/"):
            line += text.count("\n", place, match.start())
            place = match.start()
            yield bool(match["end"]), Spot(name, line)


def _unbalanced(tokens: Iterator[tuple[bool, Spot]]) -> tuple[Spot, bool] | None:
    stack: list[Spot] = []
    is_open: Counter[str] = Counter()
    for is_end, tag in tokens:
        name = tag.value
        if not is_end:
            stack.append(tag)
            is_open[name] += 1
        elif not is_open[name]:
            if name not in _MAY_STAY_OPEN:
                return tag, True
        else:
            while (last := stack.pop()).value != name:
                is_open[last.value] -= 1
                if last.value not in _MAY_STAY_OPEN:
                    return last, False
            is_open[name] -= 1
    return next(((each, False) for each in stack if each.value not in _MAY_STAY_OPEN), None)


def _links(text: str) -> Iterator[Spot]:
    from lxml import etree  # heavy, and only needed where a link is odd
    from lxml.html import HTMLParser, document_fromstring

    try:
        root = document_fromstring(text.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):  # it holds nothing
        return
    links = root.xpath("//*[@href or @src]")[:_MOST_LINKS]
    for element in links:
        for url in (element.get("href"), element.get("src")):
            if url is not None and not _GOOD_ADDRESS.match(url):
                yield Spot(url, max((element.sourceline or 1) - 1, 0))
