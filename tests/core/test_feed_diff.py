"""The difference of two feeds: what is told of each item, of the show, and of many items at once."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.feed_diff import FeedDiff, ItemChange, WholeFeed, diff_feeds
from pipeline.core.feed_document import Node
from pipeline.core.feed_fields import FieldChange

BASE = "https://a.example/show/"
ANY_NODE = st.recursive(
    st.builds(
        Node,
        st.sampled_from(["title", "guid", "pubDate", "podcast:person", "{x}y"]),
        st.integers(1, 9),
        st.text("a <&\n", max_size=4),
        st.dictionaries(st.sampled_from(["url", "href"]), st.sampled_from(["1", BASE, BASE + "a/b?c"])),
    ),
    lambda inner: st.builds(
        Node,
        st.sampled_from(["enclosure", "description", "{x}y"]),
        st.integers(1, 9),
        st.text("a \n", max_size=3),
        st.dictionaries(st.sampled_from(["url", "length"]), st.sampled_from(["1", BASE, BASE + "a/b?c"])),
        st.lists(inner, max_size=3).map(tuple),
    ),
    max_leaves=6,
)
ANY_ITEM = st.builds(Node, st.just("item"), st.just(1), children=st.lists(ANY_NODE, max_size=5).map(tuple))
ANY_FEED = st.builds(
    WholeFeed,
    st.builds(Node, st.just("channel"), st.just(1), children=st.lists(ANY_NODE, max_size=4).map(tuple)),
    st.lists(ANY_ITEM, max_size=5).map(tuple),
    st.integers(0, 99),
)


def node(name: str, text: str = "", **attributes: str) -> Node:
    return Node(name, 1, text, attributes)


def make_item(number: int, *more: Node, base: str = BASE, **texts: str) -> Node:
    """An item whose fields have names as Python writes them; `None` takes no part in it."""
    said = {
        "title": f"Part {number}",
        "guid": f"g{number}",
        "pubDate": "Thu, 05 Nov 2026 06:00:00 GMT",
        **texts,
    }
    children = [node(name, text) for name, text in said.items()]
    media = node("enclosure", url=f"{base}media/{number:016x}/{number}.mp3", length="9", type="audio/mpeg")
    return Node("item", 1, children=(*children, node("link", f"{base}{number}.html"), media, *more))


def make_feed(*items: Node, channel: Sequence[Node] = (), size_bytes: int = 100) -> WholeFeed:
    return WholeFeed(Node("channel", 1, children=tuple(channel)), items, size_bytes)


def parts(count: int, base: str = BASE, **texts: str) -> list[Node]:
    return [make_item(number, base=base, **texts) for number in range(1, count + 1)]


def fields_of(diff: FeedDiff) -> tuple[FieldChange, ...]:
    """Those of the one item that changed."""
    (item,) = diff.changed
    return item.fields


@given(ANY_FEED)
def test_a_feed_does_not_differ_from_itself(feed: WholeFeed) -> None:
    """Whatever is in it."""
    assert not diff_feeds(feed, feed).differs


@given(ANY_FEED, ANY_FEED)
def test_every_item_is_accounted_for_once(old: WholeFeed, new: WholeFeed) -> None:
    """It was added, or removed, or is in both; going back undoes as much as was done."""
    there, back = diff_feeds(old, new), diff_feeds(new, old)
    assert (len(there.added) + there.kept, len(there.removed) + there.kept) == (
        len(new.items),
        len(old.items),
    )
    assert (len(back.added), len(back.removed)) == (len(there.removed), len(there.added))
    assert len(back.changed) == len(there.changed)
    assert there.differs == back.differs


def test_items_that_come_and_go_are_named() -> None:
    """By title, date and media."""
    diff = diff_feeds(make_feed(*parts(2)), make_feed(make_item(3), make_item(2)))
    (added,), (removed,) = diff.added, diff.removed
    assert (added.title, added.guid, added.url) == ("Part 3", "g3", f"{BASE}media/{3:016x}/3.mp3")
    assert removed.title == "Part 1"
    assert removed.date is not None
    assert (diff.kept, diff.old_items, diff.new_items, diff.changed) == (1, 2, 2, ())


def test_a_first_feed_is_all_new() -> None:
    """Nothing is said of a show that nobody has seen."""
    diff = diff_feeds(None, make_feed(*parts(2), channel=[node("title", "Second Wind")]))
    assert (len(diff.added), diff.channel, diff.old_size_bytes) == (2, (), 0)


def test_fields_have_the_names_that_producers_know() -> None:
    """With the values as they stood; what is absent is None."""
    person = node("podcast:person", "Ada", role="host")
    old = make_item(1, node("itunes:image", href=BASE + "a.jpg"), **{"itunes:explicit": "false"})
    new = make_item(
        1, person, node("itunes:image", href=BASE + "b.jpg"), pubDate="Fri, 06 Nov 2026 06:00:00 GMT"
    )
    diff = diff_feeds(make_feed(old), make_feed(new))
    assert {each.field: (each.old, each.new) for each in fields_of(diff)} == {
        "date": ("Thu, 05 Nov 2026 06:00:00 GMT", "Fri, 06 Nov 2026 06:00:00 GMT"),
        "explicit": ("false", None),
        "image": (BASE + "a.jpg", BASE + "b.jpg"),
        "person": (None, "Ada (role: host)"),
    }


def test_another_way_to_say_the_same_is_no_change() -> None:
    """Dates and durations count as what they mean, and blanks around a text as nothing."""
    old = make_item(1, **{"itunes:duration": "3723", "title": " Part 1"})
    new = make_item(1, **{"itunes:duration": "1:02:03", "pubDate": "05 Nov 2026 07:00 +0100"})
    assert not diff_feeds(make_feed(old), make_feed(new)).differs


def test_the_date_of_the_last_build_is_no_change() -> None:
    """It follows from the rest."""
    old = make_feed(channel=[node("lastBuildDate", "yesterday")])
    assert not diff_feeds(old, make_feed(channel=[node("lastBuildDate", "today")])).differs


def test_a_new_guid_is_told_apart_from_an_item_lost_and_one_added() -> None:
    """The worst mistake: everybody would download the episode once more."""
    diff = diff_feeds(make_feed(*parts(3)), make_feed(make_item(1, guid="new"), *parts(3)[1:]))
    assert (diff.added, diff.removed) == ((), ())
    (change,) = diff.reissued
    assert change == ItemChange("new", "Part 1", (FieldChange("guid", "g1", "new"),), "g1")


def test_a_guid_that_is_an_address_is_still_an_identity() -> None:
    """It moves with the host, and nothing explains that away."""
    old = [make_item(n, guid=f"{BASE}{n}.html") for n in (1, 2, 3)]
    new = [make_item(n, base="https://b.example/", guid=f"https://b.example/{n}.html") for n in (1, 2, 3)]
    diff = diff_feeds(make_feed(*old), make_feed(*new))
    assert len(diff.reissued) == 3
    assert all([each.field for each in item.fields] == ["guid"] for item in diff.reissued)


def test_a_new_host_is_told_once() -> None:
    """For every address of items and show, and for those that notes hold."""
    notes = '<a href="{}1.html">part 1</a>'
    channel = [node("link", BASE), node("atom:link", href=f"{BASE}feed.xml")]
    old = make_feed(*parts(3, description=notes.format(BASE)), channel=channel)
    other = "https://b.example/"
    moved = [node("link", other), node("atom:link", href=f"{other}feed.xml")]
    diff = diff_feeds(old, make_feed(*parts(3, other, description=notes.format(other)), channel=moved))
    (move,) = diff.moves
    assert (move.old, move.new, move.items) == (BASE, other, 3)
    assert move.fields == {"link": 3, "enclosure url": 3, "channel link": 1, "channel atom:link": 1}
    assert (diff.changed, diff.channel) == ((), ())


def test_a_prefix_is_told_once() -> None:
    """What else changed is told beside it."""
    old, new = parts(3), parts(3)
    counted = [replace(each, children=tuple(_prefixed(child) for child in each.children)) for each in new]
    counted[1] = replace(counted[1], children=(*counted[1].children, node("itunes:season", "2")))
    diff = diff_feeds(make_feed(*old), make_feed(*counted))
    (move,) = diff.moves
    assert (move.old, move.new, move.fields) == ("https://", "https://op3.dev/e/", {"enclosure url": 3})
    assert [each.field for each in fields_of(diff)] == ["season"]


def _prefixed(child: Node) -> Node:
    url = child.attributes.get("url", "").replace("https://", "https://op3.dev/e/")
    return replace(child, attributes={**child.attributes, "url": url}) if url else child


def test_a_query_behind_every_address_is_told_once() -> None:
    """As some hosts add to count their feed's listeners."""
    old, new = (
        [make_item(n, node("x", url=f"{BASE}{n}{end}")) for n in (1, 2)] for end in ("", "?from=feed")
    )
    (move,) = diff_feeds(make_feed(*old), make_feed(*new)).moves
    assert (move.old_end, move.new_end) == ("", "?from=feed")


def test_media_that_is_replaced_is_no_move() -> None:
    """Its address changes for one item alone."""
    new = make_item(1)
    new = replace(new, children=tuple(_replaced(child) for child in new.children))
    diff = diff_feeds(make_feed(*parts(2)), make_feed(new, make_item(2)))
    assert [each.field for each in fields_of(diff)] == ["enclosure url"]
    assert diff.moves == ()


def _replaced(child: Node) -> Node:
    url = child.attributes.get("url", "").replace("0001", "00ff")
    return replace(child, attributes={**child.attributes, "url": url}) if url else child


def test_another_order_names_the_items_that_moved() -> None:
    """As few as explain it."""
    old = parts(5)
    diff = diff_feeds(make_feed(*old), make_feed(old[4], *old[:4]))
    assert (diff.reordered, diff.changed) == (("Part 5",), ())


def test_a_person_among_many_is_named_alone() -> None:
    """Who stayed is not."""
    hosts = [node("podcast:person", name) for name in ("Ada", "Bo", "Cy")]
    guest = node("podcast:person", "Di", href="https://di.example/")
    old, new = make_feed(make_item(1, *hosts)), make_feed(make_item(1, *hosts, guest))
    assert fields_of(diff_feeds(old, new)) == (FieldChange("person", None, "Di (href: https://di.example/)"),)
    turned = make_feed(make_item(1, *hosts[::-1]))
    assert fields_of(diff_feeds(old, turned)) == (FieldChange("person order", "Ada\nBo\nCy", "Cy\nBo\nAda"),)


def test_what_stands_within_is_told_with_its_place() -> None:
    """Whatever its vocabulary."""
    old, new = (
        make_item(1, Node("podcast:value", 1, children=(node("{u}to", split=split),)))
        for split in ("99", "98")
    )
    change = fields_of(diff_feeds(make_feed(old), make_feed(new)))
    assert change == (FieldChange("podcast:value › {u}to split", "99", "98"),)


def test_items_of_the_same_guid_are_kept_apart() -> None:
    """Broken feeds have them; none of them gets lost."""
    twice = [make_item(1), make_item(2, guid="g1")]
    diff = diff_feeds(make_feed(*twice), make_feed(*twice, make_item(3, guid="g1")))
    assert [each.title for each in diff.added] == ["Part 3"]
    assert diff.changed == ()


def test_a_thousand_items_take_no_time() -> None:
    """All of them changed and turned around."""
    diff = diff_feeds(make_feed(*parts(1000)), make_feed(*parts(1000, title="Other")[::-1]))
    assert len(diff.changed) == 1000
    assert len(diff.reordered) == 999
