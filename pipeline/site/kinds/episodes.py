"""Every episode's own page."""

from markupsafe import Markup

from pipeline.core.addresses import page_key
from pipeline.core.episode import Episode
from pipeline.site.episode_view import view_page
from pipeline.site.views import Card
from pipeline.site.whole import Pages, Whole


def render(whole: Whole) -> Pages:
    return {page_key(each.record.slug): _page(each, whole) for each in whole.live}


def _page(episode: Episode, whole: Whole) -> bytes:
    page = view_page(episode, whole)
    card = Card("article", page.title, page.summary, page.url, page.picture)
    notes = Markup(page.notes)  # noqa: S704  # sanitised
    return whole.render("episode.html", card=card, page=page, notes=notes)
