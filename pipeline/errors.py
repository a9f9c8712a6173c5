"""Every error that airdate raises on purpose, and the exit code each one means.

    AirdateError                1   the run failed
    ├── InputError              3   the producer's files have problems
    │   └── AudioError              one audio file cannot be published
    ├── StoreError              4   the store refused, failed or was unreachable
    │   ├── AccessError             the credentials may not do this
    │   ├── ConditionError          somebody else changed the object first
    │   ├── OutageError             it was unreachable, too slow or overloaded
    │   └── UnsupportedError        the store does not know this kind of request
    ├── FetchError              1   an address of the web could not be fetched
    ├── ToolError               1   a program that was asked for is not here, or fails
    └── GuardError              5   publishing would harm what is already public

Wording lives here or where the error is raised; `pipeline.cli` alone prints.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, where it is, and how to put it right.

    `path` is what the user would type, relative to the show folder; `line`
    starts at 1 and is 0 where no line applies; `fix` is text that can be
    followed or pasted; `rule` is the id of the rule that found it, if one did.
    """

    path: str
    line: int
    text: str
    fix: str | None = None
    level: Level = Level.ERROR
    rule: str | None = None

    def __str__(self) -> str:
        """Where first, then what, then the fix on a line of its own.

        >>> print(Problem("podcast.toml", 14, "'explicit' is \\"maybe\\"", "write true or false"))
        podcast.toml:14: 'explicit' is "maybe"
          Fix: write true or false
        """
        where = f"{self.path}:{self.line}" if self.line else self.path
        fix = f"\n  Fix: {self.fix}" if self.fix else ""
        return f"{where}: {self.text}{fix}" if where else f"{self.text}{fix}"


class AirdateError(Exception):
    """The base of all of them; `str()` is fit for a person to read."""

    exit_code = 1

    def __init__(self, text: str, fix: str | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.text}\n  Fix: {self.fix}" if self.fix else self.text


class InputError(AirdateError):
    """The producer's files have problems: all of them, sorted by path and line."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(problems, key=lambda problem: (problem.path, problem.line, problem.text))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class AudioError(InputError):
    """One audio file cannot be published.

    Raised by the audio package with the path it was given; workflows turn it
    into a problem of the episode that names the file.
    """

    def __init__(self, path: str, reason: str, fix: str | None = None) -> None:
        super().__init__([Problem(path, 0, reason, fix)])
        self.reason = reason
        self.reason_fix = fix


class StoreError(AirdateError):
    """The store refused, failed or could not be reached; nothing is known to be lost."""

    exit_code = 4


class AccessError(StoreError):
    """The credentials are missing, wrong, or may not do this."""


class ConditionError(StoreError):
    """A conditional write found another version than the one it was meant for."""


class OutageError(StoreError):
    """The store was unreachable, too slow or overloaded: the one kind that trying again may cure."""

    def __init__(self, text: str, fix: str | None = None, *, has_answered: bool = False) -> None:
        super().__init__(text, fix)
        self.has_answered = has_answered


class UnsupportedError(StoreError):
    """The store answered that it does not know this kind of request (501)."""


class GuardError(AirdateError):
    """Writing this would remove or change something that listeners already have."""

    exit_code = 5


class FetchFault(StrEnum):
    """Why an address could not be fetched."""

    ADDRESS = "address"
    """It is none of the web, or one that is not asked: of this machine, of a private network."""
    NAME = "name"
    """Nobody knows the host's name."""
    CONNECT = "connect"
    """Nothing answers there."""
    CERTIFICATE = "certificate"
    """The host cannot prove that it is the one."""
    TIME = "time"
    """It took too long."""
    REDIRECTS = "redirects"
    """It leads on and on, or round in a circle."""
    ANSWER = "answer"
    """The answer is not HTTP, breaks off, or cannot be unpacked."""
    SIZE = "size"
    """It is larger than can be looked at, or grows without measure when unpacked."""


class FetchError(AirdateError):
    """An address could not be fetched; `reason` is the text without the address."""

    def __init__(self, url: str, reason: str, fault: FetchFault, fix: str | None = None) -> None:
        super().__init__(f"{url}: {reason}", fix)
        self.url = url
        self.reason = reason
        self.fault = fault


class ToolError(AirdateError):
    """Another program that this was asked to be done with is not on this machine, or does not do it."""
