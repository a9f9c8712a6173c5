"""How pages look where they are shared, and what search engines are told of them."""

from dataclasses import replace

from pipeline.core.episode import Episode
from pipeline.core.made_pictures import share_image_of
from pipeline.core.notes.page_html import Picture
from pipeline.site.keys import twin_key
from pipeline.site.moments import changed_at, render_moment
from pipeline.site.show_view import view_picture
from pipeline.site.structured_data import breadcrumbs, episode_data, episode_steps, render_data
from pipeline.site.views import Card, PageView
from pipeline.site.whole import Whole


def view_card(episode: Episode, page: PageView, whole: Whole) -> Card:
    """An episode's card, with everything that is told of it."""
    card = Card(
        kind="article",
        title=page.title,
        summary=page.summary or whole.site.title,
        url=page.url,
        picture=_picture(episode, page, whole),
        twin_url=whole.addresses.url(twin_key(episode.record.slug)),
        audio=page.media if page.media.kind == "audio" else None,
        published_iso=render_moment(episode.record.date),
        modified_iso=render_moment(changed_at(episode)),
        tags=episode.record.front.tags,
        is_blocked=episode.record.front.block,
    )
    steps = episode_steps(episode, page, whole)
    return replace(
        card, data=render_data(episode_data(episode, page, card, whole), breadcrumbs(whole, *steps))
    )


def _picture(episode: Episode, page: PageView, whole: Whole) -> Picture | None:
    """What was made to be shared; artwork in records from before there was such a picture."""
    return view_picture(share_image_of(episode.record.files), whole.addresses) or page.picture
