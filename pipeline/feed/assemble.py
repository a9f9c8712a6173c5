"""The channel and its items as feedgen's objects: RSS's own tags, and our extensions for the rest."""

from collections.abc import Sequence
from datetime import UTC
from html import escape

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from pipeline.errors import InputError, Problem
from pipeline.feed.atom_links import site_url
from pipeline.feed.element import Namespace
from pipeline.feed.extension import extend_channel, extend_item
from pipeline.feed.itunes import title_of
from pipeline.feed.model import Entry, FeedItem, FeedShow
from pipeline.feed.text import clean_line, strip_illegal


def assemble_channel(show: FeedShow, namespaces: Sequence[Namespace]) -> FeedGenerator:
    """The channel without items and without a date."""
    feed = FeedGenerator()
    feed.title(_required("title", clean_line(show.show.title)))
    feed.link(href=strip_illegal(site_url(show)), rel="alternate")
    feed.description(_required("description", strip_illegal(show.show.description).strip()))
    feed.language(show.show.language)
    feed.generator(strip_illegal(show.generator))
    feed.docs("")
    _describe(feed, show)
    for namespace in namespaces:
        extend_channel(feed, namespace, show)
    return feed


def _describe(feed: FeedGenerator, show: FeedShow) -> None:
    """RSS's optional tags."""
    said = show.show
    for write, text in (
        (feed.copyright, said.copyright),
        (feed.managingEditor, said.managing_editor),
        (feed.webMaster, said.web_master),
    ):
        if text:
            write(clean_line(text))
    for tag in said.tags:
        feed.category(term=clean_line(tag))
    artwork = show.file_url(said.artwork)
    if artwork:
        # width and height are left out: RSS allows no more than 144 and 400.
        feed.image(artwork, clean_line(said.title), strip_illegal(site_url(show)))
    if show.show.feed.ttl_minutes:
        feed.ttl(show.show.feed.ttl_minutes)


def _required(key: str, value: str) -> str:
    if value:
        return value
    raise InputError([Problem("podcast.toml", 0, f"'{key}' holds nothing but control characters")])


def assemble_item(entry: Entry, namespaces: Sequence[Namespace]) -> FeedEntry:
    """One item."""
    item, media = entry.item, entry.item.record.media
    node = FeedEntry()
    front = entry.front
    node.title(clean_line(front.full_title or "") or title_of(entry))
    node.link(href=strip_illegal(item.page_url), rel="alternate")
    # A guid is opaque, also one that looks like an address.
    node.guid(strip_illegal(item.record.guid), permalink=False)
    node.enclosure(strip_illegal(item.enclosure_url), media.size_bytes, media.content_type)
    node.pubDate(item.record.date.astimezone(UTC))
    description = _description(item)
    if description:
        node.content(description, type="CDATA" if is_short_as_cdata(description) else None)
    for tag in front.tags:
        node.category(term=clean_line(tag))
    if front.comments_page:
        node.comments(strip_illegal(front.comments_page))
    if front.republished_from:
        node.source(strip_illegal(front.republished_from.feed_url), clean_line(front.republished_from.title))
    for namespace in namespaces:
        extend_item(node, namespace, entry)
    return node


def _description(item: FeedItem) -> str:
    """The notes, or the summary where there are none."""
    return strip_illegal(item.description_html).strip() or escape(
        clean_line(item.details.summary), quote=False
    )


def is_short_as_cdata(html: str) -> bool:
    """Whether HTML takes no more bytes unescaped; parsers read both alike.

    One pair of tags is enough for that.

    >>> is_short_as_cdata("<p>Soon.</p>"), is_short_as_cdata("Rest & ice.")
    (True, False)
    """
    return 3 * (html.count("<") + html.count(">")) + 4 * html.count("&") >= len("<![CDATA[]]>")
