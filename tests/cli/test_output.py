"""What reaches a terminal or a pipe: no control characters, no colours unasked, no traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.building import EPISODE, INDEX, NOW, ROOT, ShowFolder, finish, start
from tests.servers.running import free_port

CONTROLS = "\x1b]0;owned\x07 \u202egnp.exe \x9b31m"
"""Sets a window's title, turns text around, and colours it."""


def is_tame(text: str) -> bool:
    """Nothing in it but what is shown, and line ends."""
    return all(character.isprintable() or character == "\n" for character in text)


def test_titles_cannot_drive_the_terminal(show: ShowFolder) -> None:
    """Invisible characters that YAML lets through are shown as what they are: unknown."""
    show.change(INDEX, "Why", "\u202eWhy")
    show.change(INDEX, "rarely", "\x9b31mrarely")
    for arguments in (["list"], ["explain", EPISODE], ["check"], ["publish", "--yes", "--now", NOW]):
        ran = show.run(*arguments)
        assert ran.code == 0, ran.stderr
        assert is_tame(ran.stdout), arguments
        assert is_tame(ran.stderr), arguments


def test_documents_cannot_either(show: ShowFolder) -> None:
    """They hold the characters, escaped."""
    show.change(INDEX, "Why", "\u202eWhy")
    show.change(INDEX, "rarely", "\x9b31mrarely")
    ran = show.run("explain", EPISODE, "--json")
    assert is_tame(ran.stdout)
    assert ran.document["title"]["value"] == "\u202eWhy your heel hurts"
    assert ran.document["summary"]["value"] == "It is \x9b31mrarely the bone."


def test_names_on_the_command_line_are_tamed_in_messages(show: ShowFolder) -> None:
    """Somebody may paste them."""
    ran = show.publish(CONTROLS)
    assert ran.code == 3
    assert is_tame(ran.stderr)


def test_file_names_that_are_no_text_are_survived(show: ShowFolder) -> None:
    """A folder from a strange archive is told of, not stumbled over."""
    name = os.fsdecode(b"caf\xe9-\x1b[2J")
    show.write(f"episodes/{name}/index.md", "---\n---\n")
    ran = show.run("check")
    assert ran.code == 3
    assert is_tame(ran.stdout)
    assert "Fix: rename it to caf" in ran.stdout
    assert show.run("check", "--json").document["errors"] >= 1


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> bytes:
    """What a command writes to stdout when that is a terminal."""
    ours, theirs = os.openpty()
    with start(folder, *arguments, stdout=theirs, env={"NO_COLOR": "", **environment}) as process:
        os.close(theirs)
        seen = b""
        try:
            while block := os.read(ours, 4096):
                seen += block
        except OSError:
            pass  # Linux says so when the other side has closed
        process.wait(60)
    os.close(ours)
    return seen


def test_colours_are_for_terminals_that_want_them(show: ShowFolder) -> None:
    """Not where NO_COLOR is set, and never in a pipe."""
    assert b"\x1b[" in on_a_terminal(show.path, "check")
    assert b"\x1b[" not in on_a_terminal(show.path, "check", NO_COLOR="1")
    assert "\x1b[" not in finish(start(show.path, "check")).stdout


def test_a_terminal_of_few_letters_gets_the_others_spelt_out(show: ShowFolder) -> None:
    """Rather than a traceback: old Windows consoles and pipes have a code page."""
    show.change(INDEX, "Why your heel hurts", "Почему болит пятка")
    narrow = {"PYTHONIOENCODING": "cp1252"}
    ran = finish(start(show.path, "list", env=narrow))
    assert (ran.code, ran.stderr) == (0, "")
    assert "\\u041f\\u043e\\u0447" in ran.stdout
    documented = finish(start(show.path, "list", "--json", env=narrow))
    assert documented.document[0]["title"] == "Почему болит пятка"


def test_a_reader_who_goes_away_is_no_failure_to_talk_about(show: ShowFolder) -> None:
    """`airdate schema podcast | head -1`."""
    for arguments in ("schema podcast", "explain 001-heel --json"):
        pipe = f"{sys.executable} -m pipeline {arguments} | head -c 1"
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            ["bash", "-c", pipe], cwd=show.path, env=environment, capture_output=True, check=False, timeout=60
        )
        assert (done.stdout, done.stderr) == (b"{", b"")


JSON_ERRORS = {
    "no show": (["list"], 3),
    "unknown episode": (["explain", "nowhere"], 3),
    "a question": (["publish"], 2),
    "audio that is none": (["publish", "--yes", EPISODE], 3),
    "an unreachable store": (["list"], 4),
    "nothing published": (["regenerate"], 1),
}


@pytest.mark.parametrize("name", JSON_ERRORS)
def test_errors_too_are_one_document(name: str, show: ShowFolder) -> None:
    """With the exit code, the text for people, and the problems; stdout holds nothing else."""
    arguments, code = JSON_ERRORS[name]
    spoil = {
        "no show": (show.path / "podcast.toml").unlink,
        "audio that is none": lambda: show.use_audio("text.mp3"),
        "an unreachable store": lambda: show.use_bucket(f"http://127.0.0.1:{free_port()}"),
    }
    spoil.get(name, lambda: None)()
    ran = show.run(*arguments, "--json", AWS_ACCESS_KEY_ID="key", AWS_SECRET_ACCESS_KEY="secret")
    document = json.loads(ran.stdout)
    assert (ran.code, document["exit_code"]) == (code, code)
    assert list(document) == ["exit_code", "error", "problems"]
    assert document["error"]
    assert bool(document["problems"]) == (code == 3)
    for problem in document["problems"]:
        assert list(problem) == ["level", "path", "line", "text", "fix", "rule"]
        assert problem["fix"]


def test_a_disk_that_refuses_is_named(show: ShowFolder) -> None:
    """The file and the system's reason, exit 1, no traceback."""
    ran = show.run("init", "cover.jpg/new-show")
    assert (ran.code, ran.stdout) == (1, "")
    assert ran.stderr == (
        "error: cover.jpg/new-show: Not a directory\n"
        "  Fix: a file stands where a folder is needed: rename it, or name another place\n"
    )
