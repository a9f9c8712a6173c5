"""The site: every live episode's page, the index, and the one stylesheet and script they share."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.core.addresses import INDEX, Addresses, file_key, page_key
from pipeline.core.episode import Episode
from pipeline.core.notes.plain import shorten
from pipeline.core.notes.series import parts_of_series
from pipeline.core.record import ShowRecord
from pipeline.site.episode_view import Surroundings, view_episode, view_page
from pipeline.site.show_view import view_show
from pipeline.site.views import Card, PageView, Site

_PREVIEW_CHARACTERS = 200
"""What link previews and search results show of a summary."""


def render_pages(
    show_record: ShowRecord, episodes: Iterable[Episode], addresses: Addresses, today: date
) -> dict[str, bytes]:
    """Every object of the site, by key: pages of what is live, the index, the stylesheet and the script.

    Args:
        show_record: The show.
        episodes: Any episodes; those that are not live leave no trace.
        addresses: Where the public root is seen.
        today: The day in the show's zone; sponsors' offers end by it.
    """
    live = sorted(
        (each for each in episodes if each.record.is_live),
        key=lambda each: (-each.record.date.timestamp(), each.record.guid),
    )
    shared = _shared_files()
    site = view_show(show_record, addresses, *shared)
    around = Surroundings(show_record, addresses, parts_of_series(live, addresses), today)
    pages = {page_key(each.record.slug): _page(view_page(each, around), site) for each in live}
    return {**pages, INDEX: _index(live, around, site), **shared}


def _page(page: PageView, site: Site) -> bytes:
    card = Card("article", page.title, page.summary, page.url, page.picture)
    return _render("episode.html", site=site, card=card, page=page, notes=Markup(page.notes))  # noqa: S704  # sanitised


def _index(live: Sequence[Episode], around: Surroundings, site: Site) -> bytes:
    summary = shorten(" ".join(" ".join(site.description).split()), _PREVIEW_CHARACTERS)
    card = Card("website", site.title, summary, site.index_url, site.artwork)
    return _render("index.html", site=site, card=card, episodes=[view_episode(each, around) for each in live])


def _render(template: str, **values: object) -> bytes:
    return _environment().get_template(template).render(values).encode()


@cache
def _environment() -> Environment:
    """Everything is escaped; what users wrote is only ever a value, never a template."""
    return Environment(
        loader=PackageLoader("pipeline.site", "theme"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def _shared_files() -> Mapping[str, bytes]:
    """The stylesheet and the script, in that order, under keys that change with them."""
    theme = files("pipeline.site") / "theme"
    bodies = {name: (theme / name).read_bytes() for name in ("page.css", "page.js")}
    return {file_key(sha256(body).hexdigest(), name): body for name, body in bodies.items()}
