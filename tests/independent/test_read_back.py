"""Every key that can be set is read back by a parser that is not ours; `tests/with_node` has others."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import feedparser
import podcastparser
import pytest

from tests.independent.readings import (
    FEEDPARSER,
    IN_PYTHON,
    NOT_IN_FEED,
    PODCASTPARSER,
    READINGS,
    UNKNOWN,
    Reading,
)
from tests.independent.said import FEED, key_of, keys_of, load_said, value_at


@pytest.fixture(scope="module")
def said() -> Mapping[str, Any]:
    return load_said()


@pytest.fixture(scope="module")
def read() -> Mapping[str, Any]:
    body = FEED.read_bytes()
    return {
        FEEDPARSER: feedparser.parse(body),
        PODCASTPARSER: podcastparser.parse("https://mile.example/show/feed.xml", BytesIO(body)),
    }


@pytest.mark.parametrize(
    "row", [row for row in READINGS if row.by in IN_PYTHON], ids=lambda row: f"{row.by}-{row.ours}"
)
def test_a_key_is_read_back(row: Reading, said: Mapping[str, Any], read: Mapping[str, Any]) -> None:
    """What feedparser and podcastparser find is what was written."""
    ours, theirs = value_at(said, row.ours), value_at(read[row.by], row.theirs)
    assert row.is_same(ours, theirs), (ours, theirs)


def around(key: str, exceptions: set[str]) -> str:
    """The exception that a key is one of, or the key itself."""
    return next((each for each in exceptions if f"{key}.".startswith(f"{each}.")), key)


def test_no_key_is_forgotten(said: Mapping[str, Any]) -> None:
    """Each one that is written stands in the table, or in one of the lists of exceptions, and in one only."""
    written = {
        key for name, each in said.items() for key in keys_of(each, "show" if name == "show" else "episode")
    }
    told = {key_of(row.ours, said) for row in READINGS}
    exceptions = {*UNKNOWN, *NOT_IN_FEED}
    assert {around(key, exceptions) for key in written - told} == exceptions
    assert not told & exceptions


def test_the_table_has_no_row_twice() -> None:
    """One row for each key and parser."""
    rows = [(row.ours, row.by) for row in READINGS]
    assert len(rows) == len(set(rows))
