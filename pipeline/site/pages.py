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
    index,
    not_found,
    oembed,
    people,
    seasons,
    series,
    subscribe,
    tags,
)
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
)
"""One row for each kind of page or file."""


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
    settings = show_record.show.pages
    if settings is None:
        return {}
    live = sorted(
        (each for each in found if each.record.is_live),
        key=lambda each: (-each.record.date.timestamp(), each.record.guid),
    )
    theme, words = read_theme(settings), read_words(show_record.show.language)
    site = view_show(show_record, settings, addresses, theme)
    parts = parts_of_series(live, addresses)
    whole = Whole(show_record, settings, addresses, live, parts, today, words, theme, site)
    pages = {key: body for render in KINDS for key, body in render(whole).items()}
    return {**pages, **theme.static}
