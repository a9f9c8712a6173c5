"""What hosts serve where nothing is: every link is absolute, since it is read at any depth."""

from itertools import islice

from pipeline.site.episode_view import view_episode
from pipeline.site.keys import NOT_FOUND, address_of
from pipeline.site.views import Card
from pipeline.site.whole import Pages, Whole

NEWEST = 5
"""How many episodes it offers instead."""


def render(whole: Whole) -> Pages:
    title = whole.words.say("not_found")
    url = address_of(NOT_FOUND, whole.addresses)
    card = Card("website", title, whole.words.say("not_found_note"), url, whole.site.artwork)
    newest = [view_episode(each, whole) for each in islice(whole.live, NEWEST)]
    return {NOT_FOUND: whole.render("not_found.html", card=card, heading=title, rows=newest)}
