"""What nobody foresaw: still words, a fix where there is one, and an exit code."""

import errno
import json
import os
import subprocess
import sys

import pytest

from pipeline.cli.failures import TRACEBACK, render_system_error, render_unforeseen
from pipeline.cli.run import error_boundary
from pipeline.core.dates import check_year
from tests.cli.building import NOW, ROOT, ShowFolder


def fail_unforeseen(*, as_json: bool = False) -> None:
    """An error of a kind that no code of ours raises or catches, from inside of ours."""
    with error_boundary(as_json=as_json):
        check_year("soon")  # type: ignore[arg-type]  # that is the mistake


def test_an_error_in_airdate_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its type, its place and how to report it; the same in the document."""
    monkeypatch.delenv(TRACEBACK)
    with pytest.raises(SystemExit) as caught:
        fail_unforeseen(as_json=True)
    assert caught.value.code == 1
    said = capsys.readouterr()
    first, fix = said.err.splitlines()
    assert first.startswith("error: airdate failed unexpectedly: AttributeError in pipeline/core/dates.py:")
    assert (
        fix == f"  Fix: report this as an issue, with what the same command prints when {TRACEBACK}=1 is set"
    )
    assert json.loads(said.out)["error"] == f"{first.removeprefix('error: ')}\n{fix}"


def test_whoever_looks_for_the_cause_gets_the_traceback() -> None:
    """As all of these tests do."""
    assert os.environ[TRACEBACK] == "1"
    with pytest.raises(AttributeError):
        fail_unforeseen()


def test_an_error_from_elsewhere_has_no_place() -> None:
    """There may be no line of ours in it."""
    assert render_unforeseen(ValueError("x")).startswith("airdate failed unexpectedly: ValueError\n")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "/tmp/x"),
            "/tmp/x: No space left on device\n"
            "  Fix: free some space there, or set TMPDIR to a folder on another disk",
        ),
        (
            FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/tmp']"),
            "this machine: No usable temporary directory found in ['/tmp']\n"
            "  Fix: free some space there, or set TMPDIR to a folder on another disk",
        ),
        (
            OSError(errno.EROFS, "Read-only file system", "episodes/2"),
            "episodes/2: Read-only file system\n"
            "  Fix: give this user the right to write there, or work in a copy of the folder",
        ),
        (
            NotADirectoryError(errno.ENOTDIR, "Not a directory", "out/public"),
            "out/public: Not a directory\n"
            "  Fix: a file stands where a folder is needed: rename it, or name another place",
        ),
        (FileNotFoundError(errno.ENOENT, "No such file or directory", "a"), "a: No such file or directory"),
    ],
)
def test_what_the_system_refuses_has_a_fix_where_it_is_plain(error: OSError, message: str) -> None:
    """Where first, then the system's words."""
    assert render_system_error(error) == message


def test_a_full_disk_behind_stdout_is_one_error(show: ShowFolder) -> None:
    """The document cannot be written, and saying so as a document cannot either."""
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 # a device
        ran = subprocess.run(
            [sys.executable, "-m", "pipeline", "publish", "--json", "--yes", "--now", NOW],
            cwd=show.path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert ran.returncode == 1
    assert ran.stderr.startswith("error: this machine: No space left on device\n  Fix: ")
    assert "Traceback" not in ran.stderr
