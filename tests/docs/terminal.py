"""Runs shell lines as somebody at a terminal does, who accepts what is proposed."""

import os
import pty
import subprocess
import sys
from pathlib import Path

WITHIN_S = 60.0
ENTER = b"\n" * 16
"""As many answers as anything asks."""


def environment() -> dict[str, str]:
    """This environment, with `airdate` found where these tests run."""
    scripts = str(Path(sys.executable).parent)
    return {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", "TERM": "dumb"}


def run_at_a_terminal(lines: str, folder: Path) -> str:
    """Run lines of shell and return what they printed on stdout.

    Questions are asked on stderr, which is a terminal here, as stdin is.
    """
    ours, theirs = pty.openpty()
    try:
        os.write(ours, ENTER)
        done = subprocess.run(
            ["bash", "-euc", lines],
            cwd=folder,
            env=environment(),
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
            timeout=WITHIN_S,
            check=False,
        )
        said = os.read(ours, 100_000).decode()
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.returncode == 0, said
    return done.stdout.decode()
