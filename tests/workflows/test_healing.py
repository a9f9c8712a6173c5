"""Healing: what a run finds missing or left behind in the store, and what it does about it."""

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.core.addresses import INDEX, SNAPSHOT, page_key
from pipeline.errors import InputError, Level
from pipeline.store.protocol import Headers
from tests.workflows.faulty_stores import Killed, Trigger, tapped
from tests.workflows.small_show import (
    AUDIO,
    DAY,
    NOW,
    Clone,
    Talk,
    body_of,
    check_names,
    check_settled,
    feed_items,
    folder_roots,
    guid_of,
    listing,
    record,
    slug_of,
    titles,
)


@pytest.fixture
def live(clone: Clone) -> Clone:
    """Two public episodes."""
    clone.episode(1)
    clone.episode(2)
    clone.publish(1, 2)
    return clone


@pytest.mark.parametrize("key", [INDEX, page_key(slug_of(1))])
def test_a_page_that_was_removed_comes_back(live: Clone, key: str) -> None:
    """From any clone; the page is the same as before."""
    before = body_of(live.roots.public, key)
    live.roots.public.delete(key)
    outcome = live.regenerate(NOW + DAY)
    assert [step.reason for step in outcome.result.plan.steps if step.key == key] == ["missing"]
    assert body_of(live.roots.public, key) == before
    after = listing(live.roots)
    live.regenerate(NOW + 2 * DAY)
    assert listing(live.roots) == after


def test_media_that_is_gone_is_named_and_comes_back_with_the_audio(live: Clone) -> None:
    """A nightly run has no audio and says so; the laptop that has it brings it back."""
    key = record(live.roots, 1).media.key
    live.roots.public.delete(key)
    outcome = live.copy("ci", without="*.mp3").regenerate(NOW + DAY)
    assert outcome.has_errors
    assert any(key in problem.text for problem in outcome.problems)
    live.publish(1, now=NOW + DAY)
    check_names(live.roots.public)


def test_a_due_episode_whose_media_is_gone_stops_only_itself(live: Clone) -> None:
    """Edits of others go out; the lost one is an error, every night until it is published again."""
    live.episode(3, date=NOW + DAY)
    live.publish(3)
    for row in list(live.roots.private.list("staging/media/")):
        live.roots.private.delete(row.key)
    live.edit(1, "title: Part 1", "title: First part")
    outcome = live.regenerate(NOW + 2 * DAY)
    assert outcome.has_errors
    assert set(feed_items(live.roots)) == {guid_of(1), guid_of(2)}
    assert "First part" in titles(live.roots)
    live.publish(3, now=NOW + 2 * DAY)
    check_settled(live.roots, {guid_of(1), guid_of(2), guid_of(3)})


def test_words_taken_back_after_an_interrupted_run_leave_no_page_behind(live: Clone) -> None:
    """A run that died among the pages left one of them newer than anything that is published."""
    page = page_key(slug_of(1))
    before = (live.folder / f"episodes/{slug_of(1)}/index.md").read_bytes()
    live.edit(1, "title: Part 1", "title: Second title")
    trigger = Trigger(at=1, applies=True, only=lambda key, _condition: key == page)
    with pytest.raises(Killed):
        live.with_roots(tapped(live.roots, trigger)).publish(1)
    assert b"Second title" in body_of(live.roots.public, page)
    live.write(f"episodes/{slug_of(1)}/index.md", before)
    live.publish(1)
    live.regenerate(NOW + DAY)
    for key in (page, INDEX):
        shown = b"Second title" in body_of(live.roots.public, key)
        assert shown is ("Second title" in titles(live.roots)), key


def test_going_back_after_an_interrupted_run_brings_the_page_back(live: Clone) -> None:
    """The page is as long as before, and what was last said to be written there is what is wanted now."""
    page = page_key(slug_of(1))
    before = (live.folder / f"episodes/{slug_of(1)}/index.md").read_bytes()
    live.edit(1, "title: Part 1", "title: Trap 1")
    trigger = Trigger(at=1, applies=True, only=lambda key, _condition: key == page)
    with pytest.raises(Killed):
        live.with_roots(tapped(live.roots, trigger)).publish(1)
    live.write(f"episodes/{slug_of(1)}/index.md", before)
    live.publish(1, talk=Talk(goes_back=True))
    assert b"Trap 1" not in body_of(live.roots.public, page)


def test_a_date_minted_in_one_clone_is_no_edit_in_another(clone: Clone) -> None:
    """The other clone lacks the line, and says nothing else."""
    clone.episode(1, date=None, guid=None)
    other = clone.copy("other")
    clone.publish(1)
    before = listing(clone.roots)
    assert other.regenerate(NOW + DAY).result.plan.steps == ()
    assert clone.regenerate(NOW + DAY).problems == ()
    assert listing(clone.roots) == before


def test_who_loses_a_race_for_a_name_keeps_the_file_as_it_was(clone: Clone) -> None:
    """Nothing is minted into an episode that somebody else has just published."""
    clone.episode(1, guid=None)
    other = clone.copy("other")
    clone.publish(1)
    before = other.files()
    for row in list(clone.roots.private.list("records/")):
        clone.roots.private.delete(row.key)  # as if the winner had only claimed yet
    clone.roots.public.delete("feed.xml")
    claimed = body_of(clone.roots.private, f"slugs/{slug_of(1)}")
    other.edit(1, "audio:", f"guid: {guid_of(77)}\naudio:")
    with pytest.raises(InputError, match="already published"):
        other.publish(1)
    assert body_of(clone.roots.private, f"slugs/{slug_of(1)}") == claimed
    assert {name for name, data in other.files().items() if before.get(name) != data} == {
        f"episodes/{slug_of(1)}/index.md"
    }


def test_a_lost_snapshot_is_made_anew_once_it_saves_requests(clone: Clone) -> None:
    """A few records are quick to fetch; many are packed again, though nothing else is written."""
    numbers = range(1, 23)
    for number in numbers:
        clone.episode(number, date=NOW - timedelta(hours=number))
    clone.publish(*numbers)
    clone.roots.private.delete(SNAPSHOT)
    clone.regenerate(NOW + timedelta(hours=1))
    assert clone.roots.private.head(SNAPSHOT) is not None


def test_replaced_audio_of_a_scheduled_episode_is_ready_to_publish(live: Clone) -> None:
    """Otherwise the old recording would go out on its day."""
    live.episode(3, date=NOW + DAY)
    live.publish(3)
    path = live.folder / f"episodes/{slug_of(3)}/tape.mp3"
    path.write_bytes(path.read_bytes()[:-128])
    result = live.publish()
    assert result is not None
    assert record(live.roots, 3).media.master_size_bytes == path.stat().st_size
    assert not [each for each in result.changes.problems if each.level is Level.ERROR]


def test_a_show_without_any_object_left_names_none(live: Clone) -> None:
    """A feed is not written for media that is nowhere; once it is back, so are the items."""
    for row in list(live.roots.public.list()):
        live.roots.public.delete(row.key)
    assert live.copy("ci", without="*.mp3").regenerate(NOW + DAY).has_errors
    check_names(live.roots.public)
    assert set(feed_items(live.roots)) == set()
    live.publish(1, 2, now=NOW + DAY)
    check_settled(live.roots, {guid_of(1), guid_of(2)})


def test_a_lost_show_record_is_made_anew(live: Clone) -> None:
    """From podcast.toml, by any run."""
    live.roots.private.delete("show.json")
    live.regenerate(NOW + DAY)
    assert live.roots.private.head("show.json") is not None
    check_settled(live.roots, {guid_of(1), guid_of(2)})


def test_a_copied_store_is_left_alone(clone: Clone, tmp_path: Path) -> None:
    """Versions of copied files differ, what they say does not."""
    numbers = range(1, 23)
    for number in numbers:
        clone.episode(number, date=NOW - timedelta(hours=number))
    clone.publish(*numbers)
    copied = folder_roots(tmp_path / "copied")
    for ours, theirs in ((clone.roots.public, copied.public), (clone.roots.private, copied.private)):
        for row in list(ours.list()):
            body = body_of(ours, row.key)
            theirs.put(row.key, body, Headers("application/octet-stream", "no-store"))
    before = listing(copied)
    clone.with_roots(copied).regenerate(NOW + DAY)
    assert listing(copied) == before


@pytest.mark.parametrize("tags", ["", "tag_media = false\n"])
def test_a_pdf_is_an_episode_like_any_other(clone: Clone, tags: str) -> None:
    """It has no duration, and its record is read back all the same."""
    clone.edit_file("podcast.toml", "tag_media = false\n", tags)
    clone.episode(1)
    clone.write(f"episodes/{slug_of(1)}/tape.pdf", (AUDIO / "paper.pdf").read_bytes())
    clone.edit(1, "tape.mp3", "tape.pdf")
    clone.publish(1)
    assert record(clone.roots, 1).audio.duration_s is None
    before = listing(clone.roots)
    clone.roots.private.delete(SNAPSHOT)
    clone.regenerate(NOW + DAY)
    clone.publish(1)
    assert listing(clone.roots) == {key: etag for key, etag in before.items() if SNAPSHOT not in key}


def test_a_scheduled_episode_that_is_a_draft_again_is_held_back(live: Clone) -> None:
    """Somebody wants it back: late is better than never undone."""
    live.episode(3, date=NOW + DAY)
    live.publish(3)
    live.edit(3, "audio:", "draft: true\naudio:")
    outcome = live.regenerate(NOW + 2 * DAY)
    assert outcome.has_errors
    assert guid_of(3) not in feed_items(live.roots)
    live.edit(3, "draft: true\n", "")
    live.regenerate(NOW + 2 * DAY)
    assert guid_of(3) in feed_items(live.roots)


def test_a_renamed_scheduled_episode_is_ready_under_its_new_name(live: Clone) -> None:
    """The nightly run says so; publishing takes the name up before it is frozen."""
    live.episode(3, date=NOW + DAY)
    live.publish(3)
    (live.folder / f"episodes/{slug_of(3)}").rename(live.folder / "episodes/003-renamed")
    (problem,) = live.regenerate().problems
    assert "Fix: airdate publish 003-renamed" in str(problem)
    live.publish()
    live.regenerate(NOW + 2 * DAY)
    assert record(live.roots, 3).slug == "003-renamed"
