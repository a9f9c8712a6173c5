"""The front page, and the list of all episodes that begins there."""

from pipeline.core.addresses import INDEX
from pipeline.core.episode import Episode
from pipeline.site.episode_view import view_episode
from pipeline.site.keys import index_key
from pipeline.site.listing import Listing, render_listing
from pipeline.site.player_view import view_media
from pipeline.site.structured_data import series_data
from pipeline.site.whole import Pages, Whole


def render(whole: Whole) -> Pages:
    site = whole.site
    listing = Listing(
        template="index.html",
        key=INDEX,
        title=site.title,
        summary=" ".join(" ".join(site.description).split()),
        size=whole.settings.episodes_per_page,
        data=[series_data(whole)],
        key_of_page=lambda _, number: index_key(number),
    )
    newest = next(iter(whole.live), None)
    trailer = find_trailer(whole)
    return render_listing(
        listing,
        whole.live,
        whole,
        lambda each: view_episode(each, whole),
        newest_media=view_media(newest, whole.addresses, whole.words) if newest else None,
        trailer=view_episode(trailer, whole) if trailer else None,
        trailer_media=view_media(trailer, whole.addresses, whole.words) if trailer else None,
    )


def find_trailer(whole: Whole) -> Episode | None:
    """The newest trailer, for those who are new here; none where it is the newest episode anyway."""
    return next((each for each in whole.live[1:] if each.details.type == "trailer"), None)
