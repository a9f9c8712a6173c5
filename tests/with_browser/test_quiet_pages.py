"""Nothing goes wrong on any page, whatever a visitor does there, and nothing leaves the host."""

from playwright.sync_api import Browser, Page, Response

from tests.with_browser.looking import open_everything, refused, watching
from tests.with_browser.sites import Site
from tests.with_browser.test_pages_in_a_browser import wait_for

PLAYER = "document.querySelector('#player')"
PAGE_LIMIT_BYTES = 60_000
PICTURES = ("image/", "audio/", "video/")


def listen(page: Page) -> None:
    """Play, go to a chapter, change the speed, and stop."""
    page.evaluate(f"{PLAYER}.play()")
    wait_for(page, f"{PLAYER}.currentTime > 0.1")
    chapters = page.locator(".chapters a[href*='#t=']")
    if chapters.count():
        chapters.last.click()
    page.locator("select[data-do=speed]").select_option("1.5")
    page.locator("[data-do=copy]").first.click()
    page.evaluate(f"{PLAYER}.pause()")


def has_sound(page: Page) -> bool:
    return page.locator("audio#player, video#player").count() > 0


def test_every_page_is_quiet(browser: Browser, every_site: dict[str, Site]) -> None:
    """No word on the console, no failed request, none to elsewhere, and nothing that its policy refuses."""
    found = []
    for site in every_site.values():
        with watching(browser) as watched:
            for url in site.pages:
                watched.page.goto(url)
                open_everything(watched.page)
                if has_sound(watched.page):
                    listen(watched.page)
                watched.page.evaluate("scrollTo(0, document.body.scrollHeight)")
                watched.page.wait_for_load_state("networkidle")
                found += [f"{url}: {each}" for each in refused(watched.page) + watched.complaints]
                found += [f"{url}: {each}" for each in watched.requests if not each.startswith(site.url)]
                watched.complaints.clear()
                watched.requests.clear()
    assert found == []


def test_an_episode_without_pictures_weighs_under_60_kilobytes(browser: Browser, built_site: Site) -> None:
    """All that its page brings but pictures: HTML, styles and scripts, counted as they come."""
    weights = {}
    for key in built_site.keys:
        if not (key.startswith("episodes/") and key.endswith(".html")):
            continue
        with browser.new_context() as context:
            page = context.new_page()
            replies: list[Response] = []
            page.on("response", lambda reply, seen=replies: seen.append(reply))
            page.goto(built_site.url + key, wait_until="networkidle")
            kept = [each for each in replies if not each.headers["content-type"].startswith(PICTURES)]
            weights[key] = sum(len(each.body()) for each in kept)
            assert {"document", "stylesheet", "script"} <= {each.request.resource_type for each in kept}
    assert len(weights) >= 4
    assert {key: size for key, size in weights.items() if size >= PAGE_LIMIT_BYTES} == {}
