"""The files that a feed names, with where it names them: what an online check looks at."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from heapq import heappush, heappushpop

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.values import is_web_url, parse_rfc2822, parse_whole

NEWEST = 20
"""How many items are looked at unless told otherwise: what is wrong with those is wrong with all."""

_MOST_PER_NODE = 12
"""Of one item; a stranger's may name thousands."""
_STREAMS = ("application/x-mpegurl", "application/vnd.apple.mpegurl", "application/dash+xml")


class Kind(StrEnum):
    """What a file is to the feed."""

    FEED = "feed"
    ENCLOSURE = "enclosure"
    ARTWORK = "artwork"
    TRANSCRIPT = "transcript"
    CHAPTERS = "chapters"


@dataclass(frozen=True)
class Asset:
    """One file, as one element names it."""

    kind: Kind
    url: str
    line: int
    """Of the element; 0 for the feed itself."""
    element: str
    """The element's name; empty for the feed itself."""
    content_type: str = ""
    """As the element says, in lower case; empty where it does not."""
    size_bytes: int | None = None
    """As the element says; None where it does not, or says 0."""
    of_item: bool = False


def asset_of_feed(url: str) -> Asset:
    """The feed itself, where it was fetched."""
    return Asset(Kind.FEED, url, 0, "")


def assets_of_channel(channel: Node) -> tuple[Asset, ...]:
    """The files of a channel: its cover and its trailers."""
    return tuple([*_artwork(channel), *_media(channel, "podcast:trailer")][:_MOST_PER_NODE])


def assets_of_item(item: Node) -> tuple[Asset, ...]:
    """The files of an item; the stream of a live item has no end, and is left alone."""
    found = [*_artwork(item)] if item.name == "podcast:liveItem" else [*_files(item)]
    return tuple(replace(each, of_item=True) for each in found[:_MOST_PER_NODE])


@dataclass
class FeedAssets:
    """The files of a channel and of its newest items, gathered while the feed streams by."""

    newest: int = NEWEST
    items: int = 0
    """How many there are in all."""
    channel: tuple[Asset, ...] = ()
    kept: list[tuple[float, int, tuple[Asset, ...]]] = field(default_factory=list)
    """A heap: the oldest first."""

    def look_at(self, item: Node) -> None:
        """Remember an item's files if it is among the newest so far; without a date it is the oldest."""
        self.items += 1
        date = parse_rfc2822(item.text_of("pubDate"))
        entry = (date.timestamp() if date and date.tzinfo else float("-inf"), -self.items)
        if self.newest > 0:
            keep = heappush if len(self.kept) < self.newest else heappushpop
            keep(self.kept, (*entry, assets_of_item(item)))

    def finish(self, channel: Node) -> None:
        """Remember the channel's own, once it was read to its end."""
        self.channel = assets_of_channel(channel)

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The channel's, then those of the newest items, newest first."""
        return (*self.channel, *(asset for entry in sorted(self.kept, reverse=True) for asset in entry[2]))

    @property
    def looked_at(self) -> int:
        """How many items the files are of."""
        return len(self.kept)


def _files(item: Node) -> Iterator[Asset]:
    yield from _media(item, "enclosure")
    yield from _artwork(item)
    yield from _text(item, "podcast:transcript", Kind.TRANSCRIPT)
    yield from _text(item, "podcast:chapters", Kind.CHAPTERS)
    yield from _alternatives(item)


def _artwork(node: Node) -> Iterator[Asset]:
    for image in node.all("itunes:image"):
        yield from _asset(Kind.ARTWORK, image, "href")


def _media(node: Node, name: str) -> Iterator[Asset]:
    for media in node.all(name):
        size_bytes = parse_whole(media.attributes.get("length", ""))
        yield from _asset(Kind.ENCLOSURE, media, "url", size_bytes=size_bytes)


def _text(node: Node, name: str, kind: Kind) -> Iterator[Asset]:
    for each in node.all(name):
        yield from _asset(kind, each, "url")


def _alternatives(item: Node) -> Iterator[Asset]:
    """Files only: a stream's list of parts has neither a length nor ranges."""
    for alternative in item.all("podcast:alternateEnclosure"):
        said = alternative.attributes.get("type", "")
        size_bytes = parse_whole(alternative.attributes.get("length", ""))
        for source in alternative.all("podcast:source"):
            content_type = source.attributes.get("contentType", said)
            if content_type.strip().lower() not in _STREAMS:
                yield from _asset(Kind.ENCLOSURE, source, "uri", content_type, size_bytes)


def _asset(
    kind: Kind, node: Node, attribute: str, content_type: str | None = None, size_bytes: int | None = None
) -> Iterator[Asset]:
    """What can be asked for; what cannot is for the rules of the document."""
    url = node.attributes.get(attribute, "").strip()
    said = node.attributes.get("type", "") if content_type is None else content_type
    if is_web_url(url):
        yield Asset(kind, url, node.line, node.name, said.strip().lower(), size_bytes or None)
