"""The report of a check for machines: JSON, GitHub's annotations and SARIF."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pipeline import __version__
from pipeline.cli.run import problem_document
from pipeline.errors import Level, Problem

if TYPE_CHECKING:
    from pipeline.core.rules.silence import Silenced
    from pipeline.core.rules.verdicts import Verdict

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS_OF_GITHUB = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "notice"}
LEVELS_OF_SARIF = {Level.ERROR: "error", Level.WARNING: "warning", Level.ADVICE: "note"}


def is_address(name: str) -> bool:
    """Whether something is named by its address.

    >>> is_address("https://wind.example/feed.xml"), is_address("feed.xml")
    (True, False)
    """
    return name.lower().startswith(("http://", "https://"))


@dataclass(frozen=True)
class Report:
    """What a check came to."""

    problems: Sequence[Problem]
    """Those to be shown."""
    errors: int
    """Of all, also of those that are not shown."""
    verdicts: "Sequence[Verdict]"
    silenced: "Sequence[Silenced]"
    left_out: Mapping[str, int]
    """By rule, how many more there are than are listed."""
    notes: Sequence[str] = ()


def report_document(report: Report) -> dict[str, object]:
    """For `--json`."""
    return {
        "errors": report.errors,
        "problems": [problem_document(each) for each in report.problems],
        "verdicts": [
            {
                "directory": each.directory.value,
                "accepted": each.is_accepted,
                "errors": each.errors,
                "warnings": each.warnings,
                "advice": each.advice,
            }
            for each in report.verdicts
        ],
        "silenced": [vars(each) for each in report.silenced],
        "left_out": dict(report.left_out),
        "notes": list(report.notes),
    }


def from_repository(problems: Iterable[Problem], base: Path) -> list[Problem]:
    """The problems with paths as GitHub knows the files: from the top of the repository.

    Args:
        problems: With paths from `base`, or addresses.
        base: The show folder, or the current one.
    """
    around = base.resolve()
    top = next((each for each in (around, *around.parents) if (each / ".git").exists()), around)
    return [
        replace(each, path=Path(os.path.normpath(around / each.path)).relative_to(top).as_posix())
        if each.path and not is_address(each.path) and _is_below(top, around / each.path)
        else each
        for each in problems
    ]


def _is_below(top: Path, path: Path) -> bool:
    return Path(os.path.normpath(path)).is_relative_to(top)


def render_annotations(problems: Iterable[Problem]) -> str:
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    return "\n".join(_annotation(each) for each in problems)


def _annotation(problem: Problem) -> str:
    properties = {"file": problem.path, "line": problem.line or None, "title": problem.rule}
    said = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value)
    text = f"{problem.text}\nFix: {problem.fix}" if problem.fix else problem.text
    return f"::{LEVELS_OF_GITHUB[problem.level]}{said and ' '}{said}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif_document(problems: Sequence[Problem], failure: str | None = None) -> dict[str, object]:
    """The Static Analysis Results Interchange Format, version 2.1.0 (OASIS).

    Args:
        problems: The results.
        failure: Why there is no more of them, where the check failed.
    """
    from pipeline.core.rules.catalogue import RULES  # all tables, for those that are named
    from pipeline.core.rules.table import sentence

    named = sorted({each.rule for each in problems if each.rule is not None} & RULES.keys())
    rules = [
        {
            "id": rule.id,
            "shortDescription": {"text": rule.text},
            "help": {"text": f"{sentence(rule.fix)}\n\n{rule.who}: {rule.source} ({rule.date})"},
            "defaultConfiguration": {"level": LEVELS_OF_SARIF[rule.level]},
        }
        for rule in (RULES[each] for each in named)
    ]
    driver = {"name": "airdate", "version": __version__, "rules": rules}
    notices = [{"level": "error", "message": {"text": failure}}] if failure else []
    invocation = {"executionSuccessful": failure is None, "toolExecutionNotifications": notices}
    results = [_result(each) for each in problems]
    return {
        "$schema": SARIF,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "invocations": [invocation], "results": results}],
    }


def _uri(path: str) -> str:
    """A file as RFC 3986 wants references to be written; an address stays what it is.

    >>> _uri("episodes/060 Où/index.md"), _uri("https://wind.example/feed.xml?page=2")
    ('episodes/060%20O%C3%B9/index.md', 'https://wind.example/feed.xml?page=2')
    """
    return quote(path, safe="/:?#[]@!$&'()*+,;=%" if is_address(path) else "/")


def _result(problem: Problem) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": _uri(problem.path)}}
    if problem.line:
        place["region"] = {"startLine": problem.line}
    text = f"{problem.text}\nFix: {problem.fix}" if problem.fix else problem.text
    return {
        **({"ruleId": problem.rule} if problem.rule else {}),
        "level": LEVELS_OF_SARIF[problem.level],
        "message": {"text": text},
        **({"locations": [{"physicalLocation": place}]} if problem.path else {}),
    }
