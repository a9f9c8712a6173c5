"""Ctrl-C, and being told to stop: exit 130, a line about what stands, nothing half done."""

import signal
import threading

import pytest

from tests.cli.building import ShowFolder, finish, start
from tests.servers.scripted_server import Answer, Asked, answering

MESSAGE = "stopped; what was finished stands, and running the command again goes on"
KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_run_that_is_stopped_says_so(stop: signal.Signals, options: list[str], show: ShowFolder) -> None:
    """While it waits for a store that takes its time: at once, with scratch space tidied up."""
    asked, over = threading.Event(), threading.Event()
    scratch = show.path.parent / "scratch"
    scratch.mkdir()

    def hesitate(_: Asked) -> Answer:
        asked.set()
        over.wait(60)
        return Answer.error(404, "NoSuchKey")

    with answering(hesitate) as server:
        show.use_bucket(server.endpoint_url)
        before = show.tree()
        process = start(show.path, "publish", "--yes", *options, env={**KEYS, "TMPDIR": str(scratch)})
        assert asked.wait(60)
        process.send_signal(stop)
        ran = finish(process, timeout_s=30)
        over.set()
    assert ran.code == 130
    assert ran.stderr == f"{MESSAGE}\n"
    assert (show.tree(), list(scratch.iterdir())) == (before, [])
    if options:
        assert (ran.document["exit_code"], ran.document["error"]) == (130, MESSAGE)
    else:
        assert ran.stdout == ""
