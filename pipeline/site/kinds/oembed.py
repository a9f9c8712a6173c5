"""How other sites show an episode's player: oEmbed answers as files (oembed.com, version 1.0)."""

import json
from html import escape

from pipeline.core.episode import Episode
from pipeline.site.keys import address_of, embed_key, oembed_key
from pipeline.site.player_view import is_playable, view_cover
from pipeline.site.whole import Pages, Whole

WIDTH_PX = 640
HEIGHTS_PX = {"audio": 290, "video": 560}
THUMBNAIL_PX = 480


def render(whole: Whole) -> Pages:
    return {oembed_key(each.record.slug): _answer(each, whole) for each in whole.live if is_playable(each)}


def _answer(episode: Episode, whole: Whole) -> bytes:
    """What a site asks for once somebody pasted an episode's address into it."""
    title = episode.details.title
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": whole.show.author,
        "provider_name": whole.show.title,
        "provider_url": whole.addresses.index,
        "width": WIDTH_PX,
        "height": _height_px(episode),
        "html": render_frame(episode, whole),
        **_thumbnail(episode, whole),
    }
    return (json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode()


def render_frame(episode: Episode, whole: Whole) -> str:
    """The element that shows the player in another page."""
    address = address_of(embed_key(episode.record.slug), whole.addresses)
    return (
        f'<iframe src="{escape(address)}" title="{escape(episode.details.title)}" '
        f'width="{WIDTH_PX}" height="{_height_px(episode)}" loading="lazy" '
        'allow="autoplay; clipboard-write; fullscreen" '
        'style="border: 0; width: 100%; max-width: 40rem"></iframe>'
    )


def _height_px(episode: Episode) -> int:
    return HEIGHTS_PX[episode.record.media.content_type.split("/")[0]]


def _thumbnail(episode: Episode, whole: Whole) -> dict[str, object]:
    """A picture with both of its sizes, or nothing: oEmbed wants all three."""
    picture = view_cover(episode, whole, THUMBNAIL_PX)
    if picture is None or not picture.width or not picture.height:
        return {}
    return {
        "thumbnail_url": picture.url,
        "thumbnail_width": picture.width,
        "thumbnail_height": picture.height,
    }
