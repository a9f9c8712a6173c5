"""The embedded player in a real browser, in a frame on a page of another origin."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page

from pipeline.web.server import PreviewServer, make_server
from tests.site.rich_show import ADDRESSES
from tests.with_browser.conftest import Watched
from tests.with_browser.listening_show import SHORT, make_public

NOW = "document.getElementById('player').currentTime"


@contextmanager
def serving(root: Path, base_url: str | None = None) -> Iterator[PreviewServer]:
    with make_server(root, 0, base_url=base_url) as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    """The show."""
    with serving(make_public(tmp_path_factory.mktemp("embedded")), ADDRESSES.base_url) as running:
        yield running


@pytest.fixture
def elsewhere(watched: Watched, site: PreviewServer, tmp_path: Path) -> Iterator[Page]:
    """A page of another origin, which found the frame by the link on the episode's page."""
    watched.page.goto(site.url + SHORT)
    found = watched.page.locator("link[type='application/json+oembed']").get_attribute("href")
    assert found is not None
    answer = json.loads(watched.page.request.get(found).body())
    frame = f'<!doctype html><title>A blog</title><link rel="icon" href="data:,">{answer["html"]}'
    (tmp_path / "index.html").write_text(frame, encoding="utf-8")
    with serving(tmp_path) as other:
        watched.page.goto(other.url)
        yield watched.page


def test_it_plays_in_a_page_of_another_origin(elsewhere: Page, watched: Watched) -> None:
    """Nothing is refused, and nothing was fetched before it was asked to play."""
    elsewhere.wait_for_load_state("networkidle")
    assert not any(".mp3" in url for url in watched.requests)
    inside = elsewhere.frames[1]
    inside.get_by_text("Chapters").click()
    inside.get_by_role("link", name="Why it hurts").click()
    for _ in range(100):
        if inside.evaluate(NOW) > 5.2:
            break
        elsewhere.wait_for_timeout(100)
    assert inside.evaluate(NOW) > 5.2
    assert any(url.split("#")[0].endswith(".mp3?_from=example.wind") for url in watched.requests)
    assert watched.complaints == []


def test_it_fits_its_frame(elsewhere: Page) -> None:
    """No scrolling until somebody opens the chapters, at the width that the answer names and on a phone."""
    inside = elsewhere.frames[1]
    inside.get_by_role("button", name="Copy link at").wait_for()
    for width in (800, 360):
        elsewhere.set_viewport_size({"width": width, "height": 800})
        height, space = inside.evaluate("[document.documentElement.scrollHeight, innerHeight]")
        assert height <= space, width
        assert inside.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_its_title_leads_to_the_episode(elsewhere: Page, site: PreviewServer) -> None:
    """In a tab of its own: the blog stays."""
    with elsewhere.expect_popup() as opened:
        elsewhere.frames[1].get_by_role("link", name="Short").click()
    opened.value.wait_for_url(site.url + SHORT)


def test_it_shares_the_pages_address_and_not_its_own(watched: Watched, site: PreviewServer) -> None:
    """A link to a second is a link to the episode; where nothing may be copied it is shown."""
    watched.page.goto(f"{site.url}embed/070-short.html#t=4")
    watched.page.get_by_role("button", name="Copy link at").click()
    said = watched.page.locator(".tools .said")
    said.filter(has_text=re.compile("copied|#t=4$")).wait_for()
    assert said.inner_text() in {"Link copied", f"{site.url}{SHORT}#t=4"}
