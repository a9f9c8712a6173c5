"""What each directory would make of a feed or a show: accepted or not, and how much it would complain."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pipeline.core.rules.directories import TITLES, Directory, directories_of
from pipeline.errors import Level, Problem


@dataclass(frozen=True)
class Verdict:
    """One directory's view."""

    directory: Directory
    errors: int
    warnings: int
    advice: int

    @property
    def is_accepted(self) -> bool:
        return not self.errors

    def __str__(self) -> str:
        """As people read it.

        >>> print(Verdict(Directory.APPLE, 0, 2, 1))
        Apple: accepted, 2 warnings
        >>> print(Verdict(Directory.SPOTIFY, 1, 0, 0))
        Spotify: not accepted, 1 error
        """
        counts = ((self.errors, "error"), (self.warnings, "warning"))
        told = [f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count]
        word = "accepted" if self.is_accepted else "not accepted"
        return ", ".join([f"{TITLES[self.directory]}: {word}", *told])


def judge_directories(
    problems: Iterable[tuple[Problem, int]], who_says: Mapping[str, str], directories: Collection[Directory]
) -> tuple[Verdict, ...]:
    """One verdict for each of the directories, in their usual order.

    Args:
        problems: All that was found, each with how often: of what is wrong
            with every item, only the first are told.
        who_says: By rule; a problem without a rule concerns everybody.
        directories: Those that are asked for.
    """
    found = [(each.level, _concerned(each, who_says), count) for each, count in problems]
    return tuple(
        Verdict(
            directory,
            *(
                sum(count for level, concerned, count in found if level is wanted and directory in concerned)
                for wanted in (Level.ERROR, Level.WARNING, Level.ADVICE)
            ),
        )
        for directory in Directory
        if directory in directories
    )


def of_interest(
    problems: Iterable[Problem], who_says: Mapping[str, str], directories: Collection[Directory]
) -> list[Problem]:
    """The problems that concern any of these directories."""
    wanted = frozenset(directories)
    return [each for each in problems if wanted & _concerned(each, who_says)]


def _concerned(problem: Problem, who_says: Mapping[str, str]) -> frozenset[Directory]:
    return directories_of(who_says.get(problem.rule or "", ""))
