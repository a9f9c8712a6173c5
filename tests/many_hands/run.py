"""The long run: many producers, many seeds, every kind of store; prints figures and the seeds that fail."""

import argparse
import multiprocessing
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from pipeline.core.personality import Conditions
from tests.many_hands.story import Cast, Tale, play

COLUMNS = [
    "store",
    "seeds",
    "wanted",
    "present",
    "feeds",
    "commands",
    "repeated",
    "nights",
    "vanished",
    "late",
    "broken",
]


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many, for each kind of store")
    parser.add_argument("--seed", type=int, default=1, help="the first")
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--episodes", type=int, default=6, help="of each writer")
    parser.add_argument("--only", default="", help="kinds of store whose name holds this")
    parser.add_argument("--site", action="store_true", help="render pages as well: four times as slow")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Play them all; 1 where a promise was broken."""
    options = parse_arguments(arguments)
    casts = [
        Cast(conditions, seed, options.writers, options.episodes, options.site)
        for seed in range(options.seed, options.seed + options.seeds)
        for conditions in Conditions
        if options.only in conditions
    ]
    began_s, tales = monotonic(), []
    _say(" ".join(COLUMNS[2:]))
    for tale in play_all(casts, options.jobs):
        tales.append(tale)
        _say(f"{len(tales)}/{len(casts)} {tale.cast}: {' '.join(map(str, figures([tale])[1:]))}")
        for finding in tale.findings:
            _say(f"  {tale.cast}: {finding}")
    _say(render_table(tales))
    _say(f"{len(tales)} runs in {monotonic() - began_s:.0f} s, first seed {options.seed}")
    return 1 if any(tale.findings for tale in tales) else 0


def play_all(casts: Sequence[Cast], jobs: int) -> Iterator[Tale]:
    """The tales as they end."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=fresh) as pool:
        for run in as_completed([pool.submit(play_somewhere, cast) for cast in casts]):
            yield run.result()


def play_somewhere(cast: Cast) -> Tale:
    """In a folder that is gone afterwards."""
    with TemporaryDirectory(prefix="many-hands-") as folder:
        return play(cast, Path(folder))


def render_table(tales: Iterable[Tale]) -> str:
    """A line for each kind of store, and what was broken where."""
    rows = [COLUMNS]
    tales = list(tales)
    for conditions in Conditions:
        some = [tale for tale in tales if tale.cast.conditions is conditions]
        if some:
            rows.append([str(conditions), *map(str, figures(some))])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)) for row in rows]
    broken = [f"{tale.cast}: {finding}" for tale in tales for finding in tale.findings]
    return "\n".join([*lines, *broken])


def figures(tales: Sequence[Tale]) -> list[int]:
    """In the order of the columns."""
    return [
        len(tales),
        sum(tale.wanted for tale in tales),
        sum(tale.present for tale in tales),
        sum(tale.feeds for tale in tales),
        sum(len(tale.codes) for tale in tales),
        sum(tale.refused for tale in tales),
        sum(len(tale.nights) for tale in tales),
        sum(len(tale.vanished) for tale in tales),
        sum(len(tale.late) for tale in tales),
        sum(len(tale.findings) for tale in tales),
    ]


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
