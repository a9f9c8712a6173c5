"""Everybody can use every page: axe-core finds nothing, from minor to critical."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.cli.building import NOW, finish, make_show_folder, start
from tests.with_browser.conftest import SPEECH
from tests.with_browser.looking import open_everything
from tests.with_browser.sites import Site

RUN = """
async () => (await axe.run(document, { resultTypes: ["violations"] })).violations.flatMap((rule) =>
  rule.nodes.map((node) => `${rule.impact} ${rule.id}: ${node.target} ${node.html.slice(0, 120)}`))
"""
FIRST_STOP = "moderate region: .skip "
"""In previews: axe finds that the link past the header comes after links in a shadow tree, wherever it is."""
LOOKS = [(scheme, width) for scheme, width in product(("light", "dark"), (320, 1440))]


@pytest.fixture(scope="module")
def axe(node_modules: Path) -> str:
    """The script of axe-core."""
    return (node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def ask_axe(page: Page, axe: str) -> list[str]:
    """What axe has against the page as it is, in light and dark, on a phone and on a wide screen."""
    page.evaluate(axe)
    found = []
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{page.url} {scheme} {width}: {each}" for each in page.evaluate(RUN)]
    return found


def test_axe_finds_nothing_in_the_sample_show(browser: Browser, every_page: list[str], axe: str) -> None:
    """On any page, with transcript, chapters and search results shown."""
    found = []
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        for url in every_page:
            page.goto(url)
            open_everything(page)
            found += ask_axe(page, axe)
    assert found == []


def test_axe_finds_nothing_in_the_golden_shows(
    browser: Browser, every_site: dict[str, Site], axe: str
) -> None:
    """Nor in episodes with films, papers and other languages, and their players."""
    found = []
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        for name, site in every_site.items():
            for key in site.keys:
                if name != "sample" and key.startswith(("episodes/", "embed/")) and key.endswith(".html"):
                    page.goto(site.url + key)
                    open_everything(page)
                    found += ask_axe(page, axe)
    assert found == []


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[str]:
    """A running preview of a draft about which there is something to say."""
    folder = make_show_folder(tmp_path / "show")
    folder.add_front("draft: true")
    folder.write("episodes/001-heel/heel.mp3", SPEECH.read_bytes())
    folder.add_episode("002-toe", "season: none\n")
    process = start(folder.path, "serve", "--port", "0", "--now", NOW)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        finish(process, 30)


def test_axe_finds_nothing_in_a_preview(browser: Browser, preview: str, axe: str) -> None:
    """With its bar opened; also in the notes as an app shows them, and where an episode is broken."""
    found = []
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        for path in ("", "episodes/001-heel.html", "_app/001-heel", "episodes/002-toe.html"):
            page.goto(preview + path)
            page.locator("#airdate-preview details").evaluate_all(
                "(all) => all.forEach((each) => { each.open = true; })"
            )
            found += ask_axe(page, axe)
    assert [each for each in found if FIRST_STOP not in each] == []


def test_the_keyboard_first_stops_at_the_link_past_the_header_in_a_preview(
    browser: Browser, preview: str
) -> None:
    """Before the bar, as on the page that is published."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(preview)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
