"""The Markdown of notes: the dialect, stable ids, footnotes, and the plain words in it."""

import pytest

from pipeline.core.notes.markdown import render_markdown
from pipeline.core.notes.plain import first_paragraph, plain_text


def test_headings_have_ids_made_of_their_words() -> None:
    """The same words give the same id on every run; the second of them is numbered."""
    html = render_markdown(
        "## 1. Why it hurts\n\n## Why *it* hurts!\n\n## Why it hurts\n\n## Über 漢字\n\n## ?\n"
    )
    assert 'id="1-why-it-hurts"' in html
    assert 'id="why-it-hurts"' in html
    assert 'id="why-it-hurts-2"' in html
    assert 'id="über-漢字"' in html
    assert 'id="section"' in html


def test_a_heading_may_name_its_own_id() -> None:
    """Heading attributes set the id, and nothing else."""
    assert render_markdown("## Why {#why .big onclick=x}") == '<h2 id="why">Why</h2>\n'


def test_tables_keep_their_alignment_without_inline_styles() -> None:
    """Alignment becomes a class, because the pages' policy forbids inline styles."""
    html = render_markdown("|a|b|\n|:-:|--:|\n|1|2|\n")
    assert '<th class="center">a</th><th class="right">b</th>' in html
    assert "style" not in html


def test_footnotes_stand_at_the_end_and_link_both_ways() -> None:
    """Definitions are gathered, numbered as the text refers to them."""
    html = render_markdown("A[^late] b[^1].\n\n[^1]: One.\n\nMore.\n\n[^late]: Two.\n")
    assert html.index("More.") < html.index("footnotes") < html.index("Two.") < html.index("One.")
    assert '<sup class="footnote-ref" id="fnref-1"><a href="#fn-1">1</a></sup>' in html
    assert '<a href="#fnref-1" class="footnote-back" aria-label="Back to the text">↩</a>' in html


def test_raw_html_stays_where_it_is_harmless() -> None:
    """Producers may use plain HTML; scripts and handlers go, words stay."""
    html = render_markdown("H<sub>2</sub>O <kbd>x</kbd> <b onclick='x'>bold</b> <custom>word</custom>")
    assert html == "<p>H<sub>2</sub>O <kbd>x</kbd> <b>bold</b> word</p>\n"


@pytest.mark.parametrize(
    ("notes", "summary"),
    [
        ("# Title\n\nFirst *one*.\n\nSecond.", "First one."),
        ("![heel](heel.jpg)\n\nAfter the picture.", "After the picture."),
        ("00:00 Hello\n01:00 Why\n\nWords.", "Words."),
        ("> quoted\n\n- item\n\nWords.", "Words."),
        ("<div>raw</div>\n\nWords & `code` &lt;x&gt;[^1]\n\n[^1]: Note.", "Words & code <x>"),
        ("Hard  \nbreak", "Hard break"),
        ("- only\n- items", None),
        ("", None),
    ],
)
def test_the_first_paragraph_is_the_first_that_says_something(notes: str, summary: str | None) -> None:
    """Headings, pictures, lists, quotations and timestamps are passed over."""
    assert first_paragraph(notes, 255) == summary


def test_a_long_first_paragraph_is_cut_at_a_word() -> None:
    """The ellipsis counts; nothing is cut inside a word where there is a blank."""
    summary = first_paragraph("tendon " * 60, 50)
    assert summary is not None
    assert summary.endswith("tendon…")
    assert len(summary) <= 50


def test_plain_text_keeps_words_of_neighbouring_blocks_apart() -> None:
    """A list's items do not run into one another."""
    assert plain_text("<ul><li>a</li><li>b &lt; c</li></ul><p>d<br>e</p>") == "a b < c d e"
