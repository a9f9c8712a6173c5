"""Cron lines run when the schedulers that read them say so."""

from datetime import UTC, datetime, timedelta

import pytest
from cronsim import CronSim, CronSimError
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.cron import first_run, parse_cron

NOON = datetime(2026, 11, 5, 12, tzinfo=UTC)


def run_of(text: str, at: datetime = NOON, zone: str = "UTC") -> str | None:
    cron = parse_cron(text, zone)
    assert cron
    run = first_run(cron, at)
    return f"{run:%Y-%m-%d %H:%M}" if run else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23 4 * * *", "2026-11-06 04:23"),
        ("41 * * * *", "2026-11-05 12:41"),
        ("0 12 * * *", "2026-11-05 12:00"),
        ("*/15 13-14 * * *", "2026-11-05 13:00"),
        ("5 4 * * SUN", "2026-11-08 04:05"),
        ("5 4 * * 7", "2026-11-08 04:05"),
        ("5 4 1 jan *", "2027-01-01 04:05"),
        ("5 4 13 * FRI", "2026-11-06 04:05"),
        ("5 4 29 2 *", "2028-02-29 04:05"),
        ("5 4 30 2 *", None),
    ],
)
def test_a_line_runs_next_at_its_time(text: str, expected: str | None) -> None:
    """A minute that has just come counts; 13th or Friday, as POSIX has it; 30 February never comes."""
    assert run_of(text) == expected


def test_a_line_is_meant_in_its_zone() -> None:
    """GitHub takes a zone beside the line; its summer time moves the run in UTC."""
    assert run_of("30 6 * * *", zone="Europe/Berlin") == "2026-11-06 05:30"
    assert run_of("30 6 * * *", datetime(2026, 7, 1, tzinfo=UTC), "Europe/Berlin") == "2026-07-01 04:30"
    assert run_of("30 6 * * *", zone="Pacific/Kiritimati") == "2026-11-05 16:30"


def test_a_time_that_the_clocks_skip_still_runs() -> None:
    """02:30 of the night of the change is taken by the clock before it."""
    assert run_of("30 2 * * *", datetime(2026, 3, 29, tzinfo=UTC), "Europe/Berlin") == "2026-03-29 01:30"


def test_a_time_that_the_clocks_show_twice_is_the_first() -> None:
    """An earlier promise would be broken by neither."""
    assert run_of("30 2 * * *", datetime(2026, 10, 25, tzinfo=UTC), "Europe/Berlin") == "2026-10-25 00:30"


@pytest.mark.parametrize(
    "text",
    [
        *("", "@daily", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *"),
        *("5-3 * * * *", "*/0 * * * *", "a * * * *", "1,,2 * * * *", "L * * * *", "١ * * * *", "-1 * * * *"),
    ],
)
def test_what_is_no_line_is_refused(text: str) -> None:
    """Rather than taken for another time."""
    assert parse_cron(text) is None


def test_a_zone_that_there_is_not_is_refused() -> None:
    """Whatever it is made of."""
    for zone in ("Europe/Atlantis", "", "../etc/passwd", "a\0b"):
        assert parse_cron("* * * * *", zone) is None


def fields(lowest: int, highest: int) -> st.SearchStrategy[str]:
    """One field: values, ranges and steps."""
    number = st.integers(lowest, highest)
    # A range of one value with a step is where cronsim errs.
    pairs = st.tuples(number, number).filter(lambda pair: pair[0] < pair[1])
    span = pairs.map(lambda pair: f"{pair[0]}-{pair[1]}")
    stepped = st.tuples(st.one_of(span, st.just("*")), st.integers(1, 9)).map(
        lambda pair: f"{pair[0]}/{pair[1]}"
    )
    pieces = st.lists(st.one_of(number.map(str), span, stepped), min_size=1, max_size=3).map(",".join)
    return st.one_of(st.just("*"), pieces)


@given(
    st.tuples(fields(0, 59), fields(0, 23), fields(1, 28), fields(1, 12), fields(0, 6)).map(" ".join),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_another_reader_agrees(text: str, moment: datetime) -> None:
    """cronsim, which a monitoring service reads its customers' lines with."""
    at = moment.replace(second=0, microsecond=0)
    try:
        expected = next(CronSim(text, at - timedelta(minutes=1)))
    except CronSimError:
        return
    cron = parse_cron(text)
    assert cron
    assert first_run(cron, at) == expected
