"""Which episodes go with an episode: by series, then tags, people, season, and nearness in time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.core.episode import Episode
from pipeline.core.slugs import same_name

SHOWN = 3
"""How many a page shows."""
_NEARBY = 8
"""How many of those that share a word are looked at, before and after: a tag may stand on every episode."""

Feature = tuple[str, str]
"""What two episodes can share: ("tag", "heel")."""


@dataclass(frozen=True)
class _Entry:
    """One episode, by what it can share with others."""

    place: int
    features: Mapping[str, frozenset[Feature]]
    """By kind: series, tag, person, season."""

    @property
    def all_features(self) -> Iterator[Feature]:
        return (each for features in self.features.values() for each in features)


def find_related(episodes: Sequence[Episode], hosts: Iterable[str] = ()) -> list[list[Episode]]:
    """The episodes to read on with, best first, for each of the given ones.

    What is nearest in time goes before what is newest: a new episode then
    changes the pages of its neighbours and not those of the whole show. The
    cost grows with the number of episodes, not with its square: an index by
    feature is made once, and of a feature only the nearest are looked at.

    Args:
        episodes: All that may be shown, in the order of time.
        hosts: Names that tell nothing, because they are on every episode.
    """
    everywhere = {same_name(each) for each in hosts}
    entries = [_entry(place, each, everywhere) for place, each in enumerate(episodes)]
    index: dict[Feature, list[int]] = {}
    ranks: dict[tuple[int, Feature], int] = {}
    for entry in entries:
        for feature in entry.all_features:
            places = index.setdefault(feature, [])
            ranks[entry.place, feature] = len(places)
            places.append(entry.place)
    return [[episodes[place] for place in _best(entry, entries, index, ranks)] for entry in entries]


def _entry(place: int, episode: Episode, everywhere: set[str]) -> _Entry:
    front, details = episode.record.front, episode.details
    people = {same_name(each.name) for each in details.people} - everywhere
    return _Entry(
        place,
        {
            "series": _features("series", [front.series.id] if front.series else []),
            "tag": _features("tag", map(same_name, front.tags)),
            "person": _features("person", people),
            "season": _features("season", [str(details.season)] if details.season else []),
        },
    )


def _features(kind: str, values: Iterable[str]) -> frozenset[Feature]:
    return frozenset((kind, value) for value in values)


def _best(
    entry: _Entry,
    entries: Sequence[_Entry],
    index: Mapping[Feature, Sequence[int]],
    ranks: Mapping[tuple[int, Feature], int],
) -> Iterator[int]:
    """The places of the best, best first."""
    candidates = set(_around(range(len(entries)), entry.place))
    for feature in entry.all_features:
        candidates.update(_around(index[feature], ranks[entry.place, feature]))
    candidates.discard(entry.place)
    return islice(sorted(candidates, key=lambda place: _order(entry, entries[place])), SHOWN)


def _around(places: Sequence[int], rank: int) -> Sequence[int]:
    return places[max(0, rank - _NEARBY) : rank + _NEARBY + 1]


def _order(entry: _Entry, other: _Entry) -> tuple[int, ...]:
    """What sorts a better one first; of two equally far ones the later listed loses."""
    shared = (-len(features & other.features[kind]) for kind, features in entry.features.items())
    return (*shared, abs(entry.place - other.place), other.place)
