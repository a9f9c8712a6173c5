"""The site: every page and file of it, and what they share."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from pipeline.core.addresses import Addresses
from pipeline.core.episode import Episode
from pipeline.core.notes.series import parts_of_series
from pipeline.core.own_theme import theme_of
from pipeline.core.record import ShowRecord
from pipeline.errors import InputError, Level, Problem
from pipeline.site.kinds import (
    about,
    embed,
    episodes,
    feed_style,
    index,
    json_feed,
    llms,
    not_found,
    oembed,
    opml,
    people,
    robots,
    search,
    seasons,
    series,
    subscribe,
    tags,
    twins,
)
from pipeline.site.kinds.sitemap import render_sitemap
from pipeline.site.own_theme import read_own_theme
from pipeline.site.show_view import view_show
from pipeline.site.theme import read_theme
from pipeline.site.whole import Pages, Whole
from pipeline.site.words import read_words

KINDS: tuple[Callable[[Whole], Pages], ...] = (
    episodes.render,
    embed.render,
    oembed.render,
    index.render,
    series.render,
    seasons.render,
    people.render,
    tags.render,
    about.render,
    subscribe.render,
    not_found.render,
    search.render,
    twins.render,
    feed_style.render,
    json_feed.render,
    opml.render,
    llms.render,
    robots.render,
)
"""One row for each kind of page or file; the sitemap lists what they make."""


@dataclass(frozen=True)
class RenderedSite:
    """Every object of the site."""

    pages: Pages
    """By key; none where the show has a site already."""
    problems: tuple[Problem, ...] = ()
    """Why the show's own theme was left out, where it was."""


def render_site(
    show_record: ShowRecord, found: Iterable[Episode], addresses: Addresses, today: date
) -> RenderedSite:
    """Every object of the site; where the show's own theme fails, all of it in ours, with a warning.

    Args:
        show_record: The show.
        found: Any episodes; those that are not live leave no trace.
        addresses: Where the public root is seen.
        today: The day in the show's zone; sponsors' offers end by it.
    """
    episodes = list(found)
    try:
        return RenderedSite(_render(plan_whole(show_record, episodes, addresses, today)))
    except InputError as error:
        problems = tuple(_left_out(problem) for problem in error.problems)
        ours = show_record.model_copy(update={"theme": None})
        return RenderedSite(_render(plan_whole(ours, episodes, addresses, today)), problems)


def render_pages(
    show_record: ShowRecord, found: Iterable[Episode], addresses: Addresses, today: date
) -> dict[str, bytes]:
    """The same without what there is to say of it."""
    return dict(render_site(show_record, found, addresses, today).pages)


def render_some_pages(
    show_record: ShowRecord,
    found: Iterable[Episode],
    addresses: Addresses,
    today: date,
    slugs: Collection[str],
) -> Pages:
    """The pages of some episodes alone, and what they load: the same bytes as of the whole site.

    Raises:
        InputError: The show's own theme fails.
    """
    whole = plan_whole(show_record, found, addresses, today)
    if whole is None:
        return {}
    chosen = [each for each in whole.live if each.record.slug in slugs]
    return {**episodes.render_some(whole, chosen), **whole.theme.static}


def _render(whole: Whole | None) -> Pages:
    if whole is None:
        return {}
    pages = {key: body for render in KINDS for key, body in render(whole).items()}
    return {**pages, **render_sitemap(whole, pages), **whole.theme.static}


def _left_out(problem: Problem) -> Problem:
    text = f"{problem.text}; until this is put right, pages have the look that comes with airdate"
    return replace(problem, text=text, level=Level.WARNING)


def plan_whole(
    show_record: ShowRecord, found: Iterable[Episode], addresses: Addresses, today: date
) -> Whole | None:
    """What the pages are rendered from; None where the show has a site already.

    Raises:
        InputError: A template of the show's own theme cannot be read.
    """
    settings = show_record.show.pages
    if settings is None:
        return None
    live = sorted(
        (each for each in found if each.record.is_live),
        key=lambda each: (-each.record.date.timestamp(), each.record.guid),
    )
    words = read_words(show_record.show.language)
    source = theme_of(show_record.theme, show_record.files)
    theme = read_own_theme(settings, source, addresses) if source else read_theme(settings)
    site = view_show(show_record, settings, addresses, theme)
    parts = parts_of_series(live, addresses)
    return Whole(show_record, settings, addresses, live, parts, today, words, theme, site)
