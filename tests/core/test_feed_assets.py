"""Which files a feed names, and which of its items are the newest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.feed_assets import FeedAssets, Kind, asset_of_feed, assets_of_channel, assets_of_item
from pipeline.core.feed_document import Node


def node(
    name: str, line: int = 1, children: tuple[Node, ...] = (), text: str = "", **attributes: str
) -> Node:
    return Node(name, line, text, attributes, children)


def item(number: int, date: str | None = None) -> Node:
    dated = (node("pubDate", text=date),) if date else ()
    enclosure = node(
        "enclosure", number, url=f"https://a.example/{number}.mp3", length="9", type="audio/mpeg"
    )
    return node("item", number, (*dated, enclosure))


def test_every_file_of_an_item_is_found() -> None:
    """With its line, and what the feed says of it."""
    found = assets_of_item(
        node(
            "item",
            10,
            (
                node("enclosure", 11, url=" https://a.example/60.mp3 ", length="123", type="Audio/MPEG"),
                node("itunes:image", 12, href="https://a.example/60.jpg"),
                node("podcast:transcript", 13, url="https://a.example/60.vtt", type="text/vtt"),
                node("podcast:transcript", 14, url="https://a.example/60.srt", type="application/x-subrip"),
                node(
                    "podcast:chapters", 15, url="https://a.example/60.json", type="application/json+chapters"
                ),
                node(
                    "podcast:alternateEnclosure",
                    16,
                    (
                        node("podcast:source", 17, uri="https://a.example/60.opus"),
                        node("podcast:source", 18, uri="ipfs://Qm"),
                        node("podcast:source", 19, uri="https://a.example/60.aac", contentType="audio/aac"),
                    ),
                    type="audio/opus",
                    length="77",
                ),
            ),
        )
    )
    assert [(each.kind, each.line, each.element, each.content_type, each.size_bytes) for each in found] == [
        (Kind.ENCLOSURE, 11, "enclosure", "audio/mpeg", 123),
        (Kind.ARTWORK, 12, "itunes:image", "", None),
        (Kind.TRANSCRIPT, 13, "podcast:transcript", "text/vtt", None),
        (Kind.TRANSCRIPT, 14, "podcast:transcript", "application/x-subrip", None),
        (Kind.CHAPTERS, 15, "podcast:chapters", "application/json+chapters", None),
        (Kind.ENCLOSURE, 17, "podcast:source", "audio/opus", 77),
        (Kind.ENCLOSURE, 19, "podcast:source", "audio/aac", 77),
    ]
    assert found[0].url == "https://a.example/60.mp3"
    assert all(each.of_item for each in found)


def test_the_channel_has_a_cover_and_trailers() -> None:
    """They are not an item's."""
    found = assets_of_channel(
        node(
            "channel",
            3,
            (
                node("itunes:image", 4, href="https://a.example/cover.jpg"),
                node("podcast:trailer", 5, url="https://a.example/t.mp3", length="5", type="audio/mpeg"),
            ),
        )
    )
    assert [(each.kind, each.line, each.of_item) for each in found] == [
        (Kind.ARTWORK, 4, False),
        (Kind.ENCLOSURE, 5, False),
    ]


@pytest.mark.parametrize(
    "url", ["", "/60.mp3", "ftp://a.example/60.mp3", "javascript:alert(1)", "https://", "http://["]
)
def test_what_cannot_be_asked_for_is_left_to_other_rules(url: str) -> None:
    """The rules of the document tell of it, without a network."""
    assert assets_of_item(node("item", 1, (node("enclosure", url=url, type="audio/mpeg"),))) == ()


@pytest.mark.parametrize("length", ["", "0", "-1", "None", "12.5", "9" * 50])
def test_a_length_that_says_nothing_is_none(length: str) -> None:
    """Nothing is compared with it then."""
    (found,) = assets_of_item(
        node("item", 1, (node("enclosure", url="https://a.example/60.mp3", length=length),))
    )
    assert found.size_bytes is None


def test_a_live_stream_is_left_alone() -> None:
    """It has no end and no length; its picture is a picture."""
    live = node(
        "podcast:liveItem",
        1,
        (
            node("enclosure", url="https://a.example/live.mp3", type="audio/mpeg"),
            node("itunes:image", href="https://a.example/live.jpg"),
        ),
    )
    assert [each.kind for each in assets_of_item(live)] == [Kind.ARTWORK]


def test_a_stream_of_parts_is_left_alone() -> None:
    """A list of parts has neither a length nor ranges."""
    hls = node("podcast:source", uri="https://a.example/60.m3u8", contentType="application/x-mpegURL")
    assert assets_of_item(node("item", 1, (node("podcast:alternateEnclosure", 1, (hls,)),))) == ()


def test_a_stranger_cannot_have_thousands_asked() -> None:
    """Of one item, a dozen files."""
    many = tuple(node("podcast:transcript", url=f"https://a.example/{n}.vtt") for n in range(5000))
    assert len(assets_of_item(node("item", 1, many))) == 12


def test_the_newest_items_are_kept() -> None:
    """By their dates, whatever the order of the feed; those without one come last."""
    gathered = FeedAssets(newest=3)
    dates = [
        None,
        "Thu, 01 Jan 2026 06:00:00 GMT",
        "Sat, 03 Jan 2026 06:00:00 GMT",
        "soon",
        "Fri, 02 Jan 2026 06:00:00 GMT",
    ]
    for number, date in enumerate(dates, 1):
        gathered.look_at(item(number, date))
    assert [each.line for each in gathered.assets] == [3, 5, 2]
    assert (gathered.items, gathered.looked_at) == (5, 3)


def test_among_equals_the_first_is_the_newest() -> None:
    """Feeds begin with the newest."""
    gathered = FeedAssets(newest=2)
    for number in range(1, 6):
        gathered.look_at(item(number))
    gathered.finish(node("channel", 1, (node("itunes:image", 99, href="https://a.example/c.jpg"),)))
    assert [each.line for each in gathered.assets] == [99, 1, 2]


@given(st.integers(0, 5), st.integers(0, 30))
def test_no_more_is_kept_than_is_looked_at(newest: int, items: int) -> None:
    """However long the feed is."""
    gathered = FeedAssets(newest)
    for number in range(items):
        gathered.look_at(item(number))
    assert len(gathered.assets) == gathered.looked_at == min(newest, items)


def test_the_feed_is_a_file_too() -> None:
    """At no line of its own."""
    assert (asset_of_feed("https://a.example/feed.xml").kind, asset_of_feed("x").line) == (Kind.FEED, 0)
