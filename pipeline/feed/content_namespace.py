"""The content module of RSS 1.0: notes longer than a description may be."""

from collections.abc import Iterable

from pipeline.feed.element import Element, Namespace
from pipeline.feed.model import Entry


def _encoded(entry: Entry) -> Iterable[Element]:
    if entry.item.whole_html:
        yield Element("encoded", entry.item.whole_html, is_cdata=True)


CONTENT = Namespace(prefix="content", uri="http://purl.org/rss/1.0/modules/content/", item=(_encoded,))
