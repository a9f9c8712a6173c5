"""The feed: RSS 2.0 as a pure function of the show and its released episodes."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from pipeline.feed.atom_links import ATOM
from pipeline.feed.itunes import ITUNES
from pipeline.feed.model import Entry, FeedItem, FeedShow
from pipeline.feed.podcast_namespace import PODCAST
from pipeline.feed.simple_chapters import SIMPLE_CHAPTERS, listed_chapters

__all__ = ["FeedItem", "FeedShow", "listed_items", "newest_change", "render_feed"]

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
"""With the quotes that simple checkers look for; lxml writes others."""


def render_feed(show: FeedShow, items: Iterable[FeedItem]) -> bytes:
    """Render the whole document; the same input always gives the same bytes.

    feedgen sets the process's locale while it writes a date, so two feeds
    must not be rendered in two threads at once.

    Args:
        show: The channel.
        items: The released episodes, in any order; `feed.max_items` is
            applied here.

    Raises:
        InputError: The show's title or description holds nothing that XML
            can carry.
    """
    # heavy: feedgen and lxml
    from pipeline.feed.assemble import assemble_channel, assemble_item

    kept = listed_items(show, items)
    namespaces = (ATOM, ITUNES, PODCAST) + ((SIMPLE_CHAPTERS,) if any(map(listed_chapters, kept)) else ())
    feed = assemble_channel(show, namespaces)
    feed.lastBuildDate(newest_change(show, kept).astimezone(UTC))
    for item in kept:
        # feedgen puts each new entry first unless told otherwise.
        feed.add_entry(assemble_item(Entry(show, item), namespaces), order="append")
    body: bytes = feed.rss_str(pretty=True, xml_declaration=False)
    return _DECLARATION + body.rstrip()


def listed_items(show: FeedShow, items: Iterable[FeedItem]) -> list[FeedItem]:
    """The items that the feed lists, newest first; those of the same moment by guid."""
    by_guid = sorted(items, key=lambda item: item.record.guid)
    newest_first = sorted(by_guid, key=lambda item: item.record.date, reverse=True)
    return newest_first[: show.show.feed.max_items]


def newest_change(show: FeedShow, items: Sequence[FeedItem]) -> datetime:
    """When the content last changed, as far as the records know."""
    moments = [moment for item in items for moment in (item.record.date, item.record.changed_at)]
    return max([show.record.changed_at, *moments])
