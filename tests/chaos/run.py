"""The long run of `make chaos`: every request of every command goes wrong once in many ways."""

import argparse
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from random import Random
from shutil import rmtree
from time import monotonic

from tests.chaos.commands import known
from tests.chaos.faults import BY_NAME
from tests.chaos.matrix import long_run
from tests.chaos.report import render_report
from tests.chaos.world import Case, Outcome, World, open_world

BUILD = Path(__file__).parents[2] / "build" / "chaos"
REAL_HANG_S = 70.0
"""Longer than a client waits for an answer: its own limit ends it."""


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of what is rolled; printed with the outcome")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th case")
    parser.add_argument("--worlds", type=int, default=3, help="servers at once")
    parser.add_argument("--only", default="", help="commands whose name holds this")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try them all; 1 where a promise was broken."""
    options = parse_arguments(arguments)
    rmtree(BUILD, ignore_errors=True)
    began_s = monotonic()
    with ExitStack() as stack:
        worlds = [stack.enter_context(open_world(BUILD / f"world-{n}")) for n in range(options.worlds)]
        cases = choose(worlds[0], options)
        _say(f"{len(cases)} cases, seed {options.seed}, {len(worlds)} worlds")
        outcomes = list(play_all(worlds, cases))
    _say(render_report(outcomes, options.seed, monotonic() - began_s))
    return 1 if any(each.findings for each in outcomes) else 0


def choose(world: World, options: argparse.Namespace) -> list[Case]:
    """The cases, in an order that the seed gives."""
    cases: list[Case] = []
    for command in known():
        if options.only not in command.name:
            continue
        clean = world.clean(command)
        cases += [*long_run(command, clean, options.seed)][:: options.every * (8 if command.is_long else 1)]
        hang = BY_NAME["hang"]
        cases.append(Case(command, hang, 1 + options.seed % clean.count(hang), REAL_HANG_S))
    Random(options.seed).shuffle(cases)
    return cases


def play_all(worlds: Sequence[World], cases: Iterable[Case]) -> Iterator[Outcome]:
    """Each world takes the next case when it has done one."""
    waiting, lock = iter(cases), threading.Lock()
    done: list[Outcome] = []

    def work(world: World) -> None:
        while True:
            with lock:
                case = next(waiting, None)
            if case is None:
                return
            outcome = world.play(case)
            with lock:
                done.append(outcome)
                if outcome.findings:
                    _say(f"broken: {case.name}: {outcome.findings[0][0]}: {outcome.findings[0][1][:300]}")
                elif len(done) % 50 == 0:
                    _say(f"{len(done)} done")

    with ThreadPoolExecutor(len(worlds)) as pool:
        for future in [pool.submit(work, world) for world in worlds]:
            future.result()
    yield from done


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
