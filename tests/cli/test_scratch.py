"""Scratch folders: gone when a run ends, and removed by the next run where one was killed."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli.scratch import open_scratch
from tests.cli.building import ROOT

HOLD = """
import sys
from pipeline.cli.scratch import open_scratch
with open_scratch() as folder:
    (folder / "half.mp3").touch()
    sys.stdout.write(f"{folder}\\n")
    sys.stdout.flush()
    sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return tmp_path


def test_scratch_goes_with_the_run(home: Path) -> None:
    """Nothing stays behind."""
    with open_scratch() as folder:
        assert folder.parent == home
        (folder / "half.mp3").touch()
    assert list(home.iterdir()) == []


def test_a_killed_run_is_tidied_up_by_the_next(home: Path) -> None:
    """While it lives nobody touches its folder; then the next run removes it."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout
        theirs = Path(process.stdout.readline().strip())
        with open_scratch():
            assert (theirs / "half.mp3").exists()
        process.send_signal(signal.SIGKILL)
    with open_scratch():
        assert not theirs.exists()


def test_folders_of_the_same_name_that_are_not_ours_stay(home: Path) -> None:
    """Without the file that a run holds, and behind a link."""
    (home / "airdate-mine").mkdir()
    (home / "elsewhere").mkdir()
    (home / "elsewhere" / "held").touch()
    (home / "airdate-link").symlink_to(home / "elsewhere")
    with open_scratch():
        pass
    assert sorted(path.name for path in home.iterdir()) == ["airdate-link", "airdate-mine", "elsewhere"]
    assert (home / "elsewhere" / "held").exists()
