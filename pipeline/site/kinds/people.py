"""Everybody who is on a live episode: hosts and guests, each with their episodes."""

from pipeline.site.episode_view import view_episode
from pipeline.site.keys import PEOPLE_LIST, address_of
from pipeline.site.list_view import view_person, view_person_row
from pipeline.site.listing import Listing, render_listing
from pipeline.site.shelves import PersonShelf
from pipeline.site.structured_data import person_data
from pipeline.site.whole import Pages, Whole

ROWS_PER_PAGE = 100


def render(whole: Whole) -> Pages:
    shelves = whole.shelves.people
    if not shelves:
        return {}
    pages = dict(_render_list(whole))
    for shelf in shelves.values():
        pages |= _render_person(shelf, whole)
    return pages


def _render_list(whole: Whole) -> Pages:
    title = whole.words.say("people")
    summary = whole.words.say("list_summary", list=title, show=whole.site.title)
    listing = Listing("list.html", PEOPLE_LIST, title, summary, ROWS_PER_PAGE)
    shelves = list(whole.shelves.people.values())
    return render_listing(
        listing, shelves, whole, lambda each: view_person_row(each, whole), style="portraits"
    )


def _render_person(shelf: PersonShelf, whole: Whole) -> Pages:
    person = view_person(shelf, whole)
    said = whole.words.say("person_summary", name=shelf.name, show=whole.site.title)
    summary = person.bio or said
    size = whole.settings.episodes_per_page
    data = [person_data(person)]
    listing = Listing("person.html", shelf.key, shelf.name, summary, size, person.picture, data)
    return render_listing(
        listing,
        shelf.episodes,
        whole,
        lambda each: view_episode(each, whole),
        person=person,
        list_url=address_of(PEOPLE_LIST, whole.addresses),
    )
