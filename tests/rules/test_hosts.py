"""Feeds in the habits of hosting services: what is told of them is told once, at its line, and agreed.

`tests/hosts/<host>.xml` was written by hand after such feeds, and
`<host>.txt` is the report; `AIRDATE_GOLDEN=write` rewrites it, and the diff
is to be read.
"""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.core.rules.feeds.check import FeedCheck
from pipeline.errors import Level, Problem
from pipeline.feed.document import read_document

HOSTS = sorted((Path(__file__).parent.parent / "hosts").glob("*.xml"))
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ACCEPTED_WITH = {"apple-explicit-value", "apple-item-explicit", "rss-element-place", "rss-owner-email"}
"""What widespread hosts do although somebody refuses it."""


def problems_of(path: Path) -> list[Problem]:
    check = FeedCheck(path.name, now=NOW)
    return check.finish(read_document([path.read_bytes()], check.look_at))


def render_report(path: Path) -> str:
    lines = (f"{each.level.value} {each.line} {each.rule}: {each.text}" for each in problems_of(path))
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("path", HOSTS, ids=lambda path: path.stem)
def test_golden_reports_of_hosts_feeds(path: Path) -> None:
    """A rule that begins to complain of what thousands of shows do is seen in review."""
    expected = path.with_suffix(".txt")
    if os.environ.get("AIRDATE_GOLDEN") == "write":
        expected.write_text(render_report(path), encoding="utf-8")
    assert render_report(path) == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", HOSTS, ids=lambda path: path.stem)
def test_feeds_that_directories_take_are_taken(path: Path) -> None:
    """Millions of listeners get them: an error would be ours, but for what is known."""
    errors = {each.rule for each in problems_of(path) if each.level is Level.ERROR}
    assert errors <= ACCEPTED_WITH


@pytest.mark.parametrize("path", HOSTS, ids=lambda path: path.stem)
def test_nothing_is_told_twice(path: Path) -> None:
    """The same words at the same line are one problem."""
    told = Counter((each.line, each.text) for each in problems_of(path))
    assert [each for each, count in told.items() if count > 1] == []
