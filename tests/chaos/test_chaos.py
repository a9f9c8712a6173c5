"""Whatever goes wrong at whichever request: nothing is lost, and running again finishes the job."""

import pytest

from tests.chaos.commands import Command
from tests.chaos.matrix import EVERYDAY, everyday, everyday_commands
from tests.chaos.world import World


@pytest.mark.parametrize("command", everyday_commands(), ids=lambda command: command.name)
def test_every_fault_is_survived(world: World, command: Command) -> None:
    """No item lost, dangling, vanished, duplicate or invalid at any moment; every exit code is true."""
    cases = everyday(command, world.clean(command))
    assert len(cases) == EVERYDAY
    outcomes = [world.play(case) for case in cases]
    assert all(outcome.hit for outcome in outcomes)
    assert all(outcome.polls for outcome in outcomes)
    assert {outcome.case.name: outcome.findings for outcome in outcomes if outcome.findings} == {}


def test_there_are_enough_cases() -> None:
    """At least eighty, of at least ten kinds."""
    assert len(everyday_commands()) * EVERYDAY >= 80
