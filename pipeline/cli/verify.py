"""`airdate verify` and `airdate announce`: the live show through its public address."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.follow_up import WRONG_IN_PUBLIC, announced_document, verdict_document
from pipeline.cli.options import looking_options
from pipeline.cli.run import Choices, open_show, print_document, print_problems, problem_document
from pipeline.cli.terminal import clean
from pipeline.errors import Level, Problem

if TYPE_CHECKING:
    from pipeline.workflows.announce import Announced
    from pipeline.workflows.announce_now import AnnouncedAll
    from pipeline.workflows.verify import Verified

UNREACHABLE = 4


@click.command("verify")
@click.option(
    "--newest",
    type=click.IntRange(min=1),
    metavar="N",
    help="Look at the files of the newest N episodes. [default: all]",
)
@click.option("--links", is_flag=True, help="Follow the links in the notes as well; they are warnings only.")
@click.option(
    "--within",
    "within_s",
    type=click.IntRange(min=1),
    default=900,
    show_default=True,
    metavar="SECONDS",
    help="Give up on what was not looked at by then.",
)
@looking_options
def verify_command(
    newest: int | None,
    within_s: int,
    folder: Path | None,
    now: datetime | None,
    *,
    links: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Look at the live show as an app does, through its public address.

    Is the feed the one that was written, or an earlier one that a cache still
    serves? Is all that it names there, with the right size and type, in parts,
    and for players on other pages? Is what ought to be private out of reach?
    Nothing is changed, and no question counts as a download.

    \b
    Examples:
      airdate verify
      airdate verify --newest 5
      airdate verify --links --json

    \b
    Exit status: 0 done, and all is well, or a cache is behind for a while;
    1 failed; 2 wrong usage; 3 the show has no public address; 4 the store
    refused or was unreachable, or nothing answers at the public address;
    6 the public address serves something wrong.
    """
    choices = Choices(folder, as_json, quiet=quiet, verbose=verbose, now=now)
    with open_show(choices) as context:
        from pipeline.core.freshness import Freshness
        from pipeline.workflows.verify import EVERY, Wanted, verify

        verified = verify(context, Wanted(newest or EVERY, links, within_s))
        if as_json:
            print_document(_verified_document(verified))
        else:
            print_problems(verified.problems)
            click.echo(clean("\n".join(_lines(verified))))
        if verified.feed.freshness is Freshness.UNREACHABLE:
            sys.exit(UNREACHABLE)
        if verified.is_wrong:
            sys.exit(WRONG_IN_PUBLIC)


def _lines(verified: "Verified") -> list[str]:
    """What was seen, for people."""
    facts = verified.facts
    lines = [f"{verified.feed_url}: {verified.feed.text}"]
    if facts:
        tags = [name for name, key in (("ETag", "etag"), ("Last-Modified", "last_modified")) if facts[key]]
        told = [str(facts["content_type"] or "no type"), f"{facts['size_bytes']:,} bytes", *tags]
        lines.append(f"  {', '.join(told)}; in a cache for {facts['age_s']} s")
    errors = sum(each.level is Level.ERROR for each in verified.problems)
    end = f"{errors} errors" if errors != 1 else "1 error"
    return [*lines, *(f"  {each}" for each in verified.notes), end if errors else "all is well"]


def _verified_document(verified: "Verified") -> dict[str, object]:
    return {
        "feed": {"url": verified.feed_url, **verdict_document(verified.feed), **verified.facts},
        "well": not verified.is_wrong,
        "notes": list(verified.notes),
        "problems": [problem_document(each) for each in verified.problems],
    }


@click.command("announce")
@click.option("--force", is_flag=True, help="Tell everybody once more, also of a show that is hidden.")
@looking_options
def announce_command(
    folder: Path | None,
    now: datetime | None,
    *,
    force: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Who was told of the live feed; those who were not are told now.

    publish and regenerate do so by themselves, once the public address serves
    what they have written. Whom to tell, podcast.toml says under [announce].

    \b
    Examples:
      airdate announce
      airdate announce --force

    \b
    Exit status: 0 done; 1 failed, or somebody could not be told; 2 wrong usage;
    3 the input has problems; 4 the store refused or was unreachable, or nothing
    answers at the public address; 6 the public address serves something wrong.
    """
    choices = Choices(folder, as_json, quiet=quiet, verbose=verbose, now=now)
    with open_show(choices) as context:
        from pipeline.workflows.announce_now import announce_now

        announced = announce_now(context, force=force)
        if as_json:
            print_document(_announced_document(announced))
        else:
            click.echo(clean("\n".join(map(_line, announced.targets)) or "Nobody is told: see [announce]."))
        _exit_by(announced)


def _exit_by(announced: "AnnouncedAll") -> None:
    from pipeline.core.freshness import Freshness

    verdict = announced.feed
    if verdict is not None and verdict.freshness is not Freshness.CURRENT:
        is_cached = verdict.freshness is Freshness.CACHED
        level = Level.WARNING if is_cached else Level.ERROR
        print_problems([Problem("", 0, f"nobody was told: {verdict.text}", verdict.fix, level)])
        if not is_cached:
            sys.exit(UNREACHABLE if verdict.freshness is Freshness.UNREACHABLE else WRONG_IN_PUBLIC)
    if announced.has_failed:
        sys.exit(1)


def _line(announced: "Announced") -> str:
    """One target, for people."""
    told = announced.told
    if announced.was_told:
        return f"{announced.target.name}: told now"
    if reason := announced.reason or told.reason:
        times = f", {told.failures} times in a row" if told.failures > 1 else ""
        return f"{announced.target.name}: not told, {reason}{times}"
    return f"{announced.target.name}: " + (
        f"told on {told.told_at:%Y-%m-%d %H:%M} UTC" if told.told_at else "-"
    )


def _announced_document(announced: "AnnouncedAll") -> dict[str, object]:
    return {
        "feed_sha256": announced.feed_sha256,
        "feed": verdict_document(announced.feed) if announced.feed else None,
        "targets": [announced_document(each) for each in announced.targets],
    }
