"""The small show with each kind of store."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.store.protocol import Roots
from tests.workflows.public_show import PublicShow, public_show
from tests.workflows.small_show import Clone, folder_roots, make_clone, memory_roots


@pytest.fixture(params=["memory", "folder"])
def roots(request: pytest.FixtureRequest, tmp_path: Path) -> Roots:
    """An empty store of each kind that needs no server."""
    return memory_roots() if request.param == "memory" else folder_roots(tmp_path)


@pytest.fixture
def clone(tmp_path: Path, roots: Roots) -> Clone:
    """A show without episodes, in front of each kind of store."""
    return make_clone(tmp_path, roots)


@pytest.fixture
def in_memory(tmp_path: Path) -> Clone:
    """A show without episodes whose store notes every write."""
    return make_clone(tmp_path, memory_roots())


@pytest.fixture
def make_show(tmp_path: Path) -> Callable[[str], Clone]:
    """Further shows, each in a folder of its own and with a store of its own."""

    def make(name: str) -> Clone:
        return make_clone(tmp_path / name, memory_roots())

    return make


@pytest.fixture
def live_show(tmp_path: Path) -> Iterator[PublicShow]:
    """A show that is served over https, with hubs and directories that listen."""
    with public_show(tmp_path) as show:
        yield show
