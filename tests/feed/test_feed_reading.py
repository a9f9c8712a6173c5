"""Reading feeds back: ours and anybody's, and refusing what is not one."""

import pytest

from pipeline.core.addresses import Addresses
from pipeline.errors import InputError
from pipeline.feed.read import MAX_SIZE_BYTES, LiveFeed, read_feed
from pipeline.feed.render import FeedShow, render_feed
from tests.builders import DATE, GUID, make_episode, make_show_record
from tests.feed.building import (
    full_feed,
    make_feed_show,
    make_full_item,
    make_full_show,
    make_item,
    make_short_item,
)

BOMB = b"""<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss version="2.0"><channel><title>&b;</title></channel></rss>"""
FOREIGN = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<rss version="2.0"><channel><title>Caf\xe9</title>
<item><title>No guid</title><enclosure url="https://x.example/a.mp3" length="" type="audio/mpeg"/></item>
<item><guid> b </guid><pubDate>yesterday</pubDate></item>
<item><title>Nothing to play</title></item>
</channel></rss>"""


def read_at(base_url: str, description: str = "<p>Rest.</p>") -> LiveFeed:
    """A feed of one item as it is served from some address, read back."""
    addresses = Addresses(base_url)
    episode = make_episode()
    item = make_item(
        episode,
        description_html=description,
        page_url=addresses.page(episode.record.slug),
        enclosure_url=addresses.url(episode.record.media.key),
    )
    return read_feed(render_feed(FeedShow(make_show_record(), addresses, "airdate 0.1.0"), [item]))


def test_our_own_feed_is_read_back() -> None:
    """Identity, media and the feed's own address come back as they went out."""
    feed = read_feed(full_feed())
    (item,) = feed.items
    assert (feed.generator, feed.self_url) == ("airdate 0.1.0", "https://wind.example/show/feed.xml")
    assert (item.guid, item.date, item.title) == (GUID, DATE, "Why your Achilles hurts")
    assert (item.length, item.type) == (2881234, "audio/mpeg")
    assert item.duration_s is not None
    assert item.enclosure_url.endswith("/media/0123456789abcdef/060-why-your-achilles-hurts.mp3")
    assert item.media_hash == "0123456789abcdef"


def test_items_come_in_the_feeds_order() -> None:
    """The order is the document's."""
    items = [make_short_item(number) for number in (3, 1, 2)]
    assert [item.guid for item in read_feed(render_feed(make_feed_show(), items)).items] == [
        "guid-1",
        "guid-2",
        "guid-3",
    ]


@pytest.mark.parametrize("uri", ["podcastindex.org/namespace/1.0", "httpz//x", "1.0"])
def test_a_vocabulary_without_an_absolute_address_is_no_hindrance(uri: str) -> None:
    """The item's hash still sees what it says, and only that."""

    def sha256_of(number: str, other: str = "") -> str:
        names = f'xmlns:podcast="{uri}" {other}'
        item = f"<item><guid>a</guid><podcast:episode>{number}</podcast:episode></item>"
        (read,) = read_feed(f"<rss {names}><channel>{item}</channel></rss>".encode()).items
        return read.content_sha256

    assert sha256_of("1") == sha256_of("1", 'xmlns:x="urn:x"')
    assert sha256_of("1") != sha256_of("2")


def test_a_new_host_is_no_new_content() -> None:
    """The same items under another base address have the same hash."""
    here, there = read_at("https://wind.example/show/"), read_at("https://cdn.example/")
    assert here.items[0].enclosure_url != there.items[0].enclosure_url
    assert here.items[0].content_sha256 == there.items[0].content_sha256


def test_a_prefix_that_counts_downloads_is_no_new_content() -> None:
    """Neither identity nor content rests on what stands before our media's address."""
    body = full_feed()
    url = read_feed(body).items[0].enclosure_url
    assert url is not None
    prefixed = f"https://op3.dev/e/{url.removeprefix('https://')}"
    bare, counted = read_feed(body), read_feed(body.replace(url.encode(), prefixed.encode()))
    assert counted.items[0].enclosure_url == prefixed
    assert counted.items[0].media_hash == bare.items[0].media_hash
    assert counted.items[0].content_sha256 == bare.items[0].content_sha256


def test_an_edit_is_new_content() -> None:
    """Another description has another hash."""
    assert (
        read_at("https://wind.example/show/").items[0].content_sha256
        != read_at("https://wind.example/show/", "<p>Run.</p>").items[0].content_sha256
    )


def test_another_item_is_no_new_content() -> None:
    """What other items declare at the root leaves an item's hash alone."""
    show = make_full_show()
    plain = make_short_item(1)
    alone = read_feed(render_feed(show, [plain]))
    beside = read_feed(render_feed(show, [plain, make_full_item(show)]))
    assert alone.items[0] in beside.items


def test_a_strangers_feed_is_read_as_apps_do() -> None:
    """Without a guid the enclosure stands in; odd values are None; what cannot be played is left out."""
    first, second = read_feed(FOREIGN).items
    assert (first.guid, first.length, first.date) == ("https://x.example/a.mp3", None, None)
    assert (second.guid, second.enclosure_url, second.date) == ("b", None, None)
    assert first.media_hash is None


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", r"^live\.xml(:\d+)?: not well-formed XML"),
        (b"<rss><channel>", r"^live\.xml:1: not well-formed XML"),
        (b"\x00\x01\x02", r"^live\.xml(:\d+)?: not well-formed XML"),
        (b"<rss><channel><title>&nbsp;</title></channel></rss>", r"^live\.xml:1: not well-formed XML"),
        (b"<html><body/></html>", r"^live\.xml: not an RSS feed: the document is <html>"),
        (b"<rss/>", r"^live\.xml: not an RSS feed: the document is <rss>"),
        (BOMB, r"^live\.xml: it has a DOCTYPE, which no feed needs"),
    ],
)
def test_what_is_no_feed_is_refused_by_name(body: bytes, message: str) -> None:
    """The message says which document, where and what; nothing else escapes."""
    with pytest.raises(InputError, match=message):
        read_feed(body, name="live.xml")


def test_a_document_beyond_all_measure_is_refused_unread() -> None:
    """Size is looked at before anything is parsed."""
    with pytest.raises(InputError, match="are too many for a feed"):
        read_feed(b" " * (MAX_SIZE_BYTES + 1))


def test_a_doctype_in_the_notes_is_only_text() -> None:
    """Writing about HTML is no offence."""
    item = make_item(description_html="<p>&lt;!DOCTYPE html></p> <!DOCTYPE html>")
    assert len(read_feed(render_feed(make_feed_show(), [item])).items) == 1
