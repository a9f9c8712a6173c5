"""The front page: the show, and its episodes."""

from pipeline.core.addresses import INDEX
from pipeline.core.notes.plain import shorten
from pipeline.site.episode_view import view_episode
from pipeline.site.views import Card
from pipeline.site.whole import Pages, Whole

PREVIEW_CHARACTERS = 200
"""What link previews and search results show of a summary."""


def render(whole: Whole) -> Pages:
    site = whole.site
    summary = shorten(" ".join(" ".join(site.description).split()), PREVIEW_CHARACTERS)
    card = Card("website", site.title, summary, site.index_url, site.artwork)
    episodes = [view_episode(each, whole) for each in whole.live]
    return {INDEX: whole.render("index.html", card=card, episodes=episodes)}
