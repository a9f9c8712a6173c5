"""The pages about the show, how to follow it, and where nothing is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipeline.core.episode import settle
from pipeline.core.show import Listen, Owner, Person
from pipeline.core.site_settings import Review, SiteSettings
from pipeline.site.apps import plan_app_links
from pipeline.site.qr_code import render_qr_code
from tests.notes.vectors import VECTORS
from tests.site.long_show import BASE, make_long_show, make_numbered, render_long

FEED = f"{BASE}feed.xml"


def page_of(key: str, **changes: Any) -> Any:
    return html.fromstring(render_long(**changes)[key].decode())


def text(tree: Any, path: str) -> str:
    return " ".join(" ".join(tree.xpath(f"{path}//text()")).split())


def test_the_subscribe_page_has_directories_apps_and_the_feeds_address() -> None:
    """Without a script: links, and text to copy."""
    page = page_of("subscribe.html", listen=[Listen(name="Pods", url="https://pods.example/x")])
    assert page.xpath("//section[@aria-labelledby='page-directories']//a/@href") == ["https://pods.example/x"]
    apps = dict(
        zip(
            page.xpath("//section[@aria-labelledby='page-apps']//a/text()"),
            page.xpath("//section[@aria-labelledby='page-apps']//a/@href"),
            strict=True,
        )
    )
    assert apps["Apple Podcasts"] == "pcast://wind.example/show/feed.xml"
    assert (
        apps["Overcast"] == "overcast://x-callback-url/add?url=https%3A%2F%2Fwind.example%2Fshow%2Ffeed.xml"
    )
    assert page.xpath("//section[@aria-labelledby='page-feed']//code/text()") == [FEED]


def test_a_show_with_a_guid_can_be_shared_by_it() -> None:
    """Apps read the guid; browsers open the page."""
    page = page_of("subscribe.html")
    (shared,) = page.xpath("//section[@aria-labelledby='page-follow']//code/text()")
    address, _, fragment = shared.partition("#")
    assert address == f"{BASE}subscribe.html"
    assert fragment == "fastfollow-podcast:917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert not page_of("subscribe.html", guid=None).xpath("//section[@aria-labelledby='page-follow']")


def test_the_code_is_drawn_on_the_page_and_named() -> None:
    """Inline, without style attributes, which the pages' policy forbids."""
    (code,) = page_of("subscribe.html").xpath("//figure//svg")
    assert code.get("role") == "img"
    assert code.findtext("title") == "QR code of the feed’s address"
    assert not code.xpath(".//@style | .//style")


def test_the_same_address_draws_the_same_code() -> None:
    """And another one another."""
    assert render_qr_code(FEED, "x") == render_qr_code(FEED, "x") != render_qr_code(f"{FEED}?2", "x")


def test_an_address_that_no_code_can_hold_goes_without() -> None:
    """The page stands without it."""
    assert render_qr_code("https://x.example/" + "ä" * 3000, "x") is None
    assert render_qr_code("https://x.example/" + "a" * 2600, "x") is not None
    page = page_of("subscribe.html", base_url=BASE)
    assert page.xpath("//figure")


@given(st.text(max_size=60))
def test_a_title_cannot_break_out_of_an_apps_address(title: str) -> None:
    """It is percent-encoded whole."""
    for link in plan_app_links(FEED, title):
        assert link.url.count("?") <= 1
        assert not set(link.url) & set(" \"'<>#\n")


def test_the_page_about_the_show_says_what_the_producer_wrote() -> None:
    """Markdown, cleaned like notes, below the page's own heading."""
    about = "# Why\n\nBecause **runners** hurt.\n\n<script>alert(1)</script>\n\n![x](https://elsewhere.example/x.png)"
    page = page_of("about.html", site=SiteSettings(about=about))
    assert text(page, "//h1") == "About Second Wind"
    assert page.xpath("//div[@class='notes']/h2/text()") == ["Why"]
    assert page.xpath("//div[@class='notes']//strong/text()") == ["runners"]
    assert not page.xpath("//script[not(@src)] | //div[@class='notes']//img")
    assert page.xpath("//meta[@name='description']/@content")[0].startswith("Why Because runners hurt.")


def test_the_page_about_the_show_has_hosts_testimonials_and_ways_to_support_it() -> None:
    """The description where nothing else was written, and never the owner's address."""
    owner = Owner(name="Second Wind", email="private@wind.example")
    body = render_long(owner=owner)["about.html"]
    page = html.fromstring(body.decode())
    assert "First <b>paragraph</b>." in text(page, "//main")
    assert page.xpath("//ul[@class='people']//p[@class='name']/a/@href") == [
        f"{BASE}people/ada.html",
        f"{BASE}people/tom.html",
    ]
    assert "Short and kind." in text(page, "//main")
    assert page.xpath("//section[@aria-labelledby='page-support']//a/@href") == ["https://fund.example"]
    assert b"private@" not in body


def test_the_page_for_what_is_not_there_can_stand_anywhere() -> None:
    """Absolute addresses alone, kept out of searches, and a way on."""
    page = page_of("404.html")
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    links = page.xpath("//@href | //@src")
    assert all(each.startswith(("https://", "#content")) for each in links)
    assert len(page.xpath("//ol[@class='episodes']/li")) == 5


@pytest.mark.parametrize("vector", VECTORS)
def test_what_people_write_is_never_markup(vector: str) -> None:
    """In every field that these pages show, on every one of them."""
    hostile = f"{{{{ 7*7 }}}} {vector}"[:120].strip()
    changes: dict[str, Any] = {
        "title": hostile,
        "subtitle": hostile,
        "people": {"ada": Person(name=hostile, bio=hostile, credentials=hostile, role=hostile)},
        "hosts": ["ada"],
        "seasons": {},
        "listen": [Listen(name=hostile, url="https://pods.example")],
        "site": SiteSettings(
            about=hostile, testimonials=[Review(text=hostile, author=hostile, source=hostile)]
        ),
    }
    show = make_long_show(**changes)
    record = make_numbered(1, title=hostile, summary=hostile, tags=[hostile])
    for key, body in render_long(settle(record, show.show), **changes).items():
        if key.endswith(".html"):
            page = html.fromstring(body.decode())
            assert not page.xpath("//script[not(@src or @type='application/ld+json')] | //iframe | //object")
            assert not page.xpath("//@style")
            assert not any(name.startswith("on") for each in page.iter() for name in each.attrib)
            links = page.xpath("//@href")
            assert not any(each.strip().lower().startswith(("javascript:", "data:")) for each in links)
