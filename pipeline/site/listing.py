"""Lists of any length as pages that lead to one another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from markupsafe import Markup

from pipeline.core.addresses import INDEX
from pipeline.core.notes.page_html import Picture
from pipeline.core.notes.plain import shorten
from pipeline.site.keys import address_of
from pipeline.site.paging import plan_paging, sheet_key, split_list
from pipeline.site.structured_data import Node, breadcrumbs, render_data
from pipeline.site.views import NO_DATA, Card
from pipeline.site.whole import Pages, Whole

T = TypeVar("T")

PREVIEW_CHARACTERS = 200
"""What link previews and search results show of a summary."""


@dataclass(frozen=True)
class Listing:
    """What a list's pages have in common."""

    template: str
    key: str
    """Of the first page."""
    title: str
    summary: str
    size: int
    """How many rows a page has."""
    picture: Picture | None = None
    data: Sequence[Node] = ()
    """What search engines are told of it, besides the way there."""
    key_of_page: Callable[[str, int], str] = sheet_key
    """The key of a page, by that of the first and its number."""


def render_listing(
    listing: Listing, items: Sequence[T], whole: Whole, view: Callable[[T], object], **values: object
) -> Pages:
    """Every page of a list; each row is viewed once.

    Templates find `heading`, `rows` and `paging`, besides what is given.
    """
    sheets = split_list(items, listing.size)
    keys = [listing.key_of_page(listing.key, sheet.number) for sheet in sheets]
    urls = [address_of(key, whole.addresses) for key in keys]
    picture = listing.picture or whole.site.artwork
    summary = shorten(listing.summary, PREVIEW_CHARACTERS)
    return {
        key: whole.render(
            listing.template,
            card=Card("website", listing.title, summary, url, picture, _data(listing, key, url, whole)),
            heading=listing.title,
            rows=[view(each) for each in sheet.items],
            paging=plan_paging(sheet.number, urls),
            **values,
        )
        for key, url, sheet in zip(keys, urls, sheets, strict=True)
    }


def _data(listing: Listing, key: str, url: str, whole: Whole) -> Markup:
    """What the list is about stands on its first page; the way there on every page but the front page."""
    about = listing.data if key == listing.key else ()
    way = [breadcrumbs(whole, (listing.title, url))] if listing.key != INDEX else []
    return render_data(*about, *way) if about or way else NO_DATA
