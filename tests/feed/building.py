"""Feeds for tests, put together as the workflows do."""

from typing import Any

from lxml import etree

from pipeline.core.addresses import Addresses
from pipeline.core.audio_facts import Chapter
from pipeline.core.episode import Episode
from pipeline.core.feed_settings import FeedSettings
from pipeline.core.front_matter import Guest
from pipeline.core.record import ShowRecord
from pipeline.core.show import Funding, Owner, Person
from pipeline.feed.render import FeedItem, FeedShow, render_feed
from tests.builders import make_audio, make_episode, make_file, make_media, make_show_record

GENERATOR = "airdate 0.1.0"
HUB = "https://hub.example/"
NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}


def make_feed_show(record: ShowRecord | None = None) -> FeedShow:
    """The channel at the show's own address."""
    record = record or make_show_record()
    return FeedShow(record, Addresses(record.show.base_url or ""), GENERATOR)


def make_item(episode: Episode | None = None, **changes: Any) -> FeedItem:
    """An item with every address at the show's base."""
    episode = episode or make_episode()
    addresses = Addresses("https://wind.example/show/")
    record = episode.record
    values = {
        "episode": episode,
        "description_html": "<p>It is rarely the tendon <em>alone</em>.</p>",
        "slim_html": "<p>A summary.</p>",
        "page_url": addresses.page(record.slug),
        "enclosure_url": addresses.url(record.media.key),
        "chapters_url": addresses.url(f"files/00/{record.slug}.chapters.json")
        if episode.details.chapters
        else None,
        "artwork_url": addresses.url(episode.artwork.key) if episode.artwork else None,
        "transcript_urls": {
            each.path: addresses.url(record.files[each.path].key) for each in episode.details.transcripts
        },
    }
    return FeedItem(**{**values, **changes})


def make_full_show() -> FeedShow:
    """A channel that uses every tag there is."""
    record = make_show_record(
        type="serial",
        feed=FeedSettings(hubs=[HUB]),
        block=True,
        complete=True,
        new_feed_url="https://new.example/feed.xml",
        apple_verify="5d4a3b2c-token",
        funding=[Funding(url="https://wind.example/give", label="Lace up & give")],
        people={
            "ada": Person(
                name="Ada Marsh", role="Host", group="Cast", image="ada.jpg", url="https://ada.example/"
            ),
            "bo": Person(name="Bo Quill", role="Audio Editor", image="https://bo.example/bo.jpg"),
        },
        hosts=["ada", "bo"],
        owner=Owner(name="Second Wind Radio", email="feed@wind.example"),
    )
    return make_feed_show(record)


def make_full_item(show: FeedShow) -> FeedItem:
    """An item that uses every tag there is."""
    names = ["transcript.vtt", "transcript.de.srt", "heel.png", "art.jpg"]
    episode = make_episode(
        show.show,
        title="Why your Achilles hurts",
        season=2,
        episode=60,
        type="bonus",
        explicit=True,
        block=True,
        artwork="art.jpg",
        guests=[Guest(name="Cy Rowe", credentials="MD", image="heel.png", url="https://cy.example/")],
        files={name: make_file(name) for name in names},
        chapters=(
            Chapter(start_s=0, title="Hello"),
            Chapter(start_s=61.5, title='Load & "rest"', url="https://wind.example/load", image="heel.png"),
            Chapter(start_s=90, title="Silent", hidden=True),
        ),
        audio=make_audio(duration_s=1800.5),
    )
    return make_item(episode)


def make_short_item(number: int, **changes: Any) -> FeedItem:
    """One of many items, told apart by its number."""
    slug = f"{number:03d}-tape"
    media = make_media(key=f"media/{number:016x}/{slug}.mp3", size_bytes=1000 + number)
    return make_item(make_episode(guid=f"guid-{number}", slug=slug, media=media, **changes))


def parse(body: bytes) -> Any:
    """The document's root, strictly parsed."""
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False))


def found(node: Any, path: str) -> list[Any]:
    """What an XPath finds, with the prefixes everybody uses."""
    return list(node.xpath(path, namespaces=NAMESPACES))


def full_feed() -> bytes:
    """A feed that uses every tag there is."""
    show = make_full_show()
    return render_feed(show, [make_full_item(show)])
