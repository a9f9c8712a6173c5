"""Searching in a real browser: what is typed is found as the index knows it, and little is loaded."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from pipeline.core.episode import settle
from pipeline.core.front_matter import Guest
from pipeline.core.search_words import parse_words
from pipeline.site.kinds import search
from pipeline.site.pages import plan_whole, render_pages
from pipeline.site.search_index import divide_words, gather_postings, words_name
from pipeline.web.server import PreviewServer, make_server
from tests.builders import DATE, make_record
from tests.site.rich_show import ADDRESSES, make_rich_show_record
from tests.with_browser.conftest import Watched

TITLES = (
    "Why your Achilles hurts",
    "Über Füße und Waden",
    "L’été à l’Ærøskøbing",
    "Łódź, Đakovo & Þingvellir",
    "Οδός της πτέρνας",
    "Боль в пятке, ёлка",
    "足底筋膜炎の治し方",
    "アキレス腱ガイド",
    "발뒤꿈치가 아플 때",
    "आपकी एड़ी क्यों दुखती है",
    "ทำไมส้นเท้าถึงเจ็บ",
    "כְּאֵב בֶּעָקֵב",
    "ألم الكَعب",
    "İstanbul’da ısınma",
    "<img src=x onerror=alert(1)> & \"quotes\" 'too'",
    "C3PO vs 10K: numbers",
)
BY_HAND = {
    "ACHILLES": "Why your Achilles hurts",
    "achil": "Why your Achilles hurts",
    "fusse": "Über Füße und Waden",
    "uber": "Über Füße und Waden",
    "ete": "L’été à l’Ærøskøbing",
    "aeroskobing": "L’été à l’Ærøskøbing",
    "Lodz": "Łódź, Đakovo & Þingvellir",
    "thing": "Łódź, Đakovo & Þingvellir",
    "елка": "Боль в пятке, ёлка",
    "筋膜": "足底筋膜炎の治し方",
    "足": "足底筋膜炎の治し方",
    "발": "발뒤꿈치가 아플 때",
    "एड़ी": "आपकी एड़ी क्यों दुखती है",
    "ส้นเท้า": "ทำไมส้นเท้าถึงเจ็บ",
    "כאב": "כְּאֵב בֶּעָקֵב",
    "الكعب": "ألم الكَعب",
    "isinma": "İstanbul’da ısınma",
    "onerror": "<img src=x onerror=alert(1)> & \"quotes\" 'too'",
    "10k": "C3PO vs 10K: numbers",
}


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def write(root: Path, largest_bytes: int | None = None) -> None:
    """The pages of a show whose titles are in many scripts; the words in files of a given size."""
    show = make_rich_show_record()
    episodes = [
        settle(
            make_record(
                guid=f"g{number}",
                slug=f"{number:03}-x",
                title=title,
                date=DATE + timedelta(days=number),
                guests=[Guest(name="Bo Lind")] if number % 2 else [],
                notes=f"Common words, and unique{number}.",
                summary="Nothing to see.",
            ),
            show.show,
        )
        for number, title in enumerate(TITLES)
    ]
    objects = render_pages(show, episodes, ADDRESSES, date(2026, 12, 30))
    if largest_bytes:
        whole = plan_whole(show, episodes, ADDRESSES, date(2026, 12, 30))
        assert whole
        found = [search.found_in(each) for each in sorted(whole.live, key=search.by_release)]
        words = divide_words(gather_postings(found), largest_bytes)
        objects[search.INDEX] = search.render_index(len(found), list(words))
        objects |= {search.FOLDER + words_name(beginning): body for beginning, body in words.items()}
    objects |= dict.fromkeys((each.key for each in show.files.values()), PICTURE)
    for key, body in objects.items():
        (root / key).parent.mkdir(parents=True, exist_ok=True)
        (root / key).write_bytes(body)


@pytest.fixture(scope="module", params=[None, 300], ids=["one file of words", "many"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PreviewServer]:
    """The show on a free loopback port."""
    root = tmp_path_factory.mktemp("search")
    write(root, request.param)
    with make_server(root, 0, base_url=ADDRESSES.base_url) as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join(timeout=10)


def results(page: Page) -> list[str]:
    return [each.inner_text() for each in page.locator("#search-results h2").all()]


def type_words(page: Page, words: str, expected: int) -> None:
    page.get_by_role("searchbox").fill(words)
    said = "No episode found" if expected == 0 else f"{expected} episode"
    expect(page.locator("#search-status")).to_contain_text(said)
    expect(page.locator("#search-results > li")).to_have_count(min(expected, 20))


def test_what_is_typed_is_found_whatever_its_spelling(watched: Watched, server: PreviewServer) -> None:
    """Case, accents, scripts with and without blanks, beginnings of words."""
    page = watched.page
    page.goto(server.url + "search.html")
    for words, title in BY_HAND.items():
        page.get_by_role("searchbox").fill(words)
        expect(page.locator("#search-results h2", has_text=title)).to_have_count(1)
    assert watched.complaints == []
    assert all(url.startswith(server.url) for url in watched.requests)


def test_every_word_of_every_title_is_found(watched: Watched, server: PreviewServer) -> None:
    """The browser takes words apart as the index does."""
    page = watched.page
    page.goto(server.url + "search.html")
    for number, title in enumerate(TITLES):
        assert list(parse_words(title))
        page.get_by_role("searchbox").fill(f"unique{number} {title}")
        expect(page.locator("#search-results h2")).to_have_text([title])


def test_the_best_come_first(watched: Watched, server: PreviewServer) -> None:
    """What has all words goes before the rest, and the newest before the older."""
    page = watched.page
    page.goto(server.url + "search.html")
    type_words(page, "bo lind", 8)
    assert results(page) == [TITLES[number] for number in (15, 13, 11, 9, 7, 5, 3, 1)]
    type_words(page, "bo lind füsse", 1)
    type_words(page, "bo lind nonsense", 8)


def test_a_number_finds_its_episode(watched: Watched, server: PreviewServer) -> None:
    """Of one figure, too: people ask for episode 7."""
    page = watched.page
    page.goto(server.url + "search.html")
    page.get_by_role("searchbox").fill("episode 7")
    expect(page.locator("#search-results h2").first).to_have_text(TITLES[7])


def test_words_that_are_found_are_marked(watched: Watched, server: PreviewServer) -> None:
    """In the title, and never as markup."""
    page = watched.page
    page.goto(server.url + "search.html")
    type_words(page, "fuss nothing", 1)
    assert [each.inner_text() for each in page.locator("mark").all()] == ["Füße", "Nothing"]
    type_words(page, "onerror", 1)
    assert page.locator("#search-results img").count() == 0
    assert watched.complaints == []


def test_nothing_found_is_said(watched: Watched, server: PreviewServer) -> None:
    """With an advice; nothing typed shows all titles again."""
    page = watched.page
    page.goto(server.url + "search.html")
    type_words(page, "xylophone", 0)
    expect(page.locator("#search-all")).to_be_hidden()
    page.get_by_role("searchbox").fill("")
    expect(page.locator("#search-all")).to_be_visible()
    assert results(page) == []


def test_what_holds_no_word_finds_nothing(watched: Watched, server: PreviewServer) -> None:
    """Which is said as well, and all titles stay."""
    page = watched.page
    page.goto(server.url + "search.html")
    page.get_by_role("searchbox").fill("?!")
    expect(page.locator("#search-status")).to_contain_text("No episode found")
    expect(page.locator("#search-all")).to_be_visible()


def test_a_search_has_an_address(watched: Watched, server: PreviewServer) -> None:
    """It can be shared, and leads to the same results."""
    page = watched.page
    page.goto(server.url + "search.html")
    type_words(page, "achilles", 1)
    assert page.url.endswith("?q=achilles")
    page.goto(f"{server.url}search.html?q=f%C3%BC%C3%9Fe")
    expect(page.locator("#search-results > li")).to_have_count(1)
    assert page.get_by_role("searchbox").input_value() == "füße"
    page.get_by_role("link", name="Über Füße und Waden").click()
    page.wait_for_url("**/episodes/001-x.html")


def test_the_keyboard_is_enough(watched: Watched, server: PreviewServer) -> None:
    """Enter searches without leaving the page."""
    page = watched.page
    page.goto(server.url + "search.html")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("achilles")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results > li")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/episodes/000-x.html")


def test_without_javascript_the_titles_are_there(without_script: Watched, server: PreviewServer) -> None:
    """By year, and no field that would do nothing."""
    page = without_script.page
    page.goto(server.url + "search.html")
    assert not page.get_by_role("searchbox").is_visible()
    assert page.locator("#search-all li").count() == len(TITLES)
    page.get_by_role("link", name="Why your Achilles hurts").click()
    page.wait_for_url("**/episodes/000-x.html")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scrolling(browser: Browser, server: PreviewServer, scheme: str) -> None:
    """320 pixels, with results."""
    with browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{server.url}search.html?q=bo")
        expect(page.locator("#search-results > li")).to_have_count(8)
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_search_that_cannot_be_loaded_is_said(watched: Watched, server: PreviewServer) -> None:
    """And everything is listed as without it."""
    page = watched.page
    page.route("**/search/index.json", lambda route: route.abort())
    page.goto(f"{server.url}search.html?q=achilles")
    expect(page.locator("#search-status")).to_contain_text("could not be loaded")
    expect(page.locator("#search-all")).to_be_visible()
