"""Notes that attack: neither page nor feed ever carries anything that runs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.core.notes.feed_cut import LIMIT_BYTES
from pipeline.core.notes.feed_notes import render_feed_notes
from pipeline.core.notes.page_html import Picture, render_page_html
from pipeline.core.notes.plain import first_paragraph, plain_text
from pipeline.site.words import read_words
from tests.builders import make_episode, make_show
from tests.notes.inspection import check_feed, check_page
from tests.notes.vectors import VECTORS

PAGE = "https://wind.example/show/episodes/060.html"
TODAY = date(2026, 11, 5)
PICTURES = {"heel.jpg": Picture("https://wind.example/show/files/1/heel.jpg", 640, 480)}

PIECES = (
    *("# One\n\n", "- a\n", "  - b\n", "> ", "|a|b|\n|-|-|\n|1|2|\n", "[^1]", "\n\n[^1]: note\n\n", "```\n"),
    *("<table>", "<li>", "</p>", "<details>", "![heel](heel.jpg)", "**", "_", "\n\n", "\n", "&amp;", "&"),
    *("a " * 400, "漢" * 700, "<b>" * 60, "> " * 120, "https://x.example/" + "y" * 300),
)
PIECE = st.one_of(st.sampled_from(VECTORS), st.sampled_from(PIECES), st.text(max_size=80))
MARKDOWN = st.lists(PIECE, max_size=12).map("".join)


def render_feed(notes: str, page_url: str = PAGE) -> str:
    show = make_show(hosts=[])
    episode = make_episode(show, notes=notes)
    return render_feed_notes(episode, show, page_url, TODAY, words=read_words("en"), files=PICTURES)


def test_there_are_enough_vectors() -> None:
    """At least a hundred different attacks are tried."""
    assert len(set(VECTORS)) >= 100


@pytest.mark.parametrize("vector", VECTORS)
def test_an_attack_does_nothing_on_the_page(vector: str) -> None:
    """Only allowed tags, attributes and addresses come out for the page, also inside other blocks."""
    for notes in (vector, f"Hello {vector} world", f"- a\n\n  {vector}\n", f"|a|\n|-|\n|{vector}|\n"):
        assert check_page(render_page_html(notes, PICTURES)) == []


@pytest.mark.parametrize("vector", VECTORS)
def test_an_attack_does_nothing_in_the_feed(vector: str) -> None:
    """Only allowed tags, attributes and addresses come out for the feed, also inside other blocks."""
    for notes in (vector, f"Hello {vector} world", f"- a\n\n  {vector}\n", f"|a|\n|-|\n|{vector}|\n"):
        assert check_feed(render_feed(notes)) == []


@given(MARKDOWN)
def test_any_notes_make_a_clean_description(notes: str) -> None:
    """Whatever is typed: at most 4,000 bytes, well-formed as XML too, allowed tags only."""
    html = render_feed(notes)
    assert len(html.encode()) <= LIMIT_BYTES
    assert check_feed(html) == []
    root = etree.fromstring(f"<div>{html}</div>")
    assert all(child.tag in {"p", "ul", "ol"} for child in root)
    assert not root.xpath("//li//ul | //li//ol | //p//p | //a//a | //p[not(normalize-space())]")


@given(MARKDOWN)
def test_any_notes_make_a_safe_page(notes: str) -> None:
    """Whatever is typed: allowed tags only, no picture from elsewhere, no second H1, unique ids."""
    html = render_page_html(notes, PICTURES)
    assert check_page(html) == []
    root = etree.fromstring(f"<div>{html}</div>", etree.HTMLParser())
    assert not root.xpath("//h1")
    assert {image.get("src") for image in root.iter("img")} <= {PICTURES["heel.jpg"].url}
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))


@given(MARKDOWN)
def test_any_notes_have_plain_words(notes: str) -> None:
    """A summary is one line of at most the asked length, and plain text has no control characters."""
    summary = first_paragraph(notes, 255)
    assert summary is None or (0 < len(summary) <= 255 and "\n" not in summary)
    assert "\x00" not in plain_text(notes)


@given(st.text(alphabet="ab <>&\"'é漢\u0301\u200d😀", min_size=4000, max_size=5000))
def test_long_words_are_cut_to_fit(notes: str) -> None:
    """A text with no good place to cut still fits and stays well-formed."""
    html = render_feed(notes)
    assert len(html.encode()) <= LIMIT_BYTES
    etree.fromstring(f"<div>{html}</div>")


def test_an_endless_page_address_never_breaks_the_limit() -> None:
    """Where even the link to the page would not fit, it is left out."""
    html = render_feed("word " * 2000, "https://wind.example/" + "x" * 5000)
    assert len(html.encode()) <= LIMIT_BYTES
    assert "<a " not in html


@pytest.mark.parametrize("notes", [">" * 3000 + " deep", "- " * 1000 + "deep", "<b>" * 5000 + "deep"])
def test_notes_of_absurd_depth_keep_their_words(notes: str) -> None:
    """Nesting that no parser follows is shown as it was typed rather than lost."""
    assert "deep" in render_page_html(notes, {})
    assert "deep" in plain_text(render_page_html(notes, {}))
