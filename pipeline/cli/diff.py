"""`airdate diff`: what would change in the feed, or what differs between any two."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import exit_code_option, looking_options, mass_option
from pipeline.cli.run import Choices, error_boundary, open_show, print_document, print_problems
from pipeline.cli.terminal import clean

if TYPE_CHECKING:
    from pipeline.workflows.diff import Comparison

DIFFERS = 7
"""The exit status where feeds differ, on request: 1 says that something failed."""
GUARDED, PROBLEMS = 5, 3
COLOURS = {"!": "red", "-": "red", "+": "green", "~": "yellow"}
"""By what a line begins with."""


@click.command("diff")
@click.argument("old", required=False, type=click.Path())
@click.argument("new", required=False, type=click.Path())
@click.option("--short", is_flag=True, help="A summary in Markdown, for a comment on a pull request.")
@exit_code_option
@click.option("--allow-private", is_flag=True, help="Also ask servers on this machine and network.")
@mass_option
@looking_options
def diff_command(
    old: str | None,
    new: str | None,
    folder: Path | None,
    now: datetime | None,
    *,
    short: bool,
    exit_code: bool,
    allow_private: bool,
    allow_mass_change: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """What a publish would change in the feed, item by item.

    Compares the live feed with the one that publishing what is ready, and
    regenerating, would make of this folder. With OLD and NEW, compares any two
    feeds: files or addresses. Nothing is written, and nothing is asked. Says
    at the end whether the guard would refuse the change.

    \b
    Examples:
      airdate diff
      airdate diff --short --exit-code
      airdate diff https://old.example/feed.xml out/public/feed.xml

    \b
    Exit status: 0 done, whether or not they differ; 1 failed; 2 wrong usage;
    3 the input has problems; 4 the store refused or was unreachable.
    With --exit-code also: 5 the guard would refuse; 7 they differ.
    """
    if short and as_json:
        raise click.UsageError("--short and --json are two forms of the same answer: choose one.")
    if old is not None and new is None:
        raise click.UsageError("Name two feeds to compare, or none to compare with the live one.")
    choices = Choices(folder, as_json, True, True, quiet, verbose, now=now)
    if old is not None and new is not None:
        with error_boundary(as_json=as_json):
            found = _compare_any(old, new, allow_private=allow_private)
            _report(found, choices, short=short)
    else:
        with open_show(choices) as context:
            from pipeline.workflows.diff import compare_with_live
            from pipeline.workflows.guarding import Policy

            found = compare_with_live(context, Policy(allow_mass_change=allow_mass_change))
            _report(found, choices, short=short)
    sys.exit(_status(found, exit_code=exit_code))


def _compare_any(old: str, new: str, *, allow_private: bool) -> "Comparison":
    from pipeline.workflows.diff import compare_feeds
    from pipeline.workflows.feed_sources import read_source

    before, after = (read_source(each, Path.cwd(), allow_private=allow_private) for each in (old, new))
    return compare_feeds(before, after, (old, new))


def _report(found: "Comparison", choices: Choices, *, short: bool) -> None:
    """Problems on stderr, unless they are in the document; the differences on stdout."""
    from pipeline.cli.diff_short import render_short
    from pipeline.cli.diff_text import comparison_document, render_comparison

    if choices.as_json:
        print_document(comparison_document(found))
        return
    print_problems(found.problems)
    if short:
        click.echo(render_short(found))
    else:
        for line in render_comparison(found, verbose=choices.verbose).split("\n"):
            click.secho(clean(line), fg=COLOURS.get(line[:1]))


def _status(found: "Comparison", *, exit_code: bool) -> int:
    if found.has_errors:
        return PROBLEMS
    if not exit_code:
        return 0
    return GUARDED if found.refusal else DIFFERS if found.diff.differs else 0
