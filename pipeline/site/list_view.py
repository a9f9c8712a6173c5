"""Rows of lists that lead to other lists: each series, season, person and tag in a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.core.notes.page_html import Picture
from pipeline.site.keys import address_of
from pipeline.site.shelves import PersonShelf, Shelf
from pipeline.site.show_view import view_artwork
from pipeline.site.views import PersonView
from pipeline.site.whole import Whole


@dataclass(frozen=True)
class RowView:
    """Something that has a page of its own, as a list shows it."""

    url: str
    title: str
    about: str
    """A sentence or less; empty where there is nothing to say."""
    count: str
    picture: Picture | None


def view_row(shelf: Shelf, whole: Whole, *, title: str = "", about: str = "") -> RowView:
    """A shelf in a line, with how much is on it."""
    return RowView(
        url=address_of(shelf.key, whole.addresses),
        title=title or shelf.name,
        about=about,
        count=say_count(shelf.episodes, whole),
        picture=None,
    )


def view_person_row(shelf: PersonShelf, whole: Whole) -> RowView:
    """Somebody in a line."""
    return RowView(
        url=address_of(shelf.key, whole.addresses),
        title=shelf.name,
        about=shelf.person.credentials or "",
        count=say_count(shelf.episodes, whole),
        picture=view_artwork(shelf.person.image, shelf.files, whole.addresses),
    )


def view_person(shelf: PersonShelf, whole: Whole) -> PersonView:
    """Somebody with all that is told of them."""
    person = shelf.person
    return PersonView(
        name=person.name,
        role=whole.words.role(person.role),
        credentials=person.credentials,
        bio=person.bio,
        page_url=address_of(shelf.key, whole.addresses),
        own_url=person.url,
        picture=view_artwork(person.image, shelf.files, whole.addresses),
    )


def say_count(episodes: Sequence[object], whole: Whole) -> str:
    """How many episodes, in words."""
    return whole.words.count("episode_count", len(episodes))
