"""Dates as producers write them: one instant each, or refused with what to write."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.dates import DateError, parse_date

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "UTC"]


def refused(text: str, zone: str = "Europe/Berlin", publish_time: str = "06:00") -> tuple[str, str]:
    with pytest.raises(DateError) as caught:
        parse_date(text, zone, publish_time)
    return str(caught.value), caught.value.fix


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-11-05", "2026-11-05T06:00:00+01:00"),
        ("2026-11-05 18:30", "2026-11-05T18:30:00+01:00"),
        ("2026-07-05T18:30:15", "2026-07-05T18:30:15+02:00"),
        ("2026-11-05T18:30Z", "2026-11-05T18:30:00+00:00"),
        ("2026-11-05 18:30 Z", "2026-11-05T18:30:00+00:00"),
        ("2026-11-05 18:30 +02:00", "2026-11-05T18:30:00+02:00"),
        ("2026-11-05T18:30 +02:00", "2026-11-05T18:30:00+02:00"),
        ("2026-11-05T18:30-0330", "2026-11-05T18:30:00-03:30"),
        ("2026-11-05 18:30:00+0530", "2026-11-05T18:30:00+05:30"),
    ],
)
def test_every_form_that_the_schema_allows_is_read(text: str, iso: str) -> None:
    """A blank before the offset, an offset without a colon: all of it is written by people."""
    assert parse_date(text, "Europe/Berlin", "06:00").isoformat() == iso


def test_a_time_that_the_clocks_skip_is_refused_with_the_one_after() -> None:
    """On 29 March 2026 there was no 02:30 in Berlin."""
    assert refused("2026-03-29 02:30") == (
        "2026-03-29 02:30 does not exist in Europe/Berlin: the clocks skip it",
        "write 2026-03-29T03:30:00+02:00",
    )


def test_a_time_that_happens_twice_is_refused_with_both() -> None:
    """On 25 October 2026 02:30 came twice in Berlin."""
    assert refused("2026-10-25 02:30") == (
        "2026-10-25 02:30 happens twice in Europe/Berlin",
        "write 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00",
    )


def test_the_publish_time_can_be_skipped_too() -> None:
    """A day alone means a time, and that may not exist."""
    assert refused("2026-03-29", publish_time="02:00")[1] == "write 2026-03-29T03:00:00+02:00"


def test_half_an_hour_of_summer_time_is_skipped_correctly() -> None:
    """Lord Howe Island moves its clocks by thirty minutes."""
    assert refused("2026-10-04 02:15", "Australia/Lord_Howe")[1] == "write 2026-10-04T02:45:00+11:00"


def test_a_day_that_a_zone_left_out_is_refused() -> None:
    """Samoa had no 30 December 2011."""
    assert refused("2011-12-30", "Pacific/Apia")[0].startswith("2011-12-30 06:00 does not exist")


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-11-05 24:00", "2026-13-01", "soon", "", "2026-11-05 18:30 +25:00"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    """The value is shown as it was written."""
    assert refused(text) == (f'"{text}" is not a date', "write it as 2026-11-05 or 2026-11-05 18:30")


@pytest.mark.parametrize(
    "text",
    [
        "1026-11-05",
        "1926-11-05",
        "1989-12-31 23:59",
        "2101-01-01",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
    ],
)
def test_a_year_that_is_a_slip_of_the_pen_is_refused(text: str) -> None:
    """Long ago, offsets had seconds, and at the ends of the calendar there is no other zone."""
    assert refused(text, "Europe/Amsterdam") == (
        f'"{text}" is not between 1990 and 2100',
        "correct the year: 1990 to 2100 can be published",
    )


def test_an_offset_has_whole_minutes() -> None:
    """Front matter and feed can write no other; the instant stays the same."""
    stated = "2026-11-05T18:30:00+00:18:31"
    read = parse_date(stated, "UTC", "06:00")
    assert read == datetime.fromisoformat(stated)
    assert read.isoformat() == "2026-11-05T18:11:29+00:00"


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.times(), st.sampled_from(ZONES))
def test_a_date_is_one_instant_or_the_fix_is(day: date, time: object, zone: str) -> None:
    """Whatever is refused, each of the dates in its fix is accepted and means the moment near it."""
    text = f"{day} {time:%H:%M}"
    try:
        moments = [parse_date(text, zone, "06:00")]
    except DateError as error:
        moments = [parse_date(each, zone, "06:00") for each in error.fix.removeprefix("write ").split(" or ")]
    wall = datetime.fromisoformat(text)
    assert all(abs(each.replace(tzinfo=None) - wall) <= timedelta(days=1) for each in moments)
    assert all(each.astimezone(UTC).astimezone(each.tzinfo) == each for each in moments)


@given(
    st.datetimes(
        datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2100-12-31"), timezones=st.just(UTC)
    ),
    st.sampled_from(ZONES),
)
def test_a_date_with_an_offset_comes_back_as_it_was(moment: datetime, zone: str) -> None:
    """The show's zone does not touch a date that says where it is meant."""
    stated = moment.replace(microsecond=0)
    assert parse_date(stated.isoformat(), zone, "06:00") == stated
