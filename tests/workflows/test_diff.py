"""What a publish would change: releases, edits, settings; nothing is written, and nobody is asked."""

from collections.abc import Callable

import pytest

from pipeline.core.addresses import FEED, record_key
from pipeline.errors import InputError, Level
from pipeline.store.protocol import Headers
from pipeline.workflows.diff import Comparison, compare_feeds, compare_with_live
from pipeline.workflows.guarding import Policy
from tests.workflows.small_show import (
    DAY,
    HOUR,
    NOW,
    OPEN,
    Clone,
    Talk,
    body_of,
    guid_of,
    listing,
    picture,
    point,
    slug_of,
)


def compare(clone: Clone, days: int = 0, policy: Policy = Policy()) -> Comparison:  # noqa: B008  # frozen
    """Compare with what is live; the folder and the store must stay as they are."""
    before = clone.files(), listing(clone.roots)
    talk = Talk()
    found = compare_with_live(clone.context(NOW + days * DAY, talk), policy)
    assert (clone.files(), listing(clone.roots)) == before
    assert talk.plans == []
    return found


def live(clone: Clone, count: int) -> Clone:
    for number in range(1, count + 1):
        clone.episode(number)
    clone.publish()
    return clone


def titles(found: Comparison) -> list[str]:
    return [each.title for each in found.diff.added]


def test_before_the_first_publish_everything_is_new(clone: Clone) -> None:
    """Drafts stay away."""
    clone.episode(1)
    clone.episode(2, more="draft: true")
    found = compare(clone)
    assert titles(found) == ["Part 1"]
    assert found.refusal is None
    assert not found.has_errors


def test_after_a_publish_nothing_differs(clone: Clone) -> None:
    """Whatever was ready is out."""
    assert not compare(live(clone, 2)).diff.differs


@pytest.mark.parametrize("guid", ["", None])
def test_what_is_announced_is_what_a_publish_does(in_memory: Clone, guid: str | None) -> None:
    """The feed that was compared is the one that is written, but for a guid that is minted then."""
    live(in_memory, 2)
    in_memory.episode(3, guid=guid)
    in_memory.edit(1, "rarely", "never")
    found = compare(in_memory, days=1)
    before = body_of(in_memory.roots.public, FEED)
    in_memory.publish(now=NOW + DAY)
    done = compare_feeds(before, body_of(in_memory.roots.public, FEED), ("a", "b"))
    assert done.diff.changed == found.diff.changed
    assert titles(done) == titles(found) == ["Part 3"]
    assert done.diff.added[0].url == found.diff.added[0].url
    is_known = done.diff.added[0].guid == found.diff.added[0].guid
    assert is_known == (guid is not None)
    assert is_known or found.diff.added[0].guid == "minted-by-publish-1"


def test_an_edit_names_its_fields(clone: Clone) -> None:
    """With the old and the new value."""
    live(clone, 2)
    clone.edit(2, "title: Part 2", "title: Part two")
    (item,) = compare(clone).diff.changed
    assert (item.title, item.guid) == ("Part 2", guid_of(2))
    assert {"title": ("Part 2", "Part two")}.items() <= {
        each.field: (each.old, each.new) for each in item.fields
    }.items()


def test_a_release_that_is_due_is_new(clone: Clone) -> None:
    """One that is not yet is only scheduled."""
    live(clone, 1)
    clone.episode(2, date=NOW + DAY - HOUR)
    found = compare(clone)
    assert titles(found) == []
    assert any("is scheduled for" in note for note in found.notes)
    clone.publish(2)
    assert titles(compare(clone)) == []
    assert titles(compare(clone, days=1)) == ["Part 2"]


def test_other_audio_for_a_scheduled_episode_is_taken(clone: Clone) -> None:
    """As a publish would take it."""
    clone.episode(1, date=NOW + HOUR)
    clone.publish(1)
    tape = clone.folder / f"episodes/{slug_of(1)}/tape.mp3"
    (before,) = compare(clone, days=1).diff.added
    tape.write_bytes(tape.read_bytes()[:-128])
    (after,) = compare(clone, days=1).diff.added
    assert before.url != after.url
    clone.publish(1)
    assert compare(clone, days=1).diff.added == (after,)


@pytest.mark.parametrize("take", ["away", "pointer"])
def test_an_episode_whose_audio_is_not_here_is_said_to_wait(clone: Clone, take: str) -> None:
    """As in CI, where the audio often is not."""
    live(clone, 1)
    clone.episode(2)
    if take == "away":
        (clone.folder / f"episodes/{slug_of(2)}/tape.mp3").unlink()
    else:
        point(clone, "tape.mp3")
    found = compare(clone)
    assert titles(found) == []
    (waiting,) = found.waiting
    assert (waiting.title, waiting.audio, waiting.path) == (
        "Part 2",
        "tape.mp3",
        f"episodes/{slug_of(2)}/index.md",
    )
    assert not found.has_errors


def test_a_changed_setting_is_told_with_the_show(clone: Clone) -> None:
    """And a new address once for all."""
    live(clone, 3)
    clone.edit_file("podcast.toml", "Running injuries, explained.", "Running injuries.")
    clone.edit_file("podcast.toml", "https://wind.example/show/", "https://cdn.example/")
    diff = compare(clone).diff
    assert "description" in [each.field for each in diff.channel]
    assert diff.changed == ()
    move = diff.moves[0]
    assert (move.old, move.new, move.items) == ("https://wind.example/show/", "https://cdn.example/", 3)


def test_what_the_guard_would_refuse_is_told(clone: Clone) -> None:
    """With the difference beside it; an option explains a mass change as everywhere."""
    live(clone, 12)
    for number in range(1, 13):
        clone.edit(number, "rarely", "never")
    found = compare(clone)
    assert found.refusal is not None
    assert "12 of 12 public episodes would change" in str(found.refusal)
    assert len(found.diff.changed) == 12
    assert compare(clone, policy=OPEN).refusal is None


def test_a_lost_record_shows_as_a_removal(clone: Clone) -> None:
    """Which the guard would refuse."""
    live(clone, 2)
    clone.roots.private.delete(record_key(guid_of(2)))
    for path in (clone.folder / f"episodes/{slug_of(2)}").iterdir():
        path.unlink()
    found = compare(clone)
    assert [each.title for each in found.diff.removed] == ["Part 2"]
    assert '"Part 2" would disappear' in str(found.refusal)


def break_front_matter(clone: Clone) -> None:
    clone.edit(2, "title: Part 2", "titel: Part 2")


def break_audio(clone: Clone) -> None:
    clone.write(f"episodes/{slug_of(2)}/tape.mp3", b"no audio at all")


def take_slug(clone: Clone) -> None:
    clone.roots.private.put(f"slugs/{slug_of(2)}", b"somebody-else\n", Headers("text/plain", "no-store"))


@pytest.mark.parametrize("damage", [break_front_matter, break_audio, take_slug])
def test_one_bad_episode_stops_only_itself(in_memory: Clone, damage: Callable[[Clone], None]) -> None:
    """The rest is compared, and the problem is told."""
    live(in_memory, 1)
    in_memory.episode(2)
    in_memory.episode(3)
    damage(in_memory)
    found = compare(in_memory)
    assert titles(found) == ["Part 3"]
    assert found.has_errors
    errors = [problem for problem in found.problems if problem.level is Level.ERROR]
    assert all("002" in problem.path for problem in errors)


def test_a_broken_podcast_toml_leaves_the_show_as_published(clone: Clone) -> None:
    """Edits are still compared; nothing new is, because a publish would stop."""
    live(clone, 1)
    clone.edit(1, "rarely", "never")
    clone.episode(2)
    clone.edit_file("podcast.toml", 'language = "en"', "language = 3")
    found = compare(clone)
    assert found.has_errors
    assert titles(found) == []
    assert len(found.diff.changed) == 1


def test_a_broken_podcast_toml_before_the_first_publish_is_all_there_is(clone: Clone) -> None:
    """Its problems are told."""
    clone.episode(1)
    clone.edit_file("podcast.toml", 'language = "en"', "language = 3")
    with pytest.raises(InputError, match=r"podcast\.toml"):
        compare(clone)


def test_a_show_that_breaks_a_rule_is_told_before_its_first_publish(clone: Clone) -> None:
    """The publish would stop there."""
    clone.write("cover.jpg", picture(200))
    clone.episode(1)
    assert compare(clone).has_errors


def test_a_live_feed_that_cannot_be_read_is_named(clone: Clone) -> None:
    """Nothing can be compared with it."""
    live(clone, 1)
    clone.roots.public.put(FEED, b"<rss><channel>", Headers("application/rss+xml", "no-cache"))
    with pytest.raises(InputError, match=r"feed\.xml:1: not well-formed"):
        compare(clone)


def test_any_two_feeds_are_judged_by_the_guard_as_well() -> None:
    """A new host is no mass change; a new guid for everybody is refused."""
    items = "".join(
        f"<item><title>P{n}</title><guid>g{n}</guid><enclosure url='https://a.example/{n}.mp3' length='9' "
        "type='audio/mpeg'/></item>"
        for n in range(30)
    )
    old = f"<rss><channel>{items}</channel></rss>".encode()
    moved = compare_feeds(old, old.replace(b"a.example", b"b.example"), ("old.xml", "new.xml"))
    assert (moved.refusal, moved.diff.changed, len(moved.diff.moves)) == (None, (), 1)
    reissued = compare_feeds(old, old.replace(b"<guid>", b"<guid>x"), ("old.xml", "new.xml"))
    assert '"P0" would change its guid from g0 to xg0' in str(reissued.refusal)
    changed = compare_feeds(old, old.replace(b"<title>", b"<title>A "), ("old.xml", "new.xml"))
    assert "30 of 30" in str(changed.refusal)
