"""What browsers would run or load in a transcript that is a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.rules.active_html import find_active_parts
from pipeline.core.rules.check import check_episode
from tests.builders import make_show
from tests.rules.candidates import make_candidate


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>\n<SCRIPT>x()</SCRIPT>", [(2, "<script>")]),
        ("<script/src=x.js>", [(1, "<script>")]),
        ("<!--><script>x()</script>-->", [(1, "<script>")]),
        ("<title><iframe src=x></title>", [(1, "<iframe>")]),
        ("<p>\n\n<object data=x></object>", [(3, "<object>")]),
        ("<!doctype html>\n<html>\n<body>\n<img src=x onerror=x()>", [(4, "onerror")]),
        ("<svg/onload=x()>", [(1, "onload")]),
        ("<b title='>' ONCLICK = x()>", [(1, "onclick")]),
        ('<?xml version="1.0" encoding="utf-8"?>\n<p onfocus="x()">', [(2, "onfocus")]),
        ('<a href=" java&#9;Script&colon;x()">x</a>', [(1, "javascript: in href")]),
        ("<form><button formaction=javascript:x()>", [(1, "javascript: in formaction")]),
        ("<a href='data:text/html,x'>x</a>", [(1, "data:text/html in href")]),
    ],
)
def test_what_runs_is_found_on_its_line(page: str, found: list[tuple[int, str]]) -> None:
    """However it is spelled."""
    assert list(find_active_parts(page)) == found


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<!-- -->",
        "JavaScript: the good parts. Descriptions on = off; a <scripted> talk",
        "<p><cite>Ada:</cite> <time>0:01</time> Tea &amp; script</p>",
        "<a href='https://x.example/javascript:1'>x</a> <a href='javascript-tutorial.html'>y</a>",
        "<img src='data:image/png;base64,AA=='>",
    ],
)
def test_words_are_left_in_peace(page: str) -> None:
    """A show may well talk about scripts."""
    assert list(find_active_parts(page)) == []


@given(st.text(alphabet="<>/!-=\"' \n\x00onscriptajv:&#;d", max_size=200))
def test_no_page_is_too_odd(page: str) -> None:
    """Every finding has a line of the page."""
    assert all(0 <= line <= page.count("\n") + 2 for line, _ in find_active_parts(page))


def test_the_message_says_what_and_where() -> None:
    """An export from a web editor has many."""
    page = b"<p>Hello\n<script>x()</script>\n<p onclick=x()>"
    candidate = make_candidate(transcripts={"transcript.html": page})
    (found,) = [each for each in check_episode(candidate, make_show()) if each.rule == "transcript-active"]
    assert str(found) == (
        "episodes/060-why-your-achilles-hurts/transcript.html:2: "
        "the transcript holds <script>, and 1 more like it, which browsers run or load\n"
        "  Fix: take it out, or export the transcript without scripts and embeds"
    )
