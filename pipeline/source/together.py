"""What no two episodes of a folder may share: guid, slug, and number within a season."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline.core.episode import number_of
from pipeline.core.slugs import same_name
from pipeline.errors import Problem
from pipeline.source.local_episode import LocalEpisode

B = TypeVar("B")


def refuse_twins(
    found: Sequence[LocalEpisode | B], refused: Callable[[LocalEpisode, Problem], B]
) -> list[LocalEpisode | B]:
    """Take out episodes that claim another's identity, and note numbers given twice.

    Nobody can tell which of two is meant, so both are refused, unless all but
    one are drafts: then these are copies in the making.

    Args:
        found: Every episode; those that are no `LocalEpisode` pass through.
        refused: Makes of an episode what stands for one that is refused.
    """
    local = [each for each in found if isinstance(each, LocalEpisode)]
    bad = {**_same_guid(local), **_same_slug(local)}
    kept = [each for each in local if each.shown_index not in bad]
    numbered = _same_number(kept)
    return [
        each
        if not isinstance(each, LocalEpisode)
        else refused(each, bad[each.shown_index])
        if each.shown_index in bad
        else replace(each, problems=(*each.problems, *numbered.get(each.shown_index, ())))
        for each in found
    ]


def _same_guid(episodes: Iterable[LocalEpisode]) -> dict[str, Problem]:
    fix = "in the copy, remove the line: airdate publish writes a new one"
    return {
        each.shown_index: Problem(
            each.shown_index, each.line_of("guid"), f"'guid' is the same as in {other.shown_index}", fix
        )
        for each, other in _twins(episodes, lambda episode: episode.front.guid)
    }


def _same_slug(episodes: Iterable[LocalEpisode]) -> dict[str, Problem]:
    return {
        each.shown_index: Problem(
            each.shown_index,
            0,
            f"the name is the same as that of {other.shown_index}",
            "rename one of the two",
        )
        for each, other in _twins(episodes, lambda episode: same_name(episode.slug))
    }


def _same_number(episodes: Iterable[LocalEpisode]) -> dict[str, list[Problem]]:
    ready = [each for each in episodes if not each.front.draft and each.front.type == "full"]
    problems: dict[str, list[Problem]] = defaultdict(list)
    for each, other in _twins(ready, _number):
        number = each.front.episode
        what = f"'episode' is {number}" if number else f"the name begins with {number_of(each.slug)}"
        text = f"{what}, the same number as {other.shown_index}"
        fix = "write episode: with a number of its own in one of the two"
        problems[each.shown_index].append(Problem(each.shown_index, each.line_of("episode"), text, fix))
    return problems


def _number(episode: LocalEpisode) -> tuple[int | None, int] | None:
    front = episode.front
    number = front.episode or number_of(episode.slug)
    return (front.season, number) if number else None


def _twins(
    episodes: Iterable[LocalEpisode], key: Callable[[LocalEpisode], Hashable]
) -> list[tuple[LocalEpisode, LocalEpisode]]:
    """Each episode that is to be refused, with one that has the same key."""
    groups: dict[Hashable, list[LocalEpisode]] = defaultdict(list)
    for episode in episodes:
        if (value := key(episode)) is not None:
            groups[value].append(episode)
    return [pair for group in groups.values() if len(group) > 1 for pair in _pairs(group)]


def _pairs(group: list[LocalEpisode]) -> list[tuple[LocalEpisode, LocalEpisode]]:
    meant = [each for each in group if not each.front.draft]
    original = meant[0] if len(meant) == 1 else None
    others = {id(each): next(other for other in group if other is not each) for each in group}
    return [(each, original or others[id(each)]) for each in group if each is not original]
