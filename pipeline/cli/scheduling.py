"""`airdate next`: what is due and when, for people and as an alarm."""

import re
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.options import exit_code_option, looking_options
from pipeline.cli.run import Choices, open_show, print_document
from pipeline.cli.terminal import clean

if TYPE_CHECKING:
    from pipeline.core.coming import Coming
    from pipeline.workflows.next_due import Outlook

OVERDUE = 8
"""The exit status where a release is overdue, on request."""
_UNITS_S = {"min": 60, "h": 3600, "d": 86_400}


class Span(click.ParamType[timedelta]):
    """A length of time on the command line."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        if isinstance(value, timedelta):
            return value
        match = re.fullmatch(r"([0-9]{1,4}) ?(min|h|d)", str(value))
        if match is None:
            self.fail(f'"{value}" is not a length of time; write it as 90min, 2h or 1d', param, ctx)
        return timedelta(seconds=int(match[1]) * _UNITS_S[match[2]])


@click.command("next")
@exit_code_option
@click.option(
    "--grace", type=Span(), default="2h", show_default=True, help="How late a release may be: 90min, 2h, 1d."
)
@looking_options
def next_command(
    grace: timedelta,
    folder: Path | None,
    now: datetime | None,
    *,
    exit_code: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """What is due and when, in the show's time zone and in UTC.

    Lists scheduled episodes, overdue ones first, and the days on which
    sponsors' offers end. Each takes effect with the first publish or
    regenerate after its time. With --exit-code it is an alarm for schedulers
    that were late, failed or were switched off.

    \b
    Examples:
      airdate next
      airdate next --exit-code --grace 1d
      airdate next --json

    \b
    Exit status: 0 done; 1 failed; 2 wrong usage; 3 the input has problems;
    4 the store refused or was unreachable. With --exit-code also:
    8 a release is overdue by more than --grace.
    """
    choices = Choices(folder, as_json, quiet=quiet, verbose=verbose, now=now)
    with open_show(choices) as context:
        from pipeline.workflows.next_due import look_ahead

        outlook = look_ahead(context)
        if as_json:
            print_document(_document(outlook, grace))
        else:
            _print(outlook, context.talk.say)
    sys.exit(OVERDUE if exit_code and outlook.overdue(grace) else 0)


def _print(outlook: "Outlook", say: Any) -> None:
    """The rows on stdout; who will bring them about on stderr."""
    from pipeline.core.coming import render_moments, tell_release

    rows = [
        (render_moments(each.at, outlook.zone), _told(each, outlook.now), each.name)
        for each in outlook.coming
    ]
    first, second, third = (
        (max(map(len, column)) for column in zip(*rows, strict=True)) if rows else (0, 0, 0)
    )
    for (when, told, name), each in zip(rows, outlook.coming, strict=True):
        colour = "red" if each.late_by(outlook.now) >= timedelta() else None
        row = f"{when:{first}}  {told:{second}}  {name:{third}}  {_titled(each)}"
        click.secho(clean(row), fg=colour)
    if not rows:
        say("Nothing is scheduled.")
    if release := outlook.next_release:
        told, fix = tell_release(release.at, outlook.timers, outlook.now)
        say(f"{release.name}: {told}")
        if fix:
            say(f"  Fix: {fix}")


def _told(each: "Coming", now: datetime) -> str:
    from pipeline.core.coming import render_span

    if each.is_held:
        return "held back: a draft here"
    return f"due since {render_span(now - each.at)}" if each.at <= now else f"in {render_span(each.at - now)}"


def _titled(each: "Coming") -> str:
    from pipeline.core.coming import Kind

    return each.title if each.kind is Kind.RELEASE else f"{each.title}: the offer ends"


def _document(outlook: "Outlook", grace: timedelta) -> dict[str, object]:
    next_change, run = outlook.next_change_at, outlook.next_run
    return {
        "now": outlook.now.isoformat(),
        "timezone": outlook.zone,
        "next_change_at": next_change.isoformat() if next_change else None,
        "next_run": {"at": run.at.isoformat(), "path": run.path} if run else None,
        "overdue": bool(outlook.overdue(grace)),
        "changes": [_change_document(each, outlook) for each in outlook.coming],
    }


def _change_document(each: "Coming", outlook: "Outlook") -> dict[str, object]:
    from zoneinfo import ZoneInfo

    return {
        "kind": each.kind.value,
        "at": each.at.astimezone(ZoneInfo(outlook.zone)).isoformat(),
        "name": each.name,
        "title": each.title,
        "guid": each.guid,
        "held": each.is_held,
        "late_s": max(0, int(each.late_by(outlook.now).total_seconds())),
    }
