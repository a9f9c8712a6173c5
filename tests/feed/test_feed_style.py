"""The feed names a stylesheet for browsers, and is the same feed to everybody else."""

from dataclasses import replace
from html import unescape

import feedparser
import pytest
from lxml import etree

from pipeline.core.feed_settings import FeedSettings
from pipeline.feed.document import read_document
from pipeline.feed.render import render_feed, render_feeds
from tests.builders import DATE, make_episode, make_show_record
from tests.feed.building import make_feed_show, make_item

STYLE = "files/0123456789abcdef/feed.css"
LINE = f'<?xml-stylesheet type="text/css" href="{STYLE}"?>\n'.encode()


def render(style: str | None) -> bytes:
    return render_feed(replace(make_feed_show(), style=style), [make_item()])


def test_the_instruction_stands_between_the_declaration_and_the_feed() -> None:
    """Where XML wants it, early enough for those who look for RSS in the first 512 bytes."""
    feed = render(STYLE)
    declaration, instruction, _ = feed.split(b"\n", 2)
    assert declaration == b'<?xml version="1.0" encoding="UTF-8"?>'
    assert instruction + b"\n" == LINE
    assert feed.index(b"<rss") < 512


def test_nothing_else_of_the_feed_changes() -> None:
    """Without pages there is no stylesheet, and not an empty one."""
    assert render(STYLE).replace(LINE, b"") == render(None)


def test_readers_pass_it_over() -> None:
    """Ours, and one of other people's."""
    document = read_document([render(STYLE)], lambda *_: None)
    assert [target for target, _, _ in document.instructions] == ["xml-stylesheet"]
    assert not document.flaws
    parsed = feedparser.parse(render(STYLE))
    assert not parsed.bozo
    assert len(parsed.entries) == 1


@pytest.mark.parametrize("url", ['a"b.css', "a?b&c.css", "a<b>.css", "a'\"b.css"])
def test_an_address_cannot_end_the_instruction(url: str) -> None:
    """Whatever a key would hold."""
    root = etree.fromstring(render(url))
    assert unescape(root.getprevious().get("href")) == url


def test_archives_name_none() -> None:
    """They would all change with the stylesheet."""
    show = make_show_record(feed=FeedSettings(archives="yearly"))
    items = [
        make_item(make_episode(guid=f"{year}", slug=f"{year}-x", date=DATE.replace(year=year)))
        for year in (2024, 2025, 2026)
    ]
    feeds = render_feeds(replace(make_feed_show(show), style=STYLE), items)
    assert LINE in feeds.feed
    assert feeds.archives
    assert not any(b"xml-stylesheet" in each for each in feeds.archives.values())
