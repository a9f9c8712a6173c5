"""`airdate doctor`: look at the set-up, and say which permissions a key needs."""

import sys
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import looking_options, read_clock
from pipeline.cli.run import Choices, error_boundary, find_show, print_document
from pipeline.cli.terminal import clean

if TYPE_CHECKING:
    from pipeline.core.findings import Finding
    from pipeline.core.iam_policy import Role, Statement
    from pipeline.workflows.doctor import Examined

ROLES = ("producer", "nightly", "withdraw")
COLOURS = {"ok": "green", "warning": "yellow", "problem": "red", "skipped": "bright_black"}


@click.command("doctor")
@click.option("--offline", is_flag=True, help="Look at the folder and this machine alone.")
@click.option(
    "--policy",
    "role",
    type=click.Choice(ROLES),
    help="Print the smallest IAM policy for such a key instead.",
)
@looking_options
def doctor_command(
    role: str | None,
    folder: Path | None,
    now: datetime | None,
    *,
    offline: bool,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Look at the set-up: a line for each check, with a fix where one is needed.

    Is podcast.toml right, whose credentials are used, is the clock right, what
    does the store honour, can the records be read? What do players get at the
    public address, and can strangers see anything private? Nothing is changed:
    the store's conditions are tried with a scratch object in the private root.

    \b
    With --policy, what a key has to be allowed for the show's own buckets and
    prefixes, and no more: for a producer, for the nightly job, or for whoever
    withdraws and prunes. With --json it is the document to paste.

    \b
    Examples:
      airdate doctor
      airdate doctor --offline
      airdate doctor --policy nightly --json > policy.json

    \b
    Exit status: 0 done, and there are no problems but warnings at most; 1 failed,
    or something else is wrong; 2 wrong usage; 3 the configuration is wrong;
    4 the store refused or was unreachable.
    """
    choices = Choices(folder, as_json, quiet=quiet, verbose=verbose, now=now)
    with error_boundary(as_json=as_json):
        show = find_show(folder)
        if role is not None:
            _print_policy(show, role, as_json=as_json)
            return
        from pipeline.workflows.doctor import Desk, examine

        desk = Desk(show, read_clock if now is None else lambda: now, choices.terminal)
        examined = examine(desk, offline=offline)
        if as_json:
            print_document(_document(examined))
        else:
            click.echo("\n".join(_lines(examined.findings, quiet=quiet)))
        sys.exit(examined.exit_code)


def _lines(findings: "Iterable[Finding]", *, quiet: bool) -> list[str]:
    """One line per check, by topic; with `quiet` only what is not well."""
    shown = [each for each in findings if not quiet or each.outcome in ("warning", "problem")]
    lines: list[str] = []
    for topic, group in groupby(shown, key=lambda each: each.topic):
        lines.append(click.style(topic.value, bold=True))
        lines += [line for each in group for line in _render(each)]
    counts = {name: sum(each.outcome == name for each in shown) for name in ("problem", "warning")}
    told = [f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts.items() if count]
    return [*lines, ", ".join(told) or "all is well"]


def _render(finding: "Finding") -> list[str]:
    outcome = finding.outcome.value
    lines = [
        f"  {click.style(f'{outcome:7}', fg=COLOURS[outcome])}  {clean(finding.check)}: {clean(finding.text)}"
    ]
    return [*lines, f"           Fix: {clean(finding.fix)}"] if finding.fix else lines


def _document(examined: "Examined") -> dict[str, object]:
    from pipeline.core.personality import personality_document

    return {
        "exit_code": examined.exit_code,
        "well": examined.exit_code == 0,
        "checks": [
            {
                "topic": each.topic.value,
                "check": each.check,
                "outcome": each.outcome.value,
                "text": each.text,
                "fix": each.fix,
            }
            for each in examined.findings
        ],
        "store": personality_document(examined.personality) if examined.personality else None,
    }


def _print_policy(show: Path, role: str, *, as_json: bool) -> None:
    from pipeline.core.iam_policy import Role, policy_document
    from pipeline.workflows.permissions import load_permissions

    wanted = Role(role)
    statements = load_permissions(show, wanted)
    if as_json:
        print_document(policy_document(statements))
    else:
        click.echo(clean("\n".join(_words(wanted, statements))))


def _words(role: "Role", statements: "Iterable[Statement]") -> list[str]:
    """The policy for people."""
    lines = [f"For {', '.join(role.commands)}, and every command that only looks:"]
    for each in statements:
        lines += ["", f"{each.sid}: {each.why}"]
        lines += [f"  {action}" for action in each.actions]
        lines += [f"    {resource}" for resource in each.resources]
    return [*lines, "", f"As a document to paste: airdate doctor --policy {role.value} --json"]
