"""The stylesheet of the feed: in the show's words and colours, under a key that changes with them."""

import re
from datetime import date
from typing import Any

import pytest

from pipeline.site.kinds.feed_style import css_string, find_feed_style
from pipeline.site.pages import render_pages
from tests.site.rich_show import ADDRESSES, make_rich_show_record

TODAY = date(2026, 11, 6)


def style(**changes: Any) -> tuple[str, str]:
    """Key and text."""
    pages = render_pages(make_rich_show_record(**changes), [], ADDRESSES, TODAY)
    key = find_feed_style(pages)
    assert key
    return key, pages[key].decode()


def test_it_speaks_to_people_and_shows_the_cover() -> None:
    """From the same place as everything else: a browser that shows a feed asks no other host."""
    _, text = style()
    assert "copy this page’s address into your podcast app" in text
    assert re.findall(r"url\(([^)]*)\)", text) == ['"../../files/636f7665722e6a70/cover.jpg"']
    assert "@import" not in text


def test_its_key_changes_with_it() -> None:
    """So that it may be cached for ever."""
    assert style()[0] == style()[0]
    assert style()[0] != style(site={"accent": "#123456"})[0]


def test_languages_that_are_written_the_other_way_have_the_cover_there() -> None:
    """The title stands beside it."""
    assert "direction: rtl" in style(language="he")[1]
    assert "--start: right" in style(language="he")[1]


def test_a_show_with_a_site_of_its_own_has_none() -> None:
    """Nor any other page."""
    pages = render_pages(make_rich_show_record(site=False), [], ADDRESSES, TODAY)
    assert find_feed_style(pages) is None


@pytest.mark.parametrize("text", ['"', "\\", "a\nb", "</style>", "\\22 ", "\x00", "'"])
def test_words_stay_within_their_quotes(text: str) -> None:
    """No translation can end the string it stands in."""
    inside = css_string(text)[1:-1]
    assert not re.search(r'["<>\n\r\f\0]', inside)
    assert re.sub(r"\\([0-9a-f]+) ", lambda sign: chr(int(sign[1], 16)), inside) == text
