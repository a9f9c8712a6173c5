"""The rules of Spotify, Podlove, Media RSS, HTML and the like answer whatever stands in a feed."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.feed_document import FeedDocument, Node
from pipeline.core.rules.feeds import directory_rules, extension_rules, html_rules
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase
from pipeline.core.rules.feeds.crowd import Crowd
from pipeline.core.rules.feeds.together_rules import TOGETHER, Together
from pipeline.core.rules.table import Finding

CHANNEL = (*directory_rules.CHANNEL, *extension_rules.CHANNEL, *html_rules.CHANNEL)
ITEM = (*directory_rules.ITEM, *extension_rules.ITEM, *html_rules.ITEM)
NAMES = [
    *(
        "title",
        "description",
        "content:encoded",
        "enclosure",
        "guid",
        "pubDate",
        "author",
        "p",
        "lastBuildDate",
    ),
    *("itunes:summary", "itunes:duration", "itunes:episode", "itunes:season", "itunes:type", "itunes:owner"),
    *(
        "itunes:explicit",
        "itunes:block",
        "itunes:episodeType",
        "podcast:guid",
        "podcast:chapters",
        "atom:link",
    ),
    *(
        "psc:chapters",
        "psc:chapter",
        "fh:archive",
        "fh:complete",
        "dc:date",
        "dcterms:valid",
        "sy:updatePeriod",
    ),
    *("media:content", "media:group", "media:thumbnail", "media:restriction", "media:rating", "media:title"),
    *("spotify:access", "spotify:limit", "spotify:countryOfOrigin", "{http://www.w3.org/1999/xhtml}script"),
]
KEYS = [
    *(
        "url",
        "href",
        "rel",
        "type",
        "length",
        "start",
        "title",
        "image",
        "version",
        "width",
        "height",
        "duration",
    ),
    *("medium", "relationship", "recentCount", "isPermaLink", "isDefault", "fileSize", "scheme"),
]
WORDS = st.sampled_from(
    [
        *(
            "",
            " ",
            "true",
            "Yes",
            "serial",
            "1",
            "0",
            "-1",
            "99999999999999999999",
            "1:2:3",
            "00:00 Hello",
            "1.5",
        ),
        *(
            "https://[",
            "https://op3.dev/e/",
            "https://op3.dev/e/pg=1/x",
            "https://op3.dev/e,pg=\n/a b/c",
            "country",
        ),
        *(
            "00:00 a\n01:00 b\n00:30 c",
            "<p>00:00 a<br>0:01 b<br>0:02 c",
            "<b",
            "&lt;p&gt;",
            "<a href='x'>",
            "</b>",
        ),
        *(
            "Thu, 01 Jan 2026 06:00:00 +0000",
            "Thu, 99 Jan 99999 06:00:00 GMT",
            "start=;end=x",
            "\ud800",
            "\x00",
        ),
        *(
            "next",
            "self",
            "prev-archive",
            "prev",
            "current",
            "http://podlove.org/simple-chapters",
            "&nbsp;",
            "<i>",
        ),
    ]
)
TEXTS = WORDS | st.text(max_size=60)
LEAVES = st.builds(
    Node,
    name=st.sampled_from(NAMES),
    line=st.integers(1, 99),
    text=TEXTS,
    attributes=st.dictionaries(st.sampled_from(KEYS), TEXTS, max_size=4),
)
NODES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        Node,
        name=st.sampled_from(NAMES),
        line=st.integers(1, 99),
        text=TEXTS,
        children=st.lists(inner, max_size=3).map(tuple),
    ),
    max_leaves=4,
)
CHILDREN = st.lists(NODES, max_size=12).map(tuple)


def findings_of(channel: Node, *items: Node) -> list[Finding]:
    """Everything that the rules find in a channel and its items."""
    document = FeedDocument(None, channel, 1, (), (), "utf-8", 0, len(items))
    now, crowd = datetime(2026, 11, 23, tzinfo=UTC), Crowd()
    case = ChannelCase(channel, document, now=now)
    found = [each for rule in CHANNEL for each in rule.check(case)]
    for item in items:
        crowd.add(item)
        found += [each for rule in ITEM for each in rule.check(ItemCase(item, channel, now))]
    return found + [each for rule in TOGETHER for each in rule.check(Together(case, crowd))]


@given(CHILDREN, CHILDREN, CHILDREN)
def test_no_feed_is_too_odd_to_be_looked_at(
    channel: tuple[Node, ...], first: tuple[Node, ...], second: tuple[Node, ...]
) -> None:
    """Messages are short, on one line, and say what to do."""
    found = findings_of(
        Node("channel", 1, children=channel),
        Node("item", 2, children=first),
        Node("item", 9, children=second),
    )
    for each in found:
        words = f"{each.text} {each.fix}"
        assert each.fix
        assert "\n" not in words
        assert len(words) < 600


@pytest.mark.parametrize(
    "piece", ["00:00 a\n", "<", "&", "https://op3.dev/e/", "start=", "a.b/", "0:0", "de "]
)
@pytest.mark.parametrize("name", ["description", "enclosure", "title", "dcterms:valid", "media:restriction"])
def test_no_value_takes_long(name: str, piece: str) -> None:
    """A megabyte of anything is looked at in part."""
    text = piece * (1_000_000 // len(piece))
    keys = {"url": text, "href": text, "rel": text, "type": "country", "start": text}
    item = Node("item", 1, children=(Node(name, 2, text, keys), Node("psc:chapters", 3, text, keys)))
    start = time.process_time()
    findings_of(Node("channel", 1, children=item.children), item)
    assert time.process_time() - start < 3
