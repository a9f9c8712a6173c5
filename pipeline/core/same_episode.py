"""Which items apps take for one episode, whatever their guids say."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TypeVar

from pipeline.core.prefixes import strip_prefixes

K = TypeVar("K", bound=Hashable)

NEAR_S = 600
"""Episodes whose durations differ by less may be the same (AntennaPod, FeedItemDuplicateGuesser)."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "—": "-"})


@dataclass(frozen=True)
class Looks:
    """What of an item an app goes by when it guesses."""

    title: str
    moment: datetime | None
    """Aware."""
    url: str
    """Of the media; an item without one is never taken for another."""
    duration_s: int | None
    type: str | None
    media: str = ""
    """The content hash in the media's address; empty where it is not one of ours."""

    @property
    def shown_title(self) -> str:
        return self.title.strip().translate(_QUOTES)

    @property
    def day(self) -> date | None:
        """In UTC: an app goes by the day where its listener is, which nobody knows."""
        return self.moment.astimezone(UTC).date() if self.moment else None

    @property
    def length_s(self) -> int:
        """What is not said counts as 0, as it does in AntennaPod."""
        return self.duration_s or 0

    @property
    def kind(self) -> str:
        """`audio`, `video`; empty where nothing says."""
        return (self.type or "").strip().lower().partition("/")[0]


def seem_same(one: Looks, other: Looks) -> bool:
    """The same address; or the same title, day and kind, and nearly the same duration.

    Source: AntennaPod, FeedItemDuplicateGuesser.java.
    """
    if not one.url or not other.url:
        return False
    if one.url == other.url:
        return True
    return (
        _title_and_day(one) is not None
        and _title_and_day(one) == _title_and_day(other)
        and (one.kind == other.kind or not one.kind or not other.kind)
        and abs(one.length_s - other.length_s) < NEAR_S
    )


def find_twins(looks: Mapping[str, Looks]) -> list[tuple[str, str]]:
    """Pairs of items of one feed that seem the same, by guid; of many alike, each with the next."""
    playable = {guid: each for guid, each in looks.items() if each.url}
    pairs: dict[tuple[str, str], None] = {}
    for key in (_address, _title_and_day):
        for guids in _alike(playable, key).values():
            pairs |= dict.fromkeys(_neighbours(playable, guids))
    return list(pairs)


def _neighbours(looks: Mapping[str, Looks], guids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Of items that are near each other, at least one pair: in order of length, near ones are neighbours."""
    by_length = sorted(guids, key=lambda guid: looks[guid].length_s)
    by_kind = sorted(guids, key=lambda guid: (looks[guid].kind, looks[guid].length_s))
    for one, other in (*pairwise(by_length), *pairwise(by_kind)):
        if seem_same(looks[one], looks[other]):
            yield min(one, other), max(one, other)


def pair_up(old: Mapping[K, Looks], new: Mapping[K, Looks]) -> dict[K, K]:
    """For items that are not in the other feed, which one there seems to be the same episode.

    Each is paired once: by the bytes of its media where its address tells
    them, by its address, by its address without what hosts and trackers add,
    or by its title and day.
    """
    pairs: dict[K, K] = {}
    free = dict(new)
    for key in (_media, _address, _bare_address, _title_and_day):
        rest = {guid: each for guid, each in old.items() if guid not in pairs}
        candidates = _alike(free, key)
        for alike, guids in _alike(rest, key).items():
            for guid, found in zip(guids, candidates.get(alike, ()), strict=False):
                pairs[guid] = found
                del free[found]
    return pairs


def _alike(looks: Mapping[K, Looks], key: Callable[[Looks], Hashable | None]) -> dict[Hashable, list[K]]:
    groups: dict[Hashable, list[K]] = {}
    for name, each in looks.items():
        alike = key(each)
        if alike is not None:
            groups.setdefault(alike, []).append(name)
    return groups


def _media(looks: Looks) -> str | None:
    return looks.media or None


def _address(looks: Looks) -> str | None:
    return looks.url or None


def _bare_address(looks: Looks) -> str | None:
    return strip_prefixes(looks.url).partition("?")[0].partition("://")[2] or None


def _title_and_day(looks: Looks) -> tuple[str, date] | None:
    day = looks.day
    return (looks.shown_title, day) if day and looks.shown_title else None
