"""Every key that can be set is read back by parsers from npm, which know the whole podcast namespace."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.feed.read import read_feed
from tests.independent.readings import FEEDSMITH, IN_NODE, PARTYTIME, READINGS, Reading
from tests.independent.said import FEED, load_said, value_at
from tests.with_node.conftest import Read

GOLDEN = sorted(Path(__file__).parent.parent.glob("golden/*/expected/feed*.xml"))


@pytest.fixture(scope="module")
def said() -> Mapping[str, Any]:
    return load_said()


@pytest.fixture(scope="module")
def read(read_in_node: Read) -> Mapping[str, Any]:
    return read_in_node(FEED.read_bytes())


@pytest.mark.parametrize(
    "row", [row for row in READINGS if row.by in IN_NODE], ids=lambda row: f"{row.by}-{row.ours}"
)
def test_a_key_is_read_back(row: Reading, said: Mapping[str, Any], read: Mapping[str, Any]) -> None:
    """What feedsmith and podcast-partytime find is what was written."""
    ours, theirs = value_at(said, row.ours), value_at(read[row.by], row.theirs)
    assert row.is_same(ours, theirs), (ours, theirs)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_golden_feed_is_read_whole(path: Path, read_in_node: Read) -> None:
    """Both find the same episodes as we do, in the same order."""
    body = path.read_bytes()
    ours, theirs = [item.guid for item in read_feed(body).items], read_in_node(body)
    assert [item["guid"]["value"] for item in theirs[FEEDSMITH]["items"]] == ours
    assert [item["guid"] for item in theirs[PARTYTIME]["items"]] == ours
