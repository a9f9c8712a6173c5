"""Prune: what nothing names goes in the end, and nothing else ever does."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.core.addresses import FEED
from pipeline.core.plan import Removal
from pipeline.core.warrant import WARRANT
from pipeline.errors import AirdateError, GuardError, StoreError
from pipeline.store.memory import MemoryStore
from pipeline.store.protocol import Headers, Roots
from pipeline.workflows.acting import reissue_guid, replace_audio
from pipeline.workflows.guarding import Policy
from pipeline.workflows.prune import Pruned, find_leftovers, prune
from pipeline.workflows.publish import publish
from pipeline.workflows.rollback import roll_back_episode
from pipeline.workflows.state import load_state
from tests.workflows.faulty_stores import Interruption, Killed, Trigger, tapped
from tests.workflows.small_show import (
    AUDIO,
    DAY,
    HOUR,
    NOW,
    OTHER_TAPE,
    Clone,
    Talk,
    check_settled,
    guid_of,
    listing,
    make_clone,
    objects,
    picture,
    record,
    slug_of,
)

OPEN = Policy()
MONTH = timedelta(days=31)
PICTURE = "![A heel](heel.jpg)\n"
OPAQUE = Headers("application/octet-stream", "")


class Clock:
    """What the stores of a test take for the time."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Timed:
    """A show in memory whose stores know when each object was written."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        written: list[str] = []
        public, private = (
            MemoryStore(name, written=written, clock=self.clock) for name in ("public", "private")
        )
        self.roots = Roots(public, private)
        self.clone = make_clone(folder, self.roots)

    def at(self, moment: datetime) -> datetime:
        self.clock.now = moment
        return moment

    def publish(self, *numbers: int, at: datetime) -> None:
        self.clone.publish(*numbers, now=self.at(at))

    def prune(self, at: datetime, talk: Talk | None = None, roots: Roots | None = None) -> Pruned:
        clone = self.clone.with_roots(roots) if roots else self.clone
        return prune(clone.context(self.at(at), talk))

    def leftovers(self, at: datetime) -> set[str]:
        context = self.clone.context(self.at(at))
        return {each.key for each in find_leftovers(context, load_state(self.roots))}

    def orphan(self, key: str, at: datetime, *, private: bool = False) -> str:
        self.at(at)
        (self.roots.private if private else self.roots.public).put(key, b"left", OPAQUE)
        return key


@pytest.fixture
def timed(tmp_path: Path) -> Timed:
    return Timed(tmp_path)


def with_old_picture(timed: Timed, *, edited_at: datetime = NOW + HOUR) -> str:
    """An episode whose picture was taken out of its notes; the picture's key."""
    timed.clone.episode(1, notes=PICTURE, more="tags: [birds]")
    timed.clone.episode(2)
    timed.clone.write(f"episodes/{slug_of(1)}/heel.jpg", picture(300, "navy"))
    timed.publish(1, 2, at=NOW)
    key = record(timed.roots, 1).files["heel.jpg"].key
    timed.clone.edit(1, PICTURE, "No picture.\n")
    timed.clone.edit(1, "tags: [birds]", "tags: [knees]")
    timed.publish(1, at=edited_at)
    return key


def test_what_a_revision_named_lately_stays(timed: Timed) -> None:
    """Thirty days after it was replaced it may go, and not a day before."""
    key = with_old_picture(timed)
    assert key not in timed.leftovers(NOW + HOUR + timedelta(days=29))
    assert key in timed.leftovers(NOW + HOUR + MONTH)


def test_what_nothing_names_is_deleted_and_the_show_still_stands(timed: Timed) -> None:
    """The picture, the page of a tag that nothing has any more; then there is nothing left to do."""
    key = with_old_picture(timed)
    result = timed.prune(NOW + HOUR + MONTH)
    removed = {each.key for each in result.removed}
    assert {key, "tags/birds.html"} <= removed
    assert not removed & set(objects(timed.roots.public))
    assert all((each.size_bytes or 0) > 0 for each in result.removed)
    check_settled(timed.roots, {guid_of(1), guid_of(2)})
    again = timed.prune(NOW + HOUR + MONTH)
    assert (again.plan.removals, again.done) == ((), True)
    aside = timed.prune(NOW + HOUR + MONTH + 2 * DAY).removed
    assert f"staging/{key}" in {each.key for each in aside}
    assert list(timed.roots.private.list("staging/")) == []


def test_a_run_after_a_prune_writes_nothing(timed: Timed) -> None:
    """The manifest knows what is gone."""
    with_old_picture(timed)
    timed.prune(NOW + HOUR + MONTH)
    before = listing(timed.roots)
    assert not timed.clone.regenerate(timed.at(NOW + HOUR + MONTH)).result.plan
    assert listing(timed.roots) == before


def test_a_page_that_comes_back_after_a_prune_is_written_anew(timed: Timed) -> None:
    """A tag that is used again has a page again."""
    with_old_picture(timed)
    timed.prune(NOW + HOUR + MONTH)
    timed.clone.edit(1, "tags: [knees]", "tags: [birds]")
    timed.publish(1, at=NOW + HOUR + MONTH)
    assert "tags/birds.html" in objects(timed.roots.public)
    check_settled(timed.roots, {guid_of(1), guid_of(2)})


def test_replaced_audio_goes_a_month_after_the_feed_that_named_it(timed: Timed) -> None:
    """Listeners who were in the middle of it have heard the end."""
    timed.clone.episode(1)
    timed.publish(1, at=NOW)
    old = record(timed.roots, 1).media.key
    timed.clone.write(f"episodes/{slug_of(1)}/tape.mp3", (AUDIO / OTHER_TAPE).read_bytes())
    replace_audio(timed.clone.context(timed.at(NOW + DAY)), slug_of(1), OPEN)
    assert old not in timed.leftovers(NOW + DAY + timedelta(days=29))
    assert timed.leftovers(NOW + DAY + MONTH) >= {old}


def test_a_feed_that_was_written_late_counts_from_when_it_was_replaced(timed: Timed) -> None:
    """A run that died before its feed: the old one is read until another run writes the next."""
    timed.clone.episode(1)
    timed.publish(1, at=NOW)
    old = record(timed.roots, 1).media.key
    timed.clone.write(f"episodes/{slug_of(1)}/tape.mp3", (AUDIO / OTHER_TAPE).read_bytes())
    trigger = Trigger(1, only=lambda key, _: key == FEED)
    killed = timed.clone.with_roots(tapped(timed.roots, trigger))
    with pytest.raises(Killed):
        replace_audio(killed.context(timed.at(NOW + DAY)), slug_of(1), OPEN)
    late = NOW + DAY + 2 * MONTH
    assert old not in timed.leftovers(late)
    timed.clone.regenerate(timed.at(late))
    assert old not in timed.leftovers(late + timedelta(days=29))
    assert old in timed.leftovers(late + MONTH)


def test_a_guid_that_ended_keeps_no_picture(timed: Timed) -> None:
    """What only the record of before a reissue names goes like any other leftover."""
    timed.clone.episode(1, notes=PICTURE)
    timed.clone.write(f"episodes/{slug_of(1)}/heel.jpg", picture(300, "navy"))
    timed.publish(1, at=NOW)
    key = record(timed.roots, 1).files["heel.jpg"].key
    reissue_guid(timed.clone.context(timed.at(NOW + HOUR)), slug_of(1), None, OPEN)
    timed.clone.edit(1, PICTURE, "No picture.\n")
    timed.clone.regenerate(timed.at(NOW + 2 * HOUR))
    assert key not in timed.leftovers(at=NOW + DAY)
    assert key in timed.leftovers(at=NOW + 2 * MONTH)


def test_nothing_of_a_scheduled_episode_goes(timed: Timed) -> None:
    """However long it waits, and whatever it had before."""
    timed.clone.episode(1)
    timed.clone.episode(2, date=NOW + 400 * DAY, notes=PICTURE)
    timed.clone.write(f"episodes/{slug_of(2)}/heel.jpg", picture(300, "navy"))
    timed.publish(1, 2, at=NOW)
    timed.clone.edit(2, PICTURE, "No picture.\n")
    timed.publish(2, at=NOW + DAY)
    before = set(objects(timed.roots.private))
    timed.prune(NOW + 300 * DAY)
    assert before <= set(objects(timed.roots.private))
    timed.clone.regenerate(timed.at(NOW + 400 * DAY))
    check_settled(timed.roots, {guid_of(1), guid_of(2)})


def test_what_waited_for_a_release_goes_in_the_end(timed: Timed) -> None:
    """The public copy is the one that is named."""
    timed.clone.episode(1)
    timed.clone.episode(2, date=NOW + DAY)
    timed.publish(1, 2, at=NOW)
    timed.clone.regenerate(timed.at(NOW + 2 * DAY))
    assert not timed.leftovers(NOW + 3 * DAY)
    timed.prune(NOW + 2 * DAY + MONTH)
    assert list(timed.roots.private.list("staging/")) == []
    check_settled(timed.roots, {guid_of(1), guid_of(2)})


def test_what_a_failed_run_left_goes_after_two_days(timed: Timed) -> None:
    """Before, a run may be on its way to name it; a text may have been in a feed, and waits for a month."""
    timed.clone.episode(1)
    timed.publish(1, at=NOW)
    media = timed.orphan("media/0123456789abcdef/009-lost.mp3", NOW)
    text = timed.orphan("files/0123456789abcdef/009-lost.chapters.json", NOW)
    staged = timed.orphan("staging/media/0123456789abcdef/009-lost.mp3", NOW, private=True)
    assert timed.leftovers(NOW + timedelta(days=1, hours=23)) == set()
    assert timed.leftovers(NOW + 2 * DAY) == {media, staged}
    assert timed.leftovers(NOW + MONTH) == {media, staged, text}


def test_what_airdate_did_not_make_stays_and_keeps_what_it_names(timed: Timed) -> None:
    """A page of the producer's own beside ours, with a link to a file of ours."""
    timed.clone.episode(1)
    timed.publish(1, at=NOW)
    ours = timed.orphan("media/0123456789abcdef/009-lost.mp3", NOW)
    theirs = [timed.orphan(key, NOW) for key in ("robots.bak", "media/tape.mp3", "private/notes.txt")]
    assert timed.leftovers(NOW + MONTH) == {ours}
    timed.roots.public.put("links.html", f'<a href="/show/{ours}">'.encode(), OPAQUE)
    assert timed.leftovers(NOW + MONTH) == set()
    assert set(theirs) <= set(objects(timed.roots.public))


def test_of_what_the_age_is_unknown_everything_stays(in_memory: Clone) -> None:
    """A store that does not say when is not guessed about."""
    in_memory.episode(1)
    in_memory.publish(1)
    in_memory.roots.public.put("media/0123456789abcdef/009-lost.mp3", b"left", OPAQUE)
    assert prune(in_memory.context(NOW + 9 * MONTH)).plan.removals == ()


def test_a_no_deletes_nothing(timed: Timed) -> None:
    """Neither is a warrant written."""
    with_old_picture(timed)
    before = listing(timed.roots)
    result = timed.prune(NOW + 2 * MONTH, Talk(approval=False))
    assert not result.done
    assert listing(timed.roots) == before


def test_a_show_that_was_never_published_has_nothing_to_prune(timed: Timed) -> None:
    """Said, not guessed."""
    with pytest.raises(AirdateError, match="never published"):
        timed.prune(NOW)


def test_a_prune_killed_at_any_write_harms_nothing(timed: Timed) -> None:
    """What stands is whole after every one, and the next prune an hour later finishes."""
    with_old_picture(timed)
    goal = timed.leftovers(NOW + 2 * MONTH)
    number = 0
    while True:
        number += 1
        trigger = Trigger(number, applies=bool(number % 2))
        with suppress(Killed):
            timed.prune(NOW + 2 * MONTH + number * 2 * HOUR, roots=tapped(timed.roots, trigger))
        check_settled(timed.roots, {guid_of(1), guid_of(2)})
        if not trigger.has_fired:
            break
    assert not timed.leftovers(NOW + 2 * MONTH) & goal
    assert number > 2


def test_a_second_prune_waits_its_turn(timed: Timed) -> None:
    """An hour later the first is taken for dead."""
    with_old_picture(timed)
    trigger = Trigger(2)
    with pytest.raises(Killed):
        timed.prune(NOW + 2 * MONTH, roots=tapped(timed.roots, trigger))
    with pytest.raises(StoreError, match="another airdate prune is running"):
        timed.prune(NOW + 2 * MONTH + HOUR / 2)
    assert timed.prune(NOW + 2 * MONTH + 2 * HOUR).removed


def test_a_publish_stops_a_prune_that_died(timed: Timed) -> None:
    """It waits a minute, and then puts back what it needs."""
    key = with_old_picture(timed)
    with pytest.raises(Killed):
        timed.prune(NOW + 2 * MONTH, roots=tapped(timed.roots, Trigger(2)))
    timed.clone.edit(1, "No picture.\n", PICTURE)
    talk = Talk()
    timed.clone.publish(1, now=timed.at(NOW + 2 * MONTH), talk=talk)
    assert any("waiting for airdate prune" in said for said in talk.said)
    assert key in objects(timed.roots.public)
    check_settled(timed.roots, {guid_of(1), guid_of(2)})


class WaitingError(Exception):
    """A run waits, and is given up."""


def give_up(_: float) -> None:
    raise WaitingError


def name_it_again(timed: Timed, at: datetime) -> None:
    """The folder has the picture still."""
    index = timed.clone.folder / "episodes" / slug_of(1) / "index.md"
    index.write_text(index.read_text().replace("No picture.\n", PICTURE))
    publish(replace(timed.clone.context(at), wait=give_up), [slug_of(1)], OPEN)


def roll_it_back(timed: Timed, at: datetime) -> None:
    """Only the store has the picture, and for two days more."""
    with suppress(GuardError):
        roll_back_episode(replace(timed.clone.context(at), wait=give_up), slug_of(1), 1, OPEN)


@pytest.mark.parametrize("meanwhile", [name_it_again, roll_it_back])
def test_somebody_may_name_it_again_at_any_moment_of_a_prune(
    tmp_path: Path, meanwhile: Callable[[Timed, datetime], None]
) -> None:
    """A whole run before the n-th operation, for every n: it ends, or waits; all that is named stands."""
    at, has_fired, waited = 0, True, 0
    while has_fired:
        at += 1
        timed = Timed(tmp_path / str(at))
        key = with_old_picture(timed)
        moment = timed.at(NOW + 2 * MONTH)
        waiting: list[int] = []
        tap = Interruption(at, lambda: attempt(meanwhile, timed, moment, waiting))  # noqa: B023  # called below
        with suppress(StoreError):
            timed.prune(moment, roots=tapped(timed.roots, tap))
        has_fired = tap.has_fired
        check_settled(timed.roots, {guid_of(1), guid_of(2)})
        if waiting or not has_fired:
            meanwhile(timed, moment)
        waited += len(waiting)
        assert key in objects(timed.roots.public), f"operation {at}"
        check_settled(timed.roots, {guid_of(1), guid_of(2)})
    assert 0 < waited < at


def attempt(
    run: Callable[[Timed, datetime], None], timed: Timed, moment: datetime, waiting: list[int]
) -> None:
    try:
        run(timed, moment)
    except WaitingError:
        waiting.append(1)


@pytest.mark.parametrize("ours", [name_it_again, roll_it_back])
def test_a_prune_may_run_at_any_moment_of_a_publish(
    tmp_path: Path, ours: Callable[[Timed, datetime], None]
) -> None:
    """The other way round: a whole prune before the n-th operation of a run that names the picture."""
    at, has_fired = 0, True
    while has_fired:
        at += 1
        timed = Timed(tmp_path / str(at))
        key = with_old_picture(timed)
        moment, roots, whole = timed.at(NOW + 2 * MONTH), timed.roots, timed.clone
        tap = Interruption(at, lambda: prune(whole.context(moment)))  # noqa: B023  # called below
        timed.clone = whole.with_roots(tapped(roots, tap))
        ours(timed, moment)
        has_fired = tap.has_fired
        assert key in objects(roots.public), f"operation {at}"
        check_settled(roots, {guid_of(1), guid_of(2)})


def test_the_warrant_says_what_may_go_until_it_is_gone(timed: Timed) -> None:
    """It stands before the first deletion, and is marked done after the last."""
    with_old_picture(timed)
    timed.prune(NOW + 2 * MONTH)
    body = objects(timed.roots.private)[WARRANT]
    assert b'"done": true' in body
    assert b"public/tags/birds.html" in body


def test_documents_go_before_what_they_name(timed: Timed) -> None:
    """A prune that dies in between leaves no page with holes."""
    with_old_picture(timed)
    removed: list[Removal] = list(timed.prune(NOW + 2 * MONTH).removed)
    kinds = [each.key.startswith(("files/", "media/", "staging/")) for each in removed]
    assert kinds == sorted(kinds)
