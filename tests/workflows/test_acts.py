"""The named acts: withdraw, replace-audio, change-date and reissue-guid, and what no clone can undo."""

from contextlib import suppress
from datetime import timedelta

import pytest

from pipeline.core.addresses import page_key
from pipeline.errors import GuardError, InputError
from pipeline.workflows.acting import change_episode_date, reissue_guid, replace_audio, withdraw_episode
from pipeline.workflows.claims import read_claim
from pipeline.workflows.guarding import Policy
from tests.workflows.faulty_stores import Killed, Trigger, tapped
from tests.workflows.small_show import (
    AUDIO,
    DAY,
    HOUR,
    NOW,
    OTHER_TAPE,
    Clone,
    Talk,
    check_names,
    check_settled,
    feed_items,
    guid_of,
    objects,
    own_files,
    record,
    slug_of,
    titles,
)

LATER = NOW + DAY


def withdraw(clone: Clone, number: int, talk: Talk | None = None) -> None:
    withdraw_episode(clone.context(LATER, talk), slug_of(number), "a reason of ours", Policy())


def two_episodes(clone: Clone) -> Clone:
    clone.episode(1, notes="The canary sings.\n", more="tags: [birds]")
    clone.episode(2)
    clone.publish(1, 2)
    return clone


def test_a_withdrawn_episode_leaves_nothing_in_public(clone: Clone) -> None:
    """Feed, pages, media, side files: no public object names it or has a word of it."""
    media = record(two_episodes(clone).roots, 1).media.key
    withdraw(clone, 1)
    public = objects(clone.roots.public)
    assert media not in public
    assert page_key(slug_of(1)) not in public
    assert [key for key, body in public.items() if b"canary" in body or slug_of(1).encode() in body] == []
    assert [key for key in public if slug_of(1) in key] == []
    check_settled(clone.roots, {guid_of(2)})


def test_no_old_clone_brings_it_back(clone: Clone) -> None:
    """Regenerate from a clone of before, and publish by name, leave the tombstone as it is."""
    old = two_episodes(clone).copy("old")
    withdraw(clone, 1)
    before = objects(clone.roots.public)
    old.regenerate(LATER + HOUR)
    with pytest.raises(InputError, match="was withdrawn on 2026-11-06 and stays so"):
        old.publish(1, now=LATER + HOUR)
    assert objects(clone.roots.public) == before


def test_an_edit_in_an_old_clone_does_not_bring_it_back(clone: Clone) -> None:
    """Words that nobody ever published are no reason either."""
    old = two_episodes(clone).copy("old")
    withdraw(clone, 1)
    before = objects(clone.roots.public)
    old.edit(1, "sings", "sings again")
    old.regenerate(LATER + HOUR)
    assert objects(clone.roots.public) == before
    assert record(clone.roots, 1).withdrawn is not None


def test_an_edit_does_not_undo_a_withdrawal_that_was_cut_off(clone: Clone) -> None:
    """Killed right after the record: all of the episode still stands, and the edit's run takes it away."""
    old = two_episodes(clone).copy("old")
    trigger = Trigger(1, applies=True, only=lambda key, _: key.startswith("records/"))
    with suppress(Killed):
        withdraw(clone.with_roots(tapped(clone.roots, trigger)), 1)
    assert list(feed_items(clone.roots)) == [guid_of(1), guid_of(2)]
    old.edit(1, "sings", "sings again")
    old.regenerate(LATER + HOUR)
    assert record(clone.roots, 1).withdrawn is not None
    assert [key for key, body in objects(clone.roots.public).items() if b"canary" in body] == []
    check_settled(clone.roots, {guid_of(2)})


def test_a_withdrawn_scheduled_episode_leaves_the_private_root_too(clone: Clone) -> None:
    """What waited below staging/ is gone, and its day passes without it."""
    clone.episode(1)
    clone.episode(2, date=NOW + 2 * DAY)
    clone.publish(1, 2)
    withdraw(clone, 2)
    assert [row.key for row in clone.roots.private.list("staging/")] == []
    outcome = clone.regenerate(NOW + 3 * DAY)
    assert (outcome.problems, bool(outcome.result.plan)) == ((), False)
    assert titles(clone.roots) == ["Part 1"]


def test_what_earlier_revisions_had_goes_as_well(clone: Clone) -> None:
    """Audio that was replaced is removed with the rest."""
    two_episodes(clone)
    first = record(clone.roots, 1).media.key
    swap_audio(clone, 1)
    replace_audio(clone.context(LATER), slug_of(1), Policy())
    assert first in objects(clone.roots.public)
    withdraw(clone, 1)
    assert first not in objects(clone.roots.public)


def test_a_picture_that_another_episode_shows_stays(clone: Clone) -> None:
    """Content-addressed files are shared: only what nobody names is removed."""
    for number in (1, 2):
        clone.episode(number, notes="![A heel](heel.jpg)\n")
        clone.write(f"episodes/{slug_of(number)}/heel.jpg", (clone.folder / "cover.jpg").read_bytes())
    clone.publish(1, 2)
    withdraw(clone, 1)
    found = record(clone.roots, 2)
    assert "heel.jpg" in own_files(found)
    assert found.files["heel.jpg"].key in objects(clone.roots.public)


def test_withdrawing_twice_writes_nothing(clone: Clone) -> None:
    """The second run finds it done."""
    two_episodes(clone)
    withdraw(clone, 1)
    talk = Talk()
    withdraw(clone, 1, talk)
    assert not talk.plans
    assert not talk.asked


def test_a_no_changes_nothing(clone: Clone) -> None:
    """The question comes before the first write."""
    two_episodes(clone)
    before = objects(clone.roots.public)
    talk = Talk(answer=False)
    withdraw(clone, 1, talk)
    assert "cannot be published again" in talk.asked[0]
    assert objects(clone.roots.public) == before


def test_a_withdrawal_killed_at_any_write_is_finished_by_the_next_run(in_memory: Clone) -> None:
    """From the record on, a nightly run from any clone takes the rest away."""
    two_episodes(in_memory)
    start = [(store, objects(store)) for store in (in_memory.roots.public, in_memory.roots.private)]
    number = 0
    while True:
        number += 1
        for store, bodies in start:
            restore(store, bodies)
        trigger = Trigger(number)
        killed = in_memory.with_roots(tapped(in_memory.roots, trigger))
        with suppress(Killed):
            withdraw_episode(killed.context(LATER), slug_of(1), "", Policy())
        if not trigger.has_fired:
            break
        check_names(in_memory.roots.public)
        if record(in_memory.roots, 1).withdrawn:
            in_memory.regenerate(LATER + HOUR)
        else:
            withdraw(in_memory, 1)
        check_settled(in_memory.roots, {guid_of(2)})
        left = [key for key, body in objects(in_memory.roots.public).items() if b"canary" in body]
        assert left == [], f"write {number}"
        assert not [key for key in objects(in_memory.roots.public) if slug_of(1) in key], f"write {number}"
    assert number > 10


def restore(store: object, bodies: dict[str, bytes]) -> None:
    """Put a memory store back to how it was."""
    from pipeline.core.serving import PRIVATE_JSON
    from pipeline.store.memory import MemoryStore
    from pipeline.store.protocol import Headers

    assert isinstance(store, MemoryStore)
    for row in list(store.list()):
        if row.key not in bodies:
            store.delete(row.key)
    for key, body in bodies.items():
        found = store.get(key)
        if found is None or found.body != body:
            store.put(key, body, Headers(PRIVATE_JSON.content_type, PRIVATE_JSON.cache_control))


def swap_audio(clone: Clone, number: int) -> None:
    clone.write(f"episodes/{slug_of(number)}/tape.mp3", (AUDIO / OTHER_TAPE).read_bytes())


def test_replaced_audio_has_another_address_and_the_same_identity(clone: Clone) -> None:
    """The guid, the date and the page stay; the old media stays for who is listening."""
    two_episodes(clone)
    before = feed_items(clone.roots)[guid_of(1)]
    old = record(clone.roots, 1).media
    swap_audio(clone, 1)
    replace_audio(clone.context(LATER), slug_of(1), Policy())
    after = feed_items(clone.roots)[guid_of(1)]
    assert (after.guid, after.date) == (before.guid, before.date)
    assert after.enclosure_url != before.enclosure_url
    assert clone.roots.public.head(old.key) is not None
    check_settled(clone.roots, {guid_of(1), guid_of(2)})


def test_publish_alone_never_replaces_released_audio(clone: Clone) -> None:
    """The other file is warned of, with the name of the command in reach."""
    two_episodes(clone)
    before = record(clone.roots, 1).media
    swap_audio(clone, 1)
    result = clone.publish(1, now=LATER)
    assert result is not None
    assert any("airdate replace-audio" in (each.fix or "") for each in result.changes.problems)
    assert record(clone.roots, 1).media == before


def test_a_changed_date_moves_the_episode_and_no_other(clone: Clone) -> None:
    """The guard lets the feed follow, and a nightly run from an old clone leaves it so."""
    old = two_episodes(clone).copy("old")
    date = NOW - 9 * DAY
    change_episode_date(clone.context(LATER), slug_of(1), date.isoformat(), Policy())
    assert feed_items(clone.roots)[guid_of(1)].date == date
    old.regenerate(LATER + HOUR)
    assert feed_items(clone.roots)[guid_of(1)].date == date


def test_an_act_cut_off_before_the_feed_is_finished_by_a_nightly_run(in_memory: Clone) -> None:
    """The act stands in the record: the guard knows the date that the live feed still has."""
    two_episodes(in_memory)
    trigger = Trigger(1, only=lambda key, _: key == "feed.xml")
    killed = in_memory.with_roots(tapped(in_memory.roots, trigger))
    date = NOW - 9 * DAY
    with pytest.raises(Killed):
        change_episode_date(killed.context(LATER), slug_of(1), date.isoformat(), Policy())
    assert feed_items(in_memory.roots)[guid_of(1)].date != date
    in_memory.regenerate(LATER + HOUR)
    assert feed_items(in_memory.roots)[guid_of(1)].date == date


def test_a_date_ahead_is_refused(clone: Clone) -> None:
    """What is public cannot be hidden again."""
    two_episodes(clone)
    with pytest.raises(InputError, match="is ahead"):
        change_episode_date(clone.context(LATER), slug_of(1), (LATER + HOUR).isoformat(), Policy())


def test_a_reissued_guid_is_one_new_item_for_one_old(clone: Clone) -> None:
    """Media, page and date stay; the old identity is a tombstone."""
    two_episodes(clone)
    before = record(clone.roots, 1)
    reissue_guid(clone.context(LATER), slug_of(1), guid_of(77), Policy())
    items = feed_items(clone.roots)
    assert set(items) == {guid_of(77), guid_of(2)}
    assert items[guid_of(77)].date == before.date
    assert record(clone.roots, 77).media == before.media
    check_settled(clone.roots, {guid_of(77), guid_of(2)})


def test_a_clone_with_the_old_guid_goes_on_under_the_new_one(clone: Clone) -> None:
    """Its edits reach the episode, and it is told which guid to write."""
    two_episodes(clone)
    reissue_guid(clone.context(LATER), slug_of(1), guid_of(77), Policy())
    clone.edit(1, "canary sings", "canary sang")
    outcome = clone.regenerate(LATER + HOUR)
    assert any(f"guid: {guid_of(77)}" in str(each) for each in outcome.problems)
    assert "sang" in record(clone.roots, 77).notes
    assert set(feed_items(clone.roots)) == {guid_of(77), guid_of(2)}


def test_an_unknown_name_is_a_problem(clone: Clone) -> None:
    """Nothing is guessed about what to withdraw."""
    two_episodes(clone)
    with pytest.raises(InputError, match="no episode of that name"):
        withdraw_episode(clone.context(LATER), "099-nothing", "", Policy())


def test_the_guard_still_refuses_a_date_that_no_act_changed(clone: Clone) -> None:
    """An act covers the value it replaced, and no other."""
    two_episodes(clone)
    change_episode_date(clone.context(LATER), slug_of(1), (NOW - 9 * DAY).isoformat(), Policy())
    body = clone.roots.public.get("feed.xml")
    assert body is not None
    from pipeline.store.protocol import Headers

    changed = body.body.replace(b"27 Oct 2026", b"26 Oct 2026")
    assert changed != body.body
    clone.roots.public.put("feed.xml", changed, Headers("application/xml", ""))
    with pytest.raises(GuardError, match="would change its date"):
        clone.regenerate(LATER + timedelta(hours=2))


@pytest.mark.parametrize("names_it", [True, False])
def test_a_reissue_killed_at_any_write_is_finished_by_the_next_run(in_memory: Clone, names_it: bool) -> None:
    """One item under one guid, never none and never two, whichever of its records was written.

    The next run is the same command again, which goes on with the guid that was begun with.
    """
    two_episodes(in_memory)
    start = [(store, objects(store)) for store in (in_memory.roots.public, in_memory.roots.private)]
    number = 0
    while True:
        number += 1
        for store, bodies in start:
            restore(store, bodies)
        trigger = Trigger(number)
        killed = in_memory.with_roots(tapped(in_memory.roots, trigger))
        guid = guid_of(77) if names_it else None
        with suppress(Killed):
            reissue_guid(killed.context(LATER), slug_of(1), guid, Policy())
        if not trigger.has_fired:
            break
        begun = read_claim(in_memory.roots, slug_of(1))
        records = [body for key, body in objects(in_memory.roots.private).items() if "records/" in key]
        if any(b"reissued_as" in body or b'"acts": [\n' in body for body in records):
            nightly = in_memory.copy(f"nightly-{number}-{names_it}")
            nightly.regenerate(LATER + HOUR)
            assert set(feed_items(in_memory.roots)) == {begun, guid_of(2)}, f"write {number}"
        reissue_guid(in_memory.context(LATER + HOUR), slug_of(1), guid, Policy())
        items = set(feed_items(in_memory.roots)) - {guid_of(2)}
        assert len(items) == 1, f"write {number}"
        if begun != guid_of(1) and not feed_has_it(start, begun):
            check_settled(in_memory.roots, {*items, guid_of(2)})
    assert number > 8


def feed_has_it(start: list[tuple[object, dict[str, bytes]]], guid: str | None) -> bool:
    """Whether the feed listed a guid before anything was done."""
    return str(guid).encode() in start[0][1]["feed.xml"]
