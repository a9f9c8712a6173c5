"""Frozen facts: after release guid, date, address and media stay; before it everything may change."""

from collections.abc import Callable

import pytest

from pipeline.core.addresses import SLUGS, page_key
from pipeline.errors import InputError, Problem
from pipeline.workflows.carry_out import Result
from tests.workflows.small_show import (
    DAY,
    NOW,
    OTHER_TAPE,
    Clone,
    check_settled,
    feed_items,
    guid_of,
    lfs_pointer,
    listing,
    record,
    slug_of,
)

DUE = NOW + DAY
RENAMED = "001-renamed"


@pytest.fixture
def live(clone: Clone) -> Clone:
    """One live episode."""
    clone.episode(1)
    clone.publish(1)
    return clone


@pytest.fixture
def scheduled(clone: Clone) -> Clone:
    """One scheduled episode."""
    clone.episode(1, date=DUE)
    clone.publish(1)
    return clone


def unruled(result: Result) -> list[Problem]:
    """What was said besides what the rules find, such as that the tape is short."""
    return [problem for problem in result.changes.problems if problem.rule is None]


def change_guid(clone: Clone) -> None:
    clone.edit(1, guid_of(1), guid_of(9))


def change_date(clone: Clone) -> None:
    clone.edit(1, "date: 2026-11-05T11", "date: 2026-11-04T11")


def rename_folder(clone: Clone) -> None:
    (clone.folder / "episodes" / slug_of(1)).rename(clone.folder / "episodes" / RENAMED)


def replace_audio(clone: Clone) -> None:
    clone.episode(1, audio=OTHER_TAPE)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (change_guid, "'guid' is"),
        (change_date, "'date' is"),
        (rename_folder, "was renamed"),
        (replace_audio, "'audio' is"),
    ],
)
def test_after_release_a_change_is_not_applied_but_said(
    live: Clone, change: Callable[[Clone], None], words: str
) -> None:
    """One warning with a fix; feed, media and pages stay, and the next run says it again."""
    items = feed_items(live.roots)
    public = {row.key: row.etag for row in live.roots.public.list("media/")}
    change(live)
    for _ in range(2):
        outcome = live.regenerate(NOW + DAY)
        (problem,) = outcome.problems
        assert words in problem.text
        assert problem.fix
        assert not outcome.has_errors
    after = feed_items(live.roots)
    assert [(each.guid, each.date, each.enclosure_url) for each in after.values()] == [
        (each.guid, each.date, each.enclosure_url) for each in items.values()
    ]
    assert {row.key: row.etag for row in live.roots.public.list("media/")} == public
    check_settled(live.roots, {guid_of(1)})
    assert not live.regenerate(NOW + 2 * DAY).result.plan


def test_an_edit_beside_a_frozen_change_still_goes_live(live: Clone) -> None:
    """The words are applied, the date is not."""
    change_date(live)
    live.edit(1, "rarely", "never")
    live.regenerate(NOW + DAY)
    assert "never" in record(live.roots, 1).notes
    assert feed_items(live.roots)[guid_of(1)].date == record(live.roots, 1).date
    assert record(live.roots, 1).date.day == NOW.day


def test_publishing_replaced_audio_by_name_changes_nothing(live: Clone) -> None:
    """The named command alone may do that; here the run goes on with a warning."""
    media = record(live.roots, 1).media
    replace_audio(live)
    result = live.publish(1)
    assert result is not None
    (problem,) = unruled(result)
    assert "'audio' is" in problem.text
    assert record(live.roots, 1).media == media


def test_publishing_another_guid_for_a_known_slug_is_refused(live: Clone) -> None:
    """It might be another episode in a folder of the same name: nothing is guessed, nothing written."""
    change_guid(live)
    before = listing(live.roots)
    with pytest.raises(InputError, match="already published as"):
        live.publish(1)
    assert listing(live.roots) == before


def test_before_release_date_and_audio_may_change(scheduled: Clone) -> None:
    """What is released is what was published last."""
    first = record(scheduled.roots, 1)
    scheduled.episode(1, date=DUE + DAY, audio=OTHER_TAPE)
    result = scheduled.publish(1)
    assert result is not None
    assert unruled(result) == []
    second = record(scheduled.roots, 1)
    assert second.date == DUE + DAY
    assert second.media.master_sha256 != first.media.master_sha256
    scheduled.regenerate(DUE + DAY)
    assert feed_items(scheduled.roots)[guid_of(1)].length == second.media.size_bytes


def test_before_release_the_folder_may_be_renamed(scheduled: Clone) -> None:
    """Page and media get the new name, which is claimed; the old one is never public."""
    rename_folder(scheduled)
    result = scheduled.publish(slugs=(RENAMED,))
    assert result is not None
    assert unruled(result) == []
    scheduled.regenerate(DUE)
    assert record(scheduled.roots, 1).slug == RENAMED
    assert scheduled.roots.public.head(page_key(RENAMED)) is not None
    assert not [row for row in scheduled.roots.public.list() if slug_of(1) in row.key]
    claim = scheduled.roots.private.get(SLUGS + RENAMED)
    assert claim is not None
    assert claim.body.decode().strip() == guid_of(1)


def test_a_new_name_that_belongs_to_another_episode_is_refused(scheduled: Clone) -> None:
    """Two episodes never share a page."""
    other = scheduled.copy("other", without=slug_of(1))
    other.episode(2, slug=RENAMED, more="episode: 2")
    other.publish(slugs=(RENAMED,))
    rename_folder(scheduled)
    before = listing(scheduled.roots)
    with pytest.raises(InputError, match="the name 001-renamed is also that of"):
        scheduled.publish(slugs=(RENAMED,))
    assert listing(scheduled.roots) == before


def test_the_nightly_run_says_that_a_scheduled_episodes_guid_stays(scheduled: Clone) -> None:
    """Its record goes by it; everything else may still change."""
    before = listing(scheduled.roots)
    scheduled.edit(1, guid_of(1), guid_of(9))
    (problem,) = scheduled.regenerate().problems
    assert f"guid: {guid_of(1)}" in str(problem)
    assert listing(scheduled.roots) == before


def test_a_pointer_to_other_audio_is_told_from_one_to_the_published(live: Clone) -> None:
    """Git LFS names the hash, so even audio of the same size is told apart without reading it."""
    path = live.folder / f"episodes/{slug_of(1)}/tape.mp3"
    published = path.read_bytes()
    path.write_bytes(lfs_pointer(published))
    assert live.regenerate().problems == ()
    path.write_bytes(lfs_pointer(published[:-1] + b"x"))
    (problem,) = live.regenerate().problems
    assert "'audio' is" in problem.text
