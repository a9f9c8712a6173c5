"""What feed rules look at: the document, its channel, one item, and the items among each other."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from pipeline.core.feed_document import FeedDocument, Node
from pipeline.core.rules.feeds.podcasting.index import Index, index_tags
from pipeline.core.rules.table import Finding, one_line


@dataclass(frozen=True)
class ChannelCase:
    """The channel of a feed that was read to its end."""

    channel: Node
    document: FeedDocument
    url: str | None = None
    """Where the feed was fetched from; None for a file."""
    now: datetime | None = None
    """None where the time plays no part."""

    @cached_property
    def podcasting(self) -> Index:
        """Its tags of the podcast namespace."""
        return index_tags(self.channel)


@dataclass(frozen=True)
class ItemCase:
    """One item (or live item), and the channel as far as it was read by then."""

    item: Node
    channel: Node
    now: datetime | None = None

    @cached_property
    def podcasting(self) -> Index:
        """Its tags of the podcast namespace; a live item is one itself."""
        return index_tags(self.item, self.channel)

    @property
    def is_live(self) -> bool:
        return self.item.name == "podcast:liveItem"

    @property
    def name(self) -> str:
        """What to call it in messages where its line alone would not do."""
        name = self.item.text_of("title") or self.item.text_of("guid")
        return one_line(name) if name else "an item without a title"


def at(node: Node, text: str, fix: str | None = None) -> Finding:
    """A finding at an element's line."""
    return Finding("", text, fix, line=node.line)


def tag(name: str) -> str:
    """An element as messages show it.

    >>> tag("itunes:image")
    '<itunes:image>'
    """
    return f"<{name}>"
