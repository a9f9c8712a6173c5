"""Publish: what is written, in which order, and that it may be killed anywhere and run again."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.core.addresses import FEED, MANIFEST, SHOW, history_key, page_key, record_key
from pipeline.errors import ConditionError, InputError, Level, OutageError, StoreError
from pipeline.store.patience import Patience
from pipeline.store.protocol import Condition, Progress, Roots
from pipeline.store.retrying import RetryingStore
from tests.workflows.faulty_stores import Killed, Trigger, Watcher, tapped
from tests.workflows.small_show import (
    AUDIO,
    DAY,
    NOW,
    PODCAST_TOML,
    TAPE,
    Clone,
    Talk,
    body_of,
    check_names,
    check_settled,
    final_state,
    folder_roots,
    guid_of,
    listing,
    make_clone,
    memory_roots,
    picture,
    record,
    slug_of,
    titles,
    written_to,
)

SNAPSHOT, PROFILE, PROBE = "snapshot.json", "store.json", "probe"
BOOKKEEPING = {SNAPSHOT, PROFILE, PROBE}
MINTED = guid_of(0xA000)


Prepare = Callable[[Clone], Callable[[Clone], object]]
"""Brings a store into some state, and says which run to kill there."""


def rich_episode(clone: Clone, number: int = 1) -> None:
    """An episode with everything that goes out beside the media."""
    clone.episode(number, notes="![The heel](heel.png)\n\n- 00:00 Start\n- 00:01 Middle\n- 00:02 End\n")
    clone.write(f"episodes/{slug_of(number)}/heel.png", picture(40, "navy", "PNG"))
    clone.write(f"episodes/{slug_of(number)}/transcript.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n")


def test_a_first_publish_puts_everything_that_the_feed_and_pages_name_in_place(clone: Clone) -> None:
    """Media, pictures, transcript, pages and feed stand there, and every link between them holds."""
    rich_episode(clone)
    result = clone.publish(1)
    assert result is not None
    assert result.done
    check_settled(clone.roots, {guid_of(1)})
    assert record(clone.roots, 1).released_at == NOW
    names = {row.key.rpartition("/")[2] for row in clone.roots.public.list()}
    assert {"001-part-1.mp3", "heel.png", "transcript.vtt", "001-part-1.chapters.json", "cover.jpg"} <= names


def test_a_second_run_of_anything_writes_nothing(in_memory: Clone) -> None:
    """Publish by name, publish of what is ready, and regenerate all find that nothing is left to do."""
    rich_episode(in_memory)
    in_memory.episode(2, date=NOW + DAY)
    in_memory.publish(1, 2)
    written_to(in_memory.roots).clear()
    again = in_memory.publish(1, 2)
    assert again is not None
    assert not again.plan
    ready = in_memory.publish()
    assert ready is not None
    assert not ready.plan
    assert not in_memory.regenerate().result.plan
    assert written_to(in_memory.roots) == []


def test_a_second_run_changes_no_file_of_a_folder_store(tmp_path: Path) -> None:
    """Not even the times of files change."""
    clone = make_clone(tmp_path, folder_roots(tmp_path))
    clone.episode(1)
    clone.publish(1)
    before = listing(clone.roots)
    clone.publish(1)
    clone.regenerate()
    assert listing(clone.roots) == before


def test_an_edit_writes_its_page_the_feed_and_the_record_alone(in_memory: Clone) -> None:
    """No media is touched, and no record of another episode; pages that name it are."""
    for number in (1, 2, 3):
        in_memory.episode(number)
    in_memory.publish()
    written_to(in_memory.roots).clear()
    in_memory.edit(2, "rarely", "never")
    in_memory.publish(2, now=NOW + DAY)
    written = set(written_to(in_memory.roots)) - BOOKKEEPING
    assert {page_key(slug_of(2)), FEED, record_key(guid_of(2)), history_key(guid_of(2), 1)} < written
    assert not {key for key in written if key.startswith(("media/", "slugs/", "staging/"))}
    assert SHOW not in written
    assert {key for key in written if key.startswith(("records/", "history/"))} == {
        record_key(guid_of(2)),
        history_key(guid_of(2), 1),
    }


def test_objects_are_written_in_the_order_that_makes_being_killed_safe(in_memory: Clone) -> None:
    """Media, files, records, pages, feed, manifest."""
    rich_episode(in_memory)
    in_memory.publish(1)
    order = [_group(key) for key in written_to(in_memory.roots) if key not in BOOKKEEPING]
    assert order == sorted(order)
    assert set(order) == set(range(7))


def _group(key: str) -> int:
    starts = ("slugs/", "media/", "files/", ("records/", SHOW))
    found = (number for number, start in enumerate(starts) if key.startswith(start))
    return next(found, {FEED: 5, MANIFEST: 6}.get(key, 4))


def test_publish_without_names_takes_what_is_ready_and_asks(clone: Clone) -> None:
    """Drafts, episodes without audio and published ones are left alone; a no ends it without a write."""
    clone.episode(1)
    clone.episode(2, more="draft: true")
    (clone.folder / "episodes" / clone.episode(3) / "tape.mp3").unlink()
    assert clone.publish(talk=Talk(answer=False)) is None
    assert listing(clone.roots) == {}
    clone.publish()
    assert titles(clone.roots) == ["Part 1"]


def test_a_plan_that_is_not_approved_writes_nothing_anywhere(in_memory: Clone) -> None:
    """Neither to the store nor into the producer's files."""
    in_memory.episode(1, date=None, guid=None)
    before = in_memory.files()
    result = in_memory.publish(1, talk=Talk(approval=False))
    assert result is not None
    assert not result.done
    assert result.plan
    assert written_to(in_memory.roots) == []
    assert in_memory.files() == before


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_guid_and_date_are_minted_as_one_line_each(clone: Clone, end: str, mark: bytes) -> None:
    """Line ends, byte order mark, comments and every other file stay as they were."""
    slug = clone.episode(1, date=None, guid=None, more="# a remark\nsummary:   'odd  spacing'")
    index = clone.folder / "episodes" / slug / "index.md"
    index.write_bytes(mark + index.read_bytes().replace(b"\n", end.encode()))
    before = clone.files()
    clone.publish(1)
    after = clone.files()
    name = f"episodes/{slug}/index.md"
    lines = f"guid: {MINTED}{end}date: 2026-11-05T12:00:00+00:00{end}".encode()
    head, _, tail = before[name].rpartition(f"---{end}".encode())
    assert after[name] == head + lines + f"---{end}".encode() + tail
    assert {**after, name: b""} == {**before, name: b""}
    assert record_key(MINTED) in {row.key for row in clone.roots.private.list("records/")}
    again = clone.publish(1)
    assert again is not None
    assert not again.plan


def test_the_shows_guid_is_minted_under_a_public_address_alone(clone: Clone) -> None:
    """One line in podcast.toml, once there is an https address to compute it from."""
    bare = PODCAST_TOML.replace('guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810"\n', "")
    clone.write("podcast.toml", bare.replace("https://wind.example/show/", "http://127.0.0.1:8000/"))
    clone.episode(1)
    clone.publish(1)
    assert "guid" not in (clone.folder / "podcast.toml").read_text()
    clone.write("podcast.toml", bare)
    clone.publish(1, now=NOW + DAY)
    lines = (clone.folder / "podcast.toml").read_text().splitlines()
    minted = [line for line in lines if line.startswith("guid = ")]
    assert len(minted) == 1
    assert [line for line in lines if line not in minted] == bare.splitlines()
    assert not clone.regenerate(NOW + DAY).result.plan


def test_the_feed_and_pages_name_only_what_is_there_at_every_moment(in_memory: Clone) -> None:
    """Looked at after each single write of a publish, an edit and a release."""
    watcher = Watcher(lambda: check_names(in_memory.roots.public))
    clone = in_memory.with_roots(tapped(in_memory.roots, watcher))
    rich_episode(clone)
    clone.episode(2, date=NOW + DAY)
    clone.publish(1, 2)
    clone.edit(1, "The heel", "A heel")
    clone.write(f"episodes/{slug_of(1)}/heel.png", picture(40, "navy", "PNG") + b"\0")
    clone.publish(1)
    clone.regenerate(NOW + DAY)
    assert watcher.count > 20
    check_settled(in_memory.roots, {guid_of(1), guid_of(2)})


def prepare_first(clone: Clone) -> Callable[[Clone], object]:
    rich_episode(clone)
    clone.episode(2, date=NOW + DAY)
    return lambda at: at.publish(1, 2)


def prepare_edit(clone: Clone) -> Callable[[Clone], object]:
    prepare_first(clone)(clone)
    clone.edit(1, "The heel", "A heel")
    clone.edit_file("podcast.toml", "Second Wind Radio", "Third Wind Radio")
    return lambda at: at.publish(1, now=NOW + DAY / 2)


def prepare_release(clone: Clone) -> Callable[[Clone], object]:
    prepare_first(clone)(clone)
    clone.edit(2, "tendon", "muscle")
    return lambda at: at.regenerate(NOW + DAY)


@pytest.mark.parametrize("applies", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("prepare", [prepare_first, prepare_edit, prepare_release])
def test_a_run_killed_at_any_write_is_finished_by_the_next(
    make_show: Callable[[str], Clone], prepare: Prepare, applies: bool
) -> None:
    """Killed at the n-th write, for every n, the feed holds; run again, all is as after a clean run."""
    clean = make_show("clean")
    prepare(clean)(clean)
    expected = final_state(clean.roots)
    at = 0
    while True:
        at += 1
        clone = make_show(f"{at}")
        run = prepare(clone)
        trigger = Trigger(at, applies=applies)
        with suppress(Killed):
            run(clone.with_roots(tapped(clone.roots, trigger)))
        if not trigger.has_fired:
            break
        check_names(clone.roots.public)
        run(clone)
        assert final_state(clone.roots) == expected, f"killed at write {at}"
    assert at > 8


def is_conditional(_key: str, condition: Condition) -> bool:
    return condition is not None


def is_anything(_key: str, _condition: Condition) -> bool:
    return True


@pytest.mark.parametrize("prepare", [prepare_first, prepare_edit, prepare_release])
def test_a_conditional_write_whose_reply_was_lost_is_recognised(
    make_show: Callable[[str], Clone], prepare: Prepare
) -> None:
    """The store has it and answers 412 to the repetition: the run reads again and succeeds."""
    for at in range(1, 8):
        clone = make_show(f"{at}")
        run = prepare(clone)
        trigger = Trigger(at, applies=True, error=lost, stays_dead=False, only=is_conditional)
        run(clone.with_roots(tapped(clone.roots, trigger)))
        check_names(clone.roots.public)
        assert not clone.regenerate(
            NOW + DAY / 2 if prepare is not prepare_release else NOW + DAY
        ).result.plan
        if not trigger.has_fired:
            break
    assert at > 2


def lost() -> ConditionError:
    return ConditionError("it was changed")


def outage() -> OutageError:
    return OutageError("no answer", has_answered=True)


@pytest.mark.parametrize("applies", [False, True], ids=["before", "after"])
def test_a_short_outage_at_any_write_is_waited_out(make_show: Callable[[str], Clone], applies: bool) -> None:
    """Whether the write arrived or not, the run goes on and ends as one without an outage."""
    clean = make_show("clean")
    prepare_edit(clean)(clean)
    expected = final_state(clean.roots)
    at, has_fired = 0, True
    while has_fired:
        at += 1
        clone = make_show(f"{at}")
        run = prepare_edit(clone)
        trigger = Trigger(at, applies=applies, error=outage, stays_dead=False)
        inner = tapped(clone.roots, trigger)
        patience = Patience(sleep=lambda _: None)
        run(
            clone.with_roots(
                Roots(RetryingStore(inner.public, patience), RetryingStore(inner.private, patience))
            )
        )
        assert final_state(clone.roots) == expected, f"outage at write {at}"
        has_fired = trigger.has_fired


def test_a_store_that_fails_for_good_leaves_the_feed_serving(make_show: Callable[[str], Clone]) -> None:
    """The run ends with the store's error, and the feed is the earlier one or the new one."""
    clone = make_show("one")
    run = prepare_edit(clone)
    before = titles(clone.roots)
    trigger = Trigger(3, error=lambda: StoreError("could not write: disk full"))
    with pytest.raises(StoreError, match="disk full"):
        run(clone.with_roots(tapped(clone.roots, trigger)))
    assert titles(clone.roots) == before
    check_settled(clone.roots, {guid_of(1)})


def test_bad_input_leaves_the_store_untouched(clone: Clone) -> None:
    """All problems of all named episodes are told at once, and nothing is written."""
    clone.episode(1)
    clone.episode(2, audio="cut-short.mp3")
    clone.episode(3, audio="text.mp3", more="gusts: [x]")
    for numbers in ((2,), (1, 2), (1, 2, 3)):
        with pytest.raises(InputError):
            clone.publish(*numbers)
    assert listing(clone.roots) == {}


def test_a_crash_while_the_whole_show_changes_does_not_trip_the_guard(in_memory: Clone) -> None:
    """Twelve items change because the show did: killed between record and feed, the next run still may."""
    for number in range(1, 13):
        in_memory.episode(number)
    in_memory.publish()
    in_memory.edit_file("podcast.toml", "explicit = false", "explicit = true")
    trigger = Trigger(1, applies=True, only=lambda key, _: key == SHOW)
    with pytest.raises(Killed):
        in_memory.with_roots(tapped(in_memory.roots, trigger)).regenerate()
    in_memory.regenerate()
    assert b"<itunes:explicit>false" not in body_of(in_memory.roots.public, FEED)


def test_memory_and_folder_end_up_with_the_same_public_objects(tmp_path: Path) -> None:
    """What is published does not depend on where it goes."""
    trees = []
    for name, roots in (("a", memory_roots()), ("b", folder_roots(tmp_path))):
        clone = make_clone(tmp_path / name, roots)
        rich_episode(clone)
        clone.publish(1)
        trees.append(final_state(roots)["public"])
    assert trees[0] == trees[1]


def test_every_bad_episode_of_a_run_is_told_at_once(clone: Clone) -> None:
    """One run says all there is to mend, and writes nothing."""
    for number in (1, 2, 3):
        clone.episode(number)
    for number in (1, 3):
        clone.write(f"episodes/{slug_of(number)}/tape.mp3", b"no audio")
    with pytest.raises(InputError) as caught:
        clone.publish(1, 2, 3)
    told = [problem.path for problem in caught.value.problems if problem.level is Level.ERROR]
    assert told == [f"episodes/{slug_of(number)}/index.md" for number in (1, 3)]
    assert listing(clone.roots) == {}


@dataclass
class Peeking(Talk):
    """Counts the copies that lie in scratch space at every upload."""

    scratch: Path = Path()
    seen: list[int] = field(default_factory=list)

    @contextmanager
    def uploading(self, what: str, size_bytes: int) -> Iterator[Progress]:
        self.seen.append(len(list(self.scratch.glob("*.mp3"))))
        with super().uploading(what, size_bytes) as progress:
            yield progress


def test_scratch_space_holds_one_tagged_copy_at_a_time(clone: Clone) -> None:
    """An archive of any length is published from a small disk, and nothing stays behind."""
    clone.edit_file("podcast.toml", "tag_media = false\n", "")
    for number in (1, 2, 3):
        clone.episode(number)
    talk = Peeking(scratch=clone.scratch)
    clone.publish(1, 2, 3, talk=talk)
    assert max(talk.seen) == 1
    assert list(clone.scratch.glob("*.mp3")) == []
    check_settled(clone.roots, {guid_of(number) for number in (1, 2, 3)})


def test_the_same_recording_under_two_titles_is_two_copies(clone: Clone) -> None:
    """Each is sent with its own tags."""
    clone.edit_file("podcast.toml", "tag_media = false\n", "")
    for number in (1, 2):
        clone.episode(number)
        clone.write(f"episodes/{slug_of(number)}/tape.mp3", (AUDIO / TAPE).read_bytes())
    clone.publish(1, 2)
    media = [body_of(clone.roots.public, record(clone.roots, number).media.key) for number in (1, 2)]
    assert "Part 1".encode("utf-16-le") in media[0]
    assert "Part 2".encode("utf-16-le") in media[1]
