"""The feed opened in a browser: something to read, instead of source or a download."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image
from playwright.sync_api import Browser

from pipeline.core.episode import settle
from pipeline.feed.render import render_feed
from pipeline.site.kinds.feed_style import find_feed_style
from pipeline.site.pages import render_pages
from pipeline.web.server import PreviewServer, make_server
from tests.feed.building import make_feed_show, make_item
from tests.site.rich_show import ADDRESSES, make_rich_record, make_rich_show_record
from tests.with_browser.conftest import Watched


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    """A feed with its stylesheet and cover."""
    root = tmp_path_factory.mktemp("feed")
    show = make_rich_show_record()
    episode = settle(make_rich_record(), show.show)
    objects = render_pages(show, [episode], ADDRESSES, date(2026, 11, 6))
    style = find_feed_style(objects)
    feed = render_feed(replace(make_feed_show(show), style=style), [make_item(episode)])
    for key, body in {"feed.xml": feed, str(style): objects[str(style)]}.items():
        (root / key).parent.mkdir(parents=True, exist_ok=True)
        (root / key).write_bytes(body)
    cover = root / show.files["cover.jpg"].key
    cover.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (300, 300), "#0a5a50").save(cover)
    with make_server(Path(root), 0, base_url=ADDRESSES.base_url) as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join(timeout=10)


def test_the_feed_is_shown_with_its_stylesheet(watched: Watched, server: PreviewServer) -> None:
    """Titles, dates and addresses can be read; markup, and what only apps need, cannot be seen."""
    page = watched.page
    page.goto(server.url + "feed.xml", wait_until="networkidle")
    assert page.evaluate("document.contentType") == "application/xml"
    assert page.evaluate(
        "getComputedStyle(document.querySelector('channel'), '::before').content"
    ).startswith('"This is the feed of a podcast.')
    seen = page.evaluate("document.documentElement.innerText ?? document.documentElement.textContent")
    assert "Why your Achilles hurts" in seen
    hidden = "[...document.querySelectorAll('item > description, channel > image')]"
    assert page.evaluate(f"{hidden}.every((each) => getComputedStyle(each).display === 'none')")
    assert page.evaluate("getComputedStyle(document.querySelector('item > title')).display") == "block"
    assert all(url.startswith(server.url) for url in watched.requests)
    assert [each for each in watched.complaints if "favicon" not in each and "404" not in each] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scrolling(browser: Browser, server: PreviewServer, scheme: str) -> None:
    """Long addresses wrap."""
    with browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(server.url + "feed.xml")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
