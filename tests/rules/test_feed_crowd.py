"""Items among each other: what is kept of each of them, and how much room it takes."""

import tracemalloc
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from pipeline.core.feed_document import FeedDocument, Node
from pipeline.core.rules.feeds.cases import ChannelCase
from pipeline.core.rules.feeds.check import FeedCheck
from pipeline.core.rules.feeds.crowd import MOST_ITEMS, Crowd
from pipeline.core.rules.feeds.together_rules import TOGETHER, Together

FIRST = datetime(2026, 1, 1, 6, tzinfo=UTC)


def make_item(index: int, line: int = 0, **changes: str) -> Node:
    """An item that shares nothing with those of another index."""
    texts = {
        "guid": f"guid-{index}",
        "title": f"Tendons, part {index}",
        "pubDate": format_datetime(FIRST - timedelta(days=index)),
        "itunes:duration": str(1800 + index % 100),
        "itunes:episode": str(index + 1),
    }
    url = changes.pop("url", f"https://wind.example/{index}.mp3")
    texts |= {name.replace("_", ":"): value for name, value in changes.items()}
    enclosure = {"url": url, "length": str(28_000_000 + index), "type": "audio/mpeg"}
    children = [Node(name, line + 1, text) for name, text in texts.items()]
    return Node("item", line, children=(*children, Node("enclosure", line + 1, attributes=enclosure)))


def rules_told(*items: Node, **channel: str) -> list[str]:
    """The rules that complain of items, in the order of the table."""
    crowd = Crowd()
    for each in items:
        crowd.add(each)
    node = Node(
        "channel", 1, children=tuple(Node(name.replace("_", ":"), 1, text) for name, text in channel.items())
    )
    document = FeedDocument(Node("rss", 1), node, 1, (), (), "utf-8", 1, len(items))
    together = Together(ChannelCase(node, document, now=FIRST + timedelta(days=9)), crowd)
    return [rule.id for rule in TOGETHER if list(rule.check(together))]


def test_items_that_share_nothing_are_left_in_peace() -> None:
    """A hundred items of a good feed clash nowhere."""
    assert rules_told(*(make_item(index, index * 10) for index in range(100))) == []


def test_items_on_one_line_are_told_apart() -> None:
    """Many feeds have no line breaks: it is not the line that makes an item another one."""
    assert rules_told(make_item(0), make_item(1)) == []
    assert rules_told(make_item(0), make_item(1, guid="guid-0")) == ["items-unique-guid"]


def test_the_same_item_twice_is_told_once_for_each_identity() -> None:
    """What shares guid and address is not called alike as well."""
    told = rules_told(make_item(0), make_item(0, 10))
    assert told == ["items-unique-guid", "items-unique-enclosure", "items-unique-number"]


def test_a_counter_makes_no_other_file() -> None:
    """The same file behind a prefix is the same file, with another query another one."""
    counted = make_item(1, url="https://pdst.fm/e/wind.example/0.mp3")
    assert rules_told(make_item(0), counted) == ["items-unique-file"]
    pair = (make_item(index, url=f"https://wind.example/get.php?id={index}") for index in range(2))
    assert rules_told(*pair) == []


@pytest.mark.parametrize(
    ("changes", "is_alike"),
    [
        ({}, True),
        ({"title": "“Tendons — part 0”"}, False),
        ({"itunes_duration": "2399"}, True),
        ({"itunes_duration": "2400"}, False),
        ({"pubDate": format_datetime(FIRST + timedelta(hours=17))}, True),
        ({"pubDate": format_datetime(FIRST + timedelta(hours=18))}, False),
        ({"pubDate": "soon"}, False),
    ],
)
def test_items_are_alike_as_antennapod_sees_it(changes: dict[str, str], is_alike: bool) -> None:
    """Title, day and a duration within ten minutes make one episode of two."""
    other = make_item(1, 10, **{"title": "Tendons, part 0", "pubDate": format_datetime(FIRST), **changes})
    assert ("items-alike" in rules_told(make_item(0), other)) is is_alike


def test_trailers_may_share_a_number() -> None:
    """Only full episodes are counted."""
    trailer = make_item(1, itunes_episode="1", itunes_episodeType="trailer")
    assert rules_told(make_item(0), trailer) == []


def test_an_episode_ahead_is_no_reason_for_another_build_date() -> None:
    """Its date is a problem of its own."""
    ahead = make_item(0, pubDate=format_datetime(FIRST + timedelta(days=30)))
    built = format_datetime(FIRST)
    assert rules_told(ahead, make_item(1), lastBuildDate=built) == []


def test_a_hundred_thousand_items_fit_in_memory() -> None:
    """What is kept of an item does not grow with its texts."""
    crowd = Crowd()
    tracemalloc.start()
    for index in range(20_000):
        crowd.add(make_item(index, index, title=f"{index} {'tendons ' * 500}"))
    kept_bytes, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept_bytes / 20_000 < 1_000


def test_more_items_than_anybody_has_are_not_remembered() -> None:
    """A feed of millions of empty items takes no more room than a large one."""
    crowd = Crowd()
    crowd.tally.items = MOST_ITEMS
    crowd.add(make_item(0))
    assert crowd.tally.items == MOST_ITEMS
    assert not crowd.numbers


def test_live_items_are_no_part_of_the_crowd() -> None:
    """A stream often has the guid of the episode that comes of it."""
    check = FeedCheck("feed.xml")
    channel = Node("channel", 1)
    check.look_at(make_item(0), channel)
    check.look_at(Node("podcast:liveItem", 5, children=make_item(0).children), channel)
    assert check.crowd.clashes == {}
