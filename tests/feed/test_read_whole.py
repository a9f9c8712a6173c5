"""Reading a feed whole: every element comes back under its known name, and nothing hostile gets through."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.feed_diff import WholeFeed, diff_feeds
from pipeline.errors import InputError
from pipeline.feed.read_whole import MOST_LEVELS, read_whole
from tests.feed.building import full_feed

GOLDEN = Path(__file__).parent / "golden" / "rich_series.xml"


def whole(inside: str, root: str = "") -> WholeFeed:
    return read_whole(f"<rss {root}><channel>{inside}</channel></rss>".encode())


def test_our_own_feed_is_read_whole() -> None:
    """Its channel without its items, and each item with all of its tags."""
    feed = read_whole(full_feed())
    assert feed.size_bytes == len(full_feed())
    assert feed.channel.text_of("itunes:author")
    assert feed.channel.find("item") is None
    assert {"title", "guid", "enclosure", "itunes:duration"} <= {each.name for each in feed.items[0].children}


def test_a_vocabulary_has_its_known_prefix_whatever_the_feed_calls_it() -> None:
    """One that is not known goes by its address."""
    names = 'xmlns:i="http://www.itunes.com/DTDs/Podcast-1.0.dtd" xmlns:q="urn:q"'
    (item,) = whole('<item><i:season q:x="1">2</i:season><q:a/></item>', names).items
    assert [each.name for each in item.children] == ["itunes:season", "{urn:q}a"]
    assert dict(item.children[0].attributes) == {"{urn:q}x": "1"}


def test_comments_and_instructions_are_no_part_of_it() -> None:
    """No app sees them; the text around them is one."""
    (item,) = whole("<item><title>a<!-- b -->c<?d e?>f</title></item>").items
    assert item.text_of("title") == "acf"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "not well-formed XML"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'/>", "not an RSS feed"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel>&a;</channel></rss>", "has a DOCTYPE"),
        (b"<!DOCTYPE rss SYSTEM 'file:///etc/passwd'><rss><channel/></rss>", "has a DOCTYPE"),
        (b"<rss><channel>" + b"<a>" * 70 + b"</a>" * 70 + b"</channel></rss>", "more than 64 deep"),
        (b"<rss><channel>" + b"<a>" * 5000, "not well-formed XML"),
    ],
)
def test_what_is_no_feed_is_refused_by_name(body: bytes, message: str) -> None:
    """With the line where there is one."""
    with pytest.raises(InputError, match=rf"^old\.xml(:\d+)?: .*{message}"):
        read_whole(body, name="old.xml")


def test_what_is_nested_to_the_limit_is_compared() -> None:
    """And differs at its innermost."""
    depth = MOST_LEVELS - 1
    old, new = (whole(f"<item>{'<a>' * depth}{text}{'</a>' * depth}</item>") for text in ("before", "after"))
    assert diff_feeds(old, new).differs


@given(st.data())
def test_a_damaged_feed_is_read_or_refused(data: st.DataObject) -> None:
    """Nothing else happens, wherever bytes are lost, doubled or replaced."""
    body = bytearray(GOLDEN.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body) - 1))
        end = start + data.draw(st.integers(0, 30))
        body[start:end] = data.draw(
            st.sampled_from([b"", b"<", b"&#0;", b"\xff", b"]]>", b"<item>", b'"', b"&x;"])
        )
    with suppress(InputError):
        assert diff_feeds(read_whole(GOLDEN.read_bytes()), read_whole(bytes(body))).new_size_bytes == len(
            body
        )
