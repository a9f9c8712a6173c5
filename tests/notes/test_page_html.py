"""Notes on the page: published pictures, headings below the title, nothing from other hosts."""

import re

import pytest

from pipeline.core.notes.page_html import NotesLayout, Picture, render_page_html, render_page_notes

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
    """The title is the page's only H1, and no level is left out below it."""
    html = render_page_html("# A\n\n## B\n\n###### C\n\n# D", {})
    assert re.findall(r"<(h\d) id=", html) == ["h2", "h3", "h4", "h2"]


def test_headings_stay_where_the_notes_begin_at_the_second_level() -> None:
    """Notes written below the title keep their levels."""
    assert '<h2 id="a">' in render_page_html("## A", {})


def test_an_empty_heading_is_left_out() -> None:
    """Nobody can jump to it, and screen readers announce it for nothing."""
    assert "<h2" not in render_page_html("##\n\nWords", {})


def test_the_pages_own_ids_stay_free() -> None:
    """A section called Player is not taken for the player, and links to it find it."""
    html = render_page_html("## Player\n\n## Page people\n\n[up](#player)", {})
    assert '<h2 id="notes-player">' in html
    assert '<h2 id="notes-page-people">' in html
    assert 'href="#notes-player"' in html


def test_three_sections_make_a_table_of_contents() -> None:
    """Only those of the highest level; two are found without one."""
    three = render_page_notes("## 1. A\n### Detail\n## 2. *B*\n## 3. C", {}, NotesLayout())
    assert [(each.id, each.title) for each in three.sections] == [
        ("1-a", "1. A"),
        ("2-b", "2. B"),
        ("3-c", "3. C"),
    ]
    assert render_page_notes("## A\n## B\n### C", {}, NotesLayout()).sections == ()


def test_browsers_choose_among_a_pictures_variants() -> None:
    """With the width it has on the page."""
    picture = Picture("l.jpg", 900, 600, (("s.jpg", 320), ("l.jpg", 900)))
    html = render_page_notes("![x](heel.jpg)", {"heel.jpg": picture}, NotesLayout("40rem")).html
    assert 'srcset="s.jpg 320w, l.jpg 900w" sizes="40rem"' in html


def test_a_picture_by_itself_is_a_figure_with_its_title_below() -> None:
    """Among words it stays where it is."""
    html = render_page_html('![x](heel.jpg "The heel")', {"heel.jpg": HEEL})
    assert html.startswith("<figure><img")
    assert "<figcaption>The heel</figcaption></figure>" in html
    assert "<figure>" not in render_page_html("See ![x](heel.jpg) now", {"heel.jpg": HEEL})


def test_an_empty_corner_of_a_table_is_no_heading() -> None:
    """A screen reader would announce a column without a name."""
    html = render_page_notes("| | km |\n|---|---:|\n| Monday | 5 |", {}, NotesLayout()).html
    assert '<tr><td></td><th class="right" scope="col">km</th></tr>' in "".join(html.split("\n"))


def test_a_table_can_be_moved_sideways_with_the_keyboard() -> None:
    """It is a stop of its own, with a name in the page's language."""
    html = render_page_notes("| a |\n|---|\n| b |", {}, NotesLayout(table="Tabelle")).html
    assert html.startswith('<div class="wide" role="group" tabindex="0" aria-label="Tabelle"><table>')


def test_a_link_without_words_shows_its_address() -> None:
    """Nobody could follow it otherwise."""
    assert ">https://a.example</a>" in render_page_html("[](https://a.example)", {})
