"""The tags of a feed that is not written yet, as the feed rules look at them."""

from collections.abc import Callable, Iterable
from email.utils import format_datetime

from pipeline.core.feed_document import NAMESPACES, Node
from pipeline.feed.element import Element, Namespace
from pipeline.feed.itunes import ITUNES
from pipeline.feed.model import Entry, FeedShow
from pipeline.feed.podcast_namespace import PODCAST

_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}

LineOf = Callable[[str], int]
"""What to call the line of the next element of a name."""


def channel_node(show: FeedShow, line_of: LineOf) -> Node:
    """The channel with the tags of iTunes and of the podcast namespace."""
    rows = ((ITUNES, ITUNES.channel), (PODCAST, PODCAST.channel))
    children = [
        _node(element, namespace, line_of)
        for namespace, table in rows
        for row in table
        for element in row(show)
    ]
    plain = (("title", show.show.title), ("language", show.show.language))
    return Node("channel", 0, children=(*_plain(plain), *children))


def item_node(entry: Entry, line_of: LineOf) -> Node:
    """One item with its enclosure and the tags of iTunes and of the podcast namespace."""
    rows = ((ITUNES, ITUNES.item), (PODCAST, PODCAST.item))
    children = [
        _node(element, namespace, line_of)
        for namespace, table in rows
        for row in table
        for element in row(entry)
    ]
    record = entry.item.record
    plain = (
        ("title", entry.item.details.title),
        ("guid", record.guid),
        ("pubDate", format_datetime(record.date)),
    )
    media = record.media
    enclosure = {"url": entry.item.enclosure_url, "length": str(media.size_bytes), "type": media.content_type}
    return Node("item", 0, children=(*_plain(plain), Node("enclosure", 0, attributes=enclosure), *children))


def _plain(values: Iterable[tuple[str, str]]) -> tuple[Node, ...]:
    return tuple(Node(name, 0, text) for name, text in values)


def _node(element: Element, namespace: Namespace, line_of: LineOf) -> Node:
    uri = namespace.uri if element.uri is None else element.uri
    name = f"{_PREFIXES[uri]}:{element.name}" if uri else element.name
    line = line_of(name)
    return Node(
        name,
        line,
        element.text or "",
        {key: value for key, value in element.attributes.items() if value is not None},
        tuple(_node(child, namespace, lambda _: line) for child in element.children),
    )
