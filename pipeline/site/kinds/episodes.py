"""Every episode's own page, and the script that reads its transcript along."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup

from pipeline.core.addresses import file_key, page_key
from pipeline.core.episode import Episode
from pipeline.site.blocks_view import view_reviews
from pipeline.site.cards import view_card
from pipeline.site.episode_view import view_page
from pipeline.site.keys import address_of, oembed_key
from pipeline.site.player_view import is_playable
from pipeline.site.show_view import render_policy
from pipeline.site.squeezing import squeeze_script
from pipeline.site.views import PageView
from pipeline.site.whole import Pages, Whole

READER = "reader.js"
"""Loaded by pages whose transcript somebody opens, and by no others."""


def render(whole: Whole) -> Pages:
    return render_some(whole, whole.live)


def render_some(whole: Whole, chosen: Iterable[Episode]) -> Pages:
    """The pages of some live episodes, and what they load."""
    reader = _read_reader()
    key = file_key(sha256(reader).hexdigest(), READER)
    url = whole.addresses.url(key)
    return {key: reader, **{page_key(each.record.slug): _page(each, url, whole) for each in chosen}}


def _page(episode: Episode, reader_url: str, whole: Whole) -> bytes:
    page = view_page(episode, whole)
    return whole.render(
        "episode.html",
        card=view_card(episode, page, whole),
        policy=_policy(page, whole),
        page=page,
        reader_url=reader_url,
        oembed_url=_oembed_url(episode, whole),
        notes=Markup(page.notes),  # noqa: S704  # sanitised
        testimonials=view_reviews(whole.settings.testimonials, whole.words),
    )


def _oembed_url(episode: Episode, whole: Whole) -> str | None:
    """Where other sites learn how to show this episode; None for what nobody plays."""
    return address_of(oembed_key(episode.record.slug), whole.addresses) if is_playable(episode) else None


def _policy(page: PageView, whole: Whole) -> str:
    """What this page may frame and send forms to, besides what every page may."""
    frames = [page.video.embed_url] if page.video and page.video.embed_url else []
    forms = [whole.settings.newsletter.action] if whole.settings.newsletter else []
    return render_policy(whole.addresses.base_url, frames=frames, forms=forms, fonts=whole.theme.has_fonts)


@cache
def _read_reader() -> bytes:
    path = files("pipeline.site") / "theme" / READER
    return squeeze_script(path.read_text(encoding="utf-8")).encode()
