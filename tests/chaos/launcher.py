"""Runs the command in processes of its own, forked from one that has imported everything: real, and quick.

As a program it is that process: it reads orders from stdin, a JSON document
on each line, and says on stdout which process it started and how that ended.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from tests.servers.running import clean_environment

ROOT = Path(__file__).parents[2]
HEAVY = (
    "boto3",
    "feedgen.feed",
    "jinja2",
    "lxml.html",
    "mutagen.mp3",
    "PIL.Image",
    "ruamel.yaml",
    "pipeline.cli.acts",
    "pipeline.cli.publishing",
    "pipeline.store.s3",
    "pipeline.workflows.acting",
    "pipeline.workflows.publish",
    "pipeline.workflows.regenerate",
)


@dataclass(frozen=True)
class Ran:
    """How a command ended; a signal's code is negative."""

    code: int
    stdout: str
    stderr: str


@dataclass
class Launcher:
    """The process that forks, and the one that runs now."""

    process: "subprocess.Popen[str]"
    folder: Path
    pid: int = 0
    _started: threading.Event = field(default_factory=threading.Event)

    def run(self, cwd: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> Ran:
        """Run the command to its end."""
        out, err = self.folder / "stdout", self.folder / "stderr"
        order = {"cwd": str(cwd), "arguments": list(arguments), "environment": dict(environment)}
        assert self.process.stdin
        assert self.process.stdout
        self._started.clear()
        self.process.stdin.write(json.dumps({**order, "out": str(out), "err": str(err)}) + "\n")
        self.process.stdin.flush()
        self.pid = int(self.process.stdout.readline())
        self._started.set()
        code = int(self.process.stdout.readline())
        self.pid = 0
        return Ran(code, out.read_text(), err.read_text())

    def send_signal(self, number: int) -> None:
        """To the command that runs."""
        assert self._started.wait(10)
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)


@contextmanager
def launching(folder: Path) -> Iterator[Launcher]:
    """A launcher until the block ends; what runs then is ended too."""
    folder.mkdir()
    (folder / "empty").touch()
    environment = {
        **clean_environment(),
        "PYTHONPATH": str(ROOT),
        "AWS_CONFIG_FILE": str(folder / "empty"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "empty"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "TZ": "America/St_Johns",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.launcher"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=ROOT,
    ) as process:
        try:
            yield Launcher(process, folder)
        finally:
            assert process.stdin
            process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def serve() -> None:
    """Obey orders until there are no more."""
    _import_everything()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(order)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _import_everything() -> None:
    for name in HEAVY:
        import_module(name)


def _become(order: Mapping[str, object]) -> None:
    """The command itself, in the new process."""
    code: object = 70
    try:
        for descriptor, name, flags in (
            (0, "/dev/null", os.O_RDONLY),
            (1, str(order["out"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
            (2, str(order["err"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        ):
            os.dup2(os.open(name, flags, 0o600), descriptor)
        os.chdir(str(order["cwd"]))
        os.environ.update(order["environment"])  # type: ignore[arg-type]
        sys.argv[1:] = order["arguments"]  # type: ignore[assignment]
        from pipeline.cli import main

        main()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001  # told, and then the process ends
        import traceback

        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    serve()
