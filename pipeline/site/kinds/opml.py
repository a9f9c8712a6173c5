"""The show's feed in the format that podcast apps import and export."""

from collections.abc import Iterator
from html import escape

from pipeline.core.notes.characters import drop_illegal
from pipeline.site.keys import OPML
from pipeline.site.whole import Pages, Whole


def render(whole: Whole) -> Pages:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "<head>",
        f"<title>{_title(whole)}</title>",
        "</head>",
        "<body>",
        *_outlines(whole),
        "</body>",
        "</opml>",
    ]
    return {OPML: "\n".join([*lines, ""]).encode()}


def _title(whole: Whole) -> str:
    return escape(_line(whole.show.title))


def _outlines(whole: Whole) -> Iterator[str]:
    """This show; and what a list of shows holds, so that it can be followed at once."""
    show = whole.show
    yield _outline(
        text=show.title,
        title=show.title,
        type="rss",
        xmlUrl=whole.addresses.feed,
        htmlUrl=show.link or whole.addresses.index,
        description=show.description,
        language=show.language,
    )
    for each in show.remote_items:
        if each.feed_url and each.item_guid is None:
            title = each.title or each.feed_url
            yield _outline(text=title, title=title, type="rss", xmlUrl=each.feed_url)


def _outline(**attributes: str) -> str:
    written = (f'{name}="{escape(_line(value))}"' for name, value in attributes.items())
    return f"<outline {' '.join(written)}/>"


def _line(text: str) -> str:
    return " ".join(drop_illegal(text).split())
