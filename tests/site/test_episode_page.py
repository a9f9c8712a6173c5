"""The blocks around the notes of an episode's page, and what they lead to."""

from datetime import date, timedelta
from typing import Any

import pytest
from lxml import html

from pipeline.core.episode import settle
from pipeline.core.front_matter import Guest, Series
from pipeline.core.made_pictures import variant_name
from pipeline.core.site_settings import Newsletter, Review, SiteSettings
from pipeline.site.pages import render_pages
from tests.builders import DATE, make_file, make_record
from tests.site.rich_show import ADDRESSES, make_rich_record, make_rich_show_record
from tests.site.test_pages import RICH, TODAY, rich_page, text

SITE = "https://wind.example/show/"
SECTIONS = "## 1. Load\n\nA.\n\n## 2. Rest\n\nB.\n\n## Player\n\nC.\n"
NEWSLETTER = Newsletter(
    action="https://mail.example/join?list=1", text="Each Monday.", consent="Yes, write to me.", field="EMAIL"
)


def page_with(*others: Any, site: SiteSettings | None = None, **changes: Any) -> Any:
    """The rich episode's page among other episodes."""
    show = make_rich_show_record(**({"site": site} if site else {}))
    records = [make_rich_record(**changes), *others]
    pages = render_pages(show, [settle(each, show.show) for each in records], ADDRESSES, TODAY)
    return html.fromstring(pages[RICH])


def other(number: int, **changes: Any) -> Any:
    """Another episode, so many weeks older; younger where the number is negative."""
    date = DATE - timedelta(weeks=number)
    values = {"guid": f"g{number}", "slug": f"o{number}", "title": f"Other {number}", "episode": 60 - number}
    return make_record(**{**values, "date": date, "released_at": DATE, **changes})


def test_what_somebody_wrote_introduces_the_episode() -> None:
    """The beginning of the notes does not, because it would stand there twice."""
    assert text(page_with(summary="Why, and what now."), "//p[@class='intro']") == "Why, and what now."
    assert not page_with().xpath("//p[@class='intro']")


def test_who_did_two_things_is_named_once_at_the_top() -> None:
    """Both are told where people are introduced."""
    twice = [Guest(name="Bo Lind"), Guest(name="Bo Lind", role="Editor"), Guest(name="Cy Wu")]
    page = page_with(guests=twice)
    assert page.xpath("//p[@class='byline']/a/text()") == ["Ada Marsh", "Bo Lind", "Cy Wu"]
    roles = page.xpath("//section[@aria-labelledby='page-people']//p[@class='eyebrow']")
    assert [each.text_content() for each in roles] == ["Host", "Guest", "Editor", "Guest"]


def test_a_series_shows_where_its_parts_are() -> None:
    """Its name, the part of how many, and the teaser of what is not out yet."""
    page = rich_page()
    box = "//aside[@aria-label='Series']"
    assert text(page, f"{box}/p[1]") == "Series, part 1 of 2"
    assert page.xpath(f"{box}//a/@href") == [f"{SITE}series/achilles.html"]
    assert text(page, f"{box}/p[@class='teaser']") == "Next week: the way back."


def test_a_known_video_waits_behind_a_link() -> None:
    """Nothing of the other host is loaded; the policy allows its player and no other frame."""
    page = page_with(video="https://youtu.be/dQw4w9WgXcQ")
    (link,) = page.xpath("//a[@data-embed]")
    assert link.get("href") == "https://youtu.be/dQw4w9WgXcQ"
    assert link.get("data-embed").startswith("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ")
    assert not page.xpath("//iframe")
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "; frame-src https://www.youtube-nocookie.com; " in policy


def test_any_other_video_is_a_link() -> None:
    """No frame is allowed for it."""
    page = rich_page()
    assert page.xpath("//a[.='Watch the video']/@href") == ["https://video.example/60"]
    assert "frame-src" not in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]


def test_sections_are_listed_and_keep_clear_of_the_pages_own_ids() -> None:
    """Three make a table of contents, whose links lead somewhere."""
    page = page_with(notes=SECTIONS)
    links = page.xpath("//nav[@class='contents']//a/@href")
    assert links == ["#1-load", "#2-rest", "#notes-player"]
    assert all(len(page.xpath(f"//*[@id='{each[1:]}']")) == 1 for each in links)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_pictures_offer_their_sizes() -> None:
    """Real sizes, variants to choose from, and nothing before it is in sight."""
    files = {
        "heel.png": make_file("heel.png", width=900, height=600),
        variant_name("heel.png", 320): make_file("heel-320.png", width=320, height=213),
    }
    (image,) = page_with(files=files).xpath("//div[@class='notes']//img")
    assert (image.get("width"), image.get("height"), image.get("loading")) == ("900", "600", "lazy")
    narrow, wide = image.get("srcset").split(", ")
    assert narrow.endswith("heel-320.png 320w")
    assert wide.endswith("heel.png 900w")
    assert image.get("sizes")


def test_people_lead_to_their_pages_here_and_elsewhere() -> None:
    """The name to all episodes with them, the website to their own."""
    page = rich_page()
    assert page.xpath("//p[@class='byline']/a/@href") == [
        f"{SITE}people/ada.html",
        f"{SITE}people/bo-lind.html",
    ]
    assert page.xpath("//li[@class='person'][2]//a/@href") == [
        f"{SITE}people/bo-lind.html",
        "https://bo.example",
    ]


def test_topics_lead_to_series_season_and_tags() -> None:
    """One link for each, and one for two spellings of a tag."""
    page = page_with(tags=["Heel pain", "heel-pain", "Load"], season=2)
    assert page.xpath("//nav[@class='topics']//a/@href") == [
        f"{SITE}series/achilles.html",
        f"{SITE}seasons/2.html",
        f"{SITE}tags/heel-pain.html",
        f"{SITE}tags/load.html",
    ]


def test_related_episodes_come_with_what_they_are_about() -> None:
    """What shares a tag first, then what is near; never more than three."""
    page = page_with(
        other(1), other(2), other(3), other(4, tags=["load"], summary="All about load."), tags=["Load"]
    )
    found = page.xpath("//section[@class='related']//h3/a/text()")
    assert found == ["Other 4", "Other 1", "Other 2"]
    assert "All about load." in text(page, "//section[@class='related']//li[1]")


def test_the_episodes_before_and_after_are_one_click_away() -> None:
    """Only where there are any."""
    page = page_with(other(1), other(-1))
    assert text(page, "//a[@class='older']") == "Previous episode Other 1"
    assert text(page, "//a[@class='newer']") == "Next episode Other -1"
    assert not page_with().xpath("//nav[@class='neighbours']")


def test_nothing_leads_to_an_episode_that_is_not_out() -> None:
    """Neither as related, nor as neighbour, nor as a part of a series."""
    series = Series(id="achilles", title="Achilles", part=2)
    hidden = other(-1, tags=["load"], series=series, released_at=None)
    page = page_with(hidden, tags=["load"])
    assert "Other -1" not in html.tostring(page, encoding="unicode")


def test_a_newsletter_is_a_plain_form() -> None:
    """A labelled address, a consent that must be given, a field for robots; the policy names its host."""
    page = page_with(site=SiteSettings(newsletter=NEWSLETTER))
    (form,) = page.xpath("//form")
    assert (form.get("action"), form.get("method")) == ("https://mail.example/join?list=1", "post")
    fields = {each.get("name"): each for each in form.xpath(".//input")}
    assert set(fields) == {"EMAIL", "website", "consent"}
    assert "required" in fields["EMAIL"].attrib
    assert "required" in fields["consent"].attrib
    assert fields["website"].get("tabindex") == "-1"
    assert all(form.xpath(f".//label[@for='{each.get('id')}']") for each in fields.values())
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.endswith("form-action https://mail.example")


def test_without_a_newsletter_no_form_can_be_sent() -> None:
    """The policy allows none."""
    page = rich_page()
    assert not page.xpath("//form")
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0].endswith(
        "form-action 'none'"
    )


def test_the_shows_own_words_stand_around_the_notes() -> None:
    """How the hosts say goodbye, what people say of the show, and its tagline."""
    site = SiteSettings(
        sign_off="Run well!", tagline="Calmly explained.", testimonials=[Review(text="Kind.", author="Ines")]
    )
    page = page_with(site=site)
    assert text(page, "//p[@class='sign-off']") == "Run well!"
    assert text(page, "//footer//p[@class='tagline']") == "Calmly explained."
    assert text(page, "//section[@aria-labelledby='page-testimonials']//figure") == "Kind. — Ines"


@pytest.mark.parametrize(("day", "holds"), [(30, True), (31, False)])
def test_an_offer_holds_through_its_last_day(day: int, holds: bool) -> None:
    """Then it is shown as past, without its code."""
    page = rich_page(today=date(2026, 11, 1) + timedelta(days=day - 1))
    (box,) = page.xpath("//aside[contains(@class, 'sponsor')]")
    assert bool(box.xpath(".//code")) is holds
    assert ("is-past" in box.get("class")) is not holds


def test_two_colours_change_the_stylesheet_and_its_address() -> None:
    """It may be cached for ever, and no page needs a style of its own."""
    plain, red = (
        page_with(site=SiteSettings(accent=accent)).xpath("//link[@rel='stylesheet']/@href")[0]
        for accent in ("#0b6e4f", "#b00020")
    )
    assert plain != red
    assert len(page_with(site=SiteSettings(accent="#b00020")).xpath("//meta[@name='theme-color']")) == 2
