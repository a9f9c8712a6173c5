"""Where readers go from an episode: what is related, and its neighbours in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.core.episode import Episode
from pipeline.core.related import find_related
from pipeline.core.show import Show


@dataclass(frozen=True)
class ReadingOn:
    """The episodes that an episode's page leads to."""

    related: Sequence[Episode]
    newer: Episode | None
    older: Episode | None


def plan_reading(live: Sequence[Episode], show: Show) -> Mapping[str, ReadingOn]:
    """What each episode leads to, by guid.

    Args:
        live: Every released episode, newest first.
        show: Its hosts are on every episode.
    """
    hosts = [show.people[each].name for each in show.hosts if each in show.people]
    return {
        each.record.guid: ReadingOn(
            related=related,
            newer=live[place - 1] if place else None,
            older=live[place + 1] if place + 1 < len(live) else None,
        )
        for place, (each, related) in enumerate(zip(live, find_related(live, hosts), strict=True))
    }
