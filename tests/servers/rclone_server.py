"""rclone serve s3: the store that silently ignores preconditions."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers.running import S3Server, free_port, running


@contextmanager
def rclone(folder: Path) -> Iterator[S3Server]:
    """Serve a folder; conditions and Range are accepted and ignored, metadata keys come back capitalised."""
    port = free_port()
    key, secret = "rclone-key", "rclone-secret"
    (folder / "objects").mkdir()
    (folder / "rclone.conf").touch()
    command: list[str | Path] = [Path(sys.executable).parent / "rclone", "serve", "s3"]
    command += ["--config", folder / "rclone.conf", "--cache-dir", folder / "cache"]
    command += ["--addr", f"127.0.0.1:{port}", "--auth-key", f"{key},{secret}", folder / "objects"]
    with running(command, port, folder / "rclone.log"):
        yield S3Server(f"http://127.0.0.1:{port}", key, secret)
