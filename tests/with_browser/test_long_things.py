"""Pages of shows with very long words and very many chapters."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pipeline.core.audio_facts import Chapter
from pipeline.core.episode import settle
from pipeline.core.front_matter import Guest
from pipeline.site.pages import render_pages
from pipeline.web.server import answering, make_server
from tests.builders import make_audio, make_media
from tests.site.rich_show import ADDRESSES, make_rich_episodes, make_rich_record, make_rich_show_record
from tests.with_browser.conftest import SPEECH, Watched
from tests.with_browser.sites import Site
from tests.with_browser.test_pages_in_a_browser import EPISODE, PLAYED, wait_for

WORD = "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichenfabrik"
RECT = "(selector) => document.querySelector(selector).getBoundingClientRect().toJSON()"
NOTES = f"{WORD}\n\n## {WORD}\n\n| {WORD} | b |\n|-|-|\n| {WORD} | c |\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A show whose title, people, notes and chapters are long."""
    root = tmp_path_factory.mktemp("long")
    show = make_rich_show_record(title=f"About {WORD}", author=WORD)
    media = make_media(size_bytes=SPEECH.stat().st_size)
    rich = make_rich_record(
        title=f"{WORD} and {WORD}",
        summary=WORD,
        notes=NOTES,
        guests=[Guest(name=WORD, credentials=WORD)],
        questions=[WORD],
        tags=[WORD],
        chapters=tuple(Chapter(start_s=number / 20, title=f"{WORD} {number}") for number in range(300)),
        media=media,
        audio=make_audio(duration_s=15.9),
    )
    plain, _ = make_rich_episodes(show)
    objects = render_pages(show, [plain, settle(rich, show.show)], ADDRESSES, date(2026, 11, 6))
    objects[media.key] = SPEECH.read_bytes()
    _write(root, objects)
    with make_server(root, 0, base_url=ADDRESSES.base_url) as server, answering(server):
        yield Site(root, server.url, ADDRESSES.base_url)


def _write(root: Path, objects: dict[str, bytes]) -> None:
    for key, body in objects.items():
        (root / key).parent.mkdir(parents=True, exist_ok=True)
        (root / key).write_bytes(body)


@pytest.mark.parametrize("width", [320, 1440])
def test_long_words_stay_on_the_page(browser: Browser, site: Site, width: int) -> None:
    """Wherever they stand, they are broken rather than cut off."""
    with browser.new_context(viewport={"width": width, "height": 640}) as context:
        page = context.new_page()
        for url in site.pages:
            page.goto(url)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, url


def test_many_chapters_leave_the_notes_within_reach_of_a_phone(browser: Browser, site: Site) -> None:
    """The list of 300 scrolls within itself; on paper it is whole."""
    with browser.new_context(viewport={"width": 360, "height": 640}) as context:
        page = context.new_page()
        page.goto(site.url + EPISODE)
        height_px = "document.querySelector('.chapters').getBoundingClientRect().height"
        assert page.evaluate(height_px) < 640
        page.emulate_media(media="print")
        assert page.evaluate(height_px) > 3000


@pytest.mark.parametrize(("width", "box"), [(360, ".chapters ol"), (1440, ".guide")])
def test_the_list_of_chapters_follows_the_player(browser: Browser, site: Site, width: int, box: str) -> None:
    """The current one is in sight in its list, and the page itself stays where it is."""
    with browser.new_context(viewport={"width": width, "height": 640}) as context:
        page = context.new_page()
        page.goto(f"{site.url}{EPISODE}#t=12")
        wait_for(page, "document.querySelector('.chapters [aria-current]') !== null")
        row = page.evaluate(f"({RECT})('.chapters [aria-current]')")
        frame = page.evaluate(f"({RECT})('{box}')")
        assert frame["top"] - 1 <= row["top"]
        assert row["bottom"] <= frame["bottom"] + 1
        assert page.evaluate("window.scrollY") == 0


def test_the_lock_screen_is_told_of_no_more_chapters_than_it_takes(watched: Watched, site: Site) -> None:
    """Chromium complains of 200 in the console."""
    page = watched.page
    page.goto(site.url + EPISODE)
    page.evaluate("document.querySelector('audio').play()")
    wait_for(page, f"{PLAYED} > 0.3")
    told = page.evaluate("navigator.mediaSession.metadata.chapterInfo.length")
    assert 100 < told < 200
    assert [each for each in watched.complaints if "Chapter" in each] == []
