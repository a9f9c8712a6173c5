"""`airdate check`: every problem with a show, an episode or any feed, for people and for machines."""

import sys
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.check_formats import (
    Report,
    from_repository,
    is_address,
    render_annotations,
    report_document,
    sarif_document,
)
from pipeline.cli.options import looking_options, read_clock
from pipeline.cli.run import SHOW_FILE, Choices, error_boundary, find_show, open_show, print_document
from pipeline.cli.terminal import clean, render_problem
from pipeline.errors import InputError, Level, Problem
from pipeline.workflows.checked import Wishes, join_checked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.workflows.checked import Checked

LEVELS = {"error": 0, "warning": 1, "advice": 2}
FORMATS = ("text", "json", "github", "sarif")


class Directories(click.ParamType[list[str]]):
    """Directories, separated by commas."""

    name = "directories"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> list[str]:
        from pipeline.core.rules.directories import Directory

        words = [word.strip().lower() for word in str(value).split(",") if word.strip()]
        known = [each.value for each in Directory]
        for word in words:
            if word not in known:
                self.fail(f'"{word}" is not known; choose from {", ".join(known)}', param, ctx)
        return words


@click.command("check")
@click.argument("targets", nargs=-1, metavar="[TARGET]...", type=click.Path())
@click.option("--for", "directories", type=Directories(), help="Only what these ask for: apple,spotify.")
@click.option(
    "--level",
    type=click.Choice(list(LEVELS)),
    default="advice",
    show_default=True,
    help="The least serious problems to show.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print the report. [default: text]")
@click.option(
    "--online", is_flag=True, help="Also look at what the feed names: media, pictures, transcripts."
)
@click.option("--audio", "listen", is_flag=True, help="Also measure loudness and the like, with ffmpeg.")
@click.option("--allow-private", is_flag=True, help="Also ask servers on this machine and network.")
@click.option("--explain", "rule", metavar="RULE", help="Tell all about one rule, and stop.")
@looking_options
def check_command(
    targets: tuple[str, ...],
    directories: list[str] | None,
    folder: Path | None,
    now: datetime | None,
    level: str,
    form: str | None,
    rule: str | None,
    *,
    online: bool,
    listen: bool,
    allow_private: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Every problem with a show, an episode or any feed, and how to fix it.

    TARGET is an episode, a feed file, the address of a feed, or a show's
    folder; without one the show around is checked. Looks at podcast.toml,
    front matter, notes, audio and pictures, or at the feed, by the rules of
    Apple, Spotify, Amazon, YouTube, PSP-1, Podcasting 2.0 and RSS 2.0. Works
    offline, but for feeds that have to be fetched, and --online, which
    without a feed looks at the show's own as it is seen on the web.

    \b
    Examples:
      airdate check
      airdate check episodes/061-tape-noise --level warning
      airdate check feed.xml --for apple,spotify
      airdate check https://example.org/feed.xml --online
      airdate check --explain apple-explicit

    \b
    Exit status: 0 no errors, 1 failed, 2 wrong usage, 3 there are errors.
    """
    form = form or ("json" if as_json else "text")
    if as_json and form != "json":
        raise click.UsageError(f"--json and --format {form} exclude each other")
    if rule is not None:
        _explain(rule, as_json=form == "json")
        return
    shown = [target for target in targets if is_show(target)]
    if shown and (len(targets) > 1 or folder is not None):
        raise click.UsageError(f"{shown[0]} is a show: check it by itself")
    if shown:
        targets, folder = (), Path(shown[0].removesuffix(SHOW_FILE) or ".")
    printer = partial(_print_failure, form, _base(folder, targets)) if form in ("github", "sarif") else None
    choices = Choices(folder, form != "text", quiet=quiet, verbose=verbose, now=now, print_failure=printer)
    wishes = Wishes(online=online, listen=listen, allow_private=allow_private)
    checked = _check(choices, targets, wishes)
    report = _report(checked, directories, level)
    _print(report, form, _base(folder, targets), quiet=quiet)
    if report.errors:
        sys.exit(3)


def _check(choices: Choices, targets: tuple[str, ...], wishes: "Wishes") -> "Checked":
    """A show with its episodes, or feeds: what the targets are."""
    feeds = [target for target in targets if is_feed(target)]
    if not feeds:
        with open_show(choices, with_store=False) as context:
            from pipeline.workflows.check import check

            found = check(context, targets, Path.cwd(), wishes)
            if not wishes.online:
                return found
            from pipeline.workflows.check_feeds import check_public_feed

            return join_checked(found, check_public_feed(context, wishes))
    if len(feeds) < len(targets):
        raise click.UsageError("check feeds and episodes one after the other")
    if wishes.listen:
        raise click.UsageError("--audio measures the files of a show: leave the feed out")
    with error_boundary(as_json=choices.as_json, print_failure=choices.print_failure):
        from pipeline.workflows.check_feeds import check_feeds

        now = choices.now or read_clock()
        return check_feeds(feeds, Path.cwd(), now, _silence(choices.folder), wishes, choices.terminal)


def is_show(target: str) -> bool:
    """Whether a target is a show's folder, or the file in it that tells of the show."""
    path = Path(target)
    return path.name == SHOW_FILE if path.is_file() else (path / SHOW_FILE).is_file()


def is_feed(target: str) -> bool:
    """Whether a target is an address or a file that is no episode's text.

    >>> is_feed("https://wind.example/feed.xml"), is_feed("episodes/061-tape/index.md")
    (True, False)
    """
    if is_address(target):
        return True
    path = Path(target)
    return path.suffix.lower() in {".xml", ".rss", ".gz"} or (path.is_file() and path.suffix.lower() != ".md")


def _silence(folder: Path | None) -> "Mapping[str, str]":
    """The rules that the show around has silenced; a feed is also checked where there is no show."""
    from pipeline.source.show_file import read_show

    try:
        return read_show(find_show(folder)).show.silence
    except InputError:
        return {}


def _report(checked: "Checked", directories: list[str] | None, level: str) -> Report:
    from pipeline.core.rules.catalogue import RULES, WHO_SAYS
    from pipeline.core.rules.directories import Directory
    from pipeline.core.rules.verdicts import judge_directories, of_interest

    wanted = [Directory(each) for each in directories or Directory]
    problems = of_interest(checked.problems, WHO_SAYS, wanted)
    further = [Problem("", 0, "", level=RULES[rule].level, rule=rule) for rule in checked.left_out]
    left_out = {each: checked.left_out[str(each.rule)] for each in of_interest(further, WHO_SAYS, wanted)}
    found = [*((each, 1) for each in problems), *left_out.items()]
    return Report(
        problems=[each for each in problems if LEVELS[each.level] <= LEVELS[level]],
        errors=sum(count for each, count in found if each.level is Level.ERROR),
        verdicts=judge_directories(found, WHO_SAYS, wanted),
        silenced=checked.silenced,
        left_out={str(each.rule): n for each, n in left_out.items() if LEVELS[each.level] <= LEVELS[level]},
        notes=checked.notes,
    )


def _base(folder: Path | None, targets: tuple[str, ...]) -> Path:
    """The folder that the paths of problems start from."""
    if any(map(is_feed, targets)):
        return Path.cwd()
    try:
        return find_show(folder)
    except InputError:
        return folder or Path.cwd()


def _print(report: Report, form: str, base: Path, *, quiet: bool) -> None:
    if form == "json":
        print_document(report_document(report))
    elif form == "sarif":
        print_document(sarif_document(from_repository(report.problems, base)))
    elif form == "github":
        annotations = render_annotations(from_repository(report.problems, base))
        click.echo(clean(annotations), nl=bool(report.problems))
    else:
        _print_text(report, quiet=quiet)


def _print_failure(form: str, base: Path, _code: int, text: str, problems: "Sequence[Problem]") -> None:
    """What machines are given of a check that came to no report."""
    found = from_repository(problems, base)
    if form == "sarif":
        print_document(sarif_document(found, None if found else text))
    else:
        click.echo(clean(render_annotations(found or [Problem("", 0, text)])))


def _print_text(report: Report, *, quiet: bool) -> None:
    """The problems, what was left out, and a line for each directory."""
    for problem in report.problems:
        click.echo(render_problem(problem, with_rule=True))
    for rule, count in report.left_out.items():
        click.echo(f"and {count:,} more of {rule}")
    if report.problems:
        click.echo("")
    else:
        click.echo("No problems found.")
    for verdict in report.verdicts:
        click.echo(str(verdict))
    if quiet:
        return
    for note in report.notes:
        click.echo(clean(note), err=True)
    for each in report.silenced:
        times = f"{each.count} time{'s' if each.count > 1 else ''}"
        click.echo(clean(f"{each.rule} was silenced {times}: {each.reason}"), err=True)


def _explain(rule_id: str, *, as_json: bool) -> None:
    """All about one rule."""
    from pipeline.core.rules.catalogue import RULES
    from pipeline.core.rules.table import sentence

    rule = RULES.get(rule_id)
    if rule is None:
        import difflib  # only a typing error needs it

        near = difflib.get_close_matches(rule_id, RULES, n=1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise click.UsageError(f"There is no rule '{rule_id}'.{hint}")
    if as_json:
        kept = ("id", "level", "who", "source", "date", "text", "fix", "wrong", "right")
        print_document({name: getattr(rule, name) for name in kept})
        return
    rows = {
        "level": rule.level.value,
        "asked by": rule.who,
        "source": f"{rule.source} ({rule.date})",
        "wrong": rule.wrong,
        "right": rule.right,
        "fix": sentence(rule.fix),
    }
    click.echo(f"{rule.id}: {rule.text}")
    for title, text in rows.items():
        first, *rest = text.split("\n")
        click.echo("\n".join([f"  {title:9} {first}", *(f"{'':12}{line}" for line in rest)]))
