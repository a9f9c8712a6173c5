"""Each series: all parts in order, and what is known of those to come."""

from dataclasses import dataclass, replace

from pipeline.core.episode import Episode
from pipeline.core.notes.series import part_after
from pipeline.site.episode_view import view_episode
from pipeline.site.keys import SERIES_LIST, address_of
from pipeline.site.list_view import view_row
from pipeline.site.listing import Listing, render_listing
from pipeline.site.shelves import Shelf
from pipeline.site.views import EpisodeView
from pipeline.site.whole import Pages, Whole

ROWS_PER_PAGE = 100


@dataclass(frozen=True)
class Standing:
    """How far a series is, as its released parts tell it: nothing here comes from a part that is not out."""

    said: str
    next_part: int | None
    teaser: str | None


def render(whole: Whole) -> Pages:
    shelves = whole.shelves.series
    if not shelves:
        return {}
    pages = dict(_render_list(whole))
    for series_id, shelf in shelves.items():
        pages |= _render_series(series_id, shelf, whole)
    return pages


def _render_list(whole: Whole) -> Pages:
    words = whole.words
    title = words.say("series")
    summary = words.say("list_summary", list=title, show=whole.site.title)
    listing = Listing("list.html", SERIES_LIST, title, summary, ROWS_PER_PAGE)
    shelves = list(whole.shelves.series.items())
    return render_listing(
        listing,
        shelves,
        whole,
        lambda each: view_row(each[1], whole, about=view_standing(each[0], each[1], whole).said),
        style="series",
    )


def _render_series(series_id: str, shelf: Shelf, whole: Whole) -> Pages:
    summary = whole.words.say("series_summary", title=shelf.name, show=whole.site.title)
    size = whole.settings.episodes_per_page
    listing = Listing("series.html", shelf.key, shelf.name, summary, size)
    return render_listing(
        listing,
        shelf.episodes,
        whole,
        lambda each: _view_part(each, whole),
        standing=view_standing(series_id, shelf, whole),
        list_url=address_of(SERIES_LIST, whole.addresses),
    )


def _view_part(episode: Episode, whole: Whole) -> EpisodeView:
    """An episode with the number of its part in place of its own."""
    series = episode.record.front.series
    assert series, episode.record.slug
    return replace(view_episode(episode, whole), label=whole.words.say("part_label", part=series.part))


def view_standing(series_id: str, shelf: Shelf, whole: Whole) -> Standing:
    """How many parts are out, and the teaser of the last one while nothing follows it."""
    told = [each.record.front.series for each in shelf.episodes if each.record.front.series]
    last = told[-1]
    of = next((each.of for each in reversed(told) if each.of), None)
    count = len({each.part for each in told})
    is_next_known = bool(last.teaser) or bool(of and last.part < of)
    is_over = part_after(whole.parts.get(series_id, ()), last.part) or (of and last.part >= of)
    next_part = last.part + 1 if is_next_known and not is_over else None
    words = whole.words
    said = words.say("series_count_of", count=count, of=of) if of else words.count("series_count", count)
    return Standing(said, next_part, last.teaser if next_part else None)
