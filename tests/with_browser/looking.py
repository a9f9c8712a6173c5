"""What a careful visitor does with a page, and what a browser then knows of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.with_browser.conftest import Watched

WATCH_POLICY = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""


@contextmanager
def watching(browser: Browser) -> Iterator[Watched]:
    """A fresh page that also hears what its own policy refuses."""
    with browser.new_context() as context:
        context.add_init_script(WATCH_POLICY)
        yield Watched(context)


def open_everything(page: Page) -> None:
    """Unfold what is folded, wait for the transcript, and look for a word where one can search."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    if page.locator("details.reader").count():
        page.locator(".turn").first.wait_for()
        page.locator(".reader input[type=search]").fill("the")
    if page.locator("form#search").count():
        title = page.locator("#search-all li a").first.inner_text()
        page.locator("#search-words").fill(max(title.split(), key=len))
        page.locator("#search-results > li").first.wait_for()


def refused(page: Page) -> list[str]:
    """What the page's policy has refused since it was opened."""
    found: list[str] = page.evaluate("window.refused")
    return found
