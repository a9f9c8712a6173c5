"""Options that mean the same in every command: one spelling, one help text each."""

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

SOURCE_DATE = "SOURCE_DATE_EPOCH"
LATEST_S = 4_133_980_799
"""The end of the year 2100, the last that an episode's date can have."""

NO_VERIFY = "airdate.no_verify"
"""Where click keeps what --no-verify said."""

F = TypeVar("F", bound=Callable[..., Any])


class Moment(click.ParamType[datetime]):
    """An instant with an offset, as text on the command line."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f'"{value}" is not a time; write it as 2026-11-05T06:00:00+00:00', param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_clock() -> datetime:
    """Now, to the second: the one place where airdate reads the clock."""
    return datetime.now(UTC).replace(microsecond=0)  # noqa: TID251  # nothing else does


def read_source_date() -> datetime | None:
    """The moment that reproducible builds set (reproducible-builds.org/specs/source-date-epoch)."""
    text = os.environ.get(SOURCE_DATE, "")
    if not text:
        return None
    # Further digits are no year that a date can have.
    seconds = int(text) if re.fullmatch("[0-9]{1,11}", text) else LATEST_S + 1
    if seconds > LATEST_S:
        raise click.UsageError(
            f'{SOURCE_DATE} is "{text[:40]}", not seconds from 1970 to 2100; unset it, or set it as date +%s'
        )
    return datetime.fromtimestamp(seconds, UTC)


episodes_argument = click.argument("episodes", nargs=-1, metavar="[EPISODE]...", type=click.Path())
"""Folders or slugs; as paths, so that the Tab key completes them."""
show_option = click.option(
    "-C",
    "--show",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The show folder, with podcast.toml in it. [default: this folder or one above]",
)
now_option = click.option("--now", type=Moment(), help="Run as if it were this time.", hidden=True)
yes_option = click.option("-y", "--yes", is_flag=True, help="Answer yes to every question.")
dry_run_option = click.option("-n", "--dry-run", is_flag=True, help="Show the plan and stop.")
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document and nothing else."
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Only warnings, errors and results.")
verbose_option = click.option("-v", "--verbose", is_flag=True, help="Say what is done as it is done.")
exit_code_option = click.option("--exit-code", is_flag=True, help="Tell the answer by the exit status too.")
mass_option = click.option(
    "--allow-mass-change", is_flag=True, help="Let many public episodes change in one run."
)


def _note_no_verify(context: click.Context, _parameter: click.Parameter, value: object) -> None:
    context.meta[NO_VERIFY] = bool(value)


def wants_verify() -> bool:
    """Whether the command that runs is to look at the public address when it has written."""
    return not click.get_current_context().meta.get(NO_VERIFY, False)


verify_option = click.option(
    "--no-verify",
    is_flag=True,
    envvar="AIRDATE_NO_VERIFY",
    expose_value=False,  # it is the end of every writing command that asks, not the command
    callback=_note_no_verify,
    help="Do not look at the public address afterwards, and announce nothing.",
)


def writing_options(command: F) -> F:
    """The options of every command that writes to the store."""
    for option in (
        verify_option,
        mass_option,
        now_option,
        verbose_option,
        quiet_option,
        json_option,
        dry_run_option,
        show_option,
    ):
        command = option(command)
    return command


def looking_options(command: F) -> F:
    """The options of every command that only looks."""
    for option in (now_option, verbose_option, quiet_option, json_option, show_option):
        command = option(command)
    return command
