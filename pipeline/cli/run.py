"""One run of a command: the folder found, the store opened, every error turned into words and a code."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.failures import TRACEBACK, render_system_error, render_unforeseen
from pipeline.cli.options import read_clock
from pipeline.cli.scratch import open_scratch
from pipeline.cli.terminal import Terminal, clean, print_problem
from pipeline.errors import AirdateError, InputError, Level, Problem

if TYPE_CHECKING:
    from pipeline.workflows.context import Context

SHOW_FILE = "podcast.toml"
STOPPED = "stopped; what was finished stands, and running the command again goes on"


def find_show(given: Path | None) -> Path:
    """The show folder: the one given, or the nearest at or above this one.

    Raises:
        InputError: There is none.
    """
    start = (given or Path.cwd()).resolve()
    for folder in (start,) if given else (start, *start.parents):
        if (folder / SHOW_FILE).is_file():
            return folder
    raise InputError(
        [
            Problem(
                SHOW_FILE,
                0,
                f"there is none in {start}",
                "go to the show's folder, or make one: airdate init",
            )
        ]
    )


FailurePrinter = Callable[[int, str, Sequence[Problem]], None]
"""Prints the product of a run that failed, from its exit code, what it says, and the problems behind that."""


@contextmanager
def error_boundary(*, as_json: bool = False, print_failure: FailurePrinter | None = None) -> Iterator[None]:
    """The whole failure policy: what the user sees of each family of errors, and the exit code.

    SIGTERM ends a run the way Ctrl-C does, so that what was begun is tidied up.

    Args:
        as_json: One JSON document tells machines of the failure.
        print_failure: What does so instead, in another form.
    """
    tell = print_failure or (_print_error_document if as_json else _print_nothing)
    try:
        with _terminate_like_interrupt():
            yield
    except InputError as error:
        _tell(tell, error.exit_code, str(error), error.problems)
        print_problems(error.problems)
        sys.exit(error.exit_code)
    except AirdateError as error:
        _fail(tell, error.exit_code, str(error))
    except (KeyboardInterrupt, click.Abort):
        _tell(tell, 130, STOPPED)
        click.echo(STOPPED, err=True)
        sys.exit(130)
    except click.UsageError as error:
        _tell(tell, error.exit_code, error.format_message())
        raise
    except BrokenPipeError:
        raise  # nobody reads on: click ends without a word
    except (click.ClickException, click.exceptions.Exit):
        raise
    except OSError as error:
        _fail(tell, 1, render_system_error(error))
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        _fail(tell, 1, render_unforeseen(error))


def _fail(tell: FailurePrinter, code: int, text: str) -> None:
    _tell(tell, code, text)
    click.echo(f"{click.style('error:', fg='red', bold=True)} {clean(text)}", err=True)
    sys.exit(code)


@contextmanager
def _terminate_like_interrupt() -> Iterator[None]:
    def interrupt(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def print_problems(problems: Sequence[Problem]) -> None:
    """Every problem on stderr, then how many."""
    for problem in problems:
        print_problem(problem)
    errors = sum(problem.level is Level.ERROR for problem in problems)
    if len(problems) > 1:
        click.echo(f"{len(problems)} problems, {errors} of them errors", err=True)


def print_document(document: object) -> None:
    """The one JSON document on stdout: UTF-8 wherever it goes, and nothing in it that drives a terminal."""
    text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
    escaped = "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
    click.echo(escaped.encode())


def problem_document(problem: Problem) -> dict[str, object]:
    """A problem for `--json`."""
    return {
        "level": problem.level.value,
        "path": problem.path,
        "line": problem.line or None,
        "text": problem.text,
        "fix": problem.fix,
        "rule": problem.rule,
    }


def _tell(tell: FailurePrinter, code: int, text: str, problems: Sequence[Problem] = ()) -> None:
    with suppress(OSError):  # stdout may be what failed: the words on stderr remain
        tell(code, text, problems)


def _print_error_document(code: int, text: str, problems: Sequence[Problem]) -> None:
    print_document(
        {"exit_code": code, "error": text, "problems": [problem_document(each) for each in problems]}
    )


def _print_nothing(_code: int, _text: str, _problems: Sequence[Problem]) -> None:
    """People read stderr."""


@dataclass(frozen=True)
class Choices:
    """What the options of a command said."""

    folder: Path | None = None
    as_json: bool = False
    yes: bool = False
    dry_run: bool = False
    quiet: bool = False
    verbose: bool = False
    go_back: bool = False
    now: datetime | None = None
    print_failure: FailurePrinter | None = None

    @property
    def terminal(self) -> Terminal:
        quiet = self.quiet or self.as_json
        return Terminal(self.yes, self.dry_run, quiet, self.verbose, self.as_json, self.go_back)


@contextmanager
def open_show(choices: Choices, *, with_store: bool = True) -> "Iterator[Context]":
    """Everything a workflow needs; the scratch directory is gone afterwards.

    Args:
        choices: What the options said.
        with_store: False where a command reads the folder alone: its store
            is an empty one, and boto3 is not imported.
    """
    from pipeline.core.location import Location
    from pipeline.source.show_file import read_location
    from pipeline.store.dry_run import DryRunStore
    from pipeline.store.open import open_roots
    from pipeline.store.patience import Patience
    from pipeline.store.protocol import Roots
    from pipeline.workflows.context import Context

    with error_boundary(as_json=choices.as_json, print_failure=choices.print_failure):
        folder = find_show(choices.folder)
        talk = choices.terminal
        patience = Patience(
            on_wait=lambda error, wait_s: talk.say(f"{error.text}; trying again in {wait_s:.0f} s")
        )
        roots = open_roots(read_location(folder) if with_store else Location(), folder, patience=patience)
        if choices.dry_run:
            roots = Roots(DryRunStore(roots.public), DryRunStore(roots.private))
        with open_scratch() as scratch:
            now = choices.now or read_clock()
            yield Context(folder, roots, now, talk, scratch, Path.cwd())
