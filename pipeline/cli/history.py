"""`airdate history` and `airdate rollback`: earlier revisions, and the way back to one."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.acts import carry_act
from pipeline.cli.options import looking_options, writing_options, yes_option
from pipeline.cli.run import Choices, open_show, print_document
from pipeline.cli.terminal import clean

if TYPE_CHECKING:
    from pipeline.core.record import EpisodeRecord, ShowRecord
    from pipeline.workflows.history import Past

settings_option = click.option(
    "--show-settings", is_flag=True, help="The show's own settings, not an episode."
)


@click.command("history")
@click.argument("episode", type=click.Path(), required=False)
@settings_option
@looking_options
def history_command(
    episode: str | None,
    folder: Path | None,
    now: datetime | None,
    *,
    show_settings: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Every revision of an episode, newest first, and what it changed.

    Without an episode: those of the show's own settings. --verbose shows the
    lines that changed.

    \b
    Examples:
      airdate history episodes/012-the-take
      airdate history --show-settings --verbose

    \b
    Exit status: 0 done, 1 failed, 2 wrong usage, 3 there is no such episode,
      4 the store refused or was unreachable.
    """
    if episode and show_settings:
        raise click.UsageError("Name an episode or --show-settings, not both.")
    choices = Choices(folder, as_json, quiet=quiet, verbose=verbose, now=now)
    with open_show(choices) as context:
        from pipeline.workflows.history import read_episode_history, read_show_history

        if episode:
            _print_past(read_episode_history(context, episode), as_json=as_json, verbose=verbose)
        else:
            _print_past(read_show_history(context), as_json=as_json, verbose=verbose)


def _print_past(past: "Past[EpisodeRecord] | Past[ShowRecord]", *, as_json: bool, verbose: bool) -> None:
    if as_json:
        print_document(_past_document(past))
    else:
        click.echo(clean(_render_past(past, verbose=verbose)))


def _render_past(past: "Past[EpisodeRecord] | Past[ShowRecord]", *, verbose: bool) -> str:
    lines = []
    for each in past.revisions:
        local, utc = past.moments(each.record.changed_at)
        now = "  (published now)" if each.is_current else ""
        when = f"{local:%Y-%m-%d %H:%M %Z} ({utc:%Y-%m-%d %H:%M} UTC)"
        lines.append(f"revision {each.number}  {when}  airdate {each.record.writer}{now}")
        lines += [f"  {change}" for change in each.changes]
        if verbose:
            lines += [f"    {line}" for line in each.lines.splitlines()[2:]]
    return "\n".join(lines)


def _past_document(past: "Past[EpisodeRecord] | Past[ShowRecord]") -> dict[str, object]:
    return {
        "name": past.name,
        "revisions": [
            {
                "revision": each.number,
                "at": past.moments(each.record.changed_at)[1].isoformat(),
                "writer": each.record.writer,
                "current": each.is_current,
                "changes": list(each.changes),
                "lines": each.lines.splitlines()[2:],
            }
            for each in past.revisions
        ],
    }


@click.command("rollback")
@click.argument("episode", type=click.Path(), required=False)
@click.argument("revision", type=click.IntRange(min=1), required=False)
@settings_option
@yes_option
@writing_options
def rollback_command(
    episode: str | None,
    revision: int | None,
    folder: Path | None,
    now: datetime | None,
    *,
    show_settings: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    allow_mass_change: bool,
) -> None:
    """Go back to what an episode said in an earlier revision.

    Without a revision: the last one that says something else, after showing the
    difference; with --yes the revision has to be named. Words, pictures,
    transcripts and chapters go back, as a new revision; guid, date, folder name
    and audio of a public episode stay as they are. A folder that still has what
    was undone counts as older from then on and does not bring it back: git
    revert there as well, then edit on. What leaves the feed leaves it by
    withdraw alone.

    \b
    Examples:
      airdate rollback episodes/012-the-take
      airdate rollback 012-the-take 3 --dry-run
      airdate rollback --show-settings
      airdate rollback --show-settings 2

    \b
    Exit status: 0 done, 1 failed, 2 wrong usage, 3 there is no such episode or revision,
      4 the store refused or was unreachable, 5 refused by the guard.
    """
    if show_settings:
        episode, revision = None, _read_revision(episode, revision)
    elif episode is None:
        raise click.UsageError("Name an episode, or --show-settings.")
    if yes and revision is None and not dry_run:
        raise click.UsageError("With --yes name the revision too: the same command would go back once more.")
    from pipeline.workflows.guarding import Policy
    from pipeline.workflows.rollback import roll_back_episode, roll_back_show

    policy = Policy(allow_mass_change=allow_mass_change)
    carry_act(
        Choices(folder, as_json, yes, dry_run, quiet, verbose, now=now),
        lambda context: (
            roll_back_episode(context, episode, revision, policy)
            if episode
            else roll_back_show(context, revision, policy)
        ),
        "Done. What was undone is kept: airdate history lists it.",
    )


def _read_revision(first: str | None, second: int | None) -> int | None:
    """The show has no name: what stands in its place is the revision."""
    if second is not None or (first is not None and not first.isdecimal()):
        raise click.UsageError("Name an episode or --show-settings, not both.")
    return int(first) if first else None
