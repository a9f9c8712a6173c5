"""Golden shows: small folders and the feed and pages that come of them, byte for byte."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.core.addresses import FEED
from pipeline.feed.read import read_feed
from pipeline.store.memory import MemoryStore
from pipeline.store.protocol import Roots
from pipeline.workflows.build import build
from pipeline.workflows.context import Context
from tests.golden.quiet import Quiet

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SHOWS = {path.parent.name: path.parent for path in sorted(HERE.glob("*/podcast.toml"))} | {"sample": ROOT}
TEXTS = {".xml", ".html", ".json"}
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WRITING = os.environ.get("AIRDATE_GOLDEN") == "write"


def built(show: Path, tmp_path: Path) -> dict[str, str]:
    """Every text of a build, by path; media shows in them by its hash."""
    context = Context(show, Roots(MemoryStore(), MemoryStore()), NOW, Quiet(), tmp_path, show)
    target = tmp_path / "target"
    build(context, target, drafts=False, clock=NOW)
    found = (path for path in target.rglob("*") if path.suffix in TEXTS)
    return {path.relative_to(target).as_posix(): path.read_text(encoding="utf-8") for path in found}


@pytest.mark.parametrize("name", SHOWS)
def test_golden_show_renders_as_expected(name: str, tmp_path: Path) -> None:
    """Feed, pages and chapters are what was reviewed; `make golden` rewrites them."""
    texts = built(SHOWS[name], tmp_path)
    expected = HERE / name / "expected"
    if WRITING:
        for old in [path for path in expected.rglob("*") if path.is_file()]:
            old.unlink()
        for key, text in texts.items():
            (expected / key).parent.mkdir(parents=True, exist_ok=True)
            (expected / key).write_text(text, encoding="utf-8", newline="\n")
    reviewed = {
        path.relative_to(expected).as_posix(): path.read_text(encoding="utf-8")
        for path in expected.rglob("*")
        if path.is_file()
    }
    assert sorted(texts) == sorted(reviewed)
    for key in sorted(texts):
        assert texts[key] == reviewed[key], key


@pytest.mark.parametrize("name", SHOWS)
def test_golden_feed_reads_back(name: str) -> None:
    """What was reviewed is a feed: every item has a guid, a date and media of known size."""
    feed = read_feed((HERE / name / "expected" / FEED).read_bytes())
    assert feed.items
    for item in feed.items:
        assert item.date is not None
        assert item.media_hash
        assert item.length
