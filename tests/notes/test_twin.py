"""Notes as Markdown for programs: the same words and links, and no HTML at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.notes.commonmark import parse_events, render_raw
from pipeline.core.notes.dom import elements, parse_fragment, text_of
from pipeline.core.notes.markdown import parse_notes
from pipeline.core.notes.page_html import Picture
from pipeline.core.notes.twin import escape_markdown, render_link, render_twin
from tests.notes.inspection import is_harmless
from tests.notes.vectors import VECTORS

PAGE = "https://wind.example/show/episodes/060.html"
FILES = {"heel.png": Picture("https://wind.example/show/files/1/heel.png", 640, 480)}


def twin(notes: str) -> str:
    return render_twin(notes, FILES, PAGE)


@pytest.mark.parametrize(
    "notes",
    [
        "A *word* and **two words**, ~~none~~.",
        "- Load\n  - too much, too soon\n- Rest",
        "3. three\n4. four",
        "> Said\n>\n> twice",
        "```\nlet x = `y`\n```",
        "| Week | Run |\n| --- | --- |\n| 1 | 10 |",
        "Why?[^1]\n\n[^1]: Because.",
        "one\\\ntwo",
        "## A heading\n\nText.",
        "***",
        "`a` and ``b`c``",
    ],
)
def test_markdown_that_needs_no_change_stays_as_it_is(notes: str) -> None:
    """What goes in comes out."""
    assert twin(notes) == notes


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ("![A heel](heel.png)", "![A heel](<https://wind.example/show/files/1/heel.png>)"),
        ("[More](061.html)", "[More](<https://wind.example/show/episodes/061.html>)"),
        ("[Down](#why)", f"[Down](<{PAGE}#why>)"),
        ("[Mail](mailto:a@wind.example)", "[Mail](<mailto:a@wind.example>)"),
        ("[Run](javascript:alert)", "Run"),
        ("<b>Raw</b> <u>words</u><script>x</script>", "**Raw** words"),
        ("<details><summary>More</summary>\n\nInside.\n\n</details>", "More\n\nInside."),
        ("# Top\n\n### Deep", "## Top\n\n### Deep"),
        ("1\\. is no list, \\- neither", "1\\. is no list, - neither"),
        ("\\+1 for this", "\\+1 for this"),
        ("AT&amp;amp;T &amp; Co", "AT\\&amp;T & Co"),
        ("<a href='https://x.example'>One<br>two</a>", "[One two](<https://x.example>)"),
        ("| a |\n|---|\n| <p>x</p><p>y</p> |", "| a |\n| --- |\n| x y |"),
        ("| a | b |\n|---|---|\n| x \\| y |", "| a | b |\n| --- | --- |\n| x \\| y |  |"),
    ],
)
def test_what_only_the_page_knows_is_settled(notes: str, expected: str) -> None:
    """Addresses are absolute, raw HTML becomes Markdown or words."""
    assert twin(notes) == expected


def check_harmless(markdown: str) -> None:
    kinds = {kind for kind, _ in parse_events(markdown)}
    assert not kinds & {"Html", "InlineHtml"}, markdown
    root = parse_fragment(render_raw(markdown))
    for each in elements(root, "a", "img"):
        assert is_harmless(each.get("href") or each.get("src") or ""), markdown


@pytest.mark.parametrize("vector", VECTORS)
def test_hostile_notes_leave_no_html_and_no_address_that_runs(vector: str) -> None:
    """Also for a reader that shows raw HTML as it stands."""
    check_harmless(twin(vector))
    check_harmless(twin(f"Words {vector} words"))


SIGNS = st.text(alphabet="ab1 \n*_`[]()<>#+-=.!|~&;{}\\\"':/^", max_size=60)


@given(SIGNS)
def test_any_notes_become_harmless_markdown(notes: str) -> None:
    """Whatever signs stand beside one another."""
    check_harmless(twin(notes))


@given(SIGNS.filter(str.strip))
def test_one_line_of_text_stays_that_text(text: str) -> None:
    """Every sign is taken as it is, and no line opens anything."""
    markdown = escape_markdown(text)
    root = parse_notes(markdown)
    assert [each.tag for each in root] == ["p"], markdown
    assert text_of(root).split() == text.split()


@given(SIGNS.filter(str.strip))
def test_words_of_a_link_stay_words(text: str) -> None:
    """A title cannot end its link early."""
    root = parse_notes(render_link(text, "https://wind.example/(a)<b> c"))
    (link,) = elements(root, "a")
    assert text_of(link).split() == text.split()
    assert link.get("href") == "https://wind.example/(a)%3Cb%3E%20c"
