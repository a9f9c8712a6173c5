"""What a look at the set-up found: one finding per check, and the exit code they come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a check ended."""

    OK = "ok"
    WARNING = "warning"
    """It works, but not as well as it could, or not for everybody."""
    PROBLEM = "problem"
    SKIPPED = "skipped"
    """There was nothing to look at, or no way to."""


class Topic(StrEnum):
    """What findings are grouped by, in the order in which they are shown."""

    CONFIGURATION = "configuration"
    CREDENTIALS = "credentials"
    CLOCK = "clock"
    STORE = "store"
    RECORDS = "records"
    PUBLIC = "public"
    PRIVATE = "private"
    TOOLS = "tools"


FAILED, MISCONFIGURED, STORE_REFUSED = 1, 3, 4


@dataclass(frozen=True)
class Finding:
    """One check: what was seen, and one fix where something is to be done."""

    topic: Topic
    check: str
    """Its name, the same in every version and for every show."""
    outcome: Outcome
    text: str
    fix: str | None = None
    code: int = FAILED
    """The exit code that it asks for, where it is a problem."""


def ok(topic: Topic, check: str, text: str) -> Finding:
    return Finding(topic, check, Outcome.OK, text)


def skipped(topic: Topic, check: str, text: str) -> Finding:
    return Finding(topic, check, Outcome.SKIPPED, text)


def warning(topic: Topic, check: str, text: str, fix: str | None = None) -> Finding:
    return Finding(topic, check, Outcome.WARNING, text, fix)


def problem(topic: Topic, check: str, text: str, fix: str | None = None, code: int = FAILED) -> Finding:
    return Finding(topic, check, Outcome.PROBLEM, text, fix, code)


def exit_code_of(findings: Iterable[Finding]) -> int:
    """A wrong configuration first, then a store that refuses: what else is wrong may follow from them.

    >>> at = Topic.STORE
    >>> exit_code_of([problem(at, "a", "…"), problem(at, "b", "…", code=STORE_REFUSED)])
    4
    >>> exit_code_of([warning(at, "c", "…")])
    0
    """
    codes = {each.code for each in findings if each.outcome is Outcome.PROBLEM}
    return next((code for code in (MISCONFIGURED, STORE_REFUSED, FAILED) if code in codes), 0)
