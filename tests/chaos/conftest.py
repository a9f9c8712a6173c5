"""One world for each worker: starting it takes longer than most cases."""

from collections.abc import Iterator

import pytest

from tests.chaos.world import World, open_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A server, a proxy, an observer, and what starts the command."""
    with open_world(tmp_path_factory.mktemp("chaos") / "world") as opened:
        yield opened
