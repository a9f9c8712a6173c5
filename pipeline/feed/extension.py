"""The bridge to feedgen: an extension that writes what a namespace's table says."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from pipeline.feed.element import Element, Namespace, Row, T
from pipeline.feed.model import Entry, FeedShow
from pipeline.feed.text import strip_illegal


class TableExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """Writes elements into the channel or item that feedgen hands over."""

    def __init__(self, namespace: Namespace, elements: Sequence[Element]) -> None:
        self.namespace = namespace
        self.elements = elements

    def extend_ns(self) -> dict[str, str]:
        """Called by feedgen for the root's declarations."""
        return {self.namespace.prefix: self.namespace.uri} if self.namespace.uri else {}

    def extend_rss(self, parent: Any) -> Any:
        """Called by feedgen with the item, or with the root of the feed."""
        channel = parent.find("channel")
        for element in self.elements:
            _append(parent if channel is None else channel, element, self.namespace)
        return parent


def extend_channel(feed: FeedGenerator, namespace: Namespace, show: FeedShow) -> None:
    """Have the channel's tags of one namespace written."""
    feed.register_extension(namespace.prefix, _extension(namespace, namespace.channel, show), atom=False)


def extend_item(item: FeedEntry, namespace: Namespace, entry: Entry) -> None:
    """Have an item's tags of one namespace written."""
    item.register_extension(namespace.prefix, _extension(namespace, namespace.item, entry), atom=False)


def _extension(namespace: Namespace, rows: Iterable[Row[T]], subject: T) -> Callable[[], TableExtension]:
    """What feedgen takes for a class: it makes one instance, without arguments."""
    return partial(TableExtension, namespace, [element for row in rows for element in row(subject)])


def _append(parent: Any, element: Element, namespace: Namespace) -> None:
    uri = namespace.uri if element.uri is None else element.uri
    name = f"{{{uri}}}{element.name}" if uri else element.name
    declared = {namespace.prefix: namespace.uri} if namespace.uri else None
    node = etree.SubElement(parent, name, nsmap=declared)
    if element.text is not None:
        text = strip_illegal(element.text)
        node.text = etree.CDATA(text) if element.is_cdata else text
    for key, value in element.attributes.items():
        if value is not None:
            node.set(key, strip_illegal(value))
    for child in element.children:
        _append(node, child, namespace)
