"""Shelves: what belongs together stands on one page, and no two share an address."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.episode import Episode, settle
from pipeline.core.front_matter import Guest
from pipeline.core.show import Person
from pipeline.core.slugs import same_name
from pipeline.site.keys import person_key, tag_key
from pipeline.site.shelves import Shelves, gather_shelves, same_tag, settle_keys
from pipeline.store.keys import safe_key
from tests.site.long_show import make_long_show, make_numbered

NAMES = st.lists(st.text(min_size=1, max_size=30).map(str.strip).filter(bool), min_size=1, max_size=12)


def gather(*records: Any, **changes: Any) -> Shelves:
    """The shelves of some records, the newest given first."""
    show = make_long_show(**changes)
    return gather_shelves(show, [settle(each, show.show) for each in records])


def numbers(episodes: Any) -> list[int]:
    return [each.details.number for each in episodes]


@given(NAMES)
def test_no_two_tags_share_a_page(tags: list[str]) -> None:
    """Whatever they are written in; spellings of one tag do."""
    shelves = gather(make_numbered(1, tags=tags))
    keys = [shelf.key for shelf in shelves.tags.values()]
    assert len(set(keys)) == len(keys) == len({same_tag(each) for each in tags})
    assert all(safe_key(key) == key and key.startswith("tags/") for key in keys)
    assert {shelves.key_of_tag(each) for each in tags} == set(keys)


@given(NAMES)
def test_no_two_people_share_a_page(names: list[str]) -> None:
    """Two guests whose names spell alike in ASCII are still two people."""
    guests = [Guest(name=each) for each in names]
    shelves = gather(make_numbered(1, guests=guests, hosts=[]))
    keys = {shelf.key for shelf in shelves.people.values()}
    assert len(keys) == len(shelves.people) == len({same_name(each) for each in names})
    assert len(shelves.credits["guid-1"]) == len(guests)


def test_who_came_first_keeps_the_plain_address() -> None:
    """Links to a guest's page outlive a later guest of nearly the same name."""
    first, later = Guest(name="Jose Ruiz"), Guest(name="José Ruíz")
    shelves = gather(make_numbered(2, guests=[later]), make_numbered(1, guests=[first]))
    assert shelves.people[":jose ruiz"].key == "people/jose-ruiz.html"
    assert shelves.people[f":{same_name('José Ruíz')}"].key.startswith("people/jose-ruiz-")


def test_ids_claim_their_addresses_before_guests_do() -> None:
    """Also the ids of people who are on no episode yet: their page will stand there."""
    shelves = gather(make_numbered(1, guests=[Guest(name="Secret")]))
    assert shelves.people[":secret"].key.startswith("people/secret-")
    assert "secret" not in shelves.people


def test_a_guest_by_name_and_by_id_is_one_person() -> None:
    """Somebody who is put into podcast.toml later keeps their earlier episodes."""
    show_people = {"bo": Person(name="Bo Lind", bio="Bo knows.")}
    records = [make_numbered(2, guests=["bo"]), make_numbered(1, guests=[Guest(name="bo lind")])]
    shelves = gather(*records, people=show_people, hosts=[])
    (shelf,) = shelves.people.values()
    assert (shelf.key, shelf.name, numbers(shelf.episodes)) == ("people/bo.html", "Bo Lind", [2, 1])
    assert shelf.person.bio == "Bo knows."


def test_a_guest_is_shown_as_their_newest_episode_has_them() -> None:
    """Credentials change."""
    records = [
        make_numbered(2, guests=[Guest(name="Bo Lind", credentials="Professor")]),
        make_numbered(1, guests=[Guest(name="Bo Lind", credentials="MD")]),
    ]
    assert gather(*records).people[":bo lind"].person.credentials == "Professor"


def test_hosts_come_first_and_everybody_else_by_name() -> None:
    """Accents and case do not count."""
    guests = [Guest(name=each) for each in ("Zoe", "émile", "Eva")]
    shelves = gather(make_numbered(1, guests=guests))
    assert [each.name for each in shelves.people.values()] == [
        "Ada Marsh",
        "Tom Oakes",
        "émile",
        "Eva",
        "Zoe",
    ]


def test_somebody_named_twice_on_an_episode_has_it_once() -> None:
    """A host who is named among the guests as well."""
    shelves = gather(make_numbered(1, guests=["ada"]))
    assert numbers(shelves.people["ada"].episodes) == [1]
    assert shelves.credits["guid-1"] == ["people/ada.html", "people/tom.html", "people/ada.html"]


def test_a_serial_shows_seasons_play_from_the_start() -> None:
    """Others list the newest first."""
    records = [make_numbered(each, season=1) for each in (3, 2, 1)]
    assert numbers(gather(*records).seasons[1].episodes) == [3, 2, 1]
    assert numbers(gather(*records, type="serial").seasons[1].episodes) == [1, 2, 3]


def test_what_nothing_is_on_has_no_shelf() -> None:
    """An episode without series, season, tags and people."""
    shelves = gather(make_numbered(1, season=None, tags=[], hosts=[]))
    assert not any((shelves.series, shelves.seasons, shelves.people, shelves.tags))


def test_an_address_that_is_taken_twice_over_is_still_found() -> None:
    """Figures behind a name may be another's whole name."""
    claims = [("b", "x-3e23e8"), ("a", "x"), ("b2", "x"), ("b", "ignored")]
    keys = settle_keys([*claims, ("c", "X")], tag_key)
    assert len(set(keys.values())) == len(keys) == 4
    assert settle_keys([("e", "episode")], person_key) == {"e": "people/episode.html"}


def test_order_in_is_order_out() -> None:
    """The newest spelling of a tag is shown."""
    episodes: list[Episode] = []
    show = make_long_show()
    episodes = [settle(make_numbered(n, tags=[tag]), show.show) for n, tag in ((2, "Heel"), (1, "heel"))]
    shelf = gather_shelves(show, episodes).tags["heel"]
    assert (shelf.name, numbers(shelf.episodes), shelf.key) == ("Heel", [2, 1], "tags/heel.html")
