"""Long archives: a budget that is kept, notes that give way, documents that stay as they are."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.audio_facts import Chapter
from pipeline.core.feed_settings import FeedSettings
from pipeline.feed.render import FeedItem, FeedShow, render_feeds
from tests.builders import make_audio, make_show_record
from tests.feed.building import NAMESPACES, make_feed_show, make_item, make_short_item, parse

FIRST = datetime(2024, 1, 3, 6, tzinfo=UTC)
NOTES = "<p>" + "Rest, load, run. " * 60 + "</p>"


def show_with(**feed: Any) -> FeedShow:
    return make_feed_show(make_show_record(feed=FeedSettings(**feed)))


def weekly(count: int, **changes: Any) -> list[FeedItem]:
    """Items a week apart, each with a kilobyte of notes."""
    return [
        make_short_item(number, date=FIRST + timedelta(weeks=number))
        if not changes
        else make_item(make_short_item(number, date=FIRST + timedelta(weeks=number)).episode, **changes)
        for number in range(count)
    ]


def texts(body: bytes) -> dict[str, str]:
    """Descriptions by guid, in the order of the feed."""
    return {
        item.findtext("guid"): item.findtext("description") for item in parse(body).iterfind("channel/item")
    }


def test_a_feed_within_its_budget_keeps_all_notes() -> None:
    """Nothing is slimmed for nothing."""
    made = render_feeds(show_with(size_budget_kb=500), weekly(20, description_html=NOTES))
    assert not made.slimmed
    assert made.items == 20
    assert set(texts(made.feed).values()) == {NOTES}


def test_the_oldest_notes_give_way_and_no_item_does() -> None:
    """The feed fits, all episodes are there, and the newest are whole."""
    made = render_feeds(show_with(size_budget_kb=40), weekly(40, description_html=NOTES))
    assert len(made.feed) <= 40_000
    described = texts(made.feed)
    assert len(described) == made.items == 40
    slim = [guid for guid, text in described.items() if text == "<p>A summary.</p>"]
    assert slim == list(described)[-len(slim) :]
    assert frozenset(slim) == made.slimmed
    assert len(slim) % 5 == 0


@pytest.mark.parametrize("letter", ["x", "Ж", "<"])
def test_no_more_notes_give_way_than_the_budget_asks_for(letter: str) -> None:
    """However many bytes a letter takes: with five more whole ones the feed would be too large."""
    notes = f"<p>{letter * 800}</p>".replace("<<", "&lt;&lt;")
    items = weekly(60, description_html=notes)
    made = render_feeds(show_with(size_budget_kb=90), items)
    slimmed = len(made.slimmed)
    assert 0 < slimmed < 60
    more = render_feeds(show_with(slim_after=60 - slimmed + 5), items)
    assert len(made.feed) <= 90_000 < len(more.feed)


def test_chapters_that_give_way_with_the_notes_count_as_well() -> None:
    """Their list in the feed is a good part of what an item takes."""
    chapters = tuple(Chapter(start_s=30 * n, title=f"Part {n} of the talk") for n in range(6))
    items = [
        make_short_item(n, date=FIRST + timedelta(weeks=n), chapters=chapters, audio=make_audio())
        for n in range(60)
    ]
    fits = render_feeds(show_with(slim_after=35), items)
    assert fits.feed.count(b"psc:chapters version") == 35
    made = render_feeds(show_with(size_budget_kb=len(fits.feed) // 1000 + 1), items)
    assert len(made.slimmed) == 25


def test_one_more_episode_seldom_changes_an_old_one() -> None:
    """Notes give way five at a time, so that apps do not read old items anew each week."""
    show = show_with(size_budget_kb=40)
    counts = [len(render_feeds(show, weekly(n, description_html=NOTES)).slimmed) for n in range(40, 50)]
    assert counts == sorted(counts)
    assert len(set(counts)) < 6


def test_a_budget_that_cannot_be_kept_slims_everything_and_drops_nothing() -> None:
    """The plan tells the producer; the feed stays complete."""
    made = render_feeds(show_with(size_budget_kb=10), weekly(60, description_html=NOTES))
    assert len(made.feed) > 10_000
    assert len(made.slimmed) == made.items == 60


def test_older_items_can_be_slim_by_count() -> None:
    """`slim_after` says how many stay whole."""
    made = render_feeds(show_with(slim_after=3), weekly(10, description_html=NOTES))
    assert [text == NOTES for text in texts(made.feed).values()] == [True] * 3 + [False] * 7


def test_max_items_leaves_out_only_where_it_is_said() -> None:
    """By name, and what is left out is not counted."""
    made = render_feeds(show_with(max_items=4), weekly(10))
    assert made.items == len(texts(made.feed)) == 4


def links(body: bytes) -> dict[str, str]:
    """Addresses of Atom's links, by what they are."""
    found = parse(body).iterfind("channel/atom:link", NAMESPACES)
    return {link.get("rel"): link.get("href") for link in found}


HISTORY = "{http://purl.org/syndication/history/1.0}"


def test_archive_documents_stand_beside_the_complete_feed() -> None:
    """One for each past year; each names the feed and the one before it (RFC 5005)."""
    made = render_feeds(show_with(archives="yearly", slim_after=1), weekly(110, description_html=NOTES))
    base = "https://wind.example/show/"
    assert list(made.archives) == ["feed-2025.xml", "feed-2024.xml"]
    assert len(texts(made.feed)) == 110
    assert links(made.feed)["prev-archive"] == f"{base}feed-2025.xml"
    newest, oldest = made.archives.values()
    assert links(newest)["self"] == f"{base}feed-2025.xml"
    assert links(newest)["current"] == links(oldest)["current"] == f"{base}feed.xml"
    assert links(newest)["prev-archive"] == f"{base}feed-2024.xml"
    assert "prev-archive" not in links(oldest)
    assert parse(oldest).find(f"channel/{HISTORY}archive") is not None
    assert parse(made.feed).find(f"channel/{HISTORY}archive") is None
    assert set(texts(oldest).values()) == {NOTES}
    assert len(texts(oldest)) + len(texts(newest)) < 110


@pytest.mark.parametrize("period", ["yearly", "monthly"])
def test_an_archive_document_stays_as_it_is_when_episodes_are_added(period: str) -> None:
    """Its episodes depend on their dates alone."""
    show = show_with(archives=period)
    before, after = (render_feeds(show, weekly(count)).archives for count in (60, 70))
    assert before.items() <= after.items()


@pytest.mark.parametrize("count", [0, 1])
def test_a_first_year_has_no_archive_yet(count: int) -> None:
    """The period of the newest episode is still open; so is that of a show without any."""
    assert render_feeds(show_with(archives="yearly"), weekly(count)).archives == {}


def test_an_archive_document_stays_as_it_is_when_the_show_is_edited() -> None:
    """It tells of a change of the show where it says it, and not by its date."""
    items = weekly(60)
    before, after = (
        make_feed_show(
            make_show_record(feed=FeedSettings(archives="yearly"), changed_at=moment, subtitle=line)
        )
        for moment, line in ((FIRST, "Old"), (FIRST + timedelta(days=900), "New"))
    )
    assert render_feeds(before, items).archives == render_feeds(after, items).archives
    assert render_feeds(before, items).feed != render_feeds(after, items).feed


def test_a_feed_can_say_that_it_is_complete() -> None:
    """And then has no archive links (RFC 5005, section 2)."""
    made = render_feeds(show_with(declare_complete=True), weekly(3))
    assert parse(made.feed).find(f"channel/{HISTORY}complete") is not None
    assert "prev-archive" not in links(made.feed)


@settings(max_examples=25, deadline=None)
@given(st.integers(10, 60), st.lists(st.integers(0, 3000), min_size=1, max_size=12))
def test_whatever_the_budget_every_item_is_listed_once(budget_kb: int, sizes: list[int]) -> None:
    """Newest first, whole ones before slim ones, within the budget unless all are slim."""
    items = [
        make_item(make_short_item(n, date=FIRST + timedelta(days=n)).episode, description_html="x" * size)
        for n, size in enumerate(sizes)
    ]
    made = render_feeds(show_with(size_budget_kb=budget_kb), items)
    assert list(texts(made.feed)) == [f"guid-{n}" for n in reversed(range(len(sizes)))]
    assert len(made.feed) <= budget_kb * 1000 or len(made.slimmed) == len(sizes)
