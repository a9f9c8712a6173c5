"""Node.js as the system has it, with the parsers that `make test-node` installs beside Python's packages."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parent / "read.mjs"
PACKAGES = Path(sys.prefix) / "node"
Read = Callable[[bytes], Mapping[str, Any]]


@pytest.fixture(scope="session")
def read_in_node() -> Read:
    """What each parser makes of a feed, by its name."""
    node = shutil.which("node")
    assert node, "no Node.js: make test-node installs it"
    assert (PACKAGES / "node_modules").is_dir(), f"nothing in {PACKAGES}: make test-node installs it"

    def read(body: bytes) -> Mapping[str, Any]:
        command = [node, str(SCRIPT), str(PACKAGES)]
        done = subprocess.run(command, input=body, capture_output=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr.decode()
        found: Mapping[str, Any] = json.loads(done.stdout)
        return found

    return read
