"""RFC 5005: whether a document is the whole feed, or an archive of it."""

from collections.abc import Iterable

from pipeline.feed.element import Element, Namespace
from pipeline.feed.model import FeedShow


def _kind(show: FeedShow) -> Iterable[Element]:
    if show.document.url:
        yield Element("archive")
    elif show.show.feed.declare_complete:
        yield Element("complete")


HISTORY = Namespace(prefix="fh", uri="http://purl.org/syndication/history/1.0", channel=(_kind,))
