"""Whatever lies in a show folder costs a few seconds and little memory, and is answered in words."""

from collections.abc import Iterator

import pytest

from tests.cli.building import NOW, ShowFolder
from tests.security.bombs import BOMBS
from tests.security.bounded import Bounded, Cost

pytestmark = pytest.mark.xdist_group("bombs")


@pytest.fixture(scope="module")
def bounded() -> Iterator[Bounded]:
    with Bounded() as bounded:
        yield bounded


def check_answer(cost: Cost) -> None:
    """Done, or refused with a place and a fix; and within the limits."""
    assert cost.code in {0, 3}, cost
    if cost.code == 3:
        assert cost.stderr.startswith(
            (
                "error: podcast.toml",
                "error: cover.jpg",
                "error: episodes/001-heel/",
                "error: theme",
                "warning: ",
            )
        ), cost
        assert "Fix: " in cost.stderr, cost
    assert "Traceback" not in cost.stderr
    cost.check()


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_file_can_use_up_the_machine(bomb: str, show: ShowFolder, bounded: Bounded) -> None:
    """At most 5 s of the processor and 256 MiB, by publish as it is."""
    BOMBS[bomb](show)
    check_answer(bounded.run(show.path, "publish", "--yes", "--now", NOW, "001-heel"))
