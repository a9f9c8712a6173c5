"""Listening in a real browser: what moves the player, what follows it, and what it remembers."""

import re
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from pipeline.web.server import PreviewServer, make_server
from tests.site.rich_show import ADDRESSES
from tests.with_browser.conftest import Watched
from tests.with_browser.listening_show import LONG, SHORT, make_public
from tests.with_browser.test_pages_in_a_browser import wait_for

NOW = "document.getElementById('player').currentTime"
PAUSED = "document.getElementById('player').paused"
LINE = "document.querySelector('.turns [aria-current]')?.textContent"
CHAPTER = "document.querySelector('.chapters [aria-current]')?.textContent"
HEADSET = """
const answers = {};
const own = MediaSession.prototype.setActionHandler;
MediaSession.prototype.setActionHandler = function (name, answer) {
  answers[name] = answer;
  own.call(this, name, answer);
};
window.press = (name, details) => answers[name](details);
"""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    """The show to listen to, on a free loopback port."""
    root = make_public(tmp_path_factory.mktemp("listening"))
    with make_server(root, 0, base_url=ADDRESSES.base_url) as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join(timeout=10)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One listener, whose browser remembers."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as made:
        yield made


@pytest.fixture
def visit(context: BrowserContext, site: PreviewServer) -> Callable[[str], Watched]:
    """Open a page in a fresh tab."""

    def opened(path: str) -> Watched:
        watched = Watched(context)
        watched.page.goto(site.url + path)
        return watched

    return opened


def play(page: Page) -> None:
    page.evaluate("document.getElementById('player').play()")
    wait_for(page, f"{NOW} > 0.1")


def read_along(page: Page) -> None:
    page.get_by_text("Read along and search").click()
    page.locator(".turn").first.wait_for()


@pytest.mark.parametrize(("path", "to_s"), [(SHORT, 11), (LONG, 120)])
def test_mp3_and_m4a_play_and_seek(visit: Callable[[str], Watched], path: str, to_s: int) -> None:
    """An address names the second; from there it plays on, by ranges, with no complaint."""
    watched = visit(f"{path}#t={to_s}")
    play(watched.page)
    wait_for(watched.page, f"{NOW} > {to_s}.2 && {NOW} < {to_s + 4}")
    watched.page.get_by_role("button", name="Back 15 seconds").first.click()
    wait_for(watched.page, f"{NOW} < {max(3, to_s - 11)}")
    assert watched.complaints == []


def test_nothing_is_fetched_before_it_is_wanted(visit: Callable[[str], Watched]) -> None:
    """Neither by opening the page nor by a place in its address: a view is no download."""
    watched = visit(f"{SHORT}#t=5")
    watched.page.wait_for_load_state("networkidle")
    assert not any(url.split("#")[0].endswith((".mp3", ".vtt", ".srt")) for url in watched.requests)
    assert watched.page.locator(".said").first.inner_text() == "Starts at 00:05"


@pytest.mark.parametrize(
    ("fragment", "seconds"),
    [("t=5", 5), ("t=0:05", 5), ("t=00%3A05", 5), ("t=5.5,9", 5.5), ("t=0m5s", 5), ("t=", 0), ("t=x%", 0)],
)
def test_an_address_names_a_second_in_every_usual_way(
    visit: Callable[[str], Watched], fragment: str, seconds: float
) -> None:
    """Anything else is as if it named none."""
    watched = visit(f"{SHORT}#{fragment}")
    assert watched.page.evaluate(NOW) == seconds
    assert watched.complaints == []


def test_another_address_moves_the_player(visit: Callable[[str], Watched]) -> None:
    """As when somebody edits the second in the address bar."""
    page = visit(SHORT).page
    page.evaluate("location.hash = '#t=9'")
    wait_for(page, f"{NOW} == 9")


@pytest.mark.parametrize(("name", "seconds"), [("00:08", 8), ("00:04", 4), ("By hand", 6)])
def test_a_timestamp_in_the_notes_plays_from_there(
    visit: Callable[[str], Watched], name: str, seconds: int
) -> None:
    """At the start of a line, of a list item, or as a link that the producer wrote."""
    page = visit(SHORT).page
    page.locator(".notes").get_by_role("link", name=name).click()
    wait_for(page, f"{NOW} > {seconds}.1 && {NOW} < {seconds + 3} && !{PAUSED}")


def test_only_what_is_a_timestamp_becomes_a_link(visit: Callable[[str], Watched]) -> None:
    """Not a time in a sentence, nor one beyond the end."""
    page = visit(SHORT).page
    assert page.locator(".notes a").all_inner_texts() == ["00:00", "00:08", "00:04", "By hand"]


def test_a_chapter_plays_and_its_picture_takes_the_covers_place(visit: Callable[[str], Watched]) -> None:
    """And the one that follows takes over by itself."""
    watched = visit(SHORT)
    page = watched.page
    own = page.locator(".cover").get_attribute("src")
    page.get_by_role("link", name="Why it hurts").click()
    wait_for(page, f"{CHAPTER}?.includes('Why it hurts')")
    assert str(page.locator(".cover").get_attribute("src")).endswith("one.jpg")
    page.evaluate(f"{NOW} = 11.5")
    wait_for(page, f"{CHAPTER}?.includes('What helps')")
    assert str(page.locator(".cover").get_attribute("src")).endswith("two.jpg")
    page.get_by_role("link", name="Hello").click()
    wait_for(page, f"document.querySelector('.cover').src == '{own}'")
    assert watched.complaints == []


def test_the_place_is_remembered_until_the_end(visit: Callable[[str], Watched]) -> None:
    """Of each episode; a listener who heard it all starts over."""
    page = visit(SHORT).page
    page.get_by_role("link", name="Why it hurts").click()
    wait_for(page, f"{NOW} > 5.5")
    page.evaluate("document.getElementById('player').pause()")
    page.close()
    page = visit(SHORT).page
    assert 5.4 < page.evaluate(NOW) < 9
    assert page.locator(".said").first.inner_text() == "Starts at 00:05"
    play(page)
    wait_for(page, f"{NOW} > 5.6 && {NOW} < 9")
    assert visit(LONG).page.evaluate(NOW) == 0
    page.evaluate(f"{NOW} = 15.2")
    wait_for(page, "document.getElementById('player').ended")
    page.close()
    assert visit(SHORT).page.evaluate(NOW) == 0


def test_the_address_goes_before_the_memory(visit: Callable[[str], Watched]) -> None:
    """Who follows a link to a second wants that one."""
    page = visit(f"{SHORT}#t=7").page
    play(page)
    page.evaluate("document.getElementById('player').pause()")
    assert visit(f"{SHORT}#t=3").page.evaluate(NOW) == 3


def test_a_speed_holds_for_every_episode(visit: Callable[[str], Watched]) -> None:
    """It is the listener's, and stays when the media loads."""
    page = visit(SHORT).page
    page.get_by_label("Speed").select_option("1.5")
    play(page)
    assert page.evaluate("document.getElementById('player').playbackRate") == 1.5
    other = visit(LONG).page
    play(other)
    assert other.evaluate("document.getElementById('player').playbackRate") == 1.5
    assert other.get_by_label("Speed").input_value() == "1.5"


def test_keys_play_and_skip(visit: Callable[[str], Watched]) -> None:
    """Without a pointer, from anywhere on the page; the space bar scrolls until something was played."""
    page = visit(LONG).page
    page.keyboard.press(" ")
    assert page.evaluate(PAUSED)
    page.keyboard.press("k")
    wait_for(page, f"{NOW} > 0.1")
    page.keyboard.press("l")
    wait_for(page, f"{NOW} > 30")
    page.keyboard.press("ArrowRight")
    wait_for(page, f"{NOW} > 60")
    page.keyboard.press("j")
    wait_for(page, f"{NOW} < 58")
    page.keyboard.press(" ")
    wait_for(page, PAUSED)


def test_keys_are_left_to_what_has_the_focus(visit: Callable[[str], Watched]) -> None:
    """Letters typed into a field are words; with a modifier they are the browser's."""
    page = visit(SHORT).page
    read_along(page)
    page.get_by_label("Search the transcript").focus()
    page.keyboard.type("k l")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("Control+k")
    assert page.evaluate(PAUSED)
    assert page.evaluate(NOW) == 0


def test_keys_can_be_switched_off(visit: Callable[[str], Watched]) -> None:
    """As WCAG 2.1.4 asks of shortcuts of one letter; the choice is remembered."""
    page = visit(SHORT).page
    page.get_by_text("Keyboard", exact=True).click()
    page.get_by_label("Use these keys on this page").uncheck()
    page.close()
    page = visit(SHORT).page
    page.keyboard.press("k")
    page.wait_for_timeout(200)
    assert page.evaluate(PAUSED)


def test_everything_is_within_reach_of_the_tab_key(visit: Callable[[str], Watched]) -> None:
    """And what Enter does there is what a click does."""
    page = visit(SHORT).page
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"))
        if reached[-1] == "Read along and search":
            break
    for wanted in (
        "Back 15 seconds",
        "Forward 30 seconds",
        "Copy link at",
        "Keyboard",
        "Why it hurts",
        "00:08",
    ):
        assert any(wanted in each for each in reached), wanted
    page.keyboard.press("Enter")
    page.locator(".turn").first.wait_for()
    page.keyboard.press("Tab")
    page.keyboard.type("zoe")
    page.locator(".turn:not([hidden])").first.wait_for()
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "clock":
            break
    page.keyboard.press("Enter")
    wait_for(page, f"!{PAUSED}")


def test_the_transcript_names_who_speaks_and_when(visit: Callable[[str], Watched]) -> None:
    """A turn for each; what looks like markup is words."""
    watched = visit(SHORT)
    read_along(watched.page)
    assert watched.page.locator(".turn cite").all_inner_texts() == ["Ada", "Bo <guest>", "Ada"]
    assert watched.page.locator(".turn .clock").all_inner_texts() == ["00:00", "00:05", "00:10"]
    assert "Line 3 of Zoë & co." in watched.page.locator(".turns").inner_text()
    assert watched.page.locator(".turns").get_attribute("lang") == "en"
    assert watched.complaints == []


def test_a_line_of_the_transcript_plays_from_there_and_is_marked(visit: Callable[[str], Watched]) -> None:
    """So is the next one, when its time comes."""
    page = visit(SHORT).page
    read_along(page)
    page.get_by_text("Line 6 is here").click()
    wait_for(page, f"{NOW} > 6.1")
    wait_for(page, f"{LINE} == 'Line 6 is here'")
    wait_for(page, f"{LINE} == 'Line 7 is here'")


def test_the_transcript_is_searched(visit: Callable[[str], Watched]) -> None:
    """Whatever the case and the accents; turns without it go away, hits are counted and marked."""
    page = visit(LONG).page
    read_along(page)
    page.get_by_label("Search the transcript").fill("ZOE & co")
    assert page.locator(".reader > .said").inner_text() == "Matches: 15"
    assert page.locator(".turn:not([hidden])").count() == 15
    found = page.evaluate("[...CSS.highlights.get('found')].map((each) => each.toString())")
    assert found == ["Zoë & co"] * 15
    page.get_by_label("Search the transcript").fill("is here line 148")
    assert page.evaluate("[...CSS.highlights.get('found')].map((each) => each.toString())") == [
        "is here Line 148"
    ]
    page.get_by_label("Search the transcript").fill("")
    assert page.locator(".turn[hidden]").count() == 0
    assert page.evaluate("CSS.highlights.get('found').size") == 0


def test_another_language_can_be_read(visit: Callable[[str], Watched]) -> None:
    """SRT as well as WebVTT, and its speakers."""
    page = visit(SHORT).page
    read_along(page)
    page.get_by_label("Language").select_option(label="German")
    page.get_by_text("Guten Morgen.").wait_for()
    assert page.locator(".turn cite").all_inner_texts() == ["Ada"]
    assert page.locator(".turns").get_attribute("lang") == "de"
    assert page.locator(".turn span").all_inner_texts() == ["Guten Morgen.", "Schön hier."]


def test_the_transcript_follows_without_moving_the_page(visit: Callable[[str], Watched]) -> None:
    """In its own box; a reader who scrolls away is left alone until they ask to come back."""
    page = visit(f"{LONG}#t=100").page
    read_along(page)
    play(page)
    wait_for(page, f"{LINE}?.startsWith('Line 10')")
    at = page.evaluate("[scrollY, document.querySelector('.turns').scrollTop]")
    assert at[1] > 0
    page.locator(".turns").evaluate("(each) => { each.scrollTop = 0; }")
    page.get_by_role("button", name="To the current line").wait_for()
    line = page.evaluate(LINE)
    wait_for(page, f"{LINE} != '{line}'")
    assert page.evaluate("[scrollY, document.querySelector('.turns').scrollTop]") == [at[0], 0]
    page.get_by_role("button", name="To the current line").click()
    wait_for(page, f"document.querySelector('.turns').scrollTop >= {at[1]}")
    assert page.get_by_role("button", name="To the current line").count() == 0


def test_a_transcript_that_does_not_load_says_so(visit: Callable[[str], Watched]) -> None:
    """The links to it are still there."""
    page = visit(SHORT).page
    page.route("**/*.vtt", lambda route: route.abort())
    page.get_by_text("Read along and search").click()
    page.get_by_text("The transcript could not be loaded here").wait_for()


def test_a_small_player_appears_where_the_player_is_out_of_sight(visit: Callable[[str], Watched]) -> None:
    """Once something was played; it stops and goes on, and nothing is hidden behind it."""
    page = visit(LONG).page
    mini = page.get_by_role("region", name="Small player")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(200)
    assert not mini.is_visible()
    play(page)
    mini.wait_for()
    mini.get_by_role("button", name="Pause").click()
    wait_for(page, PAUSED)
    mini.get_by_role("button", name="Play").click()
    wait_for(page, f"!{PAUSED}")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    foot = page.locator("footer").last.bounding_box()
    bar = mini.bounding_box()
    assert foot is not None
    assert bar is not None
    assert foot["y"] + foot["height"] <= bar["y"]
    page.evaluate("scrollTo(0, 0)")
    mini.wait_for(state="hidden")


def test_a_link_to_this_second_is_copied(visit: Callable[[str], Watched], site: PreviewServer) -> None:
    """The page's own address, without what was in it before."""
    page = visit(f"{SHORT}?from=mail#t=7").page
    page.get_by_role("button", name="Copy link at 00:07").click()
    page.get_by_text("Link copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.url}{SHORT}#t=7"


def test_the_lock_screen_is_told_what_plays(visit: Callable[[str], Watched]) -> None:
    """Title, show, chapter and a picture; the chapter changes with time."""
    page = visit(SHORT).page
    page.get_by_role("link", name="What helps").click()
    wait_for(page, f"{NOW} > 12.1")
    told = page.evaluate(
        "(({title, artist, album, artwork}) => [title, artist, album, artwork[0].src])"
        "(navigator.mediaSession.metadata)"
    )
    assert told[:3] == ["Short", "Second Wind", "What helps"]
    assert told[3].endswith("two.jpg")


def test_the_keys_of_a_headset_move_the_player(
    context: BrowserContext, visit: Callable[[str], Watched]
) -> None:
    """Skipping by the seconds it asks for or ours, chapter by chapter, to a place, and stopping."""
    context.add_init_script(HEADSET)
    page = visit(SHORT).page
    page.evaluate("window.press('play')")
    wait_for(page, f"!{PAUSED} && {NOW} > 0.1")
    page.evaluate("window.press('nexttrack')")
    wait_for(page, f"{NOW} >= 5 && {NOW} < 7")
    page.evaluate("window.press('previoustrack')")
    wait_for(page, f"{NOW} < 2")
    page.evaluate("window.press('seekto', { seekTime: 9 })")
    wait_for(page, f"{NOW} >= 9")
    page.evaluate("window.press('seekbackward', { seekOffset: 4 })")
    wait_for(page, f"{NOW} >= 5 && {NOW} < 8")
    page.evaluate("window.press('pause')")
    wait_for(page, PAUSED)
    page.evaluate("window.press('seekforward', {})")
    wait_for(page, f"{NOW} > 15")


def test_a_phone_shares_this_second(context: BrowserContext, visit: Callable[[str], Watched]) -> None:
    """With the title, through its own sheet; a browser that has none shows no such button."""
    button = visit(SHORT).page.get_by_role("button", name="Share")
    assert not button.is_visible()
    context.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    page = visit(f"{SHORT}#t=7").page
    page.get_by_role("button", name="Share").click()
    shared = page.evaluate("window.shared")
    assert shared["title"] == "Short"
    assert shared["url"].endswith(f"{SHORT}#t=7")


def test_the_download_names_its_size(visit: Callable[[str], Watched]) -> None:
    """And is the file that plays."""
    page = visit(SHORT).page
    assert re.search(r"MP3, .*\d [kK]B", page.locator(".download").inner_text())
    link = page.get_by_role("link", name="Download")
    assert link.get_attribute("href") == page.locator("#player").get_attribute("src")


def test_without_a_script_there_is_a_page_to_read(browser: Browser, site: PreviewServer) -> None:
    """Nothing that would not work is shown; the transcript is a page with names and times."""
    with browser.new_context(java_script_enabled=False) as context:
        watched = Watched(context)
        watched.page.goto(site.url + SHORT)
        assert watched.page.locator("audio[controls]").is_visible()
        assert not watched.page.get_by_text("Keyboard", exact=True).is_visible()
        assert not watched.page.get_by_text("Read along and search").is_visible()
        watched.page.get_by_role("link", name="Read online").click()
        assert watched.page.locator("h1").inner_text() == "Transcript"
        assert watched.page.locator("cite").all_inner_texts() == ["Ada:", "Bo <guest>:", "Ada:"]
        assert watched.complaints == []


@pytest.mark.parametrize("path", [SHORT, LONG])
def test_a_phone_needs_no_sideways_scrolling_while_listening(
    browser: Browser, site: PreviewServer, path: str
) -> None:
    """320 pixels are enough for the tools, the transcript and the small player."""
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto(site.url + path)
        play(page)
        page.get_by_text("Keyboard", exact=True).click()
        read_along(page)
        page.locator(".turn").last.scroll_into_view_if_needed()
        page.get_by_role("region", name="Small player").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
