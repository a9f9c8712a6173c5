"""What `[feed]` and the medium make of a whole run: lists, prefixes, slim notes, archives."""

from pathlib import Path

import pytest
from lxml import etree

from pipeline.core.addresses import FEED
from tests.workflows.small_show import (
    BASE_URL,
    DAY,
    NOW,
    PODCAST_TOML,
    Clone,
    body_of,
    check_names,
    feed_items,
    guid_of,
    make_clone,
    memory_roots,
    objects,
    show_record,
)

GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
PUBLISHER = f"""{PODCAST_TOML.replace("tag_media", 'medium = "publisher"' + chr(10) + "tag_media")}
[[remote_items]]
feed_guid = "{GUID}"
feed_url = "https://wind.example/feed.xml"
"""


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return make_clone(tmp_path, memory_roots())


def add_settings(clone: Clone, *lines: str) -> None:
    text = (clone.folder / "podcast.toml").read_text(encoding="utf-8")
    clone.write("podcast.toml", "\n".join([text, "[feed]", *lines, ""]))


def test_a_publishers_feed_needs_no_episode(tmp_path: Path) -> None:
    """It holds remote items alone, and a nightly run has nothing to do."""
    clone = make_clone(tmp_path, memory_roots(), PUBLISHER)
    (clone.folder / "episodes").mkdir()
    result = clone.publish()
    assert result
    assert result.done
    feed = body_of(clone.roots.public, FEED).decode()
    assert "<podcast:medium>publisher</podcast:medium>" in feed
    assert f'<podcast:remoteItem feedGuid="{GUID}"' in feed
    assert not clone.regenerate(NOW + DAY).result.plan


def test_prefixes_change_addresses_and_nothing_else(clone: Clone) -> None:
    """One setting for all episodes; guids, dates and media are what they were."""
    for number in range(1, 4):
        clone.episode(number)
    clone.publish(1, 2, 3)
    before = feed_items(clone.roots)
    media = {key for key in objects(clone.roots.public) if key.startswith("media/")}
    add_settings(clone, 'prefixes = ["op3", "podtrac"]')
    clone.regenerate(NOW + DAY)
    after = feed_items(clone.roots)
    front = f"https://op3.dev/e,pg={GUID}/dts.podtrac.com/redirect.mp3/"
    for guid, item in after.items():
        bare = (before[guid].enclosure_url or "").removeprefix("https://")
        assert item.enclosure_url == front + bare
        assert (item.date, item.media_hash, item.length) == (
            before[guid].date,
            before[guid].media_hash,
            before[guid].length,
        )
    assert {key for key in objects(clone.roots.public) if key.startswith("media/")} == media


def test_slimming_is_a_change_that_explains_itself(clone: Clone) -> None:
    """A new episode may push many notes out of the budget; the nightly run does not stop at that."""
    notes = "Rest, load, run. " * 90
    for number in range(1, 25):
        clone.episode(number, notes=notes, date=NOW - number * DAY)
    add_settings(clone, "slim_after = 24")
    clone.publish(*range(1, 25))
    clone.edit_file("podcast.toml", "slim_after = 24", "slim_after = 4")
    clone.regenerate(NOW + DAY)
    items = etree.fromstring(body_of(clone.roots.public, FEED)).iterfind("channel/item")
    assert [len(item.findtext("description")) > 1000 for item in items] == [True] * 4 + [False] * 20
    assert len(feed_items(clone.roots)) == 24


def test_archives_stand_in_the_store_before_the_feed_names_them(clone: Clone) -> None:
    """Nothing dangles, and a run with nothing to do writes nothing."""
    add_settings(clone, 'archives = "monthly"')
    for number in range(1, 4):
        clone.episode(number, date=NOW - 30 * number * DAY)
    clone.publish(1, 2, 3)
    check_names(clone.roots.public)
    archives = [key for key in objects(clone.roots.public) if key.startswith("feed-")]
    assert len(archives) == 2
    for key in archives:
        assert f'href="{BASE_URL}feed.xml"' in body_of(clone.roots.public, key).decode()
    assert not clone.regenerate(NOW + DAY).result.plan


def test_the_plan_tells_the_feeds_size(clone: Clone) -> None:
    """Of the whole, and of each episode in it."""
    clone.episode(1)
    add_settings(clone, "size_budget_kb = 50")
    result = clone.publish(1)
    assert result
    (step,) = [step for step in result.plan.steps if step.key == FEED]
    assert step.reason.startswith("new; 1 episode, ")
    assert step.reason.endswith(" kB each, budget 50 kB")
    assert show_record(clone.roots).show.feed.size_budget_kb == 50
    assert guid_of(1) in feed_items(clone.roots)


def test_the_plan_tells_of_a_budget_that_cannot_be_kept(clone: Clone) -> None:
    """Every episode stays listed, with a summary at least."""
    add_settings(clone, "size_budget_kb = 10")
    for number in range(1, 14):
        clone.episode(number)
    result = clone.publish(*range(1, 14))
    assert result
    (step,) = [step for step in result.plan.steps if step.key == FEED]
    assert step.reason.endswith(" kB each, over its budget of 10 kB, 13 with a summary for notes")
