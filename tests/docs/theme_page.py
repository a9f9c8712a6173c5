"""Renders what docs/theme.md takes from the templates: what each draws, and which values it has."""

import dataclasses
from collections.abc import Iterator, Mapping

from jinja2 import meta, nodes

from pipeline.site.list_view import RowView
from pipeline.site.navigation import Navigation, NavigationLink
from pipeline.site.paging import PageLink, Paging
from pipeline.site.theme_check import macros_of, read_our_trees
from pipeline.site.views import (
    Card,
    ChapterView,
    EpisodeView,
    Link,
    MediaView,
    PageView,
    PersonView,
    ReviewView,
    SeriesView,
    Site,
    SponsorView,
    TranscriptView,
    VideoView,
)

ALWAYS = ("site", "words", "navigation", "card", "policy")
"""What every page has besides, or can do without."""

DRAWS: Mapping[str, str] = {
    "base.html": "the frame of every page but the embedded player: head, bar, foot",
    "episode.html": "an episode's page",
    "embed.html": "the player that other sites show in a frame; it has no `navigation` and no `card`",
    "index.html": "the front page, and the further pages of the list of episodes",
    "list.html": "the lists of series, seasons, people and tags",
    "shelf.html": "a list of episodes that have something in common; the four below build on it",
    "series.html": "a series",
    "season.html": "a season",
    "person.html": "a host or guest",
    "tag.html": "a tag",
    "about.html": "the page about the show",
    "subscribe.html": "where the show can be heard, and the feed's address",
    "search.html": "the search",
    "not_found.html": "what is shown for an address that there is not",
    "blocks/bar.html": "the bar at the top, with the show's name and the links",
    "blocks/foot.html": "the foot of a page",
    "blocks/sharing.html": "in the head: how the page looks where it is shared",
    "blocks/lead.html": "the top of an episode: cover, title, facts, intro",
    "blocks/facts.html": "number, date and length of an episode, in a line",
    "blocks/player.html": "the player, and the link to download",
    "blocks/player_tools.html": "speed, skips and sharing; the small player that stays in view",
    "blocks/small_player.html": "a player without tools, on the front page",
    "blocks/chapters.html": "the list of chapters",
    "blocks/contents.html": "the table of contents of the notes",
    "blocks/series.html": "which part of a series an episode is, and what comes next",
    "blocks/video.html": "the video, which is loaded when somebody asks for it",
    "blocks/questions.html": "the questions that an episode answers",
    "blocks/call.html": "something that listeners are asked to do",
    "blocks/sponsor.html": "a sponsor's offer",
    "blocks/transcript.html": "the transcript",
    "blocks/people.html": "hosts and guests below the notes, and the goodbye",
    "blocks/review.html": "what listeners wrote, and what people say of the show",
    "blocks/topics.html": "series, season and tags of an episode",
    "blocks/neighbours.html": "the links to the episodes before and after",
    "blocks/listen.html": "the links to other apps and directories",
    "blocks/related.html": "episodes that go with this one",
    "blocks/newsletter.html": "the form for the newsletter",
    "blocks/card.html": "an episode in a list",
    "blocks/episode_list.html": "a list of episodes",
    "blocks/paging.html": "the links between the pages of a long list",
    "blocks/link.html": "a link, or only its words where there is no such page",
    "blocks/picture.html": "a picture in the sizes there are of it",
}
"""In the order of the page."""

VIEWS: Mapping[str, tuple[type, ...]] = {
    "site": (Site,),
    "navigation": (Navigation,),
    "a link of `navigation`": (NavigationLink,),
    "card": (Card,),
    "page": (PageView,),
    "an episode in `rows`, `related`": (EpisodeView,),
    "media": (MediaView,),
    "a chapter": (ChapterView,),
    "a transcript": (TranscriptView,),
    "a person": (PersonView,),
    "a sponsor": (SponsorView,),
    "a review": (ReviewView,),
    "series": (SeriesView,),
    "video": (VideoView,),
    "a topic": (Link,),
    "a row of `list.html`": (RowView,),
    "paging": (Paging,),
    "a link of `paging`": (PageLink,),
}
"""What the values hold, by what the page calls them."""


def render_parts() -> dict[str, str]:
    """Every generated part of the page, by the name its markers bear."""
    return {"templates": "\n".join(_templates()), "values": "\n".join(_values())}


def _templates() -> Iterator[str]:
    yield "| template | draws | has |\n|---|---|---|"
    trees = read_our_trees()
    for name, draws in DRAWS.items():
        macros = macros_of(trees[name])
        calls = [f"`{macro}({', '.join(arguments)})`" for macro, arguments in macros.items()]
        has = calls if macros else [f"`{value}`" for value in values_of(name)]
        yield f"| `{name}` | {draws} | {', '.join(has)} |"


def values_of(name: str) -> list[str]:
    """What a page has, besides what every page has."""
    chain = list(_chain(name))
    imported = {
        each if isinstance(each, str) else each[1]
        for tree in chain
        for node in tree.find_all(nodes.FromImport)
        for each in node.names
    }
    found = {value for tree in chain for value in meta.find_undeclared_variables(tree)}
    return sorted(found - imported - set(ALWAYS))


def _chain(name: str) -> Iterator[nodes.Template]:
    """A template, and what it builds on."""
    tree = read_our_trees()[name]
    yield tree
    for node in tree.find_all(nodes.Extends):
        if isinstance(node.template, nodes.Const):
            yield from _chain(node.template.value)


def _values() -> Iterator[str]:
    yield "| value | holds |\n|---|---|"
    for name, kinds in VIEWS.items():
        shown = name if " " in name else f"`{name}`"
        fields = [f"`{each.name}`" for kind in kinds for each in dataclasses.fields(kind)]
        yield f"| {shown} | {', '.join(fields)} |"
