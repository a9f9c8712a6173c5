"""Several scheduled episodes: each goes out with the first run after its time, however late or rare."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.errors import InputError
from pipeline.workflows.next_due import look_ahead
from tests.workflows.small_show import (
    DAY,
    HOUR,
    NOW,
    PODCAST_TOML,
    Clone,
    Talk,
    check_settled,
    feed_items,
    guid_of,
    listing,
    objects,
    record,
    slug_of,
)

SECOND = timedelta(seconds=1)
NIGHT = NOW.replace(hour=4, minute=23) + DAY
DATES: Mapping[int, datetime] = {number: NOW + (number - 1) * DAY for number in (2, 3, 4, 5)}
"""One a day, at noon."""
BERLIN = 'timezone = "Europe/Berlin"\n'
AT_S3 = 'store = "s3://wind/show"\n'
HOURLY = '{cron: "41 * * * *"}'
NIGHTLY = '{cron: "17 3 * * *"}'


@pytest.fixture
def drip(in_memory: Clone) -> Clone:
    """A live episode, and four that were published together and go out day by day."""
    in_memory.episode(1)
    for number, date in DATES.items():
        in_memory.episode(number, date=date)
    in_memory.publish(1, *DATES)
    return in_memory


def out(clone: Clone) -> list[int]:
    """The numbers of the episodes in the feed, newest first."""
    return [number for guid in feed_items(clone.roots) for number in range(9) if guid == guid_of(number)]


def check_hidden(clone: Clone, *numbers: int) -> None:
    """Neither keys nor bytes of the public root tell of these."""
    for key, body in objects(clone.roots.public).items():
        for number in numbers:
            assert slug_of(number) not in key
            assert slug_of(number).encode() not in body
            assert guid_of(number).encode() not in body


def test_each_night_brings_what_became_due(drip: Clone) -> None:
    """No more and no less; what is still to come shows nowhere."""
    for night, expected in enumerate(([1], [2, 1], [3, 2, 1], [4, 3, 2, 1], [5, 4, 3, 2, 1])):
        drip.regenerate(NIGHT + night * DAY)
        assert out(drip) == expected
        check_hidden(drip, *({2, 3, 4, 5} - set(expected)))
    check_settled(drip.roots, {guid_of(number) for number in (1, 2, 3, 4, 5)})
    assert not drip.regenerate(NIGHT + 9 * DAY).result.plan


def test_two_nights_that_did_not_run_are_made_up_for(drip: Clone) -> None:
    """All that became due goes out at once, each with its own date."""
    drip.regenerate(NIGHT + 3 * DAY)
    assert out(drip) == [4, 3, 2, 1]
    assert [item.date for item in feed_items(drip.roots).values()] == [
        DATES[4],
        DATES[3],
        DATES[2],
        NOW - HOUR,
    ]
    check_hidden(drip, 5)


@pytest.mark.parametrize(
    "late", [timedelta(), SECOND, DAY], ids=["to the second", "a second late", "a day late"]
)
def test_a_run_at_its_time_or_after_releases_it(late: timedelta, drip: Clone) -> None:
    """One second before, nothing is written."""
    before = listing(drip.roots)
    assert not drip.regenerate(DATES[2] - SECOND).result.plan
    assert listing(drip.roots) == before
    drip.regenerate(DATES[2] + late)
    assert 2 in out(drip)
    assert record(drip.roots, 2).released_at == DATES[2] + late


def test_a_clock_that_is_slow_takes_nothing_back(drip: Clone) -> None:
    """What another machine released stays released, also when this one publishes."""
    drip.regenerate(DATES[3])
    before = listing(drip.roots)
    assert not drip.copy("slow").regenerate(DATES[3] - 2 * DAY).result.plan
    assert listing(drip.roots) == before
    drip.episode(6, date=NOW - 2 * HOUR)
    drip.publish(6, now=DATES[3] - 2 * DAY)
    assert out(drip) == [3, 2, 1, 6]


def test_a_clock_that_is_fast_releases_for_good(drip: Clone) -> None:
    """Too early by its error, and once: the others find nothing to do."""
    true = DATES[2] - 60 * SECOND
    drip.copy("fast").regenerate(true + 90 * SECOND)
    assert out(drip) == [2, 1]
    assert not drip.regenerate(true + SECOND).result.plan
    assert out(drip) == [2, 1]


def test_one_that_is_held_back_does_not_hold_the_others(drip: Clone) -> None:
    """It is named by every run, and goes out when the draft line is gone."""
    drip.edit(3, "audio:", "draft: true\naudio:")
    outcome = drip.regenerate(DATES[4])
    assert out(drip) == [4, 2, 1]
    check_hidden(drip, 3)
    assert outcome.has_errors
    assert [problem.path for problem in outcome.problems if "not released" in problem.text] == [
        f"episodes/{slug_of(3)}"
    ]
    drip.edit(3, "draft: true\n", "")
    assert not drip.regenerate(DATES[4] + DAY / 2).has_errors
    assert out(drip) == [4, 3, 2, 1]


def test_next_tells_what_each_run_will_do(drip: Clone) -> None:
    """The order of the drip; after a run, what it did is no longer ahead."""
    ahead = [(each.name, each.at) for each in look_ahead(drip.context()).coming]
    assert ahead == [(slug_of(number), date) for number, date in DATES.items()]
    drip.regenerate(DATES[3])
    outlook = look_ahead(drip.context(DATES[3]))
    assert [each.name for each in outlook.coming] == [slug_of(4), slug_of(5)]
    assert outlook.next_change_at == DATES[4]


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2027-03-28 03:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        ("2027-10-31 02:30+02:00", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        ("2027-10-31 02:30+01:00", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        ("2027-10-31 03:00", datetime(2027, 10, 31, 2, tzinfo=UTC)),
    ],
)
def test_a_date_near_the_change_of_clocks_is_one_instant(
    date: str, moment: datetime, in_memory: Clone
) -> None:
    """The hour that comes twice is two dates, an hour apart."""
    in_memory.write("podcast.toml", BERLIN + PODCAST_TOML)
    in_memory.episode(1)
    in_memory.episode(2, date=date)
    in_memory.publish(1, 2)
    in_memory.regenerate(moment - SECOND)
    assert out(in_memory) == [1]
    in_memory.regenerate(moment)
    assert out(in_memory) == [2, 1]
    assert feed_items(in_memory.roots)[guid_of(2)].date == moment


@pytest.mark.parametrize("date", ["2027-03-28 02:30", "2027-10-31 02:30"])
def test_a_time_that_is_none_or_two_schedules_nothing(date: str, in_memory: Clone) -> None:
    """It is refused before anything is sent."""
    in_memory.write("podcast.toml", BERLIN + PODCAST_TOML)
    in_memory.episode(2, date=date)
    with pytest.raises(InputError, match="Europe/Berlin"):
        in_memory.publish(2)
    assert listing(in_memory.roots) == {}


@pytest.mark.parametrize(
    ("crons", "told"),
    [
        (HOURLY, "goes out with the run of 2026-11-06 12:41 UTC (.github/workflows/airdate.yml)"),
        (
            NIGHTLY,
            "goes out with the run of 2026-11-07 03:17 UTC (.github/workflows/airdate.yml), "
            "15 h 17 min after its date",
        ),
        ("", "nothing here runs airdate regenerate by itself"),
    ],
)
def test_publish_tells_when_an_episode_really_goes_out(crons: str, told: str, in_memory: Clone) -> None:
    """By the show's own workflow; a live episode needs no such word."""
    in_memory.write("podcast.toml", AT_S3 + PODCAST_TOML)
    workflow = f"on: {{schedule: [{crons}]}}\njobs: {{a: {{steps: [{{run: airdate regenerate}}]}}}}\n"
    in_memory.write(".github/workflows/airdate.yml", workflow)
    in_memory.episode(1)
    in_memory.episode(2, date=DATES[2])
    talk = Talk()
    in_memory.publish(1, 2, talk=talk)
    assert [line for line in talk.said if "001-part-1" in line] == []
    assert f"002-part-2 is for 2026-11-06 12:00 UTC: {told}" in talk.said
    late = "  Fix: schedule it hourly, or run airdate regenerate"
    assert (late in talk.said) == (crons == NIGHTLY)


def test_a_dry_run_promises_nothing(in_memory: Clone) -> None:
    """What was not published goes out with no run."""
    in_memory.episode(2, date=DATES[2])
    talk = Talk(approval=False)
    in_memory.publish(2, talk=talk)
    assert not [line for line in talk.said if " is for " in line]


def test_a_drip_survives_a_move_to_another_folder(drip: Clone) -> None:
    """A clone without audio releases day by day as well as the first one."""
    bare = drip.copy("ci", without="*.mp3")
    for number, date in DATES.items():
        bare.regenerate(date)
        assert out(bare)[0] == number
    check_settled(drip.roots, {guid_of(number) for number in (1, *DATES)})
