"""Which cases are tried: a spread for every day, and every request of every command for the long run."""

from collections.abc import Iterator, Sequence
from random import Random

from tests.chaos.commands import Command, known
from tests.chaos.faults import FAULTS, STOPS, Fault
from tests.chaos.world import Case, Clean

EVERYDAY = 7
"""Cases of each command in `make test`: with twelve commands, more than eighty."""
ALL = (*FAULTS, *STOPS)
EVERYWHERE = tuple(fault for fault in FAULTS if fault.name not in {"stale list", "error in 200"})


def everyday_commands() -> tuple[Command, ...]:
    """Those quick enough for every day."""
    return tuple(command for command in known() if not command.is_long)


def everyday(command: Command, clean: Clean) -> list[Case]:
    """A few cases of one command; over all commands, each kind of fault several times."""
    turn = everyday_commands().index(command)
    faults = [fault for fault in rotated(ALL, turn * EVERYDAY) if clean.count(fault)]
    return [
        Case(command, fault, 1 + (number * 37 + turn * 11) % clean.count(fault))
        for number, fault in enumerate(faults[:EVERYDAY])
    ]


def long_run(command: Command, clean: Clean, seed: int) -> Iterator[Case]:
    """Every request meets a fault and a kill, every write a kill when it is done, and one request is too far.

    Which fault a request meets is rolled; each kind meets at least five requests, where it fits so many.
    """
    dice = Random(f"{seed} {command.name}")
    total = len(clean.requests)
    for at in range(1, total + 2):
        yield _at_request(command, clean, dice.choice(EVERYWHERE), at)
    for fault in FAULTS:
        count = clean.count(fault)
        for at in dice.sample(range(1, count + 1), min(count, 5)):
            yield Case(command, fault, at)
    before, after, *gentle = STOPS
    yield from (Case(command, before, at) for at in range(1, clean.count(before) + 1))
    yield from (Case(command, after, at) for at in range(1, clean.count(after) + 1))
    yield from (Case(command, gentle[at % 2], at) for at in range(1, total + 1))


def _at_request(command: Command, clean: Clean, fault: Fault, at: int) -> Case:
    """A case that hits the n-th request of the run, by a fault that fits it."""
    if at > len(clean.requests):
        return Case(command, FAULTS[0], at)
    request = clean.requests[at - 1]
    fitting = fault if fault.fits(request) else FAULTS[at % 3 and 2]
    return Case(command, fitting, sum(fitting.fits(each) for each in clean.requests[:at]))


def rotated(faults: Sequence[Fault], by: int) -> list[Fault]:
    return [faults[(by + number) % len(faults)] for number in range(len(faults))]
