"""The site: every page and file of it, and what they share."""

from collections.abc import Callable, Iterable
from datetime import date

from pipeline.core.addresses import Addresses
from pipeline.core.episode import Episode
from pipeline.core.notes.series import parts_of_series
from pipeline.core.record import ShowRecord
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


def render_pages(
    show_record: ShowRecord, found: Iterable[Episode], addresses: Addresses, today: date
) -> dict[str, bytes]:
    """Every object of the site, by key; nothing where the show has a site already.

    Args:
        show_record: The show.
        found: Any episodes; those that are not live leave no trace.
        addresses: Where the public root is seen.
        today: The day in the show's zone; sponsors' offers end by it.
    """
    whole = plan_whole(show_record, found, addresses, today)
    if whole is None:
        return {}
    pages = {key: body for render in KINDS for key, body in render(whole).items()}
    return {**pages, **render_sitemap(whole, pages), **whole.theme.static}


def plan_whole(
    show_record: ShowRecord, found: Iterable[Episode], addresses: Addresses, today: date
) -> Whole | None:
    """What the pages are rendered from; None where the show has a site already."""
    settings = show_record.show.pages
    if settings is None:
        return None
    live = sorted(
        (each for each in found if each.record.is_live),
        key=lambda each: (-each.record.date.timestamp(), each.record.guid),
    )
    theme, words = read_theme(settings), read_words(show_record.show.language)
    site = view_show(show_record, settings, addresses, theme)
    parts = parts_of_series(live, addresses)
    return Whole(show_record, settings, addresses, live, parts, today, words, theme, site)
