"""Every page with the keyboard alone: all of it is reached, in order, in sight, and left again."""

from typing import Any

from playwright.sync_api import Browser, Page, Route, expect

from tests.with_browser.sites import Site

LONGEST = 400
STOP = """
() => {
  const now = document.activeElement;
  if (now === document.body || now === document.documentElement) return null;
  const looks = [now, now.closest(".card")].filter(Boolean).map((each) => getComputedStyle(each));
  const box = now.getBoundingClientRect();
  const before = window.lastStop;
  window.lastStop = now;
  window.stops = (window.stops || new Set()).add(now);
  return {
    name: `${now.nodeName} ${now.id} ${now.textContent.trim().slice(0, 30)}`,
    isSame: before === now,
    isAfter: !before || (before.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING) > 0,
    isMarked: looks.some((each) => each.outlineStyle !== "none" && each.outlineWidth !== "0px"),
    isInSight: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
  };
}
"""
MISSED = """
() => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, audio[controls], video[controls], [tabindex]")]
  .filter((each) => each.tabIndex >= 0 && !each.disabled && !window.stops.has(each))
  .filter((each) => each.checkVisibility({ visibilityProperty: true }))
  .map((each) => each.outerHTML.slice(0, 100))
"""


def stops_of(page: Page) -> list[dict[str, Any]]:
    """Press Tab until the page is left; a player has several stops of its own."""
    found: list[dict[str, Any]] = []
    for _ in range(LONGEST):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return found
        if not stop["isSame"]:
            found.append(stop)
    raise AssertionError(f"{page.url} does not let go: {found[-3:]}")


def unfold(page: Page) -> None:
    """Open all that can be opened, the transcript with it."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    if page.locator("details.reader").count():
        page.locator(".turn").first.wait_for()


def kinds_of(site: Site) -> dict[str, str]:
    """One page of each kind, the longest, by folder or name."""
    pages: dict[str, str] = {}
    for key in sorted(site.keys, key=lambda key: (site.root / key).stat().st_size):
        if key.endswith(".html"):
            pages["/".join(key.split("/")[:-1]) if "/" in key else key] = key
    return {("transcripts" if kind.startswith("files") else kind): key for kind, key in pages.items()}


def test_tab_reaches_everything_in_order_and_in_sight(browser: Browser, built_site: Site) -> None:
    """On every kind of page, with all that can be unfolded; each stop is outlined, and none is a trap."""
    with browser.new_context(reduced_motion="reduce") as context:
        for key in kinds_of(built_site).values():
            page = context.new_page()
            page.goto(built_site.url + key)
            unfold(page)
            page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)")
            page.locator("body").evaluate("(each) => { each.tabIndex = -1; each.focus(); }")
            stops = stops_of(page)
            for flaw in ("isAfter", "isMarked", "isInSight"):
                assert [each["name"] for each in stops if not each[flaw]] == [], (key, flaw)
            assert page.evaluate(MISSED) == [], key
            page.close()


def test_the_link_past_the_header_leads_past_it(browser: Browser, built_site: Site) -> None:
    """It is the first stop of every page that has a header, and the next stop is in the content."""
    with browser.new_context() as context:
        page = context.new_page()
        for kind, key in kinds_of(built_site).items():
            if kind in {"embed", "transcripts"}:
                continue
            page.goto(built_site.url + key)
            page.keyboard.press("Tab")
            expect(page.locator(".skip")).to_be_focused()
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('header.bar') === null"), key


def test_enter_loads_the_video_and_copies_the_code(browser: Browser, built_site: Site) -> None:
    """As a click does; the video's player then has the focus, and Shift and Tab lead back."""
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(built_site.url + page_with(built_site, "data-copy="))
        code = page.locator("button[data-copy]").first
        code.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".sponsor [role=status]").first).not_to_be_empty()
        assert page.evaluate("navigator.clipboard.readText()") == code.get_attribute("data-copy")
        page.route("https://video.example.com/**", _play)
        page.goto(built_site.url + page_with(built_site, "data-embed="))
        page.locator("a[data-embed]").focus()
        page.keyboard.press("Enter")
        expect(page.locator("iframe")).to_be_focused()
        page.frame_locator("iframe").locator("button").wait_for()  # a key would be lost on a page yet to come
        page.keyboard.press("Shift+Tab")
        expect(page.locator("iframe")).not_to_be_focused()


def _play(route: Route) -> None:
    """What the video's host would answer: it is not reached from here."""
    route.fulfill(content_type="text/html", body="<!doctype html><title>Video</title><button>Play</button>")


def page_with(site: Site, text: str) -> str:
    """The first episode's page that holds a text."""
    pages = (key for key in site.keys if key.startswith("episodes/") and key.endswith(".html"))
    return next(key for key in pages if text in (site.root / key).read_text(encoding="utf-8"))
