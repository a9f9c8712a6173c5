"""The pages in a real browser: the audio plays and seeks, and nothing leaves this machine."""

import pytest
from playwright.sync_api import Browser, Page

from pipeline.web.server import PreviewServer
from tests.with_browser.conftest import Watched

EPISODE = "episodes/060-why-your-achilles-hurts.html"
PLAYED = "document.querySelector('audio').currentTime"
CONTRAST = """
() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map((each) => {
      const share = Number(each) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const written = [...document.querySelectorAll("body *")].filter((each) =>
    [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
  return written.map((each) => {
    const [a, b] = [light(getComputedStyle(each).color), light(ground(each))];
    return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), each.textContent.trim().slice(0, 40)];
  }).filter(([ratio]) => ratio < 4.5);
}
"""


def wait_for(page: Page, condition: str) -> None:
    """Ask until it holds. `wait_for_function` would evaluate text in the page, which its policy forbids."""
    for _ in range(150):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never came true: {condition}")


@pytest.mark.parametrize("path", ["", EPISODE, "episodes/059-shins.html"])
def test_a_page_opens_without_a_complaint_and_asks_only_its_own_host(
    watched: Watched, server: PreviewServer, path: str
) -> None:
    """No console message, no failed request, nothing from elsewhere, and no audio before it is wanted."""
    watched.page.goto(server.url + path, wait_until="networkidle")
    watched.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    watched.page.wait_for_load_state("networkidle")
    assert watched.complaints == []
    assert all(url.startswith(server.url) for url in watched.requests)
    assert not any(url.endswith(".mp3") for url in watched.requests)


def test_the_audio_plays(watched: Watched, server: PreviewServer) -> None:
    """Its length is what the page says, and time passes."""
    watched.page.goto(server.url + EPISODE)
    watched.page.evaluate("document.querySelector('audio').play()")
    wait_for(watched.page, f"{PLAYED} > 0.3")
    assert watched.page.evaluate("document.querySelector('audio').duration") == pytest.approx(15.9, abs=0.2)
    assert watched.complaints == []


def test_the_audio_seeks(watched: Watched, server: PreviewServer) -> None:
    """To a second near the end, and plays on from there."""
    watched.page.goto(server.url + EPISODE)
    watched.page.evaluate("document.querySelector('audio').play()")
    wait_for(watched.page, f"{PLAYED} > 0")
    watched.page.evaluate("document.querySelector('audio').currentTime = 11")
    wait_for(watched.page, f"{PLAYED} > 11.2 && {PLAYED} < 15")


def test_a_chapter_moves_the_player_and_is_marked(watched: Watched, server: PreviewServer) -> None:
    """A click plays from there without leaving the page."""
    watched.page.goto(server.url + EPISODE)
    watched.page.get_by_role("link", name="What helps").click()
    wait_for(watched.page, f"{PLAYED} > 12.6")
    wait_for(watched.page, "document.querySelector('[aria-current]')?.textContent.includes('What helps')")
    assert watched.page.url == server.url + EPISODE


def test_an_address_can_name_a_second(watched: Watched, server: PreviewServer) -> None:
    """A shared link ending in #t=12 opens there."""
    watched.page.goto(f"{server.url}{EPISODE}#t=12")
    wait_for(watched.page, f"{PLAYED} == 12")


def test_the_page_works_without_javascript(without_script: Watched, server: PreviewServer) -> None:
    """Everything is there to read, and a chapter opens the media at its second."""
    page = without_script.page
    page.goto(server.url + EPISODE)
    assert page.get_by_role("heading", level=1).inner_text() == "Why your Achilles hurts"
    assert page.locator("audio[controls]").is_visible()
    assert "rarely the whole story" in page.locator(".notes").inner_text()
    page.get_by_role("link", name="What helps").click()
    page.wait_for_url("**/060-why-your-achilles-hurts.mp3#t=12.5")


def test_from_the_index_to_an_episode_and_back(watched: Watched, server: PreviewServer) -> None:
    """Links stay on the preview, though the pages name the public address."""
    watched.page.goto(server.url)
    watched.page.get_by_role("link", name="Why your Achilles hurts").click()
    watched.page.wait_for_url(f"{server.url}{EPISODE}")
    watched.page.get_by_role("link", name="Second Wind", exact=True).click()
    watched.page.wait_for_url(f"{server.url}index.html")


def test_the_pictures_are_shown(watched: Watched, server: PreviewServer) -> None:
    """Every picture on the page has arrived."""
    watched.page.goto(server.url + EPISODE)
    watched.page.locator(".notes img").scroll_into_view_if_needed()
    wait_for(watched.page, "[...document.images].every((each) => each.complete && each.naturalWidth > 0)")
    assert watched.page.evaluate("document.images.length") == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", EPISODE])
def test_every_word_can_be_read(browser: Browser, server: PreviewServer, scheme: str, path: str) -> None:
    """Contrast of at least 4.5 to 1 (WCAG 1.4.3) in both colour schemes."""
    with browser.new_context(color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(server.url + path)
        assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("path", ["", EPISODE])
def test_a_phone_needs_no_sideways_scrolling(browser: Browser, server: PreviewServer, path: str) -> None:
    """320 pixels are enough (WCAG 1.4.10)."""
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto(server.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_keyboard_reaches_the_content_first(watched: Watched, server: PreviewServer) -> None:
    """The first stop is a link past the header, and it can be seen then."""
    watched.page.goto(server.url + EPISODE)
    watched.page.keyboard.press("Tab")
    skip = watched.page.get_by_role("link", name="Skip to content")
    assert skip.evaluate("each => each === document.activeElement")
    assert skip.bounding_box()["x"] >= 0  # type: ignore[index]
