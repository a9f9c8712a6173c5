"""`airdate prune`: delete what airdate made and nothing names any more."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import (
    dry_run_option,
    json_option,
    now_option,
    quiet_option,
    show_option,
    verbose_option,
    yes_option,
)
from pipeline.cli.plan_text import format_size, plan_document
from pipeline.cli.run import Choices, open_show, print_document

if TYPE_CHECKING:
    from pipeline.workflows.prune import Pruned


@click.command("prune")
@yes_option
@show_option
@dry_run_option
@json_option
@quiet_option
@verbose_option
@now_option
def prune_command(
    folder: Path | None,
    now: datetime | None,
    *,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Delete what nothing names any more.

    Audio that was replaced, pictures and transcripts that were taken out, pages
    that are made no more, what failed runs left. Only what airdate made itself
    goes, and only when no record, page or feed names it, and none has for 30
    days; nothing of scheduled episodes, and nothing younger than two days.
    Earlier revisions stay, but what only they name may go.

    \b
    Examples:
      airdate prune --dry-run
      airdate prune --yes --quiet

    \b
    Exit status: 0 done, 1 failed, 2 wrong usage,
      4 the store refused or was unreachable, or another prune runs.
    """
    with open_show(Choices(folder, as_json, yes, dry_run, quiet, verbose, now=now)) as context:
        from pipeline.workflows.prune import prune

        result = prune(context)
        if as_json:
            print_document(_document(result))
        elif not result.plan:
            context.talk.say("Nothing to delete: all that stands is named, or was a short time ago.")
        elif result.done:
            context.talk.say(_render_done(result))


def _render_done(result: "Pruned") -> str:
    freed = sum(each.size_bytes or 0 for each in result.removed)
    kept = len(result.plan.removals) - len(result.removed)
    also = f" {kept} stay: somebody began to use them." if kept else ""
    return f"Deleted {len(result.removed)} objects, {format_size(freed)} in all.{also}"


def _document(result: "Pruned") -> dict[str, object]:
    return {
        "done": result.done,
        "plan": plan_document(result.plan),
        "removed": [f"{each.root.value}/{each.key}" for each in result.removed],
        "freed_bytes": sum(each.size_bytes or 0 for each in result.removed),
    }
