"""What may be deleted, rule by rule: each alone keeps an object that all the others would let go."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.core.leftovers import REMEMBERED, TOO_YOUNG, Known, Standing, candidates

NOW = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
OLD, LATELY = NOW - 2 * REMEMBERED, NOW - REMEMBERED + timedelta(seconds=1)
FILE, PAGE, THEIRS = "files/0123456789abcdef/heel.jpg", "tags/birds.html", "google1234.html"
STANDING = {key: Standing(10, OLD) for key in (FILE, PAGE, THEIRS)}


def known(**changes: Any) -> Known:
    """An old picture and an old page of ours that nothing names, and a page of somebody else."""
    facts: dict[str, Any] = {
        "now": NOW,
        "public": STANDING,
        "staged": {},
        "written": {PAGE},
        "retired": {PAGE: OLD, FILE: OLD},
    }
    return Known(**{**facts, **changes})


def test_what_is_ours_old_and_long_out_of_use_may_go() -> None:
    """And nothing of anybody else's."""
    assert candidates(known()) == {FILE, PAGE}


@pytest.mark.parametrize(
    "changes",
    [
        {"named": {FILE, PAGE}},
        {"public": {key: Standing(10, NOW - TOO_YOUNG + timedelta(seconds=1)) for key in STANDING}},
        {"public": {key: Standing(10, None) for key in STANDING}},
        {"retired": {PAGE: LATELY, FILE: LATELY}},
    ],
    ids=["a record names it", "it is young", "its age is unknown", "a feed named it lately"],
)
def test_one_reason_is_enough_to_stay(changes: Mapping[str, Any]) -> None:
    """Even where every other rule would let it go."""
    assert candidates(known(**changes)) == set()
