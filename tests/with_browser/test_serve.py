"""`airdate serve` in a real browser: pages change by themselves, and the bar says what is the matter."""

import signal
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.cli.building import AUDIO, INDEX, NOW, ShowFolder, finish, make_show_folder, start
from tests.with_browser.conftest import SPEECH, Watched
from tests.with_browser.test_pages_in_a_browser import CONTRAST, wait_for

PAGE = "episodes/001-heel.html"
APP = "_app/001-heel"
BAR = "document.getElementById('airdate-preview').shadowRoot"


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """Machines that test are slower than those that write."""
    expect.set_options(timeout=20_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def show(tmp_path: Path) -> ShowFolder:
    """A show with a draft that can be heard."""
    folder = make_show_folder(tmp_path / "show")
    folder.add_front("draft: true")
    folder.write(AUDIO, SPEECH.read_bytes())
    return folder


@pytest.fixture
def url(show: ShowFolder) -> Iterator[str]:
    """A running preview of it."""
    process = start(show.path, "serve", "--port", "0", "--now", NOW)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGINT)
        assert finish(process, 30).code == 0
    finally:
        process.kill()
        process.communicate(timeout=30)


def mark(page: Page) -> None:
    """Leave a trace that a reload would remove."""
    page.evaluate("window.wasHere = true")


def was_reloaded(page: Page) -> bool:
    return not page.evaluate("window.wasHere")


def test_a_page_changes_by_itself_when_its_notes_do(watched: Watched, show: ShowFolder, url: str) -> None:
    """And where somebody has scrolled to stays in view; nothing complains."""
    show.change(INDEX, "bone.", "bone." + "\n\nAnd so on." * 60)
    page = watched.page
    page.goto(url + PAGE)
    expect(page.get_by_text("It is rarely the bone.")).to_be_visible()
    expect(page.get_by_text("And so on.").last).to_be_visible()
    page.evaluate("window.scrollTo(0, 700)")
    show.change(INDEX, "bone", "tendon")
    expect(page.get_by_text("It is rarely the tendon.")).to_be_visible()
    wait_for(page, "window.scrollY > 500")
    assert [each for each in watched.complaints if "events" not in each] == []
    assert all(each.startswith(url) for each in watched.requests)


def test_other_pages_are_left_alone(watched: Watched, show: ShowFolder, url: str) -> None:
    """Where somebody listens, an edit of another episode does not stop them."""
    words = "episodes/002-toe/index.md"
    show.add_episode("002-toe")
    show.change(words, "Notes.", "Notes.\n\nOther words.")
    other = watched.page.context.new_page()
    for _ in range(100):
        answer = other.goto(url + "episodes/002-toe.html")
        if answer and answer.ok:
            break
    expect(other.get_by_text("Other words.")).to_be_visible()
    watched.page.goto(url + PAGE)
    mark(watched.page)
    show.change(words, "Other words.", "Still other words.")
    expect(other.get_by_text("Still other words.")).to_be_visible()
    assert not was_reloaded(watched.page)


def test_broken_front_matter_shows_its_message_and_keeps_the_page(
    watched: Watched, show: ShowFolder, url: str
) -> None:
    """In the bar, opened, without a reload; when it is mended the message goes."""
    page = watched.page
    page.goto(url + PAGE)
    mark(page)
    show.change(INDEX, "title:", "titel:")
    message = page.locator("#airdate-preview").get_by_text("'titel' is not a known key")
    expect(message).to_be_visible()
    expect(page.locator("#airdate-preview").get_by_text("Fix: write 'title'")).to_be_visible()
    expect(page.get_by_text("It is rarely the bone.")).to_be_visible()
    assert not was_reloaded(page)
    show.change(INDEX, "titel:", "title:")
    expect(message).to_have_count(0)


def test_broken_settings_are_said_on_every_page(watched: Watched, show: ShowFolder, url: str) -> None:
    """With the line of podcast.toml."""
    watched.page.goto(url)
    show.change("podcast.toml", "explicit = false", "explicit = maybe")
    expect(watched.page.locator("#airdate-preview").get_by_text("podcast.toml:7")).to_be_visible()


def test_a_draft_is_marked_and_can_be_heard(watched: Watched, show: ShowFolder, url: str) -> None:
    """On its page and on the front page."""
    page = watched.page
    page.goto(url + PAGE)
    bar = page.locator("#airdate-preview")
    expect(bar.get_by_text("Draft", exact=True)).to_be_visible()
    page.evaluate("document.querySelector('audio').play()")
    wait_for(page, "document.querySelector('audio').currentTime > 0.1")
    page.goto(url)
    bar.get_by_text("1 to look at").click()
    expect(bar.get_by_role("link", name="Why your heel hurts")).to_be_visible()
    show.change(INDEX, "\ndraft: true", "")
    expect(bar.get_by_text("Ready")).to_be_visible()


def test_notes_are_seen_as_in_an_app(watched: Watched, show: ShowFolder, url: str) -> None:
    """In a narrow column, which changes by itself too."""
    page = watched.page
    page.goto(url + PAGE)
    page.locator("#airdate-preview").get_by_role("link", name="In an app").click()
    column = page.locator(".phone")
    expect(column).to_contain_text("It is rarely the bone.")
    expect(page.get_by_text("of 4,000 bytes")).to_be_visible()
    box = column.bounding_box()
    assert box is not None
    assert box["width"] <= 400
    show.change(INDEX, "bone", "tendon")
    expect(column).to_contain_text("It is rarely the tendon.")
    assert [each for each in watched.complaints if "events" not in each] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_bar_fits_and_can_be_read(watched: Watched, show: ShowFolder, url: str, scheme: str) -> None:
    """It is as wide as the window, covers nothing at the top, and its words stand out."""
    page = watched.page
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    in_bar = CONTRAST.replace('document.querySelectorAll("body *")', f"{BAR}.querySelectorAll('.bar *')")
    in_bar = in_bar.replace("each.parentElement", "each.parentElement ?? each.getRootNode().host")
    for path, width in product(("", PAGE, APP), (320, 1440)):
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(f"{BAR}.querySelector('.bar').scrollWidth") <= width
        bottom = page.evaluate(f"{BAR}.querySelector('.bar').getBoundingClientRect().bottom")
        assert page.evaluate("document.querySelector('h1').getBoundingClientRect().top") >= bottom
        assert page.evaluate(in_bar) == []


def test_the_bar_can_be_read_without_scripts(without_script: Watched, show: ShowFolder, url: str) -> None:
    """It is part of the page that is sent."""
    without_script.page.goto(url + PAGE)
    expect(without_script.page.locator("#airdate-preview").get_by_text("Draft", exact=True)).to_be_visible()


def test_nothing_of_it_is_printed(watched: Watched, show: ShowFolder, url: str) -> None:
    """Paper shows the page as it would be."""
    watched.page.goto(url + PAGE)
    watched.page.emulate_media(media="print")
    expect(watched.page.locator("#airdate-preview").get_by_text("Draft", exact=True)).to_be_hidden()
