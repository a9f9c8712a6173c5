"""Whole feeds under version control: `golden/<case>.json` says what goes in, `<case>.xml` what comes out.

`AIRDATE_GOLDEN=write` rewrites what comes out; the diff is to be read.
"""

import json
import os
from pathlib import Path
from typing import Any

import feedparser
import pytest

from pipeline.feed.read import read_feed
from pipeline.feed.render import FeedItem, FeedShow, render_feed
from tests.builders import make_audio, make_episode, make_file, make_media, make_show_record
from tests.feed.building import make_feed_show, make_item

CASES = sorted(Path(__file__).parent.glob("golden/*.json"))


def load_case(path: Path) -> tuple[FeedShow, list[FeedItem]]:
    """The show and items of a case: each object names what differs from the builders."""
    case = json.loads(path.read_text())
    record = make_show_record(**case["show"])
    show = make_feed_show(record)
    return show, [load_item(show, each) for each in case["items"]]


def load_item(show: FeedShow, changes: dict[str, Any]) -> FeedItem:
    notes = {"description_html": changes.pop("description_html")}
    changes["audio"] = make_audio(**changes.get("audio", {}))
    key = {"key": f"media/0123456789abcdef/{changes['slug']}.mp3"} if "slug" in changes else {}
    changes["media"] = make_media(**{**key, **changes.get("media", {})})
    changes["files"] = {name: make_file(name) for name in changes.get("files", [])}
    return make_item(make_episode(show.show, **changes), **notes)


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_the_feed_is_what_was_agreed(case: Path) -> None:
    """A change of any byte shows in review."""
    body = render_feed(*load_case(case))
    expected = case.with_suffix(".xml")
    if os.environ.get("AIRDATE_GOLDEN") == "write":
        expected.write_bytes(body)
    assert body.decode() == expected.read_text()


def test_what_was_agreed_is_a_feed(case: Path) -> None:
    """Golden files are read back by feedparser and by ourselves, item by item."""
    body = case.with_suffix(".xml").read_bytes()
    _, items = load_case(case)
    assert not feedparser.parse(body).bozo
    assert {item.guid for item in read_feed(body).items} == {item.record.guid for item in items}


def test_there_are_golden_cases() -> None:
    """The glob finds what it is meant to find."""
    assert len(CASES) >= 4
