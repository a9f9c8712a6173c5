"""What is said of strangers' feeds, word for word where people meet it most."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.core.rules.feeds.check import FeedCheck
from pipeline.feed.document import read_document

FEEDS = Path(__file__).parent.parent / "feeds"
GOOD = (FEEDS / "apple-explicit-value" / "holds.xml").read_text(encoding="utf-8")


def said(feed: str, rule: str, url: str | None = None) -> list[str]:
    check = FeedCheck("feed.xml", url=url, now=datetime(2026, 11, 23, tzinfo=UTC))
    found = check.finish(read_document([feed.encode()], check.look_at))
    return [str(each) for each in found if each.rule == rule]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize(
    ("seen", "fix"),
    [
        ("clean", 'is "clean"\n  Fix: write false'),
        ("Yes", 'is "Yes"\n  Fix: write true'),
        ("true ", 'is "true" with blanks around it\n  Fix: write true'),
        ("", 'is ""\n  Fix: write true or false'),
    ],
)
def test_what_to_write_for_an_old_rating_is_told(seen: str, fix: str) -> None:
    """The old words have a meaning, which the fix keeps."""
    feed = changed("<itunes:explicit>false<", f"<itunes:explicit>{seen}<")
    assert said(feed, "apple-explicit-value") == [f"feed.xml:19: <itunes:explicit> {fix}"]


@pytest.mark.parametrize(
    ("seen", "rule", "meant"),
    [
        ('"Kids &amp; family"/>', "case", '"Kids &amp; Family"/>'),
        ('"News &amp; Politics"/>', "retired", '"News"><itunes:category text="Politics"/></itunes:category>'),
        ('"Running"/>', "place", '"Sports"><itunes:category text="Running"/></itunes:category>'),
        ('"Sprots"/>', "known", '"Sports"/>'),
        ('"Society &amp;amp; Culture"/>', "known", '"Society &amp; Culture"/>'),
    ],
)
def test_a_category_comes_with_the_element_to_paste(seen: str, rule: str, meant: str) -> None:
    """Escaped and nested as the feed must have it."""
    feed = changed('"Sports"><itunes:category text="Running"/></itunes:category>', seen)
    (told,) = said(feed, f"apple-category-{rule}")
    assert told.endswith(f"Fix: write <itunes:category text={meant}")


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (
            "2026-01-01T06:00:00+02:00",
            'is in the form of ISO 8601\n  Fix: write "Thu, 01 Jan 2026 06:00:00 +0200"',
        ),
        (
            "Thu, 01 Jan 2026 06:00:00",
            'has no time zone\n  Fix: write "Thu, 01 Jan 2026 06:00:00 +0000", with the offset that is meant',
        ),
        (
            "Thu, 01 Jan 2026 06:00:00 CET",
            "is not in the form of RFC 2822\n"
            '  Fix: write "Thu, 01 Jan 2026 06:00:00 +0000", with the offset that is meant',
        ),
        (
            "Thu, 01 Jan 2026 06:00:00 +01:00",
            'is not in the form of RFC 2822\n  Fix: write "Thu, 01 Jan 2026 06:00:00 +0100"',
        ),
    ],
)
def test_a_date_is_put_right_as_far_as_it_can_be_known(seen: str, told: str) -> None:
    """A zone that nobody can know is not guessed."""
    feed = changed("<pubDate>Thu, 01 Jan 2026 06:00:00 +0000<", f"<pubDate>{seen}<")
    assert said(feed, "apple-pub-date") == [f'feed.xml:29: <pubDate> "{seen}" {told}']


@pytest.mark.parametrize("date", ["1 Jan 2026 06:00 GMT", "Thu, 01 Jan 2026 07:00:00 +0100"])
def test_every_form_that_rfc_2822_allows_is_taken(date: str) -> None:
    """The day of the week and the seconds may be left out."""
    feed = changed("<pubDate>Thu, 01 Jan 2026 06:00:00 +0000<", f"<pubDate>{date}<")
    assert [said(feed, rule) for rule in ("apple-pub-date", "apple-pub-date-weekday")] == [[], []]


def test_a_feed_at_another_address_than_its_own_is_told_of_both() -> None:
    """A slash more is another address."""
    assert said(GOOD, "rss-self", "https://wind.example/feed.xml") == []
    assert said(GOOD, "rss-self", "https://wind.example/feed.xml/") == [
        'feed.xml:11: <atom:link rel="self"> is "https://wind.example/feed.xml", '
        'but this feed is "https://wind.example/feed.xml/"\n'
        "  Fix: write the address that apps are to follow, the same in both places"
    ]


def test_a_preview_on_this_machine_may_say_so() -> None:
    """Only a feed whose links lead elsewhere has forgotten its test server."""
    preview = GOOD.replace("https://wind.example", "http://127.0.0.1:8000")
    assert said(preview, "rss-self") == []
    assert said(preview, "apple-https") == []


def test_a_title_for_apps_without_numbers_may_keep_its_own() -> None:
    """Apple reads itunes:title where there is one."""
    numbered = changed("<title>Why", "<title>#60: Why")
    titled = numbered.replace("<guid", "<itunes:title>Why your Achilles hurts</itunes:title>\n      <guid", 1)
    assert said(numbered, "apple-item-title-number") != []
    assert said(titled, "apple-item-title-number") == []


@pytest.mark.parametrize("code", ["en", "pt-BR", "zh-Hans", "sr-Latn-RS", "haw", "de-ch"])
def test_codes_of_iso_639_are_languages(code: str) -> None:
    """Unusual ones are no errors."""
    assert said(changed(">en</language>", f">{code}</language>"), "apple-language-code") == []


def test_blanks_that_are_no_value_are_no_fault() -> None:
    """Hosts break the line inside of an element that says everything in its attributes."""
    feed = changed(
        '<itunes:category text="Running"/>', '<itunes:category text="Running">\n  </itunes:category>'
    )
    feed = feed.replace(
        '<itunes:image href="https://wind.example/cover.jpg"/>', "<itunes:image> </itunes:image>"
    )
    assert said(feed, "apple-trim") == []


def test_an_empty_tag_is_not_said_to_be_missing_as_well() -> None:
    """One fault is told by one rule."""
    feed = changed("<podcast:locked>yes</podcast:locked>", "<podcast:locked/>")
    assert said(feed, "psp1-locked") == []
    assert len(said(feed, "p20-locked-text")) == 1


def test_text_that_is_lost_in_elements_is_not_said_to_be_empty() -> None:
    """What is wrong is that its HTML is not escaped."""
    start, end = (GOOD.index(each) for each in ("<description>Run", "</description>"))
    feed = GOOD[:start] + "<description><p>Running injuries.</p>" + GOOD[end:]
    assert said(feed, "rss-channel-min") == []
    assert len(said(feed, "channel-html-elements")) == 1


def test_an_owner_without_an_address_is_told_once() -> None:
    """What it is for stands in the same message."""
    feed = changed("<itunes:email>ada@wind.example</itunes:email>", "")
    assert said(feed, "feed-email") == []
    assert len(said(feed, "rss-owner-email")) == 1


@pytest.mark.parametrize(
    ("uri", "times"),
    [
        ("http://www.rawvoice.com/rawvoiceRssModule/", 0),
        ("https://blubrry.com/developer/rawvoice-rss/", 0),
        ("https://rawvoice.com/rawvoiceRssModule", 1),
    ],
)
def test_a_vocabulary_may_have_moved(uri: str, times: int) -> None:
    """PowerPress gives the new address of its own."""
    feed = changed("<rss ", f'<rss xmlns:rawvoice="{uri}" ')
    assert len(said(feed, "namespace-typo")) == times


def test_an_item_without_a_title_is_not_called_so() -> None:
    """What stands in quotes is what the feed says."""
    start, end = GOOD.index("    <item>"), GOOD.index("  </channel>")
    (told,) = said(f"{GOOD[:start]}    <item/>\n{GOOD[end:]}", "apple-guid")
    assert told.startswith("feed.xml:24: an item without a title has no <guid>")


@pytest.mark.parametrize(
    ("seen", "bare"),
    [
        ("© 2019–2026 Ada Marsh", "Ada Marsh"),
        ("Copyright 2019-26, Ada Marsh", "Ada Marsh"),
        ("2019 - 2026 Studio 54", "Studio 54"),
        ("CC BY 4.0", None),
        ("Studio 54", None),
    ],
)
def test_what_apps_add_to_a_copyright_is_left_out(seen: str, bare: str | None) -> None:
    """Years are; other numbers belong to a name or a licence."""
    feed = changed("<copyright>Ada Marsh<", f"<copyright>{seen}<")
    fixes = [each.partition("\n  Fix: ")[2] for each in said(feed, "psp1-copyright")]
    assert fixes == ([f'write "{bare}"'] if bare else [])
