"""The feed: RSS 2.0 as a pure function of the show and its released episodes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

from pipeline.feed.archives import archives_of
from pipeline.feed.atom_links import ATOM
from pipeline.feed.content_namespace import CONTENT
from pipeline.feed.element import Namespace
from pipeline.feed.history_namespace import HISTORY
from pipeline.feed.itunes import ITUNES
from pipeline.feed.model import Document, Entry, FeedItem, FeedShow
from pipeline.feed.podcast_namespace import PODCAST
from pipeline.feed.rss_channel import RSS
from pipeline.feed.simple_chapters import SIMPLE_CHAPTERS, listed_chapters
from pipeline.feed.slimming import fit_items, slim_items

__all__ = ["FeedItem", "FeedShow", "Feeds", "listed_items", "newest_change", "render_feed", "render_feeds"]

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
"""With the quotes that simple checkers look for; lxml writes others."""


@dataclass(frozen=True)
class Feeds:
    """The feed, and the archive documents beside it."""

    feed: bytes
    archives: Mapping[str, bytes]
    """By key."""
    items: int
    """How many the feed lists."""
    slimmed: frozenset[str]
    """Guids of items without their notes."""


def render_feeds(show: FeedShow, items: Iterable[FeedItem]) -> Feeds:
    """Render the feed within its budget, and its archive documents with whole items.

    Raises:
        InputError: See `render_feed`.
    """
    settings = show.show.feed
    newest_first = _sorted(items)
    archives = []
    if settings.archives:
        archives = archives_of(newest_first, settings.archives, show.addresses.base_url)
    document = Document(previous=archives[0][1].url) if archives else Document()
    main = replace(show, document=document)
    listed = slim_items(newest_first[: settings.max_items], settings.slim_after)
    if settings.size_budget_kb:
        listed = fit_items(listed, settings.size_budget_kb * 1000, lambda some: len(render_feed(main, some)))
    return Feeds(
        render_feed(main, listed),
        {key: _render_archive(show, document, some) for key, document, some in archives},
        len(listed),
        frozenset(item.record.guid for item in listed if item.is_slim),
    )


def _render_archive(show: FeedShow, document: Document, items: Sequence[FeedItem]) -> bytes:
    """Nothing in it that concerns the show as a whole: it would change with each of its settings."""
    settings = show.show.feed.model_copy(update={"max_items": None})
    said = show.show.model_copy(update={"feed": settings, "live": [], "new_feed_url": None})
    record = show.record.model_copy(update={"show": said})
    return render_feed(replace(show, record=record, document=document, style=None), items)


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
    show = replace(show, trailers=tuple(item for item in kept if item.details.type == "trailer"))
    namespaces = _namespaces(show, kept)
    feed = assemble_channel(show, namespaces)
    feed.lastBuildDate(newest_change(show, kept).astimezone(UTC))
    for item in kept:
        # feedgen puts each new entry first unless told otherwise.
        feed.add_entry(assemble_item(Entry(show, item), namespaces), order="append")
    body: bytes = feed.rss_str(pretty=True, xml_declaration=False)
    return _DECLARATION + _style(show.style) + body.rstrip()


def _style(url: str | None) -> bytes:
    """What browsers show the feed with; apps pass it over. They give up XSLT (feed-rules §9.3)."""
    return f'<?xml-stylesheet type="text/css" href={quoteattr(url)}?>\n'.encode() if url else b""


def _namespaces(show: FeedShow, items: Sequence[FeedItem]) -> tuple[Namespace, ...]:
    """Only vocabularies that are used are declared, besides those that every feed has."""
    optional = (
        (HISTORY, bool(show.document.url) or show.show.feed.declare_complete),
        (CONTENT, any(item.whole_html for item in items)),
        (SIMPLE_CHAPTERS, any(map(listed_chapters, items))),
    )
    return (RSS, ATOM, ITUNES, PODCAST, *(each for each, is_used in optional if is_used))


def listed_items(show: FeedShow, items: Iterable[FeedItem]) -> list[FeedItem]:
    """The items that the feed lists, newest first; those of the same moment by guid."""
    return _sorted(items)[: show.show.feed.max_items]


def _sorted(items: Iterable[FeedItem]) -> list[FeedItem]:
    by_guid = sorted(items, key=lambda item: item.record.guid)
    return sorted(by_guid, key=lambda item: item.record.date, reverse=True)


def newest_change(show: FeedShow, items: Sequence[FeedItem]) -> datetime:
    """When the content last changed, as far as the records know; of an archive, its items alone.

    Each setting of the show would change every archive otherwise.
    """
    moments = [moment for item in items for moment in (item.record.date, item.record.changed_at)]
    return max(moments if show.document.url else [show.record.changed_at, *moments])
