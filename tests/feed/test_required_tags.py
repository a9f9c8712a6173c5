"""Every tag that Apple and PSP-1 require or recommend, one row each."""

import re
from typing import Any

import pytest

from pipeline.feed.render import render_feed
from tests.feed.building import (
    found,
    full_feed,
    make_feed_show,
    make_full_item,
    make_full_show,
    make_item,
    parse,
)

CHANNEL_REQUIRED = {
    "title": "title[string()='Second Wind']",
    "description": "description[string()='Running injuries, explained by people who treat them.']",
    "link": "link[string()='https://wind.example/show/index.html']",
    "language": "language[string()='en']",
    "itunes:image": "itunes:image[contains(@href, '/cover.jpg') and not(text())]",
    "itunes:category": "itunes:category[@text='Sports']/itunes:category[@text='Running']",
    "a category with an ampersand": "itunes:category[@text='Health & Fitness']",
    "itunes:explicit": "itunes:explicit[string()='false']",
    "atom:link self": "atom:link[@rel='self' and @type='application/rss+xml' and @href]",
}
CHANNEL_RECOMMENDED = {
    "itunes:author": "itunes:author[string()='Second Wind Radio']",
    "itunes:type": "itunes:type[string()='serial' or string()='episodic']",
    "copyright": "copyright[string()='Second Wind Radio']",
    "generator": "generator[string()='airdate 0.1.0']",
    "owner's email, for claiming": "itunes:owner/itunes:email[string()='feed@wind.example']",
    "owner's name": "itunes:owner/itunes:name[string()='Second Wind Radio']",
    "lastBuildDate": "lastBuildDate[string()='Thu, 05 Nov 2026 06:00:00 +0000']",
    "podcast:guid": "podcast:guid[string-length()=36]",
    "podcast:locked": "podcast:locked[string()='yes' and @owner='feed@wind.example']",
    "podcast:medium": "podcast:medium[string()='podcast']",
    "podcast:person": "podcast:person[@role='host' and string()='Ada Marsh']",
}
CHANNEL_ON_REQUEST = {
    "itunes:block": "itunes:block[string()='Yes']",
    "itunes:complete": "itunes:complete[string()='Yes']",
    "itunes:new-feed-url": "itunes:new-feed-url[string()='https://new.example/feed.xml']",
    "itunes:applepodcastsverify": "itunes:applepodcastsverify[string()='5d4a3b2c-token']",
    "podcast:funding": "podcast:funding[@url='https://wind.example/give' and string()='Lace up & give']",
    "atom:link hub": "atom:link[@rel='hub' and @href='https://hub.example/']",
}
ITEM_REQUIRED = {
    "title": "title[string()='Why your Achilles hurts']",
    "enclosure url": "enclosure[starts-with(@url, 'https://') and contains(@url, '.mp3')]",
    "enclosure length": "enclosure[@length='2881234']",
    "enclosure type": "enclosure[@type='audio/mpeg']",
    "guid": "guid[string-length()=36 and @isPermaLink='false']",
    "pubDate": "pubDate[string()='Thu, 05 Nov 2026 06:00:00 +0000']",
}
ITEM_RECOMMENDED = {
    "link": "link[contains(string(), '/episodes/060-why-your-achilles-hurts.html')]",
    "description": "description[contains(string(), '<em>alone</em>')]",
    "itunes:title": "itunes:title[string()='Why your Achilles hurts']",
    "itunes:duration": "itunes:duration[number(string())=180 or number(string())=1801]",
    "itunes:explicit": "itunes:explicit[string()='true' or string()='false']",
    "itunes:episodeType": "itunes:episodeType[string()='full' or string()='bonus']",
    "itunes:episode": "itunes:episode[string()='60']",
    "podcast:episode": "podcast:episode[string()='60']",
}
ITEM_ON_REQUEST = {
    "itunes:image": "itunes:image[starts-with(@href, 'https://') and not(text())]",
    "itunes:season": "itunes:season[string()='2']",
    "itunes:block": "itunes:block[string()='Yes']",
    "podcast:season": "podcast:season[string()='2']",
    "podcast:transcript as captions": "podcast:transcript[@type='text/vtt' and @rel='captions']",
    "podcast:transcript's language": "podcast:transcript[@type='text/vtt' and @language='en']",
    "podcast:transcript in SubRip": "podcast:transcript[@type='application/x-subrip' and @language='de']",
    "podcast:chapters": "podcast:chapters[@type='application/json+chapters' and @url]",
    "psc:chapters": "psc:chapters[@version='1.2']/psc:chapter[@start='00:01:01.500' and @href and @image]",
    "podcast:person": "podcast:person[@role='guest' and @img and @href and string()='Cy Rowe']",
}


@pytest.fixture(scope="module")
def full() -> Any:
    """The channel of a feed in which everything is set."""
    return parse(full_feed())[0]


@pytest.fixture(scope="module")
def plain() -> Any:
    """The channel of a feed in which only what must be set is."""
    return parse(render_feed(make_feed_show(), [make_item()]))[0]


def rows(*tables: dict[str, str], below: str = "") -> list[Any]:
    return [pytest.param(below + path, id=below + name) for table in tables for name, path in table.items()]


EVERYWHERE = rows(CHANNEL_REQUIRED, CHANNEL_RECOMMENDED) + rows(
    ITEM_REQUIRED, ITEM_RECOMMENDED, below="item/"
)
ON_REQUEST = rows(CHANNEL_ON_REQUEST) + rows(ITEM_ON_REQUEST, below="item/")


@pytest.mark.parametrize("path", EVERYWHERE)
def test_required_and_recommended_tags_are_in_the_plainest_feed(path: str, plain: Any) -> None:
    """What Apple and PSP-1 require or recommend needs no setting beyond the show's own."""
    assert found(plain, path)


@pytest.mark.parametrize("path", EVERYWHERE + ON_REQUEST)
def test_every_tag_is_in_the_fullest_feed(path: str, full: Any) -> None:
    """What the producer sets has its tag."""
    assert found(full, path)


@pytest.mark.parametrize("path", ON_REQUEST)
def test_nothing_is_claimed_that_was_not_set(path: str, plain: Any) -> None:
    """A tag that means something by being there is absent unless asked for."""
    assert not found(plain, path)


@pytest.mark.parametrize("path", rows(CHANNEL_REQUIRED) + rows(ITEM_REQUIRED, below="item/"))
def test_a_tag_that_may_stand_once_stands_once(path: str, full: Any) -> None:
    """No required tag is doubled, categories excepted."""
    tag = re.match(r"(item/)?[^[/]+", path)[0]
    assert len(found(full, tag)) == 1 or tag in {"itunes:category", "atom:link"}


def test_the_root_declares_the_namespaces_apple_compares() -> None:
    """The prefixes and addresses are exactly those of the documents that define them."""
    assert parse(render_feed(make_feed_show(), [make_item()])).nsmap == {
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "atom": "http://www.w3.org/2005/Atom",
        "podcast": "https://podcastindex.org/namespace/1.0",
    }


def test_simple_chapters_are_declared_where_an_item_has_chapters() -> None:
    """The namespace of chapters comes with the first chapters."""
    show = make_full_show()
    root = parse(render_feed(show, [make_full_item(show)]))
    assert root.nsmap["psc"] == "http://podlove.org/simple-chapters"


def test_the_document_begins_and_ends_where_crawlers_look() -> None:
    """The declaration comes first and nothing follows the root."""
    body = full_feed()
    assert body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<rss ')
    assert body.endswith(b"</rss>")


def test_the_channel_speaks_before_its_items(full: Any) -> None:
    """All of the channel's own tags stand before the first item."""
    tags = [child.tag for child in full]
    assert tags.index("item") == len(tags) - tags.count("item")
