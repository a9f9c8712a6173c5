"""Files to probe."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write bytes into a file of some name."""

    def write_file(data: bytes, name: str = "tape.mp3") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write_file
