"""The podcast namespace (Podcasting 2.0): https://github.com/Podcastindex-org/podcast-namespace."""

from collections.abc import Iterable
from datetime import UTC
from email.utils import format_datetime
from itertools import chain

from pipeline.core.content_types import CHAPTERS_TYPE
from pipeline.core.podcasting import License
from pipeline.feed.element import Element, Namespace, each, one, text
from pipeline.feed.live_items import live_items
from pipeline.feed.model import Entry, FeedShow
from pipeline.feed.podcast_elements import (
    ai_content,
    alternative,
    chat,
    comments,
    content_link,
    decimal,
    funding,
    image,
    license_element,
    location,
    persons,
    remote_item,
    soundbite,
    trailer,
    txt,
    update_frequency,
    value,
)
from pipeline.feed.text import clean_line

_TIMED = frozenset({"text/vtt", "application/x-subrip"})
"""Transcripts that may serve as captions."""


def _locked(show: FeedShow) -> Iterable[Element]:
    owner = show.show.owner
    answer = "yes" if show.show.locked else "no"
    yield Element("locked", answer, {"owner": owner.email if owner else None})


def _blocks(show: FeedShow) -> Iterable[Element]:
    """A service's own line goes before the one for all."""
    yield from (Element("block", "yes", {"id": service}) for service in show.show.block_on)
    yield from (Element("block", "no", {"id": service}) for service in show.show.allow_on)
    if show.show.block:
        yield Element("block", "yes")


def _trailers(show: FeedShow) -> Iterable[Element]:
    """Those that are episodes, newest first, then those that are not."""
    for item in show.trailers:
        attributes = {
            "url": item.enclosure_url,
            "pubdate": format_datetime(item.record.date.astimezone(UTC)),
            "length": str(item.record.media.size_bytes),
            "type": item.record.media.content_type,
            "season": None if item.details.season is None else str(item.details.season),
        }
        yield Element("trailer", clean_line(item.details.title)[:128] or item.record.slug, attributes)
    yield from map(trailer, show.show.trailers)


def _podroll(show: FeedShow) -> Iterable[Element]:
    if show.show.podroll:
        yield Element("podroll", children=tuple(map(remote_item, show.show.podroll)))


def _publisher(show: FeedShow) -> Iterable[Element]:
    if show.show.publisher:
        item = show.show.publisher.model_copy(update={"medium": "publisher"})
        yield Element("publisher", children=(remote_item(item),))


def _podping(show: FeedShow) -> Iterable[Element]:
    if show.show.podping:
        yield Element("podping", attributes={"usesPodping": "true"})


def _srcset(show: FeedShow) -> Iterable[Element]:
    """The deprecated form, of the artwork and of square pictures whose width is known."""
    if not show.show.feed.images_srcset:
        return
    files = {picture.file: show.record.files.get(picture.file) for picture in show.show.images}
    artwork = {show.show.artwork: show.record.files.get(show.show.artwork)}
    square = {
        stored.key: stored
        for stored in {**artwork, **files}.values()
        if stored and stored.width and stored.width == stored.height
    }
    if square:
        widest = sorted(square.values(), key=lambda stored: -(stored.width or 0))
        sizes = (f"{show.addresses.url(stored.key)} {stored.width}w" for stored in widest)
        yield Element("images", attributes={"srcset": ", ".join(sizes)})


def _images(show: FeedShow) -> Iterable[Element]:
    return chain.from_iterable(image(picture, show) for picture in show.show.images)


def _license(terms: str | License | None) -> Iterable[Element]:
    return () if terms is None else (license_element(terms),)


def _season(entry: Entry) -> Iterable[Element]:
    number = entry.item.details.season
    if number is not None:
        known = entry.show.show.seasons.get(str(number))
        yield Element(
            "season", str(number), {"name": clean_line(known.name) if known and known.name else None}
        )


def _episode(entry: Entry) -> Iterable[Element]:
    front = entry.front
    number = front.episode_sort if front.episode_sort is not None else entry.item.details.number
    if number is not None:
        display = clean_line(front.episode_display) if front.episode_display else None
        yield Element("episode", decimal(number), {"display": display})


def _people(entry: Entry) -> Iterable[Element]:
    """An episode's people replace all of the channel's, so they are named only where they differ."""
    people = entry.item.details.people
    if people == entry.show.people:
        return ()
    return persons(people, entry.show, entry.item.record.files)


def _transcripts(entry: Entry) -> Iterable[Element]:
    for transcript in entry.item.details.transcripts:
        url = entry.item.transcript_urls.get(transcript.path)
        if url:
            attributes = {
                "url": url,
                "type": transcript.content_type,
                "language": transcript.language,
                "rel": "captions" if transcript.content_type in _TIMED else None,
            }
            yield Element("transcript", attributes=attributes)


def _chapters(entry: Entry) -> Iterable[Element]:
    if entry.item.chapters_url:
        yield Element("chapters", attributes={"url": entry.item.chapters_url, "type": CHAPTERS_TYPE})


def _item_images(entry: Entry) -> Iterable[Element]:
    files = entry.item.record.files
    return chain.from_iterable(image(picture, entry.show, files) for picture in entry.front.images)


def _alternatives(entry: Entry) -> Iterable[Element]:
    files = entry.item.record.files
    return chain.from_iterable(alternative(other, entry.show, files) for other in entry.front.alternatives)


PODCAST = Namespace(
    prefix="podcast",
    uri="https://podcastindex.org/namespace/1.0",
    channel=(
        text("guid", lambda show: show.show.guid),
        _locked,
        _blocks,
        text("medium", lambda show: show.show.medium),
        each(lambda show: show.show.funding, funding),
        lambda show: persons(show.people, show),
        each(lambda show: show.show.locations, location),
        lambda show: _license(show.show.license),
        _images,
        _srcset,
        _trailers,
        one(lambda show: show.show.value, value),
        each(lambda show: show.show.comments, comments),
        one(lambda show: show.show.chat, chat),
        one(lambda show: show.show.update_frequency, update_frequency),
        _podping,
        _podroll,
        _publisher,
        each(lambda show: show.show.remote_items, remote_item),
        one(lambda show: show.show.ai_content, ai_content),
        each(lambda show: show.show.txt, txt),
        live_items,
    ),
    item=(
        _season,
        _episode,
        _people,
        _transcripts,
        _chapters,
        each(lambda entry: entry.front.soundbites, soundbite),
        each(lambda entry: entry.front.locations, location),
        lambda entry: _license(entry.front.license),
        _item_images,
        _alternatives,
        each(lambda entry: entry.front.content_links, content_link),
        each(lambda entry: entry.front.funding, funding),
        one(lambda entry: entry.front.value, value),
        each(lambda entry: entry.front.comments, comments),
        one(lambda entry: entry.front.chat, chat),
        one(lambda entry: entry.front.ai_content, ai_content),
        each(lambda entry: entry.front.txt, txt),
    ),
)
