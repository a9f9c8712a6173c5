"""Live episodes by what they share: each series, season, person and tag has a page of its own."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from pipeline.core.episode import Episode
from pipeline.core.front_matter import Guest
from pipeline.core.record import ShowRecord, StoredFile
from pipeline.core.show import Person, Show
from pipeline.core.slugs import FALLBACK, same_name, slugify
from pipeline.site.keys import person_key, season_key, series_key, tag_key

K = TypeVar("K")


@dataclass(frozen=True)
class Shelf:
    """Episodes that belong together, in the order in which their page lists them."""

    key: str
    """Of their page."""
    name: str
    episodes: Sequence[Episode]


@dataclass(frozen=True)
class PersonShelf(Shelf):
    """Somebody, and the episodes they are on."""

    person: Person
    files: Mapping[str, StoredFile]
    """Where their portrait is, if it was published: the show's files, or an episode's."""
    is_host: bool


@dataclass(frozen=True)
class Shelves:
    """All shelves of a show, in the order in which lists show them."""

    series: Mapping[str, Shelf]
    """By id; the newest first."""
    seasons: Mapping[int, Shelf]
    """By number."""
    people: Mapping[str, PersonShelf]
    """By identity: an id of `[people]`, or a name; hosts first, then by name."""
    tags: Mapping[str, Shelf]
    """By identity (`same_tag`); by name."""
    credits: Mapping[str, Sequence[str]]
    """By guid: the keys of the pages of an episode's people, in the order of its details."""

    def key_of_tag(self, tag: str) -> str:
        """Where the page of a live episode's tag stands."""
        return self.tags[same_tag(tag)].key


def gather_shelves(record: ShowRecord, live: Sequence[Episode]) -> Shelves:
    """Sort the live episodes into shelves; empty shelves are not made.

    The cost grows with the number of episodes and of what they name.

    Args:
        record: The show.
        live: Every released episode, newest first.
    """
    known = {same_name(person.name): id_ for id_, person in reversed(record.show.people.items())}
    credited = {each.record.guid: _identities(each, record.show, known) for each in live}
    people = _people(record, live, credited)
    return Shelves(
        series=_series(live),
        seasons=_seasons(record.show, live),
        people=people,
        tags=_tags(live),
        credits={guid: [people[each].key for each in found] for guid, found in credited.items()},
    )


def same_tag(tag: str) -> str:
    """What spellings of one tag share; C++ and C# stay two.

    >>> same_tag("Heel-Pain") == same_tag("heel  pain"), same_tag("C++") == same_tag("C#")
    (True, False)
    """
    return re.sub(r"[\s_-]+", " ", same_name(tag)).strip() or tag


def name_order(name: str) -> tuple[str, str]:
    """How lists sort names: accents and case do not count.

    >>> sorted(["Zoe", "Émile", "eva"], key=name_order)
    ['Émile', 'eva', 'Zoe']
    """
    slug = slugify(name)
    return (same_name(name) if slug == FALLBACK else slug, name)


def _group(episodes: Iterable[Episode], names: Callable[[Episode], Iterable[K]]) -> dict[K, list[Episode]]:
    groups: dict[K, list[Episode]] = {}
    for episode in episodes:
        for name in dict.fromkeys(names(episode)):
            groups.setdefault(name, []).append(episode)
    return groups


def _series(live: Sequence[Episode]) -> dict[str, Shelf]:
    """Each series in the order of its parts; its title is the newest part's."""

    def ids(episode: Episode) -> Iterator[str]:
        if episode.record.front.series:
            yield episode.record.front.series.id

    return {
        id_: Shelf(series_key(id_), _series_title(found[0]), sorted(found, key=_part))
        for id_, found in _group(live, ids).items()
    }


def _series_title(episode: Episode) -> str:
    series = episode.record.front.series
    return series.title if series else ""


def _part(episode: Episode) -> int:
    series = episode.record.front.series
    return series.part if series else 0


def _seasons(show: Show, live: Sequence[Episode]) -> dict[int, Shelf]:
    """Each season, in the order in which apps play the show; its name is empty where it has none."""

    def numbers(episode: Episode) -> Iterator[int]:
        if episode.details.season:
            yield episode.details.season

    shelves = {}
    for number, found in sorted(_group(live, numbers).items()):
        season = show.seasons.get(str(number))
        episodes = found[::-1] if show.type == "serial" else found
        shelves[number] = Shelf(season_key(number), (season and season.name) or "", episodes)
    return shelves


def _tags(live: Sequence[Episode]) -> dict[str, Shelf]:
    """Each tag, spelt as on the newest episode that has it."""
    spelt = {same_tag(tag): tag for each in reversed(live) for tag in reversed(each.record.front.tags)}
    groups = _group(live, lambda each: map(same_tag, each.record.front.tags))
    oldest_first = [same_tag(tag) for each in reversed(live) for tag in each.record.front.tags]
    keys = settle_keys(((each, spelt[each]) for each in oldest_first), tag_key)
    tags = sorted(groups, key=lambda each: name_order(spelt[each]))
    return {each: Shelf(keys[each], spelt[each], groups[each]) for each in tags}


def _identities(episode: Episode, show: Show, known: Mapping[str, str]) -> list[str]:
    """Who is on an episode, in the order of its details: a guest by name may be one of `[people]`.

    A colon tells names from ids, which have none.
    """
    front = episode.record.front
    hosts = show.hosts if front.hosts is None else front.hosts
    named: Iterable[str | Guest] = (*hosts, *front.guests)
    return [
        known.get(same_name(each.name), f":{same_name(each.name)}") if isinstance(each, Guest) else each
        for each in named
        if isinstance(each, Guest) or each in show.people
    ]


def _people(
    record: ShowRecord, live: Sequence[Episode], credited: Mapping[str, Sequence[str]]
) -> dict[str, PersonShelf]:
    """Everybody who is on a live episode, as `podcast.toml` or else the newest of their episodes has them."""
    show = record.show
    met: dict[str, tuple[Person, Mapping[str, StoredFile]]] = {}
    for each in live:
        for identity, person in zip(credited[each.record.guid], each.details.people, strict=True):
            met.setdefault(identity, (person, each.record.files))
    met |= {each: (show.people[each], record.files) for each in met.keys() & show.people.keys()}
    # Every id claims its address, also of people who are on no live episode yet.
    claims = [(each, each) for each in sorted(show.people)]
    guests = [(each, met[each][0].name) for found in reversed(live) for each in credited[found.record.guid]]
    keys = settle_keys([*claims, *guests], person_key)
    groups = _group(live, lambda each: credited[each.record.guid])
    shelves = {
        identity: PersonShelf(
            keys[identity], person.name, groups[identity], person, files, identity in show.hosts
        )
        for identity, (person, files) in met.items()
    }
    return dict(sorted(shelves.items(), key=lambda each: (not each[1].is_host, name_order(each[1].name))))


def settle_keys(claims: Iterable[tuple[str, str]], key_of: Callable[[str], str]) -> dict[str, str]:
    """A key of its own for everything that has a name, whatever the names have in common.

    The first to claim an address has it; whoever would stand in the same place
    has a few figures behind the name. Names that cannot be spelt in ASCII are
    figures alone, so that none of them depends on another.

    Args:
        claims: Identities with names; those that were there first come first.
        key_of: The key of a name.

    >>> list(settle_keys([("a", "Ana Berg"), ("b", "Ána Berg"), ("c", "足底")], tag_key).values())
    ['tags/ana-berg.html', 'tags/ana-berg-3e23e8.html', 'tags/2e7d2c.html']
    """
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for identity, name in claims:
        if identity in keys:
            continue
        figures = sha256(identity.encode()).hexdigest()
        slug = slugify(name)
        spelt = slug != FALLBACK or same_name(name) == FALLBACK
        tries = [slug] if spelt else []
        tries += [f"{slug[:60] + '-' if spelt else ''}{figures[:length]}" for length in (6, 12, 64)]
        keys[identity] = next(key for each in tries if (key := key_of(each)) not in taken)
        taken.add(keys[identity])
    return keys
