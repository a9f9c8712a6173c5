"""Shows that a test can attack."""

from pathlib import Path

import pytest

from tests.cli.building import ShowFolder, make_show_folder
from tests.workflows.small_show import Clone, make_clone, memory_roots


@pytest.fixture
def show(tmp_path: Path) -> ShowFolder:
    """A producer's folder with one episode that is ready."""
    return make_show_folder(tmp_path / "show")


@pytest.fixture
def in_memory(tmp_path: Path) -> Clone:
    """A show without episodes, in front of an empty store."""
    return make_clone(tmp_path, memory_roots())
