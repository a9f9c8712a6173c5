"""What a check is asked for, and what it comes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.core.rules.silence import Silenced, part_silenced
from pipeline.errors import Problem


@dataclass(frozen=True)
class Wishes:
    """What goes beyond reading files."""

    online: bool = False
    """Ask the servers of what a feed names."""
    listen: bool = False
    """Measure the audio with ffmpeg."""
    allow_private: bool = False
    """Also ask servers on this machine and network."""


@dataclass(frozen=True)
class Checked:
    """What was found."""

    problems: Sequence[Problem]
    silenced: Sequence[Silenced] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    """By rule, how many more there are than are listed."""
    notes: Sequence[str] = ()
    """What the check could not do, in words."""


def join_checked(one: Checked, other: Checked) -> Checked:
    """Two reports as one, in this order."""
    return Checked(
        [*one.problems, *other.problems],
        [*one.silenced, *other.silenced],
        {**one.left_out, **other.left_out},
        [*one.notes, *other.notes],
    )


def checked(
    problems: Iterable[Problem],
    silence: Mapping[str, str],
    left_out: Mapping[str, int] | None = None,
    notes: Sequence[str] = (),
) -> Checked:
    """All that was found, sorted by path and line, without what the show has silenced."""
    told, silenced = part_silenced(problems, silence)
    ordered = sorted(set(told), key=lambda each: (each.path, each.line, each.text))
    more = left_out or {}
    counted = [replace(each, count=each.count + more.get(each.rule, 0)) for each in silenced]
    return Checked(ordered, counted, {rule: more[rule] for rule in more if rule not in silence}, notes)
