"""The feed parsed back by other people's parsers, and compared with the model."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import feedparser
import podcastparser
import pytest

from pipeline.feed.itunes import seconds
from pipeline.feed.render import FeedItem, FeedShow, render_feed
from tests.builders import DATE
from tests.feed.building import make_feed_show, make_full_item, make_full_show, make_item, make_short_item

Case = tuple[FeedShow, FeedItem]


def full_case() -> Case:
    show = make_full_show()
    return show, make_full_item(show)


def plain_case() -> Case:
    return make_feed_show(), make_item()


CASES = pytest.mark.parametrize("case", [full_case, plain_case])


def parse_as_podcast(body: bytes) -> Any:
    return podcastparser.parse("https://wind.example/show/feed.xml", io.BytesIO(body))


@CASES
def test_feedparser_reads_the_show_as_it_is(case: Callable[[], Case]) -> None:
    """Title, texts, people and categories of the channel survive feedparser."""
    show, item = case()
    parsed = feedparser.parse(render_feed(show, [item]))
    model, feed = show.show, parsed.feed
    assert not parsed.bozo
    assert parsed.encoding == "utf-8"
    assert (feed.title, feed.subtitle, feed.rights) == (model.title, model.description, model.copyright)
    assert (feed.language, feed.generator) == (model.language, show.generator)
    assert feed.author_detail == {"name": model.owner.name, "email": model.owner.email}
    assert feed.itunes_type == model.type
    assert feed.image.href.endswith("cover.jpg")
    assert feed.link == show.addresses.index
    assert [tag.term for tag in feed.tags] == [
        part for each in model.categories for part in each.split(" > ")
    ]
    assert feed.podcast_guid == model.guid
    assert feed.podcast_medium == model.medium
    assert ("itunes_block" in feed, "itunes_complete" in feed) == (model.block, model.complete)


@CASES
def test_feedparser_reads_the_item_as_it_is(case: Callable[[], Case]) -> None:
    """Every field of an item survives feedparser."""
    show, item = case()
    entry = feedparser.parse(render_feed(show, [item])).entries[0]
    details, record = item.details, item.record
    assert (entry.title, entry.itunes_title) == (details.title, details.title)
    assert (entry.id, entry.guidislink, entry.link) == (record.guid, False, item.page_url)
    assert entry.summary == item.description_html
    assert entry.published_parsed[:6] == record.date.utctimetuple()[:6]
    assert entry.enclosures == [
        {
            "href": item.enclosure_url,
            "length": str(record.media.size_bytes),
            "type": record.media.content_type,
        }
    ]
    assert entry.itunes_duration == str(seconds(record.audio.duration_s))
    assert entry.itunes_episodetype == details.type
    assert entry.itunes_episode == entry.podcast_episode == str(details.number)
    assert entry.get("itunes_season") == (str(details.season) if details.season else None)
    assert entry.get("image", {}).get("href") == item.artwork_url
    assert entry.get("podcast_chapters", {}).get("url") == item.chapters_url


@CASES
def test_podcastparser_reads_the_show_as_it_is(case: Callable[[], Case]) -> None:
    """What gPodder shows of a channel is what the model says."""
    show, item = case()
    feed, model = parse_as_podcast(render_feed(show, [item])), show.show
    assert (feed["title"], feed["description"], feed["link"]) == (
        model.title,
        model.description,
        show.addresses.index,
    )
    assert (feed["itunes_author"], feed["language"], feed["type"]) == (
        model.author,
        model.language,
        model.type,
    )
    assert feed["explicit"] is model.explicit
    assert feed["itunes_categories"] == [each.split(" > ") for each in model.categories]
    assert feed["itunes_owner"] == {"name": model.owner.name, "email": model.owner.email}
    assert feed.get("new_url") == model.new_feed_url


@CASES
def test_podcastparser_reads_the_item_as_it_is(case: Callable[[], Case]) -> None:
    """What gPodder shows and fetches of an episode is what the model says."""
    show, item = case()
    episode = parse_as_podcast(render_feed(show, [item]))["episodes"][0]
    details, record = item.details, item.record
    assert (episode["guid"], episode["title"], episode["link"]) == (record.guid, details.title, item.page_url)
    assert episode["description_html"] == item.description_html
    assert episode["published"] == record.date.timestamp()
    assert episode["total_time"] == seconds(record.audio.duration_s)
    assert episode["explicit"] is details.explicit
    assert (episode["type"], episode["number"], episode.get("season")) == (
        details.type,
        details.number,
        details.season,
    )
    assert episode["enclosures"] == [
        {
            "url": item.enclosure_url,
            "file_size": record.media.size_bytes,
            "mime_type": record.media.content_type,
        }
    ]
    assert [each["title"] for each in episode.get("chapters", [])] == [
        each.title for each in details.chapters if not each.hidden
    ]


def test_apps_see_all_items_newest_first() -> None:
    """A hundred episodes arrive as a hundred, in the order of their dates."""
    items = [make_short_item(number, date=DATE + timedelta(days=number)) for number in range(1, 101)]
    entries = feedparser.parse(render_feed(make_feed_show(), items)).entries
    assert [entry.id for entry in entries] == [f"guid-{number}" for number in range(100, 0, -1)]
