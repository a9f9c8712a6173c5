"""Reading a feed back whole: every element of it, to be compared with another feed."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.core.feed_diff import WholeFeed
from pipeline.core.feed_document import NAMESPACES, Node
from pipeline.errors import InputError, Problem
from pipeline.feed.read import parse_channel

MOST_LEVELS = 64
"""Elements that stand in each other deeper than this are read by no app."""

_PREFIXES: Mapping[str, str] = {uri.lower(): prefix for prefix, uri in NAMESPACES.items()}


def read_whole(body: bytes, *, name: str = "feed.xml") -> WholeFeed:
    """Read any RSS feed; nothing outside it is ever fetched.

    Args:
        body: The document.
        name: What to call it in messages.

    Raises:
        InputError: As `read_feed` says; or its elements stand in each other
            too deep.
    """
    channel = parse_channel(body, name)
    nodes = channel.findall("item")
    try:
        items = tuple(_node(each, 1) for each in nodes)
        for each in nodes:
            channel.remove(each)
        return WholeFeed(_node(channel, 0), items, len(body))
    except _DepthError as error:
        text = f"elements stand in each other more than {MOST_LEVELS} deep"
        raise InputError([Problem(name, error.line, text)]) from error


class _DepthError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


def _node(element: Any, level: int) -> Node:
    """An element with all that is in it."""
    if level > MOST_LEVELS:
        raise _DepthError(element.sourceline or 0)
    return Node(
        name=_name(element.tag),
        line=element.sourceline or 0,
        text=_text(element),
        attributes={_name(key): value for key, value in element.attrib.items()},
        children=tuple(_node(child, level + 1) for child in _elements(element)),
    )


def _elements(element: Any) -> Iterator[Any]:
    """Its children, but for processing instructions."""
    return (child for child in element if isinstance(child.tag, str))


def _text(element: Any) -> str:
    """Its own text; markup that stands in it unescaped is kept as children."""
    return "".join([element.text or "", *(child.tail or "" for child in element)])


def _name(tag: str) -> str:
    """`title`, `itunes:image`, or `{address}name` of a vocabulary that is not known."""
    uri, closed, local = tag[1:].partition("}")
    if not tag.startswith("{") or not closed:
        return tag
    prefix = _PREFIXES.get(uri.lower())
    return f"{prefix}:{local}" if prefix else tag
