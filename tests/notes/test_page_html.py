"""Notes on the page: published pictures, headings below the title, nothing from other hosts."""

import pytest

from pipeline.core.notes.page_html import Picture, render_page_html

HEEL = Picture("https://wind.example/files/1/heel.jpg", 640, 480)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("![x](heel.jpg)", "heel.jpg"),
        ("![x](./heel.jpg)", "heel.jpg"),
        ("![x](img/heel%20bone.jpg)", "img/heel bone.jpg"),
        ("![x](<img/heel bone.jpg>)", "img/heel bone.jpg"),
        ("![x](f\u00fcsse.jpg)", "fu\u0308sse.jpg"),
        ("<img src='heel.jpg' alt='x'>", "heel.jpg"),
    ],
)
def test_a_picture_is_shown_from_where_it_was_published(written: str, path: str) -> None:
    """However its path is spelled, with its size, so that the text does not jump."""
    html = render_page_html(written, {path: HEEL})
    assert f'src="{HEEL.url}" alt="x" width="640" height="480" loading="lazy"' in html


def test_a_picture_from_elsewhere_becomes_a_link() -> None:
    """Opening a page asks no other host for anything."""
    html = render_page_html("![a scan](https://x.example/scan.jpg) here", {})
    assert html == '<p><a href="https://x.example/scan.jpg">a scan</a> here</p>\n'


def test_a_linked_picture_from_elsewhere_keeps_its_outer_link() -> None:
    """Links are never put inside one another."""
    html = render_page_html("[![scan](https://x.example/s.jpg)](https://y.example)", {})
    assert html == '<p><a href="https://y.example">scan</a></p>\n'


def test_a_picture_that_was_not_published_leaves_its_words() -> None:
    """A missing file is no broken picture."""
    assert render_page_html("See ![the heel](heel.jpg) now", {}) == "<p>See the heel now</p>\n"


def test_a_link_to_a_published_file_leads_to_it() -> None:
    """A relative link works on the page as it does in the folder."""
    assert f'<a href="{HEEL.url}">big</a>' in render_page_html("[big](heel.jpg)", {"heel.jpg": HEEL})


def test_headings_move_down_where_the_notes_use_the_first_level() -> None:
    """The title is the page's only H1."""
    html = render_page_html("# A\n\n## B\n\n###### C", {})
    assert '<h2 id="a">' in html
    assert '<h3 id="b">' in html
    assert '<h6 id="c">' in html


def test_headings_stay_where_the_notes_begin_at_the_second_level() -> None:
    """Notes written below the title keep their levels."""
    assert '<h2 id="a">' in render_page_html("## A", {})
