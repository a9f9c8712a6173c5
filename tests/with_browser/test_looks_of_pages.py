"""Every page fits a phone, is dark at night, and can be read on paper."""

from playwright.sync_api import Browser, Page

from tests.with_browser.looking import open_everything
from tests.with_browser.sites import Site

LIGHTNESS = """
(name) => {
  const [r, g, b] = getComputedStyle(document.body)[name].match(/[\\d.]+/g).slice(0, 3).map((each) => {
    const share = Number(each) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
"""
GROUND_LIGHTNESS = """
() => [...document.querySelectorAll("body *")].filter((each) => {
  const box = each.getBoundingClientRect();
  const colour = getComputedStyle(each).backgroundColor.match(/[\\d.]+/g).map(Number);
  const isPicture = each.closest("img, svg, video, picture, figure.code, .qr");
  const isLight = colour[3] !== 0 && Math.min(...colour.slice(0, 3)) > 128;
  return !isPicture && isLight && box.width * box.height > 20_000;
}).map((each) => each.outerHTML.slice(0, 100))
"""
CHROME = ".player, .tools, .mini, .small-player, .bar .nav, .search, .reader, .newsletter, .contents, .skip"
ADDRESSES = """
() => [...document.querySelectorAll(':is(.notes, .call, .sponsor) a[href^="http"]')].filter((each) =>
  !getComputedStyle(each, "::after").content.includes(each.getAttribute("href")))
  .map((each) => each.outerHTML)
"""


def visit_all(page: Page, site: Site, script: str) -> dict[str, list[str]]:
    """What a script finds on each page of a site, where it finds something."""
    found = {}
    for url in site.pages:
        page.goto(url)
        open_everything(page)
        found[url] = page.evaluate(script)
    return {url: each for url, each in found.items() if each}


def test_a_phone_needs_no_sideways_scrolling_on_any_page(
    browser: Browser, every_site: dict[str, Site]
) -> None:
    """320 pixels are enough (WCAG 1.4.10), whatever is unfolded; what sticks out is named."""
    sticks_out = """
    () => document.documentElement.scrollWidth <= 320 ? [] :
      [...document.querySelectorAll("body *")].filter((each) => each.getBoundingClientRect().right > 320)
        .map((each) => each.outerHTML.slice(0, 80))
    """
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        found = [visit_all(page, site, sticks_out) for site in every_site.values()]
    assert [each for each in found if each] == []


def test_every_page_is_dark_at_night(browser: Browser, built_site: Site) -> None:
    """Its ground nearly black, its words nearly white, and no large light area but in pictures."""
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        for url in built_site.pages:
            page.goto(url)
            is_plain = url.endswith("/transcript.html")  # the browser's own dark colours
            if not is_plain:
                assert page.evaluate(LIGHTNESS, "backgroundColor") < 0.03, url
            assert page.evaluate(LIGHTNESS, "color") > 0.7, url
            assert page.evaluate(GROUND_LIGHTNESS) == [], url


def test_paper_has_the_words_and_no_buttons(browser: Browser, built_site: Site) -> None:
    """On dark screens too: black on white, without players; links in notes and offers say where they lead."""
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.emulate_media(media="print", color_scheme="dark")
        for url in built_site.pages:
            page.goto(url)
            if "/embed/" in url or url.endswith("/transcript.html"):
                continue
            assert page.locator(CHROME).locator("visible=true").all_inner_texts() == [], url
            assert page.locator("h1").is_visible(), url
            assert page.evaluate(LIGHTNESS, "color") < 0.03, url
            assert page.evaluate(ADDRESSES) == [], url
