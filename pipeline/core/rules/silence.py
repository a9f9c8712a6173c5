"""Rules that a show has silenced, each with its reason."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pipeline.errors import Problem


@dataclass(frozen=True)
class Silenced:
    """One rule that was not let speak, and how often it would have."""

    rule: str
    reason: str
    count: int


def part_silenced(
    problems: Iterable[Problem], silence: Mapping[str, str]
) -> tuple[list[Problem], tuple[Silenced, ...]]:
    """What is to be told, and what the show does not want to hear.

    >>> told, silenced = part_silenced([Problem("feed.xml", 3, "x", rule="a-b")], {"a-b": "on purpose"})
    >>> told, silenced
    ([], (Silenced(rule='a-b', reason='on purpose', count=1),))
    """
    told: list[Problem] = []
    counts: dict[str, int] = {}
    for each in problems:
        if each.rule in silence:
            counts[str(each.rule)] = counts.get(str(each.rule), 0) + 1
        else:
            told.append(each)
    return told, tuple(Silenced(rule, silence[rule], count) for rule, count in sorted(counts.items()))


def unknown_rules(silence: Mapping[str, str], known: Collection[str]) -> list[str]:
    """Ids that are no rule's."""
    return [rule for rule in silence if rule not in known]
