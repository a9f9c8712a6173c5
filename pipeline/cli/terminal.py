"""The conversation on a terminal: results on stdout, everything else on stderr."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unicodedata import category

import click

from pipeline.cli.plan_text import render_plan
from pipeline.core.plan import Plan
from pipeline.errors import Level, Problem
from pipeline.store.protocol import Progress

COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.ADVICE: "cyan"}
KEPT = "\n\t\u200c\u200d"
"""Line ends, tabs and joiners: harmless, though not printable by Python's rule."""
WORTH_A_BAR_BYTES = 1_000_000
"""Smaller transfers are over before a bar could be read."""


def is_interactive() -> bool:
    """Whether somebody can answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def print_problem(problem: Problem) -> None:
    """One problem on stderr, coloured by its level where there are colours."""
    click.echo(render_problem(problem), err=True)


def render_problem(problem: Problem, *, with_rule: bool = False) -> str:
    """A problem in words, safe for a terminal; the rule's id is what `check --explain` takes."""
    first, *rest = str(problem).split("\n")
    level = click.style(f"{problem.level}:", fg=COLOURS[problem.level], bold=True)
    rule = click.style(f"  [{problem.rule}]", dim=True) if with_rule and problem.rule else ""
    return "\n".join([f"{level} {clean(first)}{rule}", *map(clean, rest)])


def clean(text: str) -> str:
    """Text from files, without the characters that could drive a terminal or turn text around.

    Every kind of blank stays, and so do the joiners that emoji and Persian need.

    >>> clean("a\\x1b]0;b\\u202ec"), clean("Dr.\\xa0Oakes") == "Dr.\\xa0Oakes"
    ('a\\ufffd]0;b\\ufffdc', True)
    """
    return "".join(c if c.isprintable() or c in KEPT or category(c) == "Zs" else "\ufffd" for c in text)


@dataclass
class Terminal:
    """Implements `pipeline.workflows.conversation.Conversation`."""

    yes: bool = False
    dry_run: bool = False
    quiet: bool = False
    verbose: bool = False
    as_json: bool = False
    go_back: bool = False
    warned: set[str] = field(default_factory=set)

    def say(self, text: str) -> None:
        if not self.quiet:
            click.echo(clean(text), err=True)

    def warn(self, problem: Problem | str) -> None:
        if str(problem) in self.warned:
            return
        self.warned.add(str(problem))
        print_problem(
            problem if isinstance(problem, Problem) else Problem("", 0, problem, level=Level.WARNING)
        )

    def ask(self, question: str) -> bool:
        if self.yes:
            return True
        if self.dry_run:
            self.say(question)
            return True
        if not is_interactive():
            raise click.UsageError(
                f"{clean(question)}\nThere is nobody here to answer: add --yes, or run in a terminal."
            )
        return click.confirm(clean(question), default=True, err=True)

    def ask_back(self, question: str) -> bool:
        if self.go_back:
            return True
        if self.yes or self.dry_run or not is_interactive():
            return False
        return click.confirm(clean(question), default=False, err=True)

    def approve(self, plan: Plan) -> bool:
        if not self.as_json and not self.quiet:
            click.echo(clean(render_plan(plan, verbose=self.verbose)))
        if self.dry_run:
            self.say("Nothing was written: this was a dry run.")
            return False
        return self.ask("Go ahead?")

    @contextmanager
    def uploading(self, what: str, size_bytes: int) -> Iterator[Progress]:
        if self.verbose:
            self.say(f"uploading {what}")
        if self.quiet or not sys.stderr.isatty() or size_bytes < WORTH_A_BAR_BYTES:
            yield lambda _: None
            return
        from rich.console import Console  # only a long upload on a terminal pays for it
        from rich.progress import (
            BarColumn,
            DownloadColumn,
            TimeRemainingColumn,
            TransferSpeedColumn,
        )
        from rich.progress import Progress as Bars

        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        with Bars("{task.description}", *columns, console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task(what.rsplit("/", 1)[-1], total=size_bytes)
            yield lambda count: bars.advance(task, count)
