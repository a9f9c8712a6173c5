"""Cut good files of many encoders at random places, and print what probe made of it."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.audio.cutting import Tally, cut_files
from tests.audio.encoders import encoded
from tests.audio.good_files import BARE, SMALL, SMALL_BYTES, assembled, kept, movies

GOAL_PERCENT = 99.5
"""Of a file that says nowhere how long it is (reliability.md G7)."""


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=2000, help="of each family")
    parser.add_argument("--files", type=int, default=600, help="put together without an encoder")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where a whole file was refused, or a cut one was not."""
    options = parse_arguments(arguments)
    began_s = monotonic()
    with TemporaryDirectory(prefix="cuts-") as name:
        folder = Path(name)
        files = [*kept(), *assembled(options.seed, options.files), *movies(options.seed, options.files // 4)]
        files += encoded(folder)
        tallies = cut_files(files, options.cuts, options.seed, folder)
    tallies.sort(key=lambda tally: tally.family)
    sys.stdout.write(f"{render_tallies(tallies)}\nseed {options.seed}, {monotonic() - began_s:.0f} s\n")
    return 1 if find_broken(tallies) else 0


def find_broken(tallies: Sequence[Tally]) -> list[str]:
    """What ought not to be."""
    broken = [f"false alarm: {alarm}" for tally in tallies for alarm in tally.alarms]
    broken += [f"passed: {passed}" for tally in tallies for passed in tally.passed]
    if bare_percent(tallies) < GOAL_PERCENT:
        broken.append(f"of headerless files only {bare_percent(tallies):.2f} % of the cuts are refused")
    return broken


def bare_percent(tallies: Sequence[Tally]) -> float:
    """How many cuts are refused of files without a header whose frames are not small."""
    bare = [tally for tally in tallies if tally.family.endswith(BARE) and SMALL not in tally.family]
    cuts, between = sum(tally.cuts for tally in bare), sum(tally.between for tally in bare)
    return 100 * (1 - between / cuts) if cuts else 100.0


def render_tallies(tallies: Sequence[Tally]) -> str:
    """A line for each family, what is broken, and the sum."""
    width = max(len(tally.family) for tally in tallies)
    lines = [f"{'family':{width}}  files  alarms   cuts  between frames  passed  refused"]
    lines += [
        f"{tally.family:{width}}  {tally.files:5}  {len(tally.alarms):6}  {tally.cuts:5}"
        f"  {tally.between:14}  {len(tally.passed):6}  {tally.refused_percent:6.2f} %"
        for tally in tallies
    ]
    lines += find_broken(tallies)
    lines.append(
        f"without a header, frames of {SMALL_BYTES} bytes or more: {bare_percent(tallies):.2f} % refused"
    )
    files, alarms = sum(tally.files for tally in tallies), sum(len(tally.alarms) for tally in tallies)
    cuts, passed = sum(tally.cuts for tally in tallies), sum(len(tally.passed) for tally in tallies)
    lines.append(f"{files} good files, {alarms} false alarms; {cuts} cuts, {passed} passed that ought not to")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
