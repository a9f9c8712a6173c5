"""Ctrl-C, and being told to stop: exit 130, a line about what stands, nothing half done."""

import os
import signal

import pytest

from tests.cli.building import AUDIO, ShowFolder, finish, start
from tests.servers.running import wait_until

MESSAGE = "stopped; what was finished stands, and running the command again goes on"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_run_that_is_stopped_says_so(stop: signal.Signals, options: list[str], show: ShowFolder) -> None:
    """While it watches whether a fresh file still grows: nothing was written yet."""
    os.utime(show.path / AUDIO)
    before, scratch = show.tree(), show.path.parent / "scratch"
    scratch.mkdir()
    process = start(show.path, "publish", "--yes", *options, env={"TMPDIR": str(scratch)})
    wait_until(lambda: any(scratch.iterdir()), "the run")
    process.send_signal(stop)
    ran = finish(process)
    assert not list(scratch.iterdir())
    assert ran.code == 130
    assert ran.stderr.endswith(f"{MESSAGE}\n")
    assert "Traceback" not in ran.stderr
    assert show.tree() == before
    if options:
        assert (ran.document["exit_code"], ran.document["error"]) == (130, MESSAGE)
    else:
        assert ran.stdout == ""
