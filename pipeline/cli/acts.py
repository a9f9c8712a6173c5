"""`airdate withdraw`, `replace-audio`, `change-date` and `reissue-guid`: the named acts on what is public."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.follow_up import exit_if_wrong, follow, followed_document
from pipeline.cli.options import writing_options, yes_option
from pipeline.cli.plan_text import plan_document
from pipeline.cli.run import Choices, open_show, print_document, print_problems, problem_document

if TYPE_CHECKING:
    from pipeline.workflows.carry_out import Result
    from pipeline.workflows.context import Context

episode_argument = click.argument("episode", type=click.Path())


def carry_act(choices: Choices, act: "Callable[[Context], Result | None]", done: str) -> None:
    """Run one act and report it; `done` is said when it is."""
    with open_show(choices) as context:
        result = act(context)
        followed = follow(context, result)
        if choices.as_json:
            print_document(_document(result) | followed_document(followed))
        elif result is not None:
            print_problems(result.changes.problems)
            if not result.plan:
                context.talk.say("Nothing to do: this is done already.")
            elif result.done:
                context.talk.say(done)
        exit_if_wrong(followed)


def _document(result: "Result | None") -> dict[str, object]:
    if result is None:
        return {"done": False, "plan": None, "problems": []}
    problems = [problem_document(each) for each in result.changes.problems]
    return {
        "done": result.done,
        "plan": plan_document(result.plan),
        "feed_url": result.feed_url,
        "problems": problems,
    }


@click.command("withdraw")
@episode_argument
@click.option("--reason", default="", help="Why, for the record; never published.")
@yes_option
@writing_options
def withdraw_command(
    episode: str,
    reason: str,
    folder: Path | None,
    now: datetime | None,
    *,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    allow_mass_change: bool,
) -> None:
    """Take an episode back for good.

    It leaves the feed and the site, and its media and files are deleted. What
    stays is a tombstone, so that no clone, however old, brings it back. Copies
    that listeners and directories made are out of reach. An episode that waits
    for its date is taken out of the store in the same way.

    \b
    Examples:
      airdate withdraw episodes/012-the-wrong-take
      airdate withdraw 012-the-wrong-take --reason "the guest asked for it"

    \b
    Exit status: 0 done, 1 failed, 2 wrong usage, 3 there is no such episode,
      4 the store refused or was unreachable, 5 refused by the guard,
      6 done, but the public address serves something wrong.
    """
    from pipeline.workflows.acting import withdraw_episode
    from pipeline.workflows.guarding import Policy

    policy = Policy(allow_mass_change=allow_mass_change)
    carry_act(
        Choices(folder, as_json, yes, dry_run, quiet, verbose, now=now),
        lambda context: withdraw_episode(context, episode, reason, policy),
        "Withdrawn. Caches of the feed may list it for some minutes more.",
    )


@click.command("replace-audio")
@episode_argument
@yes_option
@writing_options
def replace_audio_command(
    episode: str,
    folder: Path | None,
    now: datetime | None,
    *,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    allow_mass_change: bool,
) -> None:
    """Publish other audio for an episode that is public.

    Put the new file into the episode's folder first, under the old name or
    with 'audio' in the front matter naming it. Identity and date stay; the
    media gets another address, so that no app mixes old bytes with new ones.
    Apps that have the episode already keep what they have.

    \b
    Examples:
      airdate replace-audio episodes/012-the-wrong-take

    \b
    Exit status: 0 done, 1 failed, 2 wrong usage, 3 the input has problems,
      4 the store refused or was unreachable, 5 refused by the guard,
      6 done, but the public address serves something wrong.
    """
    from pipeline.workflows.acting import replace_audio
    from pipeline.workflows.guarding import Policy

    policy = Policy(allow_mass_change=allow_mass_change)
    carry_act(
        Choices(folder, as_json, yes, dry_run, quiet, verbose, now=now),
        lambda context: replace_audio(context, episode, policy),
        "Replaced. Listeners who download the episode from now on hear the new audio.",
    )


@click.command("change-date")
@episode_argument
@click.argument("date")
@yes_option
@writing_options
def change_date_command(
    episode: str,
    date: str,
    folder: Path | None,
    now: datetime | None,
    *,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    allow_mass_change: bool,
) -> None:
    """Give a public episode another date.

    Apps sort by it: the episode moves in every list. DATE is written as in
    front matter: with an offset, or local to the show's time zone. One that is
    ahead is refused, since what is public cannot be hidden again. Write the new
    date into the front matter as well; until then each run reminds you.

    \b
    Examples:
      airdate change-date episodes/012-the-take "2026-11-05 06:00"

    \b
    Exit status: 0 done, 1 failed, 2 wrong usage, 3 the date or the episode does not fit,
      4 the store refused or was unreachable, 5 refused by the guard,
      6 done, but the public address serves something wrong.
    """
    from pipeline.workflows.acting import change_episode_date
    from pipeline.workflows.guarding import Policy

    policy = Policy(allow_mass_change=allow_mass_change)
    carry_act(
        Choices(folder, as_json, yes, dry_run, quiet, verbose, now=now),
        lambda context: change_episode_date(context, episode, date, policy),
        "Changed. Write the new date into the episode's front matter too.",
    )


@click.command("reissue-guid")
@episode_argument
@click.option("--guid", default=None, help="The new identity. [default: a new UUID]")
@yes_option
@writing_options
def reissue_guid_command(
    episode: str,
    guid: str | None,
    folder: Path | None,
    now: datetime | None,
    *,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    allow_mass_change: bool,
) -> None:
    """Make every app take a public episode for a new one.

    The last resort, where apps will not fetch replaced audio: each lists and
    downloads the episode once more, and forgets what was played of it.

    \b
    Examples:
      airdate reissue-guid episodes/012-the-take

    \b
    Exit status: 0 done, 1 failed, 2 wrong usage, 3 there is no such episode,
      4 the store refused or was unreachable, 5 refused by the guard,
      6 done, but the public address serves something wrong.
    """
    from pipeline.workflows.acting import reissue_guid
    from pipeline.workflows.guarding import Policy

    policy = Policy(allow_mass_change=allow_mass_change)
    carry_act(
        Choices(folder, as_json, yes, dry_run, quiet, verbose, now=now),
        lambda context: reissue_guid(context, episode, guid, policy),
        "Reissued. Write the new guid into the episode's front matter too.",
    )
