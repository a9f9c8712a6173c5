"""What every page links to in its header and footer; pages that are not made are not linked."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.addresses import INDEX, Addresses
from pipeline.core.words import Words
from pipeline.site.keys import (
    ABOUT,
    PEOPLE_LIST,
    SEARCH,
    SEASONS_LIST,
    SERIES_LIST,
    SUBSCRIBE,
    TAGS_LIST,
    address_of,
)
from pipeline.site.shelves import Shelves


@dataclass(frozen=True)
class NavigationLink:
    """A page and what links call it; the one that is being read is marked by its address."""

    url: str
    label: str


@dataclass(frozen=True)
class Navigation:
    """The links of header and footer."""

    header: Sequence[NavigationLink]
    footer: Sequence[NavigationLink]
    """All there is, the header's as well."""


def plan_navigation(addresses: Addresses, words: Words, shelves: Shelves) -> Navigation:
    """Settle what is linked: the row of a list only where it lists something."""
    rows = (
        (INDEX, "episodes", True, True),
        (SERIES_LIST, "series", bool(shelves.series), False),
        (SEASONS_LIST, "seasons", bool(shelves.seasons), False),
        (PEOPLE_LIST, "people", bool(shelves.people), False),
        (TAGS_LIST, "tags", bool(shelves.tags), False),
        (ABOUT, "about", True, True),
        (SUBSCRIBE, "subscribe", True, True),
        (SEARCH, "search", True, True),
    )
    links = [
        (NavigationLink(address_of(key, addresses), words.say(word)), in_header)
        for key, word, is_made, in_header in rows
        if is_made
    ]
    return Navigation([link for link, in_header in links if in_header], [link for link, _ in links])
