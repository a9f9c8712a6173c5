"""Runs commands one after the other in children of their own, within limits, and measures what they cost.

`python -m tests.security.bounded` reads jobs from stdin and answers each with
a line: everything is imported once, and forked, so that hundreds of hostile
inputs can be tried in the time of a few starts.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

ROOT = Path(__file__).parents[2]
MOST_CPU_S = 5
MOST_MB = 256 * 1024**2 / 1e6
STOP_CPU_S = 10
STOP_WALL_S = 300


@dataclass(frozen=True)
class Cost:
    """How a command ended, what it said, and what it took."""

    code: int
    """Negative where a signal ended it."""
    stdout: str
    stderr: str
    cpu_s: float
    peak_mb: float

    def check(self) -> None:
        """Fail where it took more than any input may cost."""
        assert self.cpu_s <= MOST_CPU_S, self
        assert self.peak_mb <= MOST_MB, self


class Bounded:
    """The process that forks; one for all tests of a worker."""

    def __enter__(self) -> "Bounded":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.security.bounded"],
            cwd=ROOT,
            env={**os.environ, "AIRDATE_TRACEBACK": ""},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe(self.process.stdin).close()
        self.process.wait(timeout=STOP_WALL_S)
        self._pipe(self.process.stdout).close()

    def run(self, folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> Cost:
        """Run a command in a folder."""
        job = {"folder": str(folder), "arguments": arguments, "environment": dict(environment or {})}
        self._pipe(self.process.stdin).write(json.dumps(job) + "\n")
        self._pipe(self.process.stdin).flush()
        return Cost(**json.loads(self._pipe(self.process.stdout).readline()))

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


def serve() -> None:
    """Answer jobs until stdin ends."""
    import_everything()
    for line in sys.stdin:
        job = json.loads(line)
        sys.stdout.write(json.dumps(measure(job)) + "\n")
        sys.stdout.flush()


def import_everything() -> None:
    """What a run would import by itself; it is not the input's fault."""
    import lxml.html
    import mutagen.mp4
    import nh3
    import PIL.Image
    import ruamel.yaml

    import pipeline.cli.check
    import pipeline.cli.publishing
    import pipeline.site.pages
    import pipeline.workflows.check
    import pipeline.workflows.publish

    assert all((lxml, mutagen, nh3, PIL, ruamel, pipeline))


def measure(job: Mapping[str, Any]) -> dict[str, object]:
    """Run one job in a child."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os._exit(_be_child(job, out, err))
        _, status, used = os.wait4(child, 0)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read(1_000_000).decode("utf-8", "replace"))
    return {
        "code": os.waitstatus_to_exitcode(status),
        "stdout": texts[0],
        "stderr": texts[1],
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "peak_mb": round(used.ru_maxrss * 1024 / 1e6, 1),
    }


def _be_child(job: Mapping[str, Any], out: IO[bytes], err: IO[bytes]) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (STOP_CPU_S, STOP_CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(STOP_WALL_S)
    os.chdir(job["folder"])
    os.environ.update(job["environment"])
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
    code = _command(job["arguments"])
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def _command(arguments: Sequence[str]) -> int:
    from pipeline.cli.program import airdate

    try:
        airdate(list(arguments), standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


if __name__ == "__main__":
    serve()
