"""`airdate publish`, `airdate regenerate` and `airdate build`: the commands that write."""

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.follow_up import exit_if_wrong, follow, followed_document
from pipeline.cli.options import (
    episodes_argument,
    json_option,
    now_option,
    quiet_option,
    read_source_date,
    show_option,
    verbose_option,
    writing_options,
    yes_option,
)
from pipeline.cli.plan_text import plan_document, render_feed_sizes
from pipeline.cli.run import Choices, open_show, print_document, print_problems, problem_document
from pipeline.cli.terminal import clean
from pipeline.errors import Level, Problem

if TYPE_CHECKING:
    from pipeline.workflows.carry_out import Result
    from pipeline.workflows.context import Context


@click.command("publish")
@episodes_argument
@click.option(
    "--go-back",
    is_flag=True,
    help="Publish what this folder says even where it is older than what is published.",
)
@yes_option
@writing_options
def publish_command(
    episodes: tuple[str, ...],
    folder: Path | None,
    now: datetime | None,
    *,
    go_back: bool,
    yes: bool,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    allow_mass_change: bool,
) -> None:
    """Put episodes live: media, feed and pages.

    Name episodes by their folder. Without a name, airdate lists what is ready
    and asks. An episode whose date is ahead is stored where nobody can see it;
    the first publish or regenerate after its time releases it. What somebody
    published since this folder was up to date stays, unless you say otherwise.

    \b
    Examples:
      airdate publish episodes/061-tape-noise
      airdate publish --dry-run
      airdate publish --yes --json

    \b
    Exit status: 0 done, or nothing to do; 1 failed; 2 wrong usage;
    3 the input has problems; 4 the store refused or was unreachable;
    5 refused, because it would harm what is public; 6 written, but the
    public address serves something wrong.
    """
    choices = Choices(folder, as_json, yes, dry_run, quiet, verbose, go_back, now)
    with open_show(choices) as context:
        from pipeline.workflows.guarding import Policy
        from pipeline.workflows.publish import publish

        result = publish(context, episodes, Policy(allow_mass_change=allow_mass_change))
        if result is None:
            if as_json:
                print_document(
                    {"done": False, "plan": None, "feed_url": None, "problems": [], "public": None}
                )
            return
        followed = follow(context, result)
        _report(choices, result, extra=followed_document(followed))
        _close(context, result)
        exit_if_wrong(followed)
        if any(problem.level is Level.ERROR for problem in result.changes.problems):
            sys.exit(3)


@click.command("regenerate")
@writing_options
def regenerate_command(
    folder: Path | None,
    now: datetime | None,
    *,
    dry_run: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
    allow_mass_change: bool,
) -> None:
    """What is due goes out and edits go live; nothing else changes.

    Made for CI: it asks nothing, needs no audio, and writes nothing at all
    when there is nothing to do. An episode that cannot be read is served as
    it was last published.

    \b
    Examples:
      airdate regenerate
      airdate regenerate --dry-run

    \b
    Exit status: 0 done, or nothing to do; 1 failed; 2 wrong usage;
    3 done, but some episodes have problems and stay as they were;
    4 the store refused or was unreachable; 5 refused, because it would
    harm what is public; 6 written, but the public address serves
    something wrong.
    """
    choices = Choices(folder, as_json, True, dry_run, quiet, verbose, now=now)
    with open_show(choices) as context:
        from pipeline.workflows.guarding import Policy
        from pipeline.workflows.regenerate import regenerate

        outcome = regenerate(context, Policy(allow_mass_change=allow_mass_change))
        for slug in outcome.unpublished:
            fix = f"airdate publish episodes/{slug}"
            context.talk.warn(Problem(f"episodes/{slug}", 0, "was never published", fix, Level.WARNING))
        followed = follow(context, outcome.result)
        extra = {"unpublished": list(outcome.unpublished), **followed_document(followed)}
        _report(choices, outcome.result, outcome.problems, extra)
        _close(context, outcome.result)
        exit_if_wrong(followed)
        if outcome.has_errors:
            sys.exit(3)


@click.command("build")
@click.option(
    "--to",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build"),
    show_default=True,
    help="The folder to render into.",
)
@click.option("--drafts", is_flag=True, help="Render drafts as well.")
@quiet_option
@verbose_option
@json_option
@now_option
@show_option
def build_command(
    folder: Path | None,
    target: Path,
    now: datetime | None,
    *,
    drafts: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Render everything into a folder; upload nothing.

    Every episode that is ready is rendered as if it were public today, from
    this folder alone: media, feed and pages. SOURCE_DATE_EPOCH sets the clock.

    \b
    Examples:
      airdate build
      airdate build --drafts --to preview

    \b
    Exit status: 0 done, 1 failed, 2 wrong usage, 3 the input has problems.
    """
    choices = Choices(folder, as_json, True, False, quiet or not verbose, verbose, now=now)
    with open_show(choices, with_store=False) as context:
        from pipeline.workflows.build import build

        result = build(context, target, drafts=drafts, clock=now or read_source_date())
        _report(choices, result)
        if not as_json:
            click.echo(clean("\n".join(str(target / name) for name in ("index.html", "feed.xml"))))
        if not (as_json or quiet):
            click.echo("\n".join(render_feed_sizes(result.plan)), err=True)


def _report(
    choices: Choices,
    result: "Result",
    problems: Sequence[Problem] | None = None,
    extra: Mapping[str, object] | None = None,
) -> None:
    """Problems on stderr; with --json, the whole outcome on stdout."""
    told = result.changes.problems if problems is None else problems
    if not choices.as_json:
        print_problems(told)
        return
    document = {
        "done": result.done,
        "plan": plan_document(result.plan),
        "feed_url": result.feed_url,
        "problems": [problem_document(each) for each in told],
        **(extra or {}),
    }
    print_document(document)


def _close(context: "Context", result: "Result") -> None:
    """The last line: where to look, unless nothing was done."""
    if not result.done:
        return
    if not result.plan:
        context.talk.say("Nothing to do: everything is already there.")
        return
    from pipeline.core.addresses import PREVIEW_URL

    context.talk.say(f"Done. The feed is {result.feed_url}")
    if result.feed_url.startswith(PREVIEW_URL):
        context.talk.say("That is a preview on this machine. See and hear it with: airdate serve")
