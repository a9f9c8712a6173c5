"""Atom's links in the channel: feedgen would lose the hub and turn `<link>` into it."""

from collections.abc import Iterable

from pipeline.feed.element import Element, Namespace
from pipeline.feed.model import FeedShow


def site_url(show: FeedShow) -> str:
    """The show's web site: the index page unless the producer names another, or has none at all."""
    addresses = show.addresses
    return show.show.link or (addresses.feed if show.show.pages is None else addresses.index)


def _links(show: FeedShow) -> Iterable[Element]:
    feed, document = show.addresses.feed, show.document
    yield _link("self", document.url or feed, _FEED)
    yield _link("alternate", site_url(show), "text/html")
    if document.url:
        yield _link("current", feed, _FEED)
    if document.previous:
        yield _link("prev-archive", document.previous, _FEED)
    yield from (_link("hub", hub) for hub in show.show.feed.hubs if not document.url)


_FEED = "application/rss+xml"


def _link(rel: str, href: str, content_type: str | None = None) -> Element:
    return Element("link", attributes={"rel": rel, "type": content_type, "href": href})


ATOM = Namespace(prefix="atom", uri="http://www.w3.org/2005/Atom", channel=(_links,))
