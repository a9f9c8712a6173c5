"""What the feed lists, in which order, under which date, and what it leaves out."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.addresses import Addresses
from pipeline.core.audio_facts import Chapter
from pipeline.core.feed_settings import FeedSettings
from pipeline.errors import InputError
from pipeline.feed.render import FeedShow, listed_items, render_feed
from tests.builders import DATE, GUID, make_audio, make_episode, make_media, make_show_record
from tests.feed.building import found, make_feed_show, make_full_show, make_item, make_short_item, parse


def item_of(**changes: Any) -> Any:
    """The one item of a feed, parsed back."""
    return parse(render_feed(make_feed_show(), [make_item(make_episode(**changes))])).find("channel/item")


def build_date(body: bytes) -> str:
    return parse(body).findtext("channel/lastBuildDate")


@given(days=st.lists(st.integers(0, 3), max_size=8), seed=st.randoms())
def test_the_order_given_makes_no_difference(days: list[int], seed: Any) -> None:
    """Items come by date, newest first, and of the same moment by guid, however they are handed over."""
    items = [make_short_item(number, date=DATE + timedelta(days=day)) for number, day in enumerate(days)]
    shuffled = seed.sample(items, len(items))
    listed = listed_items(make_feed_show(), shuffled)
    assert [(-item.record.date.timestamp(), item.record.guid) for item in listed] == sorted(
        (-item.record.date.timestamp(), item.record.guid) for item in items
    )


def test_a_show_may_list_only_its_newest_episodes() -> None:
    """`feed.max_items` keeps the newest, and only by name: without it all are kept."""
    items = [make_short_item(number, date=DATE + timedelta(days=number)) for number in range(5)]
    limited = make_feed_show(make_show_record(feed={"max_items": 2}))
    assert [item.record.guid for item in listed_items(limited, items)] == ["guid-4", "guid-3"]
    assert len(listed_items(make_feed_show(), items)) == 5


def test_an_episode_that_is_no_longer_listed_changes_nothing() -> None:
    """Edits to what `feed.max_items` cut off leave the bytes alone."""
    show = make_feed_show(make_show_record(feed={"max_items": 1}))
    kept, old = make_short_item(1), make_short_item(0, date=DATE - timedelta(days=9))
    edited = make_short_item(0, date=DATE - timedelta(days=9), changed_at=DATE + timedelta(days=9))
    assert render_feed(show, [kept, old]) == render_feed(show, [edited, kept])


@pytest.mark.parametrize(
    ("show_changed", "item_changed", "expected"),
    [
        (DATE - timedelta(days=1), DATE - timedelta(hours=1), "Thu, 05 Nov 2026 06:00:00 +0000"),
        (DATE - timedelta(days=1), DATE + timedelta(days=1), "Fri, 06 Nov 2026 06:00:00 +0000"),
        (DATE + timedelta(days=2), DATE + timedelta(days=1), "Sat, 07 Nov 2026 06:00:00 +0000"),
    ],
)
def test_the_build_date_is_the_newest_change(
    show_changed: datetime, item_changed: datetime, expected: str
) -> None:
    """An item's date, an edit or the show's own change: the newest counts, the clock never."""
    show = make_feed_show(make_show_record(changed_at=show_changed))
    assert build_date(render_feed(show, [make_item(make_episode(changed_at=item_changed))])) == expected


def test_a_show_without_episodes_is_a_feed_too() -> None:
    """Before the first episode the channel stands alone."""
    root = parse(render_feed(make_feed_show(), []))
    assert root.find("channel/title").text == "Second Wind"
    assert root.find("channel/item") is None


def test_dates_are_written_in_utc() -> None:
    """An offset that validators doubt, such as Nepal's, becomes +0000."""
    date = datetime(2026, 11, 5, 6, 0, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    assert item_of(date=date).findtext("pubDate") == "Thu, 05 Nov 2026 00:15:00 +0000"


def test_a_guid_that_looks_like_an_address_is_still_opaque() -> None:
    """Apps must not open an imported guid as a page."""
    guid = item_of(guid="https://old.example/?p=1&x=2").find("guid")
    assert (guid.text, guid.get("isPermaLink")) == ("https://old.example/?p=1&x=2", "false")


def test_a_pdf_has_no_duration() -> None:
    """What cannot be played has no length in time."""
    item = item_of(
        audio=make_audio(content_type="application/pdf", extension=".pdf", duration_s=None),
        media=make_media(content_type="application/pdf", key="media/0123456789abcdef/060-map.pdf"),
    )
    assert not found(item, "itunes:duration")
    assert item.find("enclosure").get("type") == "application/pdf"


def test_notes_that_are_empty_give_way_to_the_summary() -> None:
    """Where there are no notes the item is described by its summary, as text and not as markup."""
    episode = make_episode(notes="", summary="Rest < load & tape")
    body = render_feed(make_feed_show(), [make_item(episode, description_html="")])
    assert parse(body).findtext("channel/item/description") == "Rest &lt; load &amp; tape"


def test_a_title_that_cannot_be_shown_gives_way_to_the_slug() -> None:
    """An item always has a title."""
    assert item_of(title="\u202e\u202d").findtext("title") == "060-why-your-achilles-hurts"


def test_a_show_without_a_title_is_refused() -> None:
    """A channel needs its title: the message says which key is at fault."""
    with pytest.raises(InputError, match=r"podcast\.toml: 'title' holds nothing but control characters"):
        render_feed(make_feed_show(make_show_record(title="\x01")), [])


def test_hosts_are_named_once_for_all_episodes() -> None:
    """An episode names its people only where they are not the show's."""
    show = make_full_show()
    same = make_item(make_episode(show.show))
    other = make_item(make_episode(show.show, guid="other", hosts=["bo"]))
    root = parse(render_feed(show, [same, other]))
    people = {
        item.findtext("guid"): [each.text for each in found(item, "podcast:person")]
        for item in root.iter("item")
    }
    assert people == {GUID: [], "other": ["Bo Quill"]}


def test_silent_chapters_alone_bring_no_chapters() -> None:
    """Markers that players do not list are no chapters, and the namespace stays out."""
    episode = make_episode(chapters=(Chapter(start_s=0, title="Mark", hidden=True),))
    assert b"psc" not in render_feed(make_feed_show(), [make_item(episode)])


def test_a_picture_that_was_never_published_is_left_out() -> None:
    """A tag never names an object that the records do not know."""
    chapters = (Chapter(start_s=0, title="Hello", image="lost.jpg"),)
    (chapter,) = found(item_of(chapters=chapters), "psc:chapters/psc:chapter")
    assert dict(chapter.attrib) == {"start": "00:00:00", "title": "Hello"}


def test_links_of_chapters_lead_to_the_web_or_nowhere() -> None:
    """A chapters file may hold any text as a link; apps are given only addresses they can open."""
    links = ["https://wind.example/", "javascript:alert(1)", "notes.html", "http://["]
    chapters = tuple(Chapter(start_s=i, title="x", url=link, image="//[") for i, link in enumerate(links))
    found_links = [each.get("href") for each in found(item_of(chapters=chapters), "psc:chapters/psc:chapter")]
    assert found_links == ["https://wind.example/", None, None, "http://["]


def test_addresses_that_xml_cannot_carry_do_not_stop_the_feed() -> None:
    """A control character in an address is dropped like any other."""
    item = make_item(page_url="https://wind.example/\x01a", enclosure_url="https://wind.example/\x02b.mp3")
    node = parse(render_feed(make_feed_show(make_show_record(link="https://wind.example/\x03")), [item]))[0]
    assert (node.findtext("link"), node.findtext("item/link")) == (
        "https://wind.example/",
        "https://wind.example/a",
    )
    assert node.find("item/enclosure").get("url") == "https://wind.example/b.mp3"


def test_the_owner_of_the_lock_is_named_only_where_known() -> None:
    """A show without an owner is locked all the same."""
    root = parse(render_feed(make_feed_show(make_show_record(owner=None, locked=False)), []))
    (locked,) = found(root, "channel/podcast:locked")
    assert (locked.text, dict(locked.attrib)) == ("no", {})
    assert not found(root, "channel/itunes:owner")


def test_the_channel_links_to_the_site_and_not_to_itself() -> None:
    """`<link>` is the producer's site where there is one, whatever other links the channel has."""
    record = make_show_record(link="https://wind.example/", feed=FeedSettings(hubs=["https://hub.example/"]))
    show = FeedShow(record, Addresses("https://cdn.example/"), "airdate 0.1.0")
    channel = parse(render_feed(show, []))[0]
    assert channel.findtext("link") == "https://wind.example/"
    assert [link.get("rel") for link in found(channel, "atom:link")] == ["self", "alternate", "hub"]


def test_artwork_of_any_spelling_is_kept() -> None:
    """feedgen's own extension would drop .jpeg, .JPG and anything with a query."""
    item = make_item(artwork_url="https://wind.example/show/files/00/art.JPEG")
    root = parse(render_feed(make_feed_show(), [item]))
    (image,) = found(root, "channel/item/itunes:image")
    assert image.get("href") == "https://wind.example/show/files/00/art.JPEG"
