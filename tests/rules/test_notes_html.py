"""Show notes taken apart: what is found in them, and that nothing takes long."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.rules.feeds.notes_html import MOST_CHARACTERS, parse_html, text_lines

PIECES = [
    "<p>",
    "</p>",
    "<a href='/x'>",
    "</a>",
    "<b>",
    "</b>",
    "&lt;p&gt;",
    "<!--",
    "-->",
    "<br/>",
    "\n",
    "<",
    "&",
]


def everything_in(text: str) -> tuple[object, ...]:
    """All that is only found when it is asked for."""
    html = parse_html(text)
    found = (html.tags, html.links, html.unbalanced, html.unfinished, html.escaped, html.styled, html.active)
    return (*found, html.words, text_lines(text))


@pytest.mark.parametrize(
    "notes",
    [
        "<p>One<p>Two",
        "<ul><li>One<li>Two</ul>",
        "<P>One <B>two</b></P>",
        "One<br>two<hr><img src='https://wind.example/a.png'>",
        "<p>1 < 2 and I <3 you</p>",
        "<!-- <b> --><p>One</p>",
        "<div/><b>One</b>",
        "no tags at all",
        "",
    ],
)
def test_good_notes_are_balanced(notes: str) -> None:
    """HTML lets paragraphs and list items stay open, and knows no order of case."""
    assert parse_html(notes).unbalanced is None
    assert parse_html(notes).unfinished is None


@pytest.mark.parametrize(
    ("notes", "name", "is_stray"),
    [
        ("<p>One <b>two</p>", "b", False),
        ("<p>One</b></p>", "b", True),
        ("<p>\n<em>One <b>two</em></b></p>", "b", False),
        ("<ul><li>One", "ul", False),
    ],
)
def test_the_first_tag_without_a_partner_is_found(notes: str, name: str, is_stray: bool) -> None:
    """Which one, with its line, and whether it opens or closes."""
    found = parse_html(notes).unbalanced
    assert found is not None
    assert (found[0].value, found[1]) == (name, is_stray)


@pytest.mark.parametrize(
    ("notes", "is_escaped"),
    [
        ("&lt;p&gt;One&lt;/p&gt;", True),
        ("<p>&lt;b&gt;One&lt;/b&gt; &lt;i&gt;two&lt;/i&gt;</p>", True),
        ("<p>Why &lt;p&gt; is the best tag</p>", False),
        ("<p>One &amp; two</p>", False),
        ("<p>One &amp;amp; two</p>", True),
        ("1 &lt; 2", False),
    ],
)
def test_markup_that_is_escaped_twice_is_found(notes: str, is_escaped: bool) -> None:
    """Notes that speak of a tag are not taken for it."""
    assert (parse_html(notes).escaped is not None) is is_escaped


@pytest.mark.parametrize("notes", ["<p>One <a hre", "<p>One</", '<a href="https://wind.exam'])
def test_a_cut_tag_is_found(notes: str) -> None:
    """Where the text ends within one."""
    assert parse_html(notes).unfinished is not None


def test_links_are_found_with_their_lines() -> None:
    """Those of https are left out, for nothing is wrong with them."""
    html = parse_html('<p>\n<a href="https://wind.example/">a</a>\n<a href="/x?a&amp;b">b</a></p>')
    assert [(each.value, each.line) for each in html.links] == [("/x?a&b", 2)]


def test_lines_are_those_that_people_see() -> None:
    """Line breaks of the source count only where there are no tags."""
    assert text_lines("00:00 One\n01:00 Two") == ["00:00 One", "01:00 Two"]
    assert text_lines("<p>00:00 One\nand more<br>01:00 Two</p>") == ["00:00 One and more", "01:00 Two"]


def test_long_texts_are_looked_at_in_part() -> None:
    """And are not called cut for it."""
    html = parse_html("<b>" + "x" * MOST_CHARACTERS + "</b>")
    assert html.unbalanced is None
    assert html.unfinished is None


@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_can_be_looked_at(text: str) -> None:
    """Nothing raises, whatever strangers write."""
    assert len(everything_in(text)) == 9


@pytest.mark.parametrize(
    "piece",
    [
        *PIECES,
        "<a ",
        "<a href='",
        "href=",
        "&lt;a ",
        " on",
        "<script>",
        "</b>",
        "<b><i></b>",
        "\n<b>",
        " ",
        '"<',
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    """Pieces repeated without end are what patterns stumble over."""
    text = piece * (MOST_CHARACTERS // len(piece))
    start = time.process_time()
    assert len(everything_in(text)) == 9
    assert time.process_time() - start < 2
