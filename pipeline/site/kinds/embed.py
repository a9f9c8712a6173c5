"""A player alone for each episode, to be shown in a frame on other people's pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pipeline.core.episode import Episode
from pipeline.core.notes.page_html import Picture
from pipeline.site.keys import embed_key
from pipeline.site.player_view import is_playable, view_chapters, view_cover, view_media, view_transcripts
from pipeline.site.views import ChapterView, MediaView, TranscriptView
from pipeline.site.whole import Pages, Whole

COVER_PX = 320


@dataclass(frozen=True)
class EmbedView:
    """What an embedded player shows."""

    title: str
    url: str
    """Of the episode's page."""
    picture: Picture | None
    media: MediaView
    chapters: Sequence[ChapterView]
    captions: Sequence[TranscriptView]


def render(whole: Whole) -> Pages:
    origin = _reversed_host(whole.addresses.base_url)
    return {
        embed_key(each.record.slug): whole.render("embed.html", page=_view(each, whole, origin))
        for each in whole.live
        if is_playable(each)
    }


def _view(episode: Episode, whole: Whole, origin: str | None) -> EmbedView:
    media = _identified(view_media(episode, whole.addresses, whole.words), origin)
    return EmbedView(
        title=episode.details.title,
        url=whole.addresses.page(episode.record.slug),
        picture=view_cover(episode, whole, COVER_PX),
        media=media,
        chapters=view_chapters(episode, media, whole.addresses),
        captions=[each for each in view_transcripts(episode, whole) if each.content_type == "text/vtt"],
    )


def _identified(media: MediaView, origin: str | None) -> MediaView:
    """The media as embedded players ask for it, so that downloads can be told from those of apps."""
    return replace(media, url=f"{media.url}?_from={origin}") if origin else media


def _reversed_host(base_url: str) -> str | None:
    """Where the player comes from, as reverse domain; None for an address that is no name.

    >>> _reversed_host("https://wind.example/show/"), _reversed_host("http://127.0.0.1:8000/")
    ('example.wind', None)
    """
    host = urlsplit(base_url).hostname or ""
    return (
        ".".join(reversed(host.split("."))) if re.fullmatch(r"[a-z0-9.-]+\.[a-z][a-z0-9-]*", host) else None
    )
