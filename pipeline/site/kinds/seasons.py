"""Each season, by its number, with the name and artwork that the show gives it."""

from dataclasses import replace

from pipeline.core.notes.page_html import Picture
from pipeline.site.episode_view import view_episode
from pipeline.site.keys import SEASONS_LIST, address_of
from pipeline.site.list_view import RowView, view_row
from pipeline.site.listing import Listing, render_listing
from pipeline.site.shelves import Shelf
from pipeline.site.show_view import view_artwork
from pipeline.site.whole import Pages, Whole

ROWS_PER_PAGE = 100


def render(whole: Whole) -> Pages:
    shelves = whole.shelves.seasons
    if not shelves:
        return {}
    pages = dict(_render_list(whole))
    for number, shelf in shelves.items():
        pages |= _render_season(number, shelf, whole)
    return pages


def _render_list(whole: Whole) -> Pages:
    title = whole.words.say("seasons")
    summary = whole.words.say("list_summary", list=title, show=whole.site.title)
    listing = Listing("list.html", SEASONS_LIST, title, summary, ROWS_PER_PAGE)
    shelves = list(whole.shelves.seasons.items())[::-1]
    return render_listing(listing, shelves, whole, lambda each: _row(*each, whole), style="seasons")


def _row(number: int, shelf: Shelf, whole: Whole) -> RowView:
    label = _label(number, whole)
    row = view_row(shelf, whole, title=shelf.name or label, about=label if shelf.name else "")
    return replace(row, picture=_artwork(number, whole))


def _render_season(number: int, shelf: Shelf, whole: Whole) -> Pages:
    label = _label(number, whole)
    title = shelf.name or label
    summary = whole.words.say("season_summary", season=title, show=whole.site.title)
    picture = _artwork(number, whole)
    listing = Listing("season.html", shelf.key, title, summary, whole.settings.episodes_per_page, picture)
    return render_listing(
        listing,
        shelf.episodes,
        whole,
        lambda each: view_episode(each, whole),
        label=label if shelf.name else "",
        artwork=picture,
        list_url=address_of(SEASONS_LIST, whole.addresses),
    )


def _label(number: int, whole: Whole) -> str:
    return whole.words.say("season", season=number)


def _artwork(number: int, whole: Whole) -> Picture | None:
    season = whole.show.seasons.get(str(number))
    return view_artwork(season.artwork, whole.record.files, whole.addresses) if season else None
