"""The check of a whole feed: the order of problems, how many are told, and what is left unsaid."""

from pathlib import Path

import pytest

from pipeline.core.rules.feeds.check import MOST
from pipeline.errors import InputError, Level
from pipeline.workflows.check_feed import FeedReport, check_feed_chunks, check_feed_file

GOOD = (Path(__file__).parent.parent / "feeds" / "xml-end" / "holds.xml").read_bytes()
ITEM = GOOD[GOOD.index(b"    <item>") : GOOD.index(b"  </channel>")]


def check(data: bytes) -> FeedReport:
    return check_feed_chunks([data], "feed.xml")


def rules_of(report: FeedReport) -> set[str | None]:
    return {each.rule for each in report.problems}


def test_problems_come_by_line() -> None:
    """One reads the feed from its beginning."""
    lines = [each.line for each in check(GOOD.replace(b"https:", b"http:")).problems]
    assert lines == sorted(lines)
    assert len(lines) > 3


def test_of_one_rule_some_are_told_and_the_rest_counted() -> None:
    """A feed has the same mistake in each item."""
    items = ITEM.replace(b"Why your", b"Why & your") * 50
    report = check(GOOD.replace(b"  </channel>", items + b"</channel>"))
    assert len([each for each in report.problems if each.rule == "xml-ampersand"]) == MOST
    assert report.left_out["xml-ampersand"] == 50 - MOST


@pytest.mark.parametrize("end", [b"<itunes:image", b"<itunes:explicit", b"<podcast:guid"])
def test_nothing_is_missing_from_a_channel_that_breaks_off(end: bytes) -> None:
    """What would have come is not known; that it breaks off is all there is to say."""
    assert rules_of(check(GOOD[: GOOD.index(end)])) == {"xml-end"}


def test_what_stands_in_a_feed_that_breaks_off_is_looked_at() -> None:
    """One mends both at once."""
    cut = GOOD[: GOOD.index(b"<podcast:guid")].replace(b"<itunes:explicit>false", b"<itunes:explicit>maybe")
    assert rules_of(check(cut)) == {"xml-end", "apple-explicit-value"}


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "feed-empty"),
        (b"<!doctype html><html>", "feed-not-xml"),
        (b"{}", "feed-not-xml"),
        (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"/>', "apple-rss2-only"),
    ],
)
def test_of_what_is_no_feed_one_thing_is_said(data: bytes, rule: str) -> None:
    """A hundred missing tags would hide it."""
    report = check(data)
    assert [(each.rule, each.level) for each in report.problems] == [(rule, Level.ERROR)]


def test_items_are_handed_on() -> None:
    """What else is to be looked at, such as the files that they name, is gathered on the way."""
    titles: list[str] = []
    check_feed_chunks([GOOD], "feed.xml", on_item=lambda item: titles.append(item.text_of("title")))
    assert titles == ["Why your Achilles hurts"]


def test_a_file_is_checked_under_the_name_that_was_typed(tmp_path: Path) -> None:
    """Its problems can be clicked at."""
    (tmp_path / "feed.xml").write_bytes(GOOD + b"x")
    problem = check_feed_file(tmp_path / "feed.xml", "feed.xml").problems[-1]
    assert str(problem).startswith('feed.xml:40: "x" stands behind the end of the feed\n  Fix: delete it')


@pytest.mark.parametrize("name", ["nowhere.xml", "."])
def test_a_file_that_cannot_be_read_is_told(name: str, tmp_path: Path) -> None:
    """A folder is no feed, nor is nothing."""
    with pytest.raises(InputError, match=r"there is no such file|cannot be read"):
        check_feed_file(tmp_path / name)
