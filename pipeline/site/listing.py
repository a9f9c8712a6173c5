"""Lists of any length as pages that lead to one another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipeline.core.notes.page_html import Picture
from pipeline.core.notes.plain import shorten
from pipeline.site.keys import address_of
from pipeline.site.paging import plan_paging, sheet_key, split_list
from pipeline.site.views import Card
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
            card=Card("website", listing.title, summary, url, picture),
            heading=listing.title,
            rows=[view(each) for each in sheet.items],
            paging=plan_paging(sheet.number, urls),
            **values,
        )
        for key, url, sheet in zip(keys, urls, sheets, strict=True)
    }
