"""The rules of the podcast namespace: the table is whole, and no value of a stranger upsets a rule."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.feed_document import FeedDocument, Node
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase
from pipeline.core.rules.feeds.check import FeedCheck
from pipeline.core.rules.feeds.podcasting.forms import Form
from pipeline.core.rules.feeds.podcasting.tag import Tag
from pipeline.core.rules.feeds.podcasting.tags import TAGS
from pipeline.core.rules.feeds.podcasting_rules import CHANNEL, ITEM
from pipeline.core.rules.table import Finding
from pipeline.errors import Level, Problem
from pipeline.feed.document import read_document

EVERY_TAG = Path(__file__).parent.parent / "feeds" / "every-tag.xml"
DOCUMENT = FeedDocument(None, None, 1, (), (), "utf-8", 1, 1)
PLAIN_FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0">
<channel>
{channel}
<item>
{item}
</item>
</channel>
</rss>
"""


def problems_of(text: str) -> list[Problem]:
    """What the rules of the namespace say of a feed, as far as it is more than advice."""
    check = FeedCheck("feed.xml")
    found = check.finish(read_document([text.encode()], check.look_at))
    return [each for each in found if each.rule and each.rule.startswith(("p20-", "apple-transcript"))]


def said_of(channel: str = "", item: str = "") -> list[str]:
    """The problems of some tags, each as it is printed."""
    return [str(each) for each in problems_of(PLAIN_FEED.format(channel=channel, item=item))]


def forms() -> Iterator[tuple[str, Form, str]]:
    """Every form of the table, where it is used, with the example that stands there."""
    for each in TAGS.values():
        for attribute in each.attributes:
            yield f"{each.name} {attribute.name}", attribute.form, attribute.right
        if each.text:
            yield each.name, each.text.form, each.text.right


FORMS = list(forms())


def test_a_feed_with_every_tag_is_without_a_warning() -> None:
    """What is used as it should be is left in peace; what is deprecated is told as advice."""
    found = problems_of(EVERY_TAG.read_text())
    assert {(each.rule, each.level) for each in found} == {("p20-images-deprecated", Level.ADVICE)}


@pytest.mark.parametrize("tag", TAGS.values(), ids=lambda tag: tag.name)
def test_the_feed_with_every_tag_has_every_attribute(tag: Tag) -> None:
    """So that the feed keeps its name when the table grows."""
    used: set[str] = set()
    text_seen = False

    def look(node: Node) -> None:
        nonlocal text_seen
        if node.name == f"podcast:{tag.name}":
            used.update(node.attributes)
            text_seen = text_seen or bool(node.text.strip())
        for child in node.children:
            look(child)

    document = read_document([EVERY_TAG.read_bytes()], lambda item, _channel: look(item))
    assert document.channel
    look(document.channel)
    assert used == {each.name for each in tag.attributes}
    assert text_seen or not tag.text


@pytest.mark.parametrize(("where", "form", "right"), FORMS, ids=[f[0] for f in FORMS])
def test_a_form_takes_its_own_example_and_not_the_wrong_one(where: str, form: Form, right: str) -> None:
    """The examples that people are shown are right and wrong indeed."""
    assert form.accepts(right), where
    assert form.accepts(form.right), where
    assert not form.accepts(form.wrong), where


@pytest.mark.parametrize(
    "value", ["a" * 2_000_000, "a-" * 9_000, "1" * 9_000, "a@" * 9_000, "," * 9_000, "\ud800"]
)
def test_no_form_takes_long_over_a_value(value: str) -> None:
    """Strangers' values may be anything, and of any length."""
    start = time.perf_counter()
    for _, form, _ in FORMS:
        form.accepts(value)
    assert time.perf_counter() - start < 5


def nodes() -> st.SearchStrategy[Node]:
    """Tags of the namespace with what may and may not be in them, in each other anyhow."""
    names = st.sampled_from([*TAGS, "Person", "x" * 500]).map("podcast:{}".format) | st.just(
        "itunes:duration"
    )
    attributes = sorted(
        {each.name for tag in TAGS.values() for each in tag.attributes} | {"pubDate", "x:y", ""}
    )
    right = sorted({right for _, form, right in FORMS} | {form.wrong for _, form, _ in FORMS} | {"disabled"})
    values = st.sampled_from(right) | st.text(max_size=30) | st.just("9" * 5_000)
    attributes_of = st.dictionaries(st.sampled_from(attributes), values, max_size=5)

    def element(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        inside = st.lists(children, max_size=4).map(tuple)
        return st.builds(Node, names, st.just(7), values, attributes_of, inside)

    return st.recursive(st.builds(Node, names, st.just(7), values, attributes_of), element, max_leaves=12)


@given(st.lists(nodes(), max_size=6), st.booleans(), nodes())
def test_a_strangers_tags_are_told_of_in_one_line_each(tags: list[Node], live: bool, top: Node) -> None:
    """Whatever stands where: findings with a line, a text and a fix, and no traceback."""
    channel = Node("channel", 3, children=tuple(tags))
    live_item = Node("podcast:liveItem", 5, "", top.attributes, tuple(tags))
    item = live_item if live else Node("item", 5, children=tuple(tags))
    channel_case, item_case = ChannelCase(channel, DOCUMENT), ItemCase(item, channel)
    found: list[Finding] = [each for rule in CHANNEL for each in rule.check(channel_case)]
    found += [each for rule in ITEM for each in rule.check(item_case)]
    for each in found:
        assert each.line
        assert each.fix
        assert "\n" not in each.text + each.fix
        assert len(each.text) < 400, each.text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Person", "person"),
        ("liveitem", "liveItem"),
        ("alternate-enclosure", "alternateEnclosure"),
        ("transcripts", "transcript"),
    ],
)
def test_a_misspelt_tag_is_answered_with_the_one_that_was_meant(written: str, meant: str) -> None:
    """Other case, hyphens and slips are recognised."""
    assert said_of(item=f"<podcast:{written}/>") == [
        f"feed.xml:6: <podcast:{written}> is no tag of the podcast namespace\n  Fix: write <podcast:{meant}>"
    ]


def test_a_misspelt_attribute_is_told_once_where_it_is_missed() -> None:
    """The trailer's date is written in lower case, unlike that of items."""
    tag = (
        '<podcast:trailer pubDate="Thu, 01 Oct 2026 06:00:00 +0000" url="https://wind.example/t.mp3" '
        'length="7" type="audio/mpeg">Soon</podcast:trailer>'
    )
    assert said_of(channel=tag) == [
        "feed.xml:4: <podcast:trailer> has no pubdate\n  Fix: rename pubDate to pubdate"
    ]


def test_what_stands_in_the_wrong_place_is_not_told_of_twice() -> None:
    """It has to be moved before its attributes matter."""
    assert said_of(item="<podcast:trailer/>") == [
        "feed.xml:6: <podcast:trailer> stands in <item>, where apps ignore it\n  Fix: move it to <channel>"
    ]


def test_values_of_this_machine_need_no_encryption() -> None:
    """A preview is served on loopback."""
    assert said_of(channel='<podcast:funding url="http://127.0.0.1:8000/give">Give</podcast:funding>') == []


@pytest.mark.parametrize(
    "uri",
    [
        "https://podcastindex.org/namespace/1.0",
        "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
    ],
)
def test_both_addresses_of_the_namespace_mean_the_same(uri: str) -> None:
    """The namespace says so itself."""
    text = PLAIN_FEED.format(channel="<podcast:locked>maybe</podcast:locked>", item="")
    found = problems_of(text.replace("https://podcastindex.org/namespace/1.0", uri))
    assert [each.rule for each in found] == ["p20-locked-text"]


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ("FREQ=DAILY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR", True),
        ("FREQ=WEEKLY;BYDAY=FR;BYMONTHDAY=13", True),
        ("FREQ=YEARLY;BYDAY=+4TH;BYMONTH=11", True),
        ("FREQ=WEEKLY;UNTIL=2023-12-31T00:00:00.000Z;BYDAY=MO", True),
        ("FREQ=WEEKLY;UNTIL=20231231T000000Z", True),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20231231", False),
        ("FREQ=FORTNIGHTLY", False),
        ("FREQ=WEEKLY;BYDAY=MONDAY", False),
        ("INTERVAL=2", False),
    ],
)
def test_schedules_are_rules_of_calendars(rule: str, *, holds: bool) -> None:
    """The examples of the namespace are right, and what calendars cannot read is told."""
    tag = f'<podcast:updateFrequency rrule="{rule}">Now and then</podcast:updateFrequency>'
    assert (said_of(channel=tag) == []) is holds


@pytest.mark.parametrize(
    ("geo", "holds"),
    [
        ("geo:30.2672,97.7431", True),
        ("geo:37.786971,-122.399677,250", True),
        ("geo:39.7837304,-100.445882;u=3900000", True),
        ("GEO:0,0", True),
        ("geo:91,0", False),
        ("geo:0,181", False),
        ("30.2672,97.7431", False),
        ("geo:30.2672 97.7431", False),
    ],
)
def test_places_are_on_earth(geo: str, *, holds: bool) -> None:
    """Latitude and longitude of RFC 5870, within their limits."""
    tag = f'<podcast:location geo="{geo}" osm="R113314" country="us">Austin</podcast:location>'
    assert (said_of(channel=tag) == []) is holds
