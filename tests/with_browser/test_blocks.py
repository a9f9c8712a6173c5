"""The blocks around the notes in a real browser: a video waits, a code is copied, forms and focus work."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect

from pipeline.core.episode import settle
from pipeline.core.site_settings import Newsletter, SiteSettings
from pipeline.site.pages import render_pages
from pipeline.web.server import PreviewServer, make_server
from tests.site.rich_show import ADDRESSES, make_rich_record, make_rich_show_record
from tests.with_browser.conftest import Watched

EPISODE = "episodes/060-why-your-achilles-hurts.html"
PLAYER = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"
SITE = SiteSettings(
    accent="#ffcc00",
    background="#fff4d6",
    newsletter=Newsletter(action="https://mail.example/join", text="Each Monday.", consent="Yes."),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    """The rich episode with a video of a known host, served on a free loopback port."""
    root: Path = tmp_path_factory.mktemp("blocks")
    show = make_rich_show_record(site=SITE)
    record = make_rich_record(video="https://youtu.be/dQw4w9WgXcQ", files={})
    pages = render_pages(show, [settle(record, show.show)], ADDRESSES, date(2026, 11, 6))
    for key, body in pages.items():
        (root / key).parent.mkdir(parents=True, exist_ok=True)
        (root / key).write_bytes(body)
    with make_server(root, 0, base_url=ADDRESSES.base_url) as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join(timeout=10)


def test_a_video_is_loaded_when_somebody_asks_for_it(watched: Watched, site: PreviewServer) -> None:
    """Not one request goes to its host before; then its player has the focus."""
    watched.page.goto(site.url + EPISODE, wait_until="networkidle")
    assert all(each.startswith(site.url) for each in watched.requests)
    assert watched.page.locator("iframe").count() == 0
    watched.page.get_by_role("link", name="Watch the video").click()
    frame = watched.page.locator("iframe")
    expect(frame).to_have_attribute("src", PLAYER)
    expect(frame).to_have_attribute("title", "Video: Why your Achilles hurts")
    expect(frame).to_be_focused()
    assert PLAYER in watched.requests
    assert not any("Content Security Policy" in each for each in watched.complaints)


def test_a_video_is_a_link_without_javascript(without_script: Watched, site: PreviewServer) -> None:
    """It leads to the video's own page."""
    without_script.page.goto(site.url + EPISODE)
    link = without_script.page.get_by_role("link", name="Watch the video")
    expect(link).to_have_attribute("href", "https://youtu.be/dQw4w9WgXcQ")
    expect(without_script.page.get_by_role("button", name="Copy code")).to_have_count(0)


def test_a_code_is_copied_and_that_is_said(browser: Browser, site: PreviewServer) -> None:
    """Also to those who do not see the button."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(site.url + EPISODE)
        page.get_by_role("button", name="Copy code").click()
        expect(page.locator(".sponsor [role=status]")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == "ANA15"


def test_the_newsletter_asks_for_consent(watched: Watched, site: PreviewServer) -> None:
    """Without a tick nothing is sent; what robots fill in is out of everybody's way."""
    page = watched.page
    page.goto(site.url + EPISODE)
    page.get_by_label("Email address").fill("kim@example.org")
    page.get_by_role("button", name="Sign up").click()
    assert page.url == site.url + EPISODE
    assert page.evaluate("document.querySelector('[name=consent]').matches(':invalid')")
    page.get_by_label("Email address").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "consent"


def test_every_target_is_large_enough_for_a_finger(browser: Browser, site: PreviewServer) -> None:
    """44 pixels for what is pressed; links within a sentence are as high as their line (WCAG 2.5.8)."""
    with browser.new_context(viewport={"width": 360, "height": 740}) as context:
        page = context.new_page()
        page.goto(site.url + EPISODE)
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                '.bar a, .links a, .action a, button, .contents a, .chapters li a:first-child, .foot a')]
              .filter((each) => each.offsetParent && each.getBoundingClientRect().height < 44)
              .map((each) => each.textContent.trim())"""
        )
        assert small == []


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_nothing_stands_out_of_the_page(browser: Browser, site: PreviewServer, width: int) -> None:
    """No width makes a page scroll sideways."""
    with browser.new_context(viewport={"width": width, "height": 740}) as context:
        page = context.new_page()
        page.goto(site.url + EPISODE)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
