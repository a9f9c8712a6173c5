"""What is blocked: its pages ask search engines to leave them out, and no list for machines names them."""

from pipeline.core.episode import settle
from pipeline.site.pages import render_pages
from tests.site.rich_show import ADDRESSES, make_rich_episodes, make_rich_record, make_rich_show_record
from tests.site.test_machine_files import TODAY

ASKED = b'<meta name="robots" content="noindex">'
PAGE, TWIN = "episodes/060-why-your-achilles-hurts.html", "060-why-your-achilles-hurts.md"


def render(*, block: bool = False) -> dict[str, bytes]:
    """A plain episode, and the rich one, which may be blocked."""
    show = make_rich_show_record()
    plain, _ = make_rich_episodes(show)
    rich = settle(make_rich_record(block=block), show.show)
    return render_pages(show, [plain, rich], ADDRESSES, TODAY)


def asking(pages: dict[str, bytes]) -> set[str]:
    """Players and the page for wrong addresses always do."""
    always = ("embed/", "404.html")
    return {key for key, body in pages.items() if ASKED in body and not key.startswith(always)}


def test_a_blocked_episode_is_left_out_by_search_engines() -> None:
    """Its own page alone asks for it; sitemap and llms.txt say nothing of it."""
    pages = render(block=True)
    assert asking(pages) == {PAGE}
    assert PAGE.encode() not in pages["sitemap.xml"]
    assert TWIN.encode() not in pages["llms.txt"]
    shown = render()
    assert asking(shown) == set()
    assert PAGE.encode() in shown["sitemap.xml"]
    assert TWIN.encode() in shown["llms.txt"]


def test_a_blocked_show_is_left_out_as_a_whole() -> None:
    """Every page asks for it, there is no sitemap, and nothing names one."""
    show = make_rich_show_record(block=True)
    pages = render_pages(show, make_rich_episodes(show), ADDRESSES, TODAY)
    assert asking(pages) == {
        key for key in pages if key.endswith(".html") and not key.startswith(("embed/", "404.html"))
    }
    assert not any(key.startswith("sitemap") for key in pages)
    assert not any(b"sitemap" in pages[key] for key in ("robots.txt", "llms.txt"))
    assert TWIN.encode() not in pages["llms.txt"]
