"""`airdate explain` and `airdate list`: the commands that look at a folder and change nothing."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import looking_options
from pipeline.cli.run import Choices, open_show, print_document
from pipeline.cli.terminal import clean

if TYPE_CHECKING:
    from pipeline.workflows.explain import Line
    from pipeline.workflows.listing import Row


@click.command("explain")
@click.argument("episode", type=click.Path())
@looking_options
def explain_command(
    episode: str, folder: Path | None, now: datetime | None, *, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Each final value of an episode and where it comes from.

    \b
    Example:
      airdate explain episodes/061-tape-noise

    \b
    Exit status: 0 done, 1 failed, 2 wrong usage, 3 the input has problems.
    """
    choices = Choices(folder, as_json, quiet=quiet, verbose=verbose, now=now)
    with open_show(choices, with_store=False) as context:
        from pipeline.workflows.explain import explain

        lines = explain(context, episode, Path.cwd())
        if as_json:
            print_document({line.name: {"value": line.value, "source": line.source} for line in lines})
        else:
            click.echo(clean(_render_lines(lines)))


def _render_lines(lines: "list[Line]") -> str:
    """Name, value and source in columns; further lines of a value below its first."""
    names = max(len(line.name) for line in lines)
    values = min(60, max(len(line.shown.split("\n", 1)[0]) for line in lines))
    rows = []
    for line in lines:
        first, *rest = line.shown.split("\n")
        rows.append(f"{line.name:{names}}  {first:{values}}  ({line.source})")
        rows += [" " * (names + 2) + each for each in rest]
    return "\n".join(rows)


@click.command("list")
@looking_options
def list_command(
    folder: Path | None, now: datetime | None, *, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Every episode and its state.

    draft, ready, scheduled, live, edited (live, with changes not yet out),
    withdrawn, or broken (it cannot be read; check says why). Dates are in the
    show's time zone.

    \b
    Examples:
      airdate list
      airdate list --json

    \b
    Exit status: 0 done; 1 failed; 2 wrong usage; 3 the input has problems;
    4 the store refused or was unreachable.
    """
    choices = Choices(folder, as_json, quiet=quiet, verbose=verbose, now=now)
    with open_show(choices) as context:
        from pipeline.workflows.listing import list_episodes

        rows = list_episodes(context)
        if as_json:
            print_document([_row_document(row) for row in rows])
            return
        slugs = max((len(row.slug) for row in rows), default=0)
        for row in rows:
            date = f"{row.date:%Y-%m-%d %H:%M}" if row.date else "–" * 10 + " " * 6
            due = "  (due: the next run releases it)" if row.is_due else ""
            there = "" if row.is_here else "  (only in the store)"
            click.echo(clean(f"{row.state:9}  {date}  {row.slug:{slugs}}  {row.title}{due}{there}"))


def _row_document(row: "Row") -> dict[str, object]:
    return {
        "slug": row.slug,
        "title": row.title,
        "state": row.state.value,
        "date": row.date.isoformat() if row.date else None,
        "number": row.number,
        "guid": row.guid,
        "here": row.is_here,
        "due": row.is_due,
    }
