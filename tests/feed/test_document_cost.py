"""What the check of a large feed costs: memory stays where it is, and time grows with size alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.feed.large import Cost

ROOT = Path(__file__).parents[2]
MEASURE = """
import json, sys
from dataclasses import asdict
from tests.feed.large import cost_of
print(json.dumps(asdict(cost_of(int(sys.argv[1]), int(sys.argv[2])))))
"""


def cost_of(size_bytes: int, item_bytes: int) -> Cost:
    """In a process of its own, so that nothing that was there before counts."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(size_bytes), str(item_bytes)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return Cost(**json.loads(done.stdout))


def test_ten_megabytes_are_checked_in_bounded_memory_and_linear_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A feed four times as large takes about four times as long, and hardly any more memory."""
    small, large = cost_of(2_500_000, 4000), cost_of(10_000_000, 4000)
    with capsys.disabled():
        sys.stdout.write(f"\n{small}\n{large}\n")
    assert large.items == pytest.approx(4 * small.items, rel=0.05)
    assert large.grown_mb < 40
    assert large.seconds < 8 * small.seconds
    assert large.seconds < 30
