"""A feed as an app reads it: no more than the standard library, and nothing of airdate's."""

from dataclasses import dataclass
from xml.etree import ElementTree


@dataclass(frozen=True)
class Item:
    """What listeners' machines never forget."""

    guid: str
    date: str
    url: str
    length: int
    type: str
    title: str
    link: str


def parse_items(feed: bytes) -> list[Item]:
    """The items of a feed, in its order.

    Raises:
        ValueError: It is no feed, or an item lacks something.
    """
    try:
        channel = ElementTree.fromstring(feed).find("channel")
    except ElementTree.ParseError as error:
        raise ValueError(f"the feed is not XML: {error}") from error
    if channel is None or not channel.findtext("title"):
        raise ValueError("the feed has no channel with a title")
    return [_parse_item(each) for each in channel.findall("item")]


def _parse_item(item: ElementTree.Element) -> Item:
    enclosure = item.find("enclosure")
    if enclosure is None:
        raise ValueError(f"the item {item.findtext('guid')} has no enclosure")
    texts = [item.findtext(name) or "" for name in ("guid", "pubDate")]
    if not all(texts):
        raise ValueError(f"the item {texts} lacks its guid or date")
    return Item(
        *texts,
        enclosure.get("url", ""),
        int(enclosure.get("length", "")),
        enclosure.get("type", ""),
        item.findtext("title") or "",
        item.findtext("link") or "",
    )
