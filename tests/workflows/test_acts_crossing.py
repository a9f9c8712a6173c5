"""Acts on what another act changed: a withdrawal after a new guid, a guid that is taken, names that ended."""

from hashlib import sha256

import pytest

from pipeline.errors import InputError
from pipeline.workflows.acting import reissue_guid, withdraw_episode
from pipeline.workflows.guarding import Policy
from pipeline.workflows.listing import list_episodes
from tests.workflows.small_show import (
    DAY,
    NOW,
    Clone,
    Talk,
    check_settled,
    guid_of,
    objects,
    picture,
    record,
    slug_of,
    titles,
)

LATER = NOW + DAY


def withdraw(clone: Clone, number: int, talk: Talk | None = None) -> None:
    withdraw_episode(clone.context(LATER, talk), slug_of(number), "", Policy())


def two_episodes(clone: Clone) -> Clone:
    clone.episode(1)
    clone.episode(2)
    clone.publish(1, 2)
    return clone


def reissued(clone: Clone) -> Clone:
    """An episode that lost its picture, and then its guid."""
    clone.episode(1, notes="![A heel](heel.jpg)\n")
    clone.write(f"episodes/{slug_of(1)}/heel.jpg", picture(300, "navy"))
    clone.episode(2)
    clone.publish(1, 2)
    clone.edit(1, "![A heel](heel.jpg)", "None.")
    clone.publish(1)
    reissue_guid(clone.context(LATER), slug_of(1), None, Policy())
    return clone


def test_a_withdrawal_after_a_reissue_deletes_what_was_there_before_it(clone: Clone) -> None:
    """Earlier revisions stand under the guid that ended; their pictures go as well."""
    key = f"files/{sha256(picture(300, 'navy')).hexdigest()[:16]}/heel.jpg"
    assert key in objects(reissued(clone).roots.public)
    withdraw(clone, 1)
    assert key not in objects(clone.roots.public)


def test_the_old_guid_names_the_episode_that_goes_on(clone: Clone) -> None:
    """Withdrawn by the guid that ended, the episode leaves: it is not taken for gone already."""
    withdraw_episode(reissued(clone).context(LATER), guid_of(1), "", Policy())
    check_settled(clone.roots, {guid_of(2)})


def test_a_withdrawal_finds_what_is_reissued_at_the_same_moment(in_memory: Clone) -> None:
    """Between the question and the act the guid ends: what goes on is withdrawn."""
    clone = two_episodes(in_memory)

    class Crossing(Talk):
        def ask(self, question: str) -> bool:
            reissue_guid(clone.context(LATER), slug_of(1), None, Policy())
            return True

    withdraw(clone, 1, Crossing())
    check_settled(clone.roots, {guid_of(2)})


@pytest.mark.parametrize("state", ["live", "scheduled", "withdrawn"])
def test_a_reissue_never_takes_the_guid_of_another_episode(clone: Clone, state: str) -> None:
    """Whatever became of the other one: its record would be written over."""
    two_episodes(clone).episode(3, date=NOW + 9 * DAY if state == "scheduled" else NOW)
    clone.publish(3)
    if state == "withdrawn":
        withdraw(clone, 3)
    before = record(clone.roots, 3)
    with pytest.raises(InputError, match=f"is that of {slug_of(3)}"):
        reissue_guid(clone.context(LATER), slug_of(1), guid_of(3), Policy())
    assert record(clone.roots, 3) == before


def test_a_reissue_may_go_back_to_the_guid_it_ended(clone: Clone) -> None:
    """A guid that was this episode's own is no other's."""
    two_episodes(clone)
    for guid in (None, guid_of(1)):
        reissue_guid(clone.context(LATER), slug_of(1), guid, Policy())
    check_settled(clone.roots, {guid_of(1), guid_of(2)})


def test_a_withdrawn_folder_is_told_so_whatever_its_guid(clone: Clone) -> None:
    """A new guid in the old folder does not make it another episode, and the fix says what does."""
    withdraw(two_episodes(clone), 1)
    clone.edit(1, guid_of(1), guid_of(0xFF))
    with pytest.raises(InputError, match=r"withdrawn on .*\n  Fix: .*another name and delete its line guid:"):
        clone.publish(1, now=LATER)
    index = clone.folder / "episodes" / slug_of(1) / "index.md"
    index.write_text(index.read_text().replace(f"guid: {guid_of(0xFF)}\n", ""))
    index.parent.rename(index.parent.with_name("001-once-more"))
    clone.publish(now=LATER, slugs=("001-once-more",))
    assert titles(clone.roots) == ["Part 1", "Part 2"]


def test_list_names_a_reissued_episode_once(clone: Clone) -> None:
    """What ended is no episode of its own."""
    rows = list_episodes(reissued(clone).context(LATER))
    assert [(row.slug, row.state.value) for row in rows] == [(slug_of(2), "live"), (slug_of(1), "live")]


@pytest.mark.parametrize("guid", ["", " ", "a b", "a\nb", "a\x00b", "x" * 1001])
def test_a_guid_that_a_feed_does_not_give_back_is_refused(clone: Clone, guid: str) -> None:
    """A reader would see another one, and every later run would be refused for it."""
    two_episodes(clone)
    with pytest.raises(InputError, match=r"--guid: .* cannot be a guid"):
        reissue_guid(clone.context(LATER), slug_of(1), guid, Policy())
    check_settled(clone.roots, {guid_of(1), guid_of(2)})
