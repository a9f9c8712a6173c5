"""The same input gives the same bytes on every machine."""

import hashlib
import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.feed.building import full_feed

ROOT = Path(__file__).parents[2]
SCRIPT = """
import hashlib, locale, sys
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass  # a machine without this locale, as CI often is
from tests.feed.building import full_feed
sys.stdout.write(hashlib.sha256(full_feed()).hexdigest())
"""
ZONES = ["UTC", "Pacific/Kiritimati"]
LOCALES = ["C", "C.UTF-8", "de_DE.UTF-8"]
SEEDS = ["0", "1", "12345"]


@pytest.mark.parametrize(("zone", "language", "seed"), [*itertools.product(ZONES, LOCALES, SEEDS)])
def test_the_bytes_depend_on_the_input_alone(zone: str, language: str, seed: str) -> None:
    """Time zone, locale and hash seed of the machine make no difference."""
    environment = {**os.environ, "TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed}
    there = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert there.stdout == hashlib.sha256(full_feed()).hexdigest()


def test_rendering_twice_gives_the_same_bytes() -> None:
    """Nothing is left over from one render to the next."""
    assert full_feed() == full_feed()
