"""Help: every command has it, in one shape; the same option means and says the same everywhere."""

import re
from collections import defaultdict
from inspect import cleandoc
from pathlib import Path

import click
import pytest

from pipeline.cli.program import COMMANDS, LazyGroup, airdate
from tests.cli.building import run

OF_ITS_OWN = {"--title", "--to"}
"""Options that name the thing that a command makes, and so say which."""
CODES = {0: "done", 1: "failed", 2: "wrong usage", 4: "the store refused or was unreachable"}


def command_of(name: str) -> click.Command:
    assert isinstance(airdate, LazyGroup)
    command = airdate.get_command(click.Context(airdate), name)
    assert command
    return command


def help_of(name: str) -> str:
    return cleandoc(command_of(name).help or "")


def options() -> list[tuple[str, click.Option]]:
    """Every option of every command, with the command's name."""
    return [
        (name, option)
        for name in COMMANDS
        for option in command_of(name).params
        if isinstance(option, click.Option)
    ]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_an_example_and_the_exit_statuses(name: str, tmp_path: Path) -> None:
    """After what the command does; the example can be typed as it stands."""
    ran = run(tmp_path, name, "--help")
    assert (ran.code, ran.stderr) == (0, "")
    text, _, statuses = help_of(name).partition("Exit status: ")
    assert re.search(rf"Examples?:\n  airdate {name}\b", text), "no example"
    assert statuses.strip().endswith("."), "no exit statuses"
    assert text.split("\n")[0].endswith("."), "no sentence in front"
    assert all(line in ran.stdout for line in statuses.strip().splitlines())


@pytest.mark.parametrize("name", COMMANDS)
def test_exit_statuses_mean_the_same_everywhere(name: str) -> None:
    """In the words of `airdate --help`, or with a reason of the command's own."""
    statuses = " ".join(help_of(name).partition("Exit status: ")[2].split())
    told = {int(code): text for code, text in re.findall(r"(\d) ([^;,.]+)", statuses)}
    assert {0, 2} <= told.keys()
    assert told[2] == CODES[2]
    assert told.get(1, CODES[1]) == CODES[1]
    assert told.get(4, CODES[4]) == CODES[4]
    assert told[0].startswith((CODES[0], "no errors", "stopped"))


def test_the_overview_names_every_command_and_every_exit_status(tmp_path: Path) -> None:
    """With the first sentence of its own help."""
    ran = run(tmp_path, "--help")
    assert ran.code == 0
    shown = " ".join(ran.stdout.split())
    for name, (_, text) in COMMANDS.items():
        assert f"{name} {text}" in shown
    for code in range(7):
        assert re.search(rf"  {code} [a-z]", ran.stdout), code


def test_without_arguments_the_overview_is_shown(tmp_path: Path) -> None:
    """As wrong usage: nothing was done."""
    ran = run(tmp_path)
    assert ran.code == 2
    assert "Commands:" in ran.stdout + ran.stderr


def test_an_option_means_the_same_in_every_command() -> None:
    """One spelling, one help text."""
    texts = defaultdict(set)
    for _, option in options():
        if not OF_ITS_OWN.intersection(option.opts):
            texts[option.opts[-1]].add((tuple(option.opts), option.help, option.is_flag))
    assert {name: told for name, told in texts.items() if len(told) > 1} == {}


def test_a_short_option_has_one_meaning() -> None:
    """A habit must not become another act."""
    meanings = defaultdict(set)
    for _, option in options():
        for short in (each for each in option.opts if not each.startswith("--")):
            meanings[short].add(option.opts[-1])
    assert {short: told for short, told in meanings.items() if len(told) > 1} == {}
    assert {short: told for short, told in meanings.items() if short in "-n-y-q-v"} == {
        "-n": {"--dry-run"},
        "-y": {"--yes"},
        "-q": {"--quiet"},
        "-v": {"--verbose"},
    }


def test_options_are_whole_words_with_help() -> None:
    """A sentence each, and no secret is ever an option."""
    for name, option in options():
        assert re.fullmatch(r"--[a-z]+(-[a-z]+)*", option.opts[-1]), f"{name} {option.opts}"
        assert (option.help or "").rstrip("]").endswith((".", "PM")) or "[default" in (option.help or "")
        assert not re.search("secret|password|token|access", option.opts[-1]), f"{name} {option.opts}"


def test_an_unknown_command_is_met_with_a_near_one(tmp_path: Path) -> None:
    """Or without one; wrong usage both."""
    ran = run(tmp_path, "pubish")
    assert (ran.code, ran.stdout) == (2, "")
    assert "There is no command 'pubish'. Did you mean 'publish'?" in ran.stderr
    ran = run(tmp_path, "zzz")
    assert ran.code == 2
    assert ran.stderr.endswith("There is no command 'zzz'.\n")


def test_an_unknown_option_is_met_with_a_near_one(tmp_path: Path) -> None:
    """The same for options."""
    ran = run(tmp_path, "publish", "--dry-rum")
    assert (ran.code, ran.stdout) == (2, "")
    assert "--dry-run" in ran.stderr


def test_a_time_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    """With one that would do."""
    ran = run(tmp_path, "list", "--now", "noon")
    assert (ran.code, ran.stdout) == (2, "")
    assert '"noon" is not a time; write it as 2026-11-05T06:00:00+00:00' in ran.stderr


def test_the_version_is_the_distributions(tmp_path: Path) -> None:
    """One line on stdout."""
    ran = run(tmp_path, "--version")
    assert ran.code == 0
    assert re.fullmatch(r"airdate \d+\.\d+\.\d+\n", ran.stdout)
