"""Elements of the podcast namespace that channels, items and live items share, each from its value."""

from collections.abc import Iterable, Mapping
from email.utils import format_datetime

from pipeline.core.chapters import parse_clock
from pipeline.core.dates import parse_moment
from pipeline.core.podcasting import (
    Alternative,
    Chat,
    Comments,
    ContentLink,
    Funding,
    License,
    Picture,
    Recipient,
    RemoteItem,
    Soundbite,
    SpokenPlace,
    TimeSplit,
    Trailer,
    Txt,
    UpdateFrequency,
    Value,
)
from pipeline.core.record import StoredFile
from pipeline.core.show import Person
from pipeline.feed.element import Element
from pipeline.feed.model import FeedShow
from pipeline.feed.published_files import integrity_of, picture_shape
from pipeline.feed.text import clean_line

Files = Mapping[str, StoredFile]


def decimal(number: float | None) -> str | None:
    """A number as apps read it: never with an exponent.

    >>> decimal(60.5), decimal(60.0), decimal(0.0000001), decimal(None)
    ('60.5', '60', '0.0000001', None)
    """
    if number is None:
        return None
    text = f"{number:.7f}"
    return text.rstrip("0").rstrip(".") or "0"


def seconds_of(time: str | float | None) -> str | None:
    """A timestamp or a number as seconds.

    >>> seconds_of("1:02.5"), seconds_of(90), seconds_of(None)
    ('62.5', '90', None)
    """
    return decimal(parse_clock(time) if isinstance(time, str) else time)


def true(is_so: bool) -> str | None:
    """An attribute that is true or not there."""
    return "true" if is_so else None


def location(place: SpokenPlace) -> Element:
    country = place.country.upper() if place.country else None
    attributes = {"rel": place.rel, "geo": place.geo, "osm": place.osm, "country": country}
    return Element("location", clean_line(place.name), attributes)


def license_element(terms: str | License) -> Element:
    known = License(id=terms) if isinstance(terms, str) else terms
    return Element("license", clean_line(known.id).lower(), {"url": known.url})


def txt(record: Txt) -> Element:
    return Element("txt", record.text, {"purpose": record.purpose})


def ai_content(answer: bool) -> Element:
    """What is told of content made by machines."""
    return Element("txt", "true" if answer else "false", {"purpose": "ai-content"})


def funding(each: Funding) -> Element:
    return Element("funding", clean_line(each.label), {"url": each.url})


def chat(room: Chat) -> Element:
    attributes = {
        "server": room.server,
        "protocol": room.protocol,
        "accountId": room.account,
        "space": room.space,
    }
    return Element("chat", attributes=attributes)


def comments(post: Comments) -> Element:
    attributes = {
        "protocol": post.protocol,
        "uri": post.url,
        "accountId": post.account,
        "accountUrl": post.account_url,
        "priority": None if post.priority is None else str(post.priority),
    }
    return Element("socialInteract", attributes=attributes)


def remote_item(item: RemoteItem) -> Element:
    attributes = {
        "feedGuid": item.feed_guid.lower(),
        "feedUrl": item.feed_url,
        "itemGuid": item.item_guid,
        "medium": item.medium,
        "title": item.title,
    }
    return Element("remoteItem", attributes=attributes)


def update_frequency(rhythm: UpdateFrequency) -> Element:
    starts = rhythm.starts
    attributes = {
        "rrule": rhythm.rrule,
        "dtstart": parse_moment(starts).isoformat() if starts and len(starts) > len("2026-11-05") else starts,
        "complete": true(rhythm.complete),
    }
    return Element("updateFrequency", clean_line(rhythm.text), attributes)


def value(block: Value) -> Element:
    attributes = {"type": block.type, "method": block.method, "suggested": block.suggested}
    splits = (*map(_recipient, block.recipients), *map(_time_split, block.time_splits))
    return Element("value", attributes=attributes, children=splits)


def _recipient(person: Recipient) -> Element:
    attributes = {
        "name": person.name,
        "type": person.type,
        "address": person.address,
        "split": str(person.split),
        "customKey": person.custom_key,
        "customValue": person.custom_value,
        "fee": true(person.fee),
    }
    return Element("valueRecipient", attributes=attributes)


def _time_split(part: TimeSplit) -> Element:
    attributes = {
        "startTime": seconds_of(part.start),
        "duration": seconds_of(part.duration),
        "remoteStartTime": seconds_of(part.remote_start),
        "remotePercentage": decimal(part.remote_percentage),
    }
    remote = (remote_item(part.remote_item),) if part.remote_item else ()
    return Element(
        "valueTimeSplit", attributes=attributes, children=(*remote, *map(_recipient, part.recipients))
    )


def soundbite(part: Soundbite) -> Element:
    attributes = {"startTime": seconds_of(part.start), "duration": seconds_of(part.duration)}
    return Element("soundbite", clean_line(part.title) if part.title else None, attributes)


def content_link(link: ContentLink) -> Element:
    return Element("contentLink", clean_line(link.label), {"href": link.url})


def image(picture: Picture, show: FeedShow, files: Files | None = None) -> Iterable[Element]:
    """A picture with its shape; none where its file was not published."""
    url = show.file_url(picture.file, files)
    if url:
        shape = picture_shape(picture, (files or {}).get(picture.file) or show.record.files.get(picture.file))
        attributes = {"href": url, "alt": picture.alt, "purpose": picture.purpose, **shape}
        yield Element("image", attributes=attributes)


def alternative(other: Alternative, show: FeedShow, files: Files | None = None) -> Iterable[Element]:
    """Another encoding with its sources; none where its file was not published."""
    stored = (files or {}).get(other.file) if other.file else None
    if other.file and stored is None:
        return
    sources = [
        Element("source", attributes={"uri": each.url, "contentType": each.type}) for each in other.sources
    ]
    if stored:
        sources.append(Element("source", attributes={"uri": show.addresses.url(stored.key)}))
    length = other.length if other.length is not None or stored is None else stored.size_bytes
    attributes = {
        "type": other.type or (stored.content_type if stored else None),
        "length": None if length is None else str(length),
        "bitrate": decimal(other.bitrate),
        "height": None if other.height is None else str(other.height),
        "lang": other.language,
        "title": other.title,
        "rel": other.rel,
        "codecs": other.codecs,
        "default": true(other.default),
    }
    proof = integrity_of(other, stored)
    yield Element("alternateEnclosure", attributes=attributes, children=(*sources, *proof))


def trailer(each: Trailer) -> Element:
    attributes = {
        "url": each.url,
        "pubdate": format_datetime(parse_moment(each.date)),
        "length": None if each.length is None else str(each.length),
        "type": each.type,
        "season": None if each.season is None else str(each.season),
    }
    return Element("trailer", clean_line(each.title), attributes)


def persons(people: Iterable[Person], show: FeedShow, files: Files | None = None) -> Iterable[Element]:
    """Everybody with a name: the namespace allows no blank ones."""
    for each in people:
        name = clean_line(each.name)
        if name:
            attributes = {
                "role": clean_line(each.role).lower(),
                "group": clean_line(each.group).lower() if each.group else None,
                "img": show.file_url(each.image, files),
                "href": each.url,
            }
            yield Element("person", name, attributes)
