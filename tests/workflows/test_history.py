"""History and rollback: earlier revisions are told in words, and what one said can be said again."""

import pytest

from pipeline.core.addresses import FEED
from pipeline.errors import GuardError, InputError
from pipeline.workflows.acting import change_episode_date, reissue_guid, replace_audio, withdraw_episode
from pipeline.workflows.carry_out import Result
from pipeline.workflows.guarding import Policy
from pipeline.workflows.history import read_episode_history, read_show_history
from pipeline.workflows.rollback import roll_back_episode, roll_back_show
from tests.workflows.faulty_stores import Interruption, tapped
from tests.workflows.small_show import (
    AUDIO,
    DAY,
    HOUR,
    NOW,
    OTHER_TAPE,
    Clone,
    Talk,
    body_of,
    check_settled,
    feed_items,
    guid_of,
    listing,
    own_files,
    picture,
    record,
    show_record,
    slug_of,
)

LATER = NOW + DAY
OPEN = Policy()


def edited(clone: Clone) -> Clone:
    """One episode in two revisions: the second with another title and other notes."""
    clone.episode(1)
    clone.publish(1)
    clone.edit(1, "title: Part 1", "title: Part One")
    clone.edit(1, "rarely the", "never ever the")
    clone.publish(1, now=NOW + HOUR)
    return clone


def roll_back(
    clone: Clone, revision: int | None = None, talk: Talk | None = None, number: int = 1
) -> Result | None:
    return roll_back_episode(clone.context(LATER, talk), slug_of(number), revision, OPEN)


def changes_of(clone: Clone, number: int = 1) -> list[tuple[int, tuple[str, ...]]]:
    past = read_episode_history(clone.context(LATER), slug_of(number))
    return [(each.number, each.changes) for each in past.revisions]


def test_history_tells_newest_first_what_each_revision_changed(clone: Clone) -> None:
    """In words; the lines are there for those who ask."""
    edited(clone)
    assert changes_of(clone) == [
        (2, ('title: "Part 1" → "Part One"', "notes: 1 word gone, 2 words new")),
        (1, ("first published",)),
    ]
    newest, first = read_episode_history(clone.context(), slug_of(1)).revisions
    assert "+title: Part One" in newest.lines.splitlines()
    assert (newest.record.changed_at, first.record.changed_at) == (NOW + HOUR, NOW)
    assert (newest.is_current, first.is_current) == (True, False)


def test_history_tells_of_release_files_and_acts(clone: Clone) -> None:
    """Each has words of its own."""
    clone.episode(1, date=NOW + HOUR)
    clone.publish(1)
    clone.regenerate(NOW + 2 * HOUR)
    clone.write(f"episodes/{slug_of(1)}/heel.jpg", picture(1600, "navy"))
    clone.edit(1, "It is", "![A heel](heel.jpg) It is")
    clone.publish(1, now=NOW + 3 * HOUR)
    clone.write(f"episodes/{slug_of(1)}/tape.mp3", (AUDIO / OTHER_TAPE).read_bytes())
    replace_audio(clone.context(NOW + 4 * HOUR), slug_of(1), OPEN)
    change_episode_date(clone.context(NOW + 5 * HOUR), slug_of(1), (NOW - DAY).isoformat(), OPEN)
    reissue_guid(clone.context(NOW + 6 * HOUR), slug_of(1), guid_of(70), OPEN)
    withdraw_episode(clone.context(NOW + 7 * HOUR), slug_of(1), "wrong take", OPEN)
    told = ["; ".join(words) for _, words in reversed(changes_of(clone))]
    assert told[0] == "first published, scheduled for 2026-11-05 13:00:00+00:00"
    assert told[1] == "became public"
    assert "heel.jpg added" in told[2]
    assert "audio replaced" in told[3]
    assert told[4] == "date: 2026-11-05 13:00:00+00:00 → 2026-11-04 12:00:00+00:00"
    assert told[5] == f"guid: {guid_of(1)} → {guid_of(70)}"
    assert told[6] == "withdrawn: wrong take"


def test_the_shows_settings_have_a_history_too(clone: Clone) -> None:
    """By key, with short values."""
    edited(clone)
    clone.edit_file("podcast.toml", 'author = "Second Wind Radio"', 'author = "Second Wind"')
    clone.regenerate(LATER)
    newest, *_ = read_show_history(clone.context()).revisions
    assert newest.changes == ('author: "Second Wind Radio" → "Second Wind"',)


def test_rollback_says_again_what_was_said_before(clone: Clone) -> None:
    """As a new revision; feed and pages follow, and what was undone is in the history."""
    edited(clone)
    talk = Talk()
    roll_back(clone, talk=talk)
    now = record(clone.roots, 1)
    assert (now.revision, now.front.title, "rarely" in now.notes) == (3, "Part 1", True)
    assert feed_items(clone.roots)[guid_of(1)].title == "Part 1"
    assert any("+title: Part 1" in said for said in talk.said)
    assert "Go back?" in talk.asked[0]
    assert [number for number, _ in changes_of(clone)] == [3, 2, 1]
    check_settled(clone.roots, {guid_of(1)})


def test_the_default_is_the_last_revision_that_says_something_else(clone: Clone) -> None:
    """Twice back is forth again; a revision that only changed facts is passed over."""
    edited(clone)
    change_episode_date(clone.context(NOW + 2 * HOUR), slug_of(1), (NOW - DAY).isoformat(), OPEN)
    roll_back(clone)
    assert record(clone.roots, 1).front.title == "Part 1"
    roll_back(clone)
    assert record(clone.roots, 1).front.title == "Part One"


def test_frozen_facts_stay_as_they_are(clone: Clone) -> None:
    """Going back before a changed date and other audio brings neither back, nor another guid."""
    clone.episode(1)
    clone.publish(1)
    clone.write(f"episodes/{slug_of(1)}/tape.mp3", (AUDIO / OTHER_TAPE).read_bytes())
    replace_audio(clone.context(NOW + HOUR), slug_of(1), OPEN)
    change_episode_date(clone.context(NOW + 2 * HOUR), slug_of(1), (NOW - DAY).isoformat(), OPEN)
    clone.edit(1, "rarely", "never")
    clone.regenerate(NOW + 3 * HOUR)
    before = record(clone.roots, 1)
    roll_back(clone, 1)
    after = record(clone.roots, 1)
    assert "rarely" in after.notes
    for fact in ("guid", "date", "slug", "media", "audio", "released_at", "acts"):
        assert getattr(after, fact) == getattr(before, fact)
    check_settled(clone.roots, {guid_of(1)})


def test_a_clone_with_the_undone_words_is_old(clone: Clone) -> None:
    """Its nightly run changes nothing back, and says so."""
    undone = edited(clone).copy("undone")
    roll_back(clone)
    before = listing(clone.roots)
    outcome = undone.regenerate(LATER + HOUR)
    assert any("is older than what is published" in str(each) for each in outcome.problems)
    assert record(clone.roots, 1).front.title == "Part 1"
    assert listing(clone.roots) == before


def test_a_clone_that_goes_on_editing_is_an_edit(clone: Clone) -> None:
    """Words that were never published are new, whatever they were made of."""
    edited(clone)
    roll_back(clone)
    clone.edit(1, "Part One", "Part Uno")
    clone.regenerate(LATER + HOUR)
    assert record(clone.roots, 1).front.title == "Part Uno"


def test_a_clone_of_the_revision_that_came_back_has_nothing_to_say(clone: Clone) -> None:
    """It says what is published."""
    clone.episode(1)
    clone.publish(1)
    first = clone.copy("first")
    edited_again = clone
    edited_again.edit(1, "rarely", "never")
    edited_again.publish(1, now=NOW + HOUR)
    roll_back(clone)
    assert not first.regenerate(LATER + HOUR).result.plan


def test_pictures_go_back_with_the_words(clone: Clone) -> None:
    """The store still has them: no file is needed here."""
    clone.episode(1, notes="![A heel](heel.jpg)\n")
    clone.write(f"episodes/{slug_of(1)}/heel.jpg", picture(1600, "navy"))
    clone.publish(1)
    clone.edit(1, "![A heel](heel.jpg)", "No picture.")
    clone.publish(1, now=NOW + HOUR)
    assert "heel.jpg" not in own_files(record(clone.roots, 1))
    (clone.folder / "episodes" / slug_of(1) / "heel.jpg").unlink()
    roll_back(clone)
    assert "heel.jpg" in own_files(record(clone.roots, 1))
    check_settled(clone.roots, {guid_of(1)})


def test_a_scheduled_episode_gets_its_earlier_date_back(clone: Clone) -> None:
    """Before release nothing is frozen but the guid."""
    clone.episode(1, date=NOW + DAY)
    clone.publish(1)
    clone.edit(1, "2026-11-06T12", "2026-11-07T12")
    clone.publish(1)
    roll_back_episode(clone.context(NOW + HOUR), slug_of(1), None, OPEN)
    assert record(clone.roots, 1).date == NOW + DAY
    assert record(clone.roots, 1).released_at is None


def test_a_withdrawn_episode_is_not_rolled_back(clone: Clone) -> None:
    """A tombstone is for good."""
    edited(clone)
    withdraw_episode(clone.context(LATER), slug_of(1), "", OPEN)
    before = listing(clone.roots)
    with pytest.raises(InputError, match="was withdrawn on 2026-11-06 and stays so"):
        roll_back(clone, 1)
    assert listing(clone.roots) == before


def test_rollback_never_takes_an_episode_out_of_the_feed(clone: Clone) -> None:
    """Going back to a revision from before release leaves it public."""
    clone.episode(1, date=NOW + HOUR)
    clone.publish(1)
    clone.regenerate(NOW + 2 * HOUR)
    clone.edit(1, "rarely", "never")
    clone.regenerate(NOW + 3 * HOUR)
    roll_back(clone, 1)
    assert record(clone.roots, 1).is_live
    assert guid_of(1) in feed_items(clone.roots)


def test_unknown_revisions_are_a_problem(clone: Clone) -> None:
    """So is having none to go back to."""
    edited(clone)
    with pytest.raises(InputError, match="there is no revision 9"):
        roll_back(clone, 9)
    clone.episode(2)
    clone.publish(2)
    with pytest.raises(InputError, match="no earlier revision that says something else"):
        roll_back(clone, number=2)


def test_going_back_to_what_is_said_now_writes_nothing(clone: Clone) -> None:
    """And asks nothing."""
    edited(clone)
    before, talk = listing(clone.roots), Talk()
    result = roll_back(clone, 2, talk)
    assert result is not None
    assert not result.plan
    assert not talk.asked
    assert listing(clone.roots) == before


@pytest.mark.parametrize("talk", [Talk(answer=False), Talk(approval=False)], ids=["question", "plan"])
def test_a_no_changes_nothing(clone: Clone, talk: Talk) -> None:
    """Neither to the question nor to the plan."""
    before = listing(edited(clone).roots)
    roll_back(clone, talk=talk)
    assert listing(clone.roots) == before


def test_a_file_that_was_pruned_meanwhile_stops_the_rollback(clone: Clone) -> None:
    """Nothing is written that names what is not there."""
    clone.episode(1, notes="![A heel](heel.jpg)\n")
    clone.write(f"episodes/{slug_of(1)}/heel.jpg", picture(1600, "navy"))
    clone.publish(1)
    key = record(clone.roots, 1).files["heel.jpg"].key
    clone.edit(1, "![A heel](heel.jpg)", "No picture.")
    clone.publish(1, now=NOW + HOUR)
    clone.roots.public.delete(key)
    before = listing(clone.roots)
    with pytest.raises(InputError, match="is not in the store any more"):
        roll_back(clone)
    assert listing(clone.roots) == before


def test_what_somebody_publishes_meanwhile_is_not_undone(in_memory: Clone) -> None:
    """At any moment of the run: their words stand in the end, or were shown before."""
    refused = 0
    for at in range(1, 60):
        for store in (in_memory.roots.public, in_memory.roots.private):
            for row in list(store.list()):
                store.delete(row.key)
        in_memory.episode(1)
        in_memory.publish(1)
        in_memory.edit(1, "rarely", "never")
        in_memory.publish(1, now=NOW + HOUR)
        in_memory.edit(1, "never", "always")

        def publish_theirs() -> None:
            in_memory.publish(1, now=NOW + 2 * HOUR)

        tap = Interruption(at, publish_theirs)
        try:
            roll_back(in_memory.with_roots(tapped(in_memory.roots, tap)), 1)
        except GuardError:
            refused += 1
            assert "always" in record(in_memory.roots, 1).notes
        if not tap.has_fired:
            break
        seen = read_episode_history(in_memory.context(LATER), slug_of(1)).revisions
        assert any("always" in each.record.notes for each in seen), f"lost at {at}"
    assert refused > 2


def test_the_shows_settings_go_back(clone: Clone) -> None:
    """The feed follows, the guid stays, and a folder with the undone settings is old."""
    edited(clone)
    clone.edit_file("podcast.toml", "Running injuries", "All injuries")
    clone.regenerate(NOW + 2 * HOUR)
    assert b"All injuries" in body_of(clone.roots.public, FEED)
    talk = Talk()
    roll_back_show(clone.context(LATER, talk), None, OPEN)
    assert b"All injuries" not in body_of(clone.roots.public, FEED)
    assert show_record(clone.roots).show.guid == "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert any("-description: All injuries" in said for said in talk.said)
    outcome = clone.regenerate(LATER + HOUR)
    assert any("older than what is published" in str(each) for each in outcome.problems)
    assert b"All injuries" not in body_of(clone.roots.public, FEED)
    clone.edit_file("podcast.toml", "All injuries", "More injuries")
    clone.regenerate(LATER + 2 * HOUR)
    assert b"More injuries" in body_of(clone.roots.public, FEED)
