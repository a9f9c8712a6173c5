"""The rules of Apple, PSP-1 and RSS answer whatever stands in a feed: short messages, in short time."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.feed_document import FeedDocument, Node
from pipeline.core.rules.feeds import apple_channel_rules, apple_item_rules, psp1_rules, rss_rules
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase
from pipeline.core.rules.feeds.feed_tags import ATTRIBUTES, KNOWN_TAGS
from pipeline.core.rules.feeds.values import (
    fault_of_date,
    parse_rfc2822,
    render_rfc2822,
    strange_in_url,
)
from pipeline.core.rules.table import Finding

CHANNEL = (*apple_channel_rules.CHANNEL, *psp1_rules.CHANNEL, *rss_rules.CHANNEL)
ITEM = (*apple_item_rules.ITEM, *psp1_rules.ITEM, *rss_rules.ITEM)
NAMES = sorted(KNOWN_TAGS | {"itunes:Image", "duration", "{urn:x}y", "atom:link", "content:encoded"})
ATTRIBUTE_NAMES = sorted({each for several in ATTRIBUTES.values() for each in several} | {"rel", "xml:lang"})

WORDS = st.sampled_from(
    [
        *("", " ", "true", "Yes", "Full", "serial", "0", "-1", "1.5", "1:2:3", "self", "Sports", "Running"),
        *("https://[", "https://e.example:99999/", "//e.example/a.mp3", "http://e.example/ü b.MP3#t=1"),
        *("Thu, 01 Jan 2026 06:00:00 +9999", "Thu, 01 Jan 0000 06:00:00 GMT", "2026-01-01T06:00:00Z"),
        *("a@b", "Ada <ada@wind.example>", "en_US", "\ud800", "\x00", "Ã©", "Copyright ©"),
    ]
)
TEXTS = WORDS | st.text(max_size=40)
NODES = st.recursive(
    st.builds(
        Node,
        name=st.sampled_from(NAMES),
        line=st.integers(1, 99),
        text=TEXTS,
        attributes=st.dictionaries(st.sampled_from(ATTRIBUTE_NAMES), TEXTS, max_size=3),
    ),
    lambda inner: st.builds(
        Node,
        name=st.sampled_from(NAMES),
        line=st.integers(1, 99),
        children=st.lists(inner, max_size=3).map(tuple),
    ),
    max_leaves=4,
)
CHILDREN = st.lists(NODES, max_size=12).map(tuple)


def findings_of(channel: Node, item: Node) -> list[Finding]:
    """Everything that the rules find in a channel and an item of it."""
    document = FeedDocument(None, channel, 1, (), (), "utf-8", 0, 1)
    found: list[Finding] = []
    for rule in CHANNEL:
        found += _listed(rule.check(ChannelCase(channel, document)))
    for each in ITEM:
        found += _listed(each.check(ItemCase(item, channel)))
    return found


def _listed(found: Iterable[Any]) -> list[Finding]:
    return [each for each in found if isinstance(each, Finding)]


@given(of_channel=CHILDREN, of_item=CHILDREN)
def test_no_feed_is_too_odd_to_be_checked(of_channel: tuple[Node, ...], of_item: tuple[Node, ...]) -> None:
    """Each finding has a line, a message of one line and a fix."""
    channel = Node("channel", 3, children=of_channel)
    for each in findings_of(channel, Node("item", 30, children=of_item)):
        assert each.line >= 1
        assert "\n" not in each.text
        assert each.fix


@given(of_item=CHILDREN)
def test_a_live_item_is_left_to_the_rules_of_its_own_vocabulary(of_item: tuple[Node, ...]) -> None:
    """Apple knows nothing of it, and RSS neither."""
    live = Node("podcast:liveItem", 30, children=of_item)
    case = ItemCase(live, Node("channel", 3))
    assert [each for rule in ITEM for each in _listed(rule.check(case))] == []


HUGE = {
    "letters": "x" * 1_000_000,
    "blanks": "x" + " " * 1_000_000 + "x",
    "an address": "https://e.example/" + "a/" * 500_000 + "60.mp3?" + "&a=1" * 100_000,
    "a mailbox": "a@" + "a." * 500_000,
    "a title": "Second Wind " + ": " * 300_000 + "Second Wind",
    "digits": "1" * 1_000_000,
    "a date": "Thu, " + "01 " * 300_000,
    "mojibake": "Ã" * 500_000 + "Ã©" * 100,
    "brackets": "(" * 1_000_000,
}


@pytest.mark.parametrize("value", HUGE.values(), ids=HUGE)
def test_a_huge_value_is_answered_in_short(value: str) -> None:
    """Every known element holds it: messages stay readable, and time does not grow with its square."""
    attributes = dict.fromkeys(ATTRIBUTE_NAMES, value)
    children = tuple(Node(name, 5, value, attributes) for name in NAMES)
    nested = (Node("itunes:owner", 6, children=children), Node("image", 7, children=children))
    channel = Node("channel", 3, children=(*children, *nested))
    start = time.perf_counter()
    found = findings_of(channel, Node("item", 30, children=children))
    assert time.perf_counter() - start < 20
    assert max(len(each.text) + len(each.fix or "") for each in found) < 900


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda moment: moment.year >= 1000))
def test_a_date_as_we_write_it_is_right(moment: datetime) -> None:
    """The fix for a date is no fault itself."""
    written = render_rfc2822(moment)
    assert fault_of_date(written) is None
    assert parse_rfc2822(written) == moment.replace(microsecond=0)


@given(st.text(max_size=40))
def test_a_strange_character_is_one_of_the_address(text: str) -> None:
    """What is named can be found where it was seen."""
    strange = strange_in_url(text)
    assert strange is None or strange in text
