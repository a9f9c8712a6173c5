"""The pages: complete, escaped, deterministic, and asking no other host for anything."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipeline.core.addresses import Addresses
from pipeline.core.episode import Episode, settle
from pipeline.core.front_matter import Series
from pipeline.core.record import Tombstone
from pipeline.core.show import Person
from pipeline.site.pages import render_pages
from tests.builders import DATE, make_audio, make_media, make_record
from tests.notes.vectors import VECTORS
from tests.site.rich_show import (
    ADDRESSES,
    make_rich_episodes,
    make_rich_record,
    make_rich_show_record,
)

TODAY = date(2026, 11, 6)
RICH = "episodes/060-why-your-achilles-hurts.html"
MEDIA = "https://wind.example/show/media/0123456789abcdef/060-why-your-achilles-hurts.mp3"


def render(*episodes: Episode, today: date = TODAY, **show_changes: Any) -> dict[str, bytes]:
    show = make_rich_show_record(**show_changes)
    return render_pages(show, episodes or make_rich_episodes(show), ADDRESSES, today)


def rich_page(today: date = TODAY, **changes: Any) -> Any:
    show = make_rich_show_record()
    return html.fromstring(render(settle(make_rich_record(**changes), show.show), today=today)[RICH])


def text(tree: Any, path: str) -> str:
    return " ".join(" ".join(tree.xpath(f"{path}//text()")).split())


def test_there_is_a_page_for_each_live_episode_an_index_and_what_they_share() -> None:
    """Everything is named by key, ready for the public root."""
    keys = render().keys()
    assert {"episodes/059-shins.html", RICH, "index.html"} < keys
    shared = {key.rsplit("/", 1)[-1] for key in keys if key.startswith("files/")}
    assert shared >= {"page.css", "lists.css", "page.js"}


@pytest.mark.parametrize(
    "changes", [{"released_at": None}, {"withdrawn": Tombstone(at=DATE, reason="asked")}]
)
def test_what_is_not_live_leaves_no_trace(changes: dict[str, Any]) -> None:
    """Scheduled and withdrawn episodes have no page, no row, and are no part of a series."""
    show = make_rich_show_record()
    second = Series(id="achilles", title="Achilles", part=2)
    hidden = make_rich_record(slug="061-secret", guid="hidden", title="Secret", series=second, **changes)
    pages = render(*make_rich_episodes(show), settle(hidden, show.show))
    assert "episodes/061-secret.html" not in pages
    assert not any(b"Secret" in body or b"061-secret" in body for body in pages.values())


def test_the_title_is_the_only_first_heading() -> None:
    """One H1 a page, and levels below it in order."""
    page = rich_page(notes="# Mine\n\n## Yours")
    assert [each.text for each in page.iter("h1")] == ["Why your Achilles hurts"]


def test_the_player_plays_the_same_address_as_the_feed_and_loads_nothing_before() -> None:
    """Opening a page is no download: preload is none, and caches keep one copy."""
    (audio,) = rich_page().iter("audio")
    assert audio.get("src") == MEDIA
    assert audio.get("preload") == "none"
    assert "controls" in audio.attrib
    assert audio.get("aria-label") == "Listen to Why your Achilles hurts"


def test_the_media_can_be_downloaded_and_says_how_much_it_is() -> None:
    """Kind, length and size stand beside the link."""
    page = rich_page()
    assert page.xpath("//p[@class='download']/a/@href") == [MEDIA]
    assert text(page, "//p[@class='download']") == "Download (MP3, 3 min, 2.9 MB)"


def test_a_video_has_captions() -> None:
    """The WebVTT transcript is its track."""
    media = make_media(key="media/1/060.mp4", content_type="video/mp4")
    page = rich_page(media=media, audio=make_audio(content_type="video/mp4", extension=".mp4"))
    (video,) = page.iter("video")
    assert video.get("src") == "https://wind.example/show/media/1/060.mp4"
    assert [track.get("kind") for track in video.iter("track")] == ["captions"]


def test_a_document_is_a_link_and_no_player() -> None:
    """A PDF has no length and nothing to press play on."""
    media = make_media(key="media/1/060.pdf", content_type="application/pdf", size_bytes=48_000)
    audio = make_audio(content_type="application/pdf", extension=".pdf", duration_s=None)
    page = rich_page(media=media, audio=audio)
    assert not page.xpath("//audio | //video | //script[@src]")
    assert text(page, "//p[@class='download']") == "Read the PDF (PDF, 48 kB)"


def test_the_date_is_the_shows_own() -> None:
    """23:30 in London is the next day in Berlin."""
    page = rich_page(date=datetime(2026, 11, 4, 23, 30, tzinfo=UTC))
    assert text(page, "//article//header//p[@class='eyebrow']") == "Episode 60 · 5 November 2026 · 3 min"


def test_chapters_lead_into_the_media_also_without_a_script() -> None:
    """Each is a link to its second; markers that players hide are left out."""
    page = rich_page()
    rows = page.xpath("//nav[@class='chapters']//a[@data-start]")
    assert [(row.get("href"), row.get("data-start")) for row in rows] == [
        (f"{MEDIA}#t=0", "0"),
        (f"{MEDIA}#t=5", "5"),
        (f"{MEDIA}#t=12.5", "12.5"),
    ]
    assert text(page, "//nav[@class='chapters']//li[2]") == "00:05 Why <it> hurts More on Why <it> hurts"


def test_every_block_is_there() -> None:
    """Questions, video, people, sponsor, call to action, review, transcript, links."""
    page = rich_page()
    assert text(page, "//section[@class='questions']//li[2]") == "Is <rest> enough?"
    assert page.xpath("//a[.='Watch the video']/@href") == ["https://video.example/60"]
    assert text(page, "//li[@class='person'][1]//p[@class='name']") == "Ada Marsh , DPT"
    assert page.xpath("//li[@class='person'][1]//img/@src")[0].endswith("/ada.jpg")
    assert text(page, "//li[@class='person'][2]") == "Bo Lind , MD Guest · Website of Bo Lind"
    assert page.xpath("//aside[@aria-label='Sponsor: Heel & Co']//a/@rel") == ["sponsored"]
    assert text(page, "//aside[@aria-label='Sponsor: Heel & Co']") == (
        "This episode is sponsored. Heel & Co : Insoles. Code: ANA15 Copy code Until 30 November 2026"
    )
    assert page.xpath("//aside[@aria-label='Sponsor: Heel & Co']//code/text()") == ["ANA15"]
    assert text(page, "//aside[@aria-label='Book it']") == "Want a plan? Book it"
    assert text(page, "//figure[@class='review']") == "It <i>helped</i>. — Kim, a letter, 1 October 2026"
    assert text(page, "//section[@aria-labelledby='page-transcript']//a") == "Captions (WebVTT)"
    assert page.xpath("//section[@aria-labelledby='page-listen']//a/@href") == [
        "https://pods.example/x",
        "https://wind.example/show/feed.xml",
    ]


def test_a_picture_from_another_host_is_not_shown() -> None:
    """A portrait that lies elsewhere would tell that host who reads the page."""
    people = {"ada": Person(name="Ada Marsh", image="https://elsewhere.example/ada.jpg")}
    show = make_rich_show_record(people=people)
    page = html.fromstring(render(settle(make_rich_record(), show.show), people=people)[RICH])
    assert not page.xpath("//li[@class='person']//img")


def test_an_offer_that_has_ended_loses_its_code() -> None:
    """The sponsor stays named, the code goes."""
    page = rich_page(today=date(2026, 12, 1))
    assert text(page, "//aside[@aria-label='Sponsor: Heel & Co']").endswith("(offer ended)")
    assert not page.xpath("//code")


def test_a_teaser_turns_into_a_link_both_ways_once_the_next_part_is_out() -> None:
    """Nobody edits the first part for that."""
    assert "Next week" in text(rich_page(), "//aside[@aria-label='Series']")
    show = make_rich_show_record()
    series = Series(id="achilles", title="Achilles", part=2)
    second = make_rich_record(slug="061-way-back", guid="b", title="The way back", series=series)
    pages = render(settle(make_rich_record(), show.show), settle(second, show.show))
    first_page, second_page = (html.fromstring(pages[key]) for key in (RICH, "episodes/061-way-back.html"))
    assert first_page.xpath("//a[@rel='next']/@href") == [
        "https://wind.example/show/episodes/061-way-back.html"
    ]
    assert second_page.xpath("//a[@rel='prev']/@href") == [f"https://wind.example/show/{RICH}"]
    assert "Next week" not in text(first_page, "//aside[@aria-label='Series']")


def test_apps_find_the_feed_on_every_page() -> None:
    """rel=alternate with the show's name."""
    for key, body in render().items():
        if key.endswith(".html"):
            (link,) = html.fromstring(body).xpath("//link[@type='application/rss+xml']")
            assert link.get("rel") == "alternate"
            assert link.get("title") == "Second Wind"
            assert link.get("href") == "https://wind.example/show/feed.xml"


def test_every_page_names_its_own_address_and_card() -> None:
    """Canonical address, language, and what a shared link shows."""
    page = rich_page()
    url = f"https://wind.example/show/{RICH}"
    assert page.xpath("//link[@rel='canonical']/@href") == [url]
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    card = {each.get("property"): each.get("content") for each in page.xpath("//meta[@property]")}
    assert card["og:title"] == "Why your Achilles hurts"
    assert card["og:url"] == url
    assert card["og:image"].startswith("https://wind.example/show/files/")
    assert card["og:image:width"] == "1400"
    assert card["og:description"] == "The tendon is rarely the whole story."
    assert card["og:audio"] == MEDIA


def test_nothing_is_loaded_from_another_host() -> None:
    """Everything a browser fetches by itself lies under the show's address, and the policy says so."""
    for key, body in render().items():
        if key.endswith(".html"):
            page = html.fromstring(body)
            loaded = page.xpath(
                "//@src | //@poster | //link[@rel='stylesheet' or @rel='icon']/@href | //@srcset"
            )
            assert loaded
            assert all(url.startswith(ADDRESSES.base_url) for url in loaded)
            assert not page.xpath("//style | //@style | //script[not(@src or @type='application/ld+json')]")
            (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
            assert policy.startswith("default-src 'none'; img-src 'self' https://wind.example/show/;")
            assert "unsafe" not in policy


def test_the_stylesheet_and_the_script_are_where_the_pages_say() -> None:
    """Under keys made of their content, so that they may be cached for ever."""
    pages = render()
    page = html.fromstring(pages[RICH])
    for url in page.xpath("//link[@rel='stylesheet']/@href | //script/@src"):
        assert pages[url.removeprefix(ADDRESSES.base_url)]
    elsewhere = re.compile(rb"""@import|url\(\s*["']?(?:\w+:)?//""")
    assert not any(elsewhere.search(body) for key, body in pages.items() if key.endswith(".css"))


def test_the_index_lists_the_newest_first() -> None:
    """With date, length and summary, and the show's own words escaped."""
    index = html.fromstring(render()["index.html"])
    assert [each.text for each in index.xpath("//ol[@class='episodes']//h3/a")] == [
        "Why your Achilles hurts",
        "Shins",
    ]
    assert (
        text(index, "//ol[@class='episodes']/li[2]")
        == "Episode 59 · 29 October 2026 · 3 min Shins Shins & more."
    )
    assert "First <b>paragraph</b>." in text(index, "//header[contains(@class, 'show')]")
    assert index.xpath("//a[.='Chip in']/@href") == ["https://fund.example"]


def test_a_show_without_episodes_has_an_index() -> None:
    """It says that nothing is out yet."""
    show = make_rich_show_record()
    pages = render_pages(show, [], ADDRESSES, TODAY)
    assert b"No episode is out yet." in pages["index.html"]


def test_pretty_addresses_are_linked_without_an_extension() -> None:
    """The objects keep theirs."""
    show = make_rich_show_record()
    pages = render_pages(show, make_rich_episodes(show), Addresses(ADDRESSES.base_url, pretty=True), TODAY)
    index = html.fromstring(pages["index.html"])
    assert f"https://wind.example/show/{RICH.removesuffix('.html')}" in index.xpath("//h3/a/@href")
    assert RICH in pages


def test_other_languages_set_their_direction_and_a_date_in_figures() -> None:
    """Month names would be English."""
    show = make_rich_show_record(language="he")
    page = html.fromstring(render(settle(make_rich_record(), show.show), language="he")[RICH])
    assert (page.get("lang"), page.get("dir")) == ("he", "rtl")
    assert page.xpath("//article//header//time/text()")[0] == "2026-11-05"


def test_the_same_episodes_in_any_order_make_the_same_bytes() -> None:
    """Order in is not order out; equal dates are told apart by guid."""
    show = make_rich_show_record()
    twins = [settle(make_record(guid=f"{n}", slug=f"10{n}-x"), show.show) for n in range(3)]
    episodes = [*make_rich_episodes(show), *twins]
    first = render_pages(show, episodes, ADDRESSES, TODAY)
    assert render_pages(show, reversed(episodes), ADDRESSES, TODAY) == first


@given(st.sampled_from(VECTORS), st.text(min_size=1, max_size=40).filter(str.strip))
def test_what_people_write_is_never_markup_nor_a_template(vector: str, words: str) -> None:
    """Titles, names, questions and sponsors come out as they were typed."""
    hostile = f"{{{{ 7*7 }}}} {{% raw %}} {vector} {words}".replace("\x00", "")[:200].strip()
    show = make_rich_show_record(title=hostile, people={"ada": Person(name=hostile[:100], bio=hostile)})
    record = make_rich_record(title=hostile, questions=[hostile], summary=hostile)
    page = html.fromstring(render_pages(show, [settle(record, show.show)], ADDRESSES, TODAY)[RICH].decode())
    assert len(page.xpath("//script[@src]")) == 1
    assert not page.xpath("//article//header//*[starts-with(name(), 'on')] | //iframe | //object | //svg")
    assert not any(name.startswith("on") for each in page.iter() for name in each.attrib)
    assert "{{ 7*7 }}" in text(page, "//h1")


def test_dates_in_the_index_fall_with_time() -> None:
    """An older episode published later stays below."""
    show = make_rich_show_record()
    late = make_record(
        guid="late", slug="001-late", date=DATE - timedelta(days=400), released_at=DATE + timedelta(days=1)
    )
    index = html.fromstring(render(*make_rich_episodes(show), settle(late, show.show))["index.html"])
    assert index.xpath("//h3/a/@href")[-1].endswith("001-late.html")
