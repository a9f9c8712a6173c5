"""Start a server on a free loopback port, wait until it answers, stop it by its id."""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3
from types_boto3_s3 import S3Client

from pipeline.core.location import Location

READY_WITHIN_S = 60.0


@dataclass(frozen=True)
class S3Server:
    """A running S3 server and the credentials it knows."""

    endpoint_url: str
    access_key: str
    secret_key: str
    region: str = "us-east-1"

    def session(self) -> boto3.Session:
        """Credentials of this server, without touching the environment."""
        return boto3.Session(self.access_key, self.secret_key, region_name=self.region)

    def location(self, **changes: object) -> Location:
        """What `podcast.toml` would say to use this server."""
        return Location.model_validate(
            {"endpoint_url": self.endpoint_url, "region": self.region, "addressing": "path", **changes}
        )

    def environment(self) -> dict[str, str]:
        """The variables that give a command these credentials."""
        return {"AWS_ACCESS_KEY_ID": self.access_key, "AWS_SECRET_ACCESS_KEY": self.secret_key}

    def admin(self) -> S3Client:
        """A plain client to prepare buckets with and to look behind the store's back."""
        return self.session().client("s3", endpoint_url=self.endpoint_url)


def free_port() -> int:
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def accepts(port: int) -> bool:
    """Whether something listens on a loopback port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_until(is_ready: Callable[[], bool], what: str, within_s: float = READY_WITHIN_S) -> None:
    """Ask again until it is so; fail loudly after a bounded time."""
    deadline = time.monotonic() + within_s
    while not is_ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not happen within {within_s:.0f} s")
        time.sleep(0.05)


def clean_environment() -> dict[str, str]:
    """Our environment without anything that could point a program at a real account, proxy or address."""
    unwanted = ("AWS_", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "RCLONE_", "MOTO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return {**kept, "AIRDATE_NO_VERIFY": "1"}


@contextmanager
def running(
    command: Sequence[str | Path], port: int, log: Path, environment: dict[str, str] | None = None
) -> Iterator[int]:
    """Run a server until the block ends; its output goes to `log` and into the error if it fails to start."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(each) for each in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**clean_environment(), **(environment or {})},
        )
    try:
        _await_port(process, port, log)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _await_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    def is_ready() -> bool:
        if process.poll() is not None:
            raise ChildProcessError(f"{process.args} ended with {process.returncode}")
        return accepts(port)

    try:
        wait_until(is_ready, f"{log.stem} answering on port {port}")
    except (TimeoutError, ChildProcessError) as error:
        error.add_note(log.read_text(errors="replace")[-4000:])
        raise
