"""Each tag with its episodes, and the list of all tags."""

from pipeline.site.episode_view import view_episode
from pipeline.site.keys import TAGS_LIST, address_of
from pipeline.site.list_view import view_row
from pipeline.site.listing import Listing, render_listing
from pipeline.site.shelves import Shelf
from pipeline.site.whole import Pages, Whole

ROWS_PER_PAGE = 400
"""A tag takes a word or two: many find room on a page."""


def render(whole: Whole) -> Pages:
    shelves = whole.shelves.tags
    if not shelves:
        return {}
    pages = dict(_render_list(whole))
    for shelf in shelves.values():
        pages |= _render_tag(shelf, whole)
    return pages


def _render_list(whole: Whole) -> Pages:
    title = whole.words.say("tags")
    summary = whole.words.say("list_summary", list=title, show=whole.site.title)
    listing = Listing("list.html", TAGS_LIST, title, summary, ROWS_PER_PAGE)
    shelves = list(whole.shelves.tags.values())
    return render_listing(listing, shelves, whole, lambda each: view_row(each, whole), style="tags")


def _render_tag(shelf: Shelf, whole: Whole) -> Pages:
    summary = whole.words.say("tag_summary", tag=shelf.name, show=whole.site.title)
    listing = Listing("tag.html", shelf.key, shelf.name, summary, whole.settings.episodes_per_page)
    return render_listing(
        listing,
        shelf.episodes,
        whole,
        lambda each: view_episode(each, whole),
        list_url=address_of(TAGS_LIST, whole.addresses),
    )
