"""Several producers at once, from clones of any age: all episodes are in the feed, no edit is lost."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from pipeline.core.addresses import MANIFEST
from pipeline.core.personality import Conditions
from pipeline.errors import GuardError
from pipeline.store.memory import MemoryStore
from pipeline.store.protocol import Condition, Roots
from tests.workflows.faulty_stores import Interruption, Killed, Trigger, Write, tapped
from tests.workflows.small_show import (
    DAY,
    HOUR,
    NOW,
    Clone,
    check_names,
    check_settled,
    feed_items,
    folder_roots,
    guid_of,
    make_clone,
    memory_roots,
    record,
    show_record,
    slug_of,
)

PRODUCERS = 4
Act = Callable[[Clone], Callable[[Clone], object]]
"""Changes a folder, and says which run to make from it."""


def publish_new(clone: Clone) -> Callable[[Clone], object]:
    clone.episode(3)
    return lambda at: at.publish(3)


def publish_edit(clone: Clone) -> Callable[[Clone], object]:
    clone.edit(1, "rarely", "never")
    return lambda at: at.publish(1)


def edit_show(clone: Clone) -> Callable[[Clone], object]:
    clone.edit_file("podcast.toml", "Running injuries", "All injuries")
    return lambda at: at.regenerate()


def release(clone: Clone) -> Callable[[Clone], object]:
    return lambda at: at.regenerate(NOW + HOUR)


def publish_other(clone: Clone) -> Callable[[Clone], object]:
    clone.episode(4)
    return lambda at: at.publish(4)


def edit_scheduled(clone: Clone) -> Callable[[Clone], object]:
    clone.edit(2, "rarely", "hardly")
    return lambda at: at.publish(2)


ENFORCED = [
    pytest.param(Conditions.ENFORCES, ours, theirs, id=f"enforces-{ours.__name__}-{theirs.__name__}")
    for ours in (publish_new, publish_edit, edit_show, release)
    for theirs in (publish_other, release, edit_scheduled)
]
NOT_ENFORCED = [
    pytest.param(conditions, ours, theirs, id=f"{conditions}-{ours.__name__}-{theirs.__name__}")
    for conditions in (Conditions.PARTLY, Conditions.REFUSES, Conditions.IGNORES)
    for ours, theirs in ((publish_new, publish_other), (release, edit_scheduled))
]


@pytest.mark.parametrize(("conditions", "ours", "theirs"), [*ENFORCED, *NOT_ENFORCED])
def test_somebody_else_may_publish_at_any_moment_of_a_run(
    tmp_path: Path, conditions: Conditions, ours: Act, theirs: Act
) -> None:
    """Another whole run before the n-th operation, for every n: what both did stands when both have ended.

    Where the store does not enforce conditions, that is so after the next
    nightly run from a clone that has both.
    """
    start = make_clone(tmp_path, memory_roots(conditions))
    start.episode(1)
    start.episode(2, date=NOW + HOUR)
    start.publish(1, 2)
    overwritten = 0
    mine, other = start.copy("mine"), start.copy("other")
    we_run, they_run = ours(mine), theirs(other)
    at, has_fired = 0, True
    while has_fired:
        at += 1
        roots = copied(start.roots)
        interruption = Interruption(at, lambda roots=roots: they_run(other.with_roots(roots)))  # type: ignore[misc]
        we_run(mine.with_roots(tapped(roots, interruption)))
        has_fired = interruption.has_fired
        if has_fired:
            if conditions is not Conditions.ENFORCES:
                check_names(roots.public)
                overwritten += theirs is edit_scheduled and "hardly" not in record(roots, 2).notes
                other.with_roots(roots).regenerate()
            check_outcome(roots, ours, theirs)
    assert at > 12
    assert overwritten <= 1  # between the comparison and the write


def copied(roots: Roots) -> Roots:
    """Stores of their own with the same objects."""
    fresh = memory_roots()
    for old, new in ((roots.public, fresh.public), (roots.private, fresh.private)):
        assert isinstance(old, MemoryStore)
        assert isinstance(new, MemoryStore)
        new.objects, new.conditions = dict(old.objects), old.conditions
    return fresh


def check_outcome(roots: Roots, ours: Act, theirs: Act) -> None:
    """What either of them did, in the records and in the feed."""
    news = {publish_new: 3, publish_other: 4, release: 2}
    expected = {1} | {news[act] for act in (ours, theirs) if act in news}
    check_settled(roots, {guid_of(number) for number in expected})
    if ours is publish_edit:
        assert "never" in record(roots, 1).notes
    if ours is edit_show:
        assert show_record(roots).show.description.startswith("All")
    if theirs is edit_scheduled:
        assert "hardly" in record(roots, 2).notes


@pytest.mark.parametrize("conditions", [Conditions.ENFORCES, Conditions.IGNORES], ids=str)
def test_producers_in_parallel_all_end_up_in_the_feed(tmp_path: Path, conditions: Conditions) -> None:
    """Four publish at the same moment while two nightly runs go on; one edits, one has an old clone."""
    start = make_clone(tmp_path, memory_roots(conditions))
    start.episode(1)
    start.publish(1)
    clones = [start.copy(f"producer{number}") for number in range(PRODUCERS)]
    nightly = [start.copy(f"nightly{number}") for number in range(2)]
    barrier = Barrier(PRODUCERS + len(nightly))

    def produce(number: int) -> None:
        clone = clones[number]
        clone.episode(10 + number)
        clone.edit(1, "rarely", "never") if number == 0 else None
        barrier.wait(10)
        assert clone.publish(10 + number, *([1] if number == 0 else [])) is not None
        if conditions is Conditions.ENFORCES:
            assert guid_of(10 + number) in feed_items(start.roots)

    def regenerate(number: int) -> None:
        barrier.wait(10)
        for _ in range(3):
            nightly[number].regenerate()

    with ThreadPoolExecutor(barrier.parties) as pool:
        runs = [pool.submit(produce, number) for number in range(PRODUCERS)]
        runs += [pool.submit(regenerate, number) for number in range(len(nightly))]
        for run in runs:
            run.result(30)
    check_names(start.roots.public)
    nightly[0].regenerate(NOW + DAY)
    check_settled(start.roots, {guid_of(1), *(guid_of(10 + number) for number in range(PRODUCERS))})
    assert "never" in record(start.roots, 1).notes


def test_processes_in_parallel_all_end_up_in_the_feed(tmp_path: Path) -> None:
    """The same with a folder that several processes write to: the command itself, and no threads."""
    start = make_clone(tmp_path, folder_roots(tmp_path))
    start.edit_file("podcast.toml", "tag_media", f'store = "folder:{tmp_path / "out"}"\ntag_media')
    start.episode(1)
    start.publish(1)
    clones = [start.copy(f"producer{number}") for number in range(3)]
    for number, clone in enumerate(clones):
        clone.episode(10 + number)
    options = ("--yes", "--quiet", "--now", NOW.isoformat(), "--show")
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "pipeline", "publish", slug_of(10 + number), *options, str(clone.folder)],
            stderr=subprocess.PIPE,
        )
        for number, clone in enumerate(clones)
    ]
    for run in runs:
        _, said = run.communicate(timeout=60)
        assert run.returncode == 0, said.decode()
    check_settled(start.roots, {guid_of(1), guid_of(10), guid_of(11), guid_of(12)})


def test_two_who_edit_one_episode_at_once_do_not_undo_each_other(tmp_path: Path) -> None:
    """Who began first and comes second is told; the words of the other stay."""
    start = make_clone(tmp_path, memory_roots())
    start.episode(1)
    start.publish(1)
    mine, other = start.copy("mine"), start.copy("other")
    mine.edit(1, "rarely", "never")
    other.edit(1, "rarely", "hardly")
    at, has_fired, refusals = 0, True, 0
    while has_fired:
        at += 1
        roots = copied(start.roots)
        interruption = Interruption(at, lambda roots=roots: other.with_roots(roots).publish(1))  # type: ignore[misc]
        was_refused = False
        try:
            mine.with_roots(tapped(roots, interruption)).publish(1)
        except GuardError as refusal:
            was_refused = True
            refusals += "part-1/index.md was published by somebody else" in str(refusal)
            assert "hardly" in record(roots, 1).notes
        has_fired = interruption.has_fired
        # Both revisions were written, one after the other, unless one of the two was refused, or never began.
        assert record(roots, 1).revision == (3 if has_fired and not was_refused else 2), f"operation {at}"
        check_settled(roots, {guid_of(1)})
    assert refusals > 5


def test_no_item_leaves_the_feed_for_a_moment(tmp_path: Path) -> None:
    """Whoever publishes before whichever operation: what the feed listed once, it lists after every write."""
    start = make_clone(tmp_path, memory_roots())
    start.episode(1)
    start.publish(1)
    mine, other = start.copy("mine"), start.copy("other")
    mine.episode(3)
    other.episode(4)
    at, has_fired = 0, True
    while has_fired:
        at += 1
        roots = copied(start.roots)
        feed = Remembered(roots)
        tap = Looking(at, partial(publish_and_look, other.with_roots(roots), feed), look=feed.look)
        mine.with_roots(tapped(roots, tap)).publish(3)
        has_fired = tap.has_fired
        check_settled(roots, {guid_of(1), guid_of(3)} | ({guid_of(4)} if has_fired else set()))


@pytest.mark.parametrize("conditions", [Conditions.ENFORCES, Conditions.IGNORES])
def test_what_somebody_began_and_left_is_finished_by_who_comes_after(
    tmp_path: Path, conditions: Conditions
) -> None:
    """Somebody else is killed right after the record: a run that still looks afterwards lists the episode."""
    start = make_clone(tmp_path, memory_roots(conditions))
    start.episode(1)
    start.publish(1)
    mine, other = start.copy("mine"), start.copy("other")
    mine.episode(3)
    other.episode(4)
    at, has_fired, left = 0, True, []
    while has_fired:
        at += 1
        roots = copied(start.roots)
        tap = Interruption(at, partial(publish_and_die, other.with_roots(roots)))
        mine.with_roots(tapped(roots, tap)).publish(3)
        has_fired = tap.has_fired
        check_names(roots.public)
        left += [at] if has_fired and guid_of(4) not in feed_items(roots) else []
    assert len(left) <= 1, left  # what begins with the very last write is for the next run
    assert at > 12


def publish_and_die(clone: Clone) -> None:
    trigger = Trigger(1, only=lambda key, _: key == MANIFEST)
    with suppress(Killed):
        clone.with_roots(tapped(clone.roots, trigger)).publish(4)


def publish_and_look(clone: Clone, feed: "Remembered") -> None:
    clone.publish(4)
    feed.look()


@dataclass
class Remembered:
    """What the feed listed when it was last looked at."""

    roots: Roots
    guids: frozenset[str] = frozenset()

    def look(self) -> None:
        now = frozenset(feed_items(self.roots))
        assert self.guids <= now
        self.guids = now


@dataclass
class Looking(Interruption):
    """An interruption, and a look after each write."""

    look: Callable[[], object] = lambda: None

    def write(self, key: str, condition: Condition, write: Write) -> object:
        result = super().write(key, condition, write)
        self.look()
        return result


def test_two_who_publish_the_same_new_episode_at_once_publish_it_once(tmp_path: Path) -> None:
    """The same folder from two machines: both succeed, and it is one episode."""
    start = make_clone(tmp_path, memory_roots())
    start.episode(1)
    mine, other = start.copy("mine"), start.copy("other")
    at, has_fired = 0, True
    while has_fired:
        at += 1
        roots = copied(start.roots)
        interruption = Interruption(at, lambda roots=roots: other.with_roots(roots).publish(1))  # type: ignore[misc]
        assert mine.with_roots(tapped(roots, interruption)).publish(1) is not None
        has_fired = interruption.has_fired
        check_settled(roots, {guid_of(1)})
        assert record(roots, 1).revision == 1
