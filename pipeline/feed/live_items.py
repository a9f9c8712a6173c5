"""Live items: streams that are announced, running or over, as the channel lists them."""

from collections.abc import Iterable
from itertools import chain

from pipeline.core.dates import parse_moment
from pipeline.core.episode import as_guest
from pipeline.core.live import LiveEpisode
from pipeline.core.show import Person
from pipeline.feed.element import Element
from pipeline.feed.itunes import ITUNES
from pipeline.feed.model import FeedShow
from pipeline.feed.podcast_elements import (
    alternative,
    chat,
    content_link,
    funding,
    image,
    location,
    persons,
    value,
)
from pipeline.feed.text import clean_line

RSS = ""


def live_items(show: FeedShow) -> Iterable[Element]:
    """Every stream of the show, in the producer's order."""
    return (_live_item(each, show) for each in show.show.live)


def _live_item(stream: LiveEpisode, show: FeedShow) -> Element:
    attributes = {
        "status": stream.status,
        "start": parse_moment(stream.start).isoformat(),
        "end": parse_moment(stream.end).isoformat() if stream.end else None,
    }
    return Element("liveItem", attributes=attributes, children=tuple(_children(stream, show)))


def _people(stream: LiveEpisode, show: FeedShow) -> Iterable[Person]:
    """The stream's own, who replace the channel's; nobody where it has no people of its own."""
    own_hosts = "hosts" in stream.model_fields_set
    hosts = stream.hosts if own_hosts or not stream.guests else show.show.hosts
    return (*show.named(hosts), *map(as_guest, show.named(stream.guests)))


def _children(stream: LiveEpisode, show: FeedShow) -> Iterable[Element]:
    yield Element("title", clean_line(stream.title), uri=RSS)
    if stream.link:
        yield Element("link", stream.link, uri=RSS)
    yield Element("guid", stream.guid, {"isPermaLink": "false"}, uri=RSS)
    if stream.description:
        yield Element("description", stream.description, uri=RSS)
    enclosure = {"url": stream.stream, "length": "0", "type": stream.stream_type}
    yield Element("enclosure", attributes=enclosure, uri=RSS)
    explicit = show.show.explicit if stream.explicit is None else stream.explicit
    yield Element("explicit", "true" if explicit else "false", uri=ITUNES.uri)
    artwork = show.file_url(stream.artwork)
    if artwork:
        yield Element("image", attributes={"href": artwork}, uri=ITUNES.uri)
    yield from map(content_link, stream.content_links)
    yield from chain.from_iterable(alternative(each, show) for each in stream.alternatives)
    yield from persons(_people(stream, show), show)
    yield from map(location, stream.locations)
    yield from chain.from_iterable(image(each, show) for each in stream.images)
    yield from map(funding, stream.funding)
    yield from map(chat, (stream.chat,) if stream.chat else ())
    yield from map(value, (stream.value,) if stream.value else ())
