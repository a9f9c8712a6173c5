"""Two commands that cross: whatever moment the other one comes at, one of them wins and nothing is torn."""

from contextlib import suppress
from pathlib import Path

from pipeline.errors import GuardError, InputError
from pipeline.workflows.acting import withdraw_episode
from tests.workflows.faulty_stores import Interruption, tapped
from tests.workflows.small_show import (
    NOW,
    OPEN,
    OTHER_TAPE,
    Clone,
    body_of,
    check_settled,
    guid_of,
    make_clone,
    memory_roots,
    record,
    slug_of,
)


def withdraw(clone: Clone) -> None:
    withdraw_episode(clone.context(NOW), slug_of(1), "a reason of ours", OPEN)


def test_one_episode_with_two_recordings_gets_one_of_them(tmp_path: Path) -> None:
    """Who comes second is told; the feed has one of them, whole."""
    at, has_fired, refusals = 0, True, 0
    while has_fired:
        at += 1
        mine = make_clone(tmp_path / str(at), memory_roots())
        other = mine.copy("other")
        mine.episode(1)
        other.episode(1, audio=OTHER_TAPE)
        tap = Interruption(at, lambda other=other: other.publish(1))  # type: ignore[misc]
        try:
            mine.with_roots(tapped(mine.roots, tap)).publish(1)
        except (GuardError, InputError):
            refusals += 1
        has_fired = tap.has_fired
        check_settled(mine.roots, {guid_of(1)})
        published = body_of(mine.roots.public, record(mine.roots, 1).media.key)
        tape = f"episodes/{slug_of(1)}/tape.mp3"
        assert published in (mine.files()[tape], other.files()[tape])
    assert refusals > 5


def test_an_edit_does_not_bring_back_what_is_withdrawn_meanwhile(tmp_path: Path) -> None:
    """At any moment of publishing an edit: the tombstone stays, and the feed is without it."""
    at, has_fired = 0, True
    while has_fired:
        at += 1
        mine = make_clone(tmp_path / str(at), memory_roots())
        mine.episode(1)
        mine.episode(2)
        mine.publish(1, 2)
        other = mine.copy("other")
        mine.edit(1, "rarely", "never")
        tap = Interruption(at, lambda other=other: withdraw(other))  # type: ignore[misc]
        with suppress(GuardError, InputError):
            mine.with_roots(tapped(mine.roots, tap)).publish(1)
        has_fired = tap.has_fired
        if has_fired:
            assert record(mine.roots, 1).withdrawn is not None
            other.regenerate()
            check_settled(mine.roots, {guid_of(2)})
