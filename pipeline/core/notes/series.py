"""A series' parts: which of them are out, so that a teaser turns into a link by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.addresses import Addresses
from pipeline.core.episode import Episode


@dataclass(frozen=True, order=True)
class Part:
    """A part of a series that is out."""

    number: int
    title: str
    url: str


def parts_of_series(episodes: Iterable[Episode], addresses: Addresses) -> Mapping[str, Sequence[Part]]:
    """The parts that are live, in order, by the series' id."""
    found: dict[str, list[Part]] = {}
    for episode in episodes:
        series = episode.record.front.series
        if series and episode.record.is_live:
            part = Part(series.part, episode.details.title, addresses.page(episode.record.slug))
            found.setdefault(series.id, []).append(part)
    return {series: sorted(parts) for series, parts in found.items()}


def part_before(parts: Iterable[Part], number: int) -> Part | None:
    """The nearest part before `number` that is out.

    >>> part_before([Part(1, "A", "a"), Part(2, "B", "b")], 2).title
    'A'
    """
    return max((part for part in parts if part.number < number), default=None)


def part_after(parts: Iterable[Part], number: int) -> Part | None:
    """The nearest part after `number` that is out.

    >>> part_after([Part(1, "A", "a"), Part(2, "B", "b")], 2) is None
    True
    """
    return min((part for part in parts if part.number > number), default=None)
