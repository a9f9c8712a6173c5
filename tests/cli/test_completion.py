"""Shell completion: the line that turns it on, and what the Tab key then gets."""

from pathlib import Path

import pytest

from pipeline.cli.program import COMMANDS
from tests.cli.building import finish, run, start


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_is_the_result(shell: str, tmp_path: Path) -> None:
    """So that it can be appended to a file; where it belongs is said beside it."""
    ran = run(tmp_path, "completion", shell)
    assert ran.code == 0
    assert f"_AIRDATE_COMPLETE={shell}_source airdate" in ran.stdout
    assert ran.stdout.count("\n") == 1
    assert ran.stderr.startswith("Add this line to ~/.")


def complete(words: str, folder: Path, shell: str = "bash") -> list[str]:
    """What the shell is offered for the last word."""
    environment = {
        "_AIRDATE_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": f"airdate {words}",
        "COMP_CWORD": str(len(words.split(" "))),
    }
    ran = finish(start(folder, env=environment))
    assert (ran.code, ran.stderr) == (0, "")
    return [line.partition(",")[2] for line in ran.stdout.splitlines()]


def test_commands_are_completed(tmp_path: Path) -> None:
    """All of them, or those that begin so."""
    assert sorted(complete("", tmp_path)) == sorted(COMMANDS)
    assert complete("pub", tmp_path) == ["publish"]


def test_options_are_completed(tmp_path: Path) -> None:
    """Those of the command."""
    assert complete("publish --dr", tmp_path) == ["--dry-run"]
    assert complete("schema ", tmp_path) == ["podcast", "episode"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_can_be_had(shell: str, tmp_path: Path) -> None:
    """What the line evaluates."""
    ran = finish(start(tmp_path, env={"_AIRDATE_COMPLETE": f"{shell}_source"}))
    assert ran.code == 0
    assert "_AIRDATE_COMPLETE" in ran.stdout
