"""Scheduled episodes: nothing of them is public before their time, and any run after it releases them."""

from collections.abc import Callable

import pytest

from pipeline.core.addresses import page_key
from tests.workflows.small_show import (
    DAY,
    HOUR,
    NOW,
    OTHER_TAPE,
    Clone,
    check_settled,
    feed_items,
    final_state,
    guid_of,
    listing,
    objects,
    picture,
    point,
    record,
    slug_of,
    titles,
)

CANARY = "Quietly forthcoming"
DUE = NOW + DAY
SECOND = HOUR / 3600

Run = Callable[[Clone], object]


@pytest.fixture
def planned(clone: Clone) -> Clone:
    """A live episode, and a scheduled one with a picture and a transcript."""
    clone.episode(1)
    clone.episode(2, title=CANARY, date=DUE, notes=f"{CANARY}: ![a heel](forthcoming.png)\n")
    clone.write(f"episodes/{slug_of(2)}/forthcoming.png", picture(40, "navy", "PNG"))
    clone.write(f"episodes/{slug_of(2)}/transcript.vtt", f"WEBVTT\n\n00:00.000 --> 00:01.000\n{CANARY}\n")
    clone.publish(1, 2)
    return clone


def check_nothing_shows(clone: Clone) -> None:
    """Neither bytes nor keys in the public root tell of the scheduled episode."""
    media = record(clone.roots, 2).media
    for key, body in objects(clone.roots.public).items():
        assert slug_of(2) not in key
        assert "forthcoming" not in key
        assert CANARY.encode() not in body
        assert slug_of(2).encode() not in body
        assert guid_of(2).encode() not in body
    assert clone.roots.public.head(media.key) is None
    assert clone.roots.private.head(f"staging/{media.key}") is not None


def test_nothing_of_a_scheduled_episode_is_public(planned: Clone) -> None:
    """Not its media, pictures, transcript, page, title, slug or guid."""
    check_nothing_shows(planned)
    assert titles(planned.roots) == ["Part 1"]
    assert record(planned.roots, 2).released_at is None


def test_a_first_publish_of_a_scheduled_episode_alone_makes_an_empty_feed(clone: Clone) -> None:
    """Feed and index page stand, and say nothing."""
    clone.episode(2, title=CANARY, date=DUE)
    clone.publish(2)
    check_nothing_shows(clone)
    assert titles(clone.roots) == []


def test_one_second_before_its_time_nothing_happens(planned: Clone) -> None:
    """A run that is early writes nothing at all."""
    before = listing(planned.roots)
    assert not planned.regenerate(DUE - SECOND).result.plan
    assert listing(planned.roots) == before
    check_nothing_shows(planned)


def regenerate_at(clone: Clone) -> object:
    return clone.regenerate(DUE)


def regenerate_without_audio(clone: Clone) -> object:
    return clone.copy("ci", without="*.mp3 *.png *.jpg *.vtt").regenerate(DUE)


def regenerate_with_pointers(clone: Clone) -> object:
    other = clone.copy("pointers")
    point(other, "*.mp3", "*.png", "*.jpg", "*.vtt")
    return other.regenerate(DUE)


def regenerate_from_nothing(clone: Clone) -> object:
    """Only podcast.toml is left."""
    return clone.copy("bare", without="episodes").regenerate(DUE)


def publish_another(clone: Clone) -> object:
    clone.episode(3)
    return clone.publish(3, now=DUE)


def publish_itself(clone: Clone) -> object:
    return clone.publish(2, now=DUE)


@pytest.mark.parametrize(
    "run",
    [
        regenerate_at,
        regenerate_without_audio,
        regenerate_with_pointers,
        regenerate_from_nothing,
        publish_another,
        publish_itself,
    ],
)
def test_any_run_at_its_time_releases_it(planned: Clone, run: Run) -> None:
    """From a full clone, one without audio and pictures, or by way of another episode."""
    staged = record(planned.roots, 2).media
    run(planned)
    released = record(planned.roots, 2)
    assert released.media == staged
    assert released.released_at == DUE
    expected = {guid_of(1), guid_of(2)} | ({guid_of(3)} if run is publish_another else set())
    check_settled(planned.roots, expected)
    assert planned.roots.public.head(page_key(slug_of(2))) is not None
    assert feed_items(planned.roots)[guid_of(2)].date == DUE


def test_a_late_run_keeps_the_date_that_was_announced(planned: Clone) -> None:
    """Two nights were missed: the episode goes out with its own date."""
    planned.regenerate(DUE + 2 * DAY)
    assert feed_items(planned.roots)[guid_of(2)].date == DUE
    assert record(planned.roots, 2).released_at == DUE + 2 * DAY
    again = planned.regenerate(DUE + 3 * DAY)
    assert not again.result.plan


def test_a_release_takes_its_place_by_date(planned: Clone) -> None:
    """Newest first, whichever was released last."""
    planned.episode(3, date=DUE + HOUR)
    planned.publish(3, now=DUE + 2 * HOUR)
    assert titles(planned.roots) == ["Part 3", CANARY, "Part 1"]


def test_a_release_is_the_same_from_any_clone(make_show: Callable[[str], Clone]) -> None:
    """With audio and pictures here or without, the same objects stand in the end."""
    states = []
    for name, run in (("full", regenerate_at), ("bare", regenerate_without_audio)):
        clone = make_show(name)
        clone.episode(1)
        clone.episode(2, date=DUE)
        clone.publish(1, 2)
        run(clone)
        states.append(final_state(clone.roots))
    assert states[0] == states[1]


def test_edits_before_its_time_stay_out_of_sight(planned: Clone) -> None:
    """Words and pictures of a scheduled episode change in private."""
    planned.edit(2, "a heel", "another heel")
    planned.write(f"episodes/{slug_of(2)}/forthcoming.png", picture(40, "black", "PNG"))
    planned.regenerate()
    check_nothing_shows(planned)
    assert "another heel" in record(planned.roots, 2).notes
    planned.copy("ci", without="*.mp3 *.png").regenerate(DUE)
    check_settled(planned.roots, {guid_of(1), guid_of(2)})
    keys = {row.key for row in planned.roots.public.list("files/") if "forthcoming" in row.key}
    assert keys == {record(planned.roots, 2).files["forthcoming.png"].key}


def test_a_date_brought_forward_releases_it_at_once(planned: Clone) -> None:
    """An edit of the date alone, merged where there is no audio."""
    ci = planned.copy("ci", without="*.mp3")
    ci.edit(2, DUE.isoformat(), NOW.isoformat())
    ci.regenerate()
    assert feed_items(planned.roots)[guid_of(2)].date == NOW
    check_settled(planned.roots, {guid_of(1), guid_of(2)})


def test_a_date_put_off_keeps_it_back(planned: Clone) -> None:
    """The old date passes without a release."""
    planned.edit(2, DUE.isoformat(), (DUE + DAY).isoformat())
    planned.regenerate()
    planned.regenerate(DUE)
    check_nothing_shows(planned)
    planned.regenerate(DUE + DAY)
    check_settled(planned.roots, {guid_of(1), guid_of(2)})


def test_new_audio_for_a_scheduled_episode_replaces_the_staged_one(planned: Clone) -> None:
    """What is released is the newer one, and only that is ever public."""
    before = record(planned.roots, 2).media
    planned.episode(2, title=CANARY, date=DUE, audio=OTHER_TAPE, notes="Nothing else.\n")
    planned.publish(2)
    check_nothing_shows(planned)
    after = record(planned.roots, 2).media
    assert after.key != before.key
    planned.regenerate(DUE)
    assert planned.roots.public.head(before.key) is None
    assert planned.roots.public.head(after.key) is not None
