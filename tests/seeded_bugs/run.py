"""Plants one bug after the other in a copy of the tree: does its test notice? `make seeded-bugs`."""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import cache_from_source
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from time import monotonic

from tests.seeded_bugs.bugs import Bug, load_bugs

TREE = Path(__file__).parent.parent.parent
AT_ONCE = 2
LONGEST_S = 600.0
"""What one bug may take; all tests without bugs may take six times as long."""
LEFT_OUT = shutil.ignore_patterns(".git", ".*_cache", ".venv", ".hypothesis", "__pycache__", "build", "out")
FAILED, PASSED = 1, 0
"""What pytest exits with; anything else means that it could not even run the test."""


class Verdict(StrEnum):
    """What became of a bug."""

    KILLED = "killed"
    SURVIVED = "SURVIVED"
    BROKEN = "BROKEN"
    """The test could not be run: the tree was not merely wrong, but in pieces."""
    FAILS_ANYWAY = "FAILS ANYWAY"
    """The test fails without the bug, and proves nothing."""


@dataclass(frozen=True)
class Outcome:
    """One bug, tried."""

    bug: Bug
    verdict: Verdict
    took_s: float
    said: str
    """What pytest printed."""


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="bugs with this in their name, or in that of their file")
    parser.add_argument("--show", action="store_true", help="print what pytest said of what was not killed")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the bugs; 1 where one was not killed by its test."""
    chosen = parse_arguments(arguments)
    bugs = [bug for bug in load_bugs() if chosen.only in f"{bug.name} {bug.file}"]
    begun = monotonic()
    outcomes = []
    for outcome in try_bugs(bugs):
        outcomes.append(outcome)
        is_dead = outcome.verdict is Verdict.KILLED
        sys.stdout.write(render_row(outcome) + (outcome.said if chosen.show and not is_dead else ""))
        sys.stdout.flush()
    killed = sum(outcome.verdict is Verdict.KILLED for outcome in outcomes)
    sys.stdout.write(f"{killed} of {len(bugs)} seeded bugs killed, in {monotonic() - begun:.0f} s\n")
    return 0 if killed == len(bugs) else 1


def render_row(outcome: Outcome) -> str:
    """One row of the table, and below it where the bug is and which test was to find it."""
    bug = outcome.bug
    return f"{outcome.verdict:<12} {outcome.took_s:6.1f} s  {bug.name}\n{'':23}{bug.file}  {bug.test}\n"


def try_bugs(bugs: Sequence[Bug], tree: Path = TREE) -> Iterator[Outcome]:
    """Try each bug in a copy of the tree, some at once; the tests without any bug first."""
    with TemporaryDirectory(prefix="seeded-bugs-") as scratch, ThreadPoolExecutor(AT_ONCE) as pool:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(AT_ONCE):
            copy = Path(scratch) / f"tree-{number}"
            shutil.copytree(tree, copy, ignore=LEFT_OUT)
            copies.put(copy)
        tests = sorted({bug.test for bug in bugs})
        shares = [share for number in range(AT_ONCE) if (share := tests[number::AT_ONCE])]
        failing = set[str]().union(*pool.map(lambda share: _failing_anyway(share, copies), shares))
        yield from pool.map(lambda bug: _try(bug, copies, is_failing=bug.test in failing), bugs)


def _failing_anyway(tests: Sequence[str], copies: "SimpleQueue[Path]") -> set[str]:
    """Which of the tests do not pass in a tree without bugs; all, where pytest cannot run them."""
    copy = copies.get()
    done = _run_tests(copy, tests, 6 * LONGEST_S)
    copies.put(copy)
    if done.returncode == PASSED:
        return set()
    failed = re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
    if done.returncode != FAILED or not failed:
        sys.stdout.write(done.stdout)
        return set(tests)
    return {test for test in tests if any(_is_of(each, test) for each in failed)}


def _is_of(failed: str, test: str) -> bool:
    return failed == test or failed.startswith(f"{test}[")


def _try(bug: Bug, copies: "SimpleQueue[Path]", *, is_failing: bool) -> Outcome:
    if is_failing:
        return Outcome(bug, Verdict.FAILS_ANYWAY, 0.0, "")
    copy, begun = copies.get(), monotonic()
    try:
        with planted(bug, copy):
            done = _run_tests(copy, [bug.test, "-x"])
    finally:
        copies.put(copy)
    verdicts = {FAILED: Verdict.KILLED, PASSED: Verdict.SURVIVED}
    return Outcome(bug, verdicts.get(done.returncode, Verdict.BROKEN), monotonic() - begun, done.stdout)


@contextmanager
def planted(bug: Bug, copy: Path) -> Iterator[None]:
    """The copy with the bug in it, until the block ends."""
    path = copy / bug.file
    sound = path.read_text()
    _put(path, bug.plant(sound))
    try:
        yield
    finally:
        _put(path, sound)


def _put(path: Path, text: str) -> None:
    """Write a module, and forget what was compiled of it: two versions may be of one second and one size."""
    path.write_text(text)
    Path(cache_from_source(str(path))).unlink(missing_ok=True)


def _run_tests(
    copy: Path, tests: Iterable[str], longest_s: float = LONGEST_S
) -> "subprocess.CompletedProcess[str]":
    """Run tests of the copy on the code of the copy; one that never ends is as good as none."""
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "--tb=short", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    try:
        return subprocess.run(
            command,
            cwd=copy,
            env=environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=longest_s,
        )
    except subprocess.TimeoutExpired as error:
        return subprocess.CompletedProcess(command, -1, f"no end after {error.timeout:.0f} s\n")


if __name__ == "__main__":
    sys.exit(main())
