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


def complete(words: str, folder: Path, kind: str = "plain") -> list[str]:
    """What bash is offered for the last word."""
    environment = {
        "_AIRDATE_COMPLETE": "bash_complete",
        "COMP_WORDS": f"airdate {words}",
        "COMP_CWORD": str(len(words.split(" "))),
    }
    ran = finish(start(folder, env=environment))
    assert (ran.code, ran.stderr) == (0, "")
    offered = [line.split(",") for line in ran.stdout.splitlines()]
    return [text for said, text in offered if said == kind]


def test_commands_are_completed(tmp_path: Path) -> None:
    """All of them, or those that begin so."""
    assert sorted(complete("", tmp_path)) == sorted(COMMANDS)
    assert complete("pub", tmp_path) == ["publish"]


def test_options_are_completed(tmp_path: Path) -> None:
    """Those of the command."""
    assert complete("publish --dr", tmp_path) == ["--dry-run"]
    assert complete("schema ", tmp_path) == ["podcast", "episode"]


def test_episodes_are_completed_as_the_folders_that_they_are(tmp_path: Path) -> None:
    """The shell is told to look for files."""
    for command in ("publish", "check", "explain"):
        assert complete(f"{command} epi", tmp_path, kind="file") == ["epi"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_can_be_had(shell: str, tmp_path: Path) -> None:
    """What the line evaluates."""
    ran = finish(start(tmp_path, env={"_AIRDATE_COMPLETE": f"{shell}_source"}))
    assert ran.code == 0
    assert "_AIRDATE_COMPLETE" in ran.stdout
