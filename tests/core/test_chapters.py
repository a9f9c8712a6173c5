"""Chapters: from notes, from files, and out again as JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.audio_facts import Chapter
from pipeline.core.chapters import (
    ChaptersError,
    chapters_of_entries,
    format_clock,
    parse_chapters_json,
    parse_clock,
    parse_note_timestamps,
    render_chapters_json,
)
from pipeline.core.front_matter import ChapterEntry

TITLES = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=30).map(str.strip)
LINKS = st.none() | st.just("https://e.example/x")
CHAPTERS = st.builds(
    Chapter,
    start_s=st.integers(0, 900_000_000).map(lambda ms: ms / 1000),
    title=TITLES,
    end_s=st.none() | st.integers(0, 900_000_000).map(lambda ms: ms / 1000),
    url=LINKS,
    image=LINKS,
    hidden=st.booleans(),
)


def of_json(**entry: object) -> str:
    return json.dumps({"version": "1.2.0", "chapters": [entry]})


def times_of(notes: str) -> list[tuple[float, str]]:
    return [(each.start_s, each.title) for each in parse_note_timestamps(notes)]


@given(st.integers(0, 359_999))
def test_a_clock_says_the_seconds_it_was_made_from(seconds: int) -> None:
    """Out and in again, below and above an hour."""
    assert parse_clock(format_clock(seconds)) == seconds


def test_front_matter_chapters_keep_their_order_and_links() -> None:
    """Nothing is sorted or dropped behind the producer's back."""
    entries = [
        ChapterEntry(start="1:00:00.5", title="B", url="https://b.example/"),
        ChapterEntry(start="0:00", title="A"),
    ]
    assert chapters_of_entries(entries) == (
        Chapter(start_s=3600.5, title="B", url="https://b.example/"),
        Chapter(start_s=0.0, title="A"),
    )


@pytest.mark.parametrize(
    "line",
    [
        "{} One",
        "{} - One",
        "{}: One",
        "({}) One",
        "[{}] One",
        "- {} – One",
        "* {} | One",
        "  {}   One  ",
        "1. {} One",
        "**{}** One",
        "{} One\\",
    ],
)
def test_timestamps_are_found_in_every_usual_form(line: str) -> None:
    """Each line of a list: with a bullet, brackets, a dash, emphasis or a line break."""
    notes = "\r\n".join(
        ["Some words.", "", *(line.format(each) for each in ("00:00", "1:30", "1:02:03")), "", "More."]
    )
    assert times_of(notes) == [(0.0, "One"), (90.0, "One"), (3723.0, "One")]


@pytest.mark.parametrize(
    "notes",
    [
        "",
        "00:00 A\n01:00 B",
        "00:10 A\n01:00 B\n02:00 C",
        "00:00 A\n02:00 B\n01:00 C",
        "00:00 A\n01:00 B\n01:00 C",
        "At 00:00 A\nat 01:00 B\nat 02:00 C",
        "00:00\n01:00\n02:00",
        "1:75:00 A\n2:00:00 B\n3:00:00 C",
    ],
)
def test_what_is_no_list_of_chapters_is_prose(notes: str) -> None:
    """Fewer than three, not from 0, not ascending, without titles: apps would refuse it as well."""
    assert times_of(notes) == []


def test_long_talks_may_count_minutes_past_an_hour() -> None:
    """90:00 and 120:00 are how some people write."""
    assert times_of("00:00 A\n90:00 B\n120:00 C") == [(0.0, "A"), (5400.0, "B"), (7200.0, "C")]


def test_a_hostile_line_costs_no_time() -> None:
    """A million blanks are passed over once."""
    blanks = " " * 500_000
    assert times_of(f"00:00{blanks}\n00:00 a{blanks}b\n{blanks}00:00") == []


def test_a_chapters_file_is_read() -> None:
    """All that the format offers and we use."""
    text = of_json(
        startTime=1.5, endTime=9, title=" One ", url="https://a.example/", img="heel.jpg", toc=False
    )
    assert parse_chapters_json("\ufeff" + text) == (
        Chapter(start_s=1.5, end_s=9.0, title="One", url="https://a.example/", image="heel.jpg", hidden=True),
    )


def test_characters_that_no_feed_can_hold_are_left_out() -> None:
    """JSON can escape what neither XML nor a file's name may hold."""
    text = '{"chapters": [{"startTime": 0, "title": "A\\u0000\\ud800b", "img": "he\\u0000el.jpg"}]}'
    assert parse_chapters_json(text) == (Chapter(start_s=0.0, title="Ab", image="heel.jpg"),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is not JSON: Expecting value, in line 1"),
        ('{"chapters": [\n}', "it is not JSON: Expecting value, in line 2"),
        ("[" * 100_000, "it is not JSON that apps can read"),
        ("[]", 'it has no list of "chapters"'),
        ('{"chapters": {}}', 'it has no list of "chapters"'),
        ('{"chapters": ["00:00 Hello"]}', "chapter 1 is not an object"),
        (of_json(title="A"), '"startTime" of chapter 1 is null, not a number of seconds'),
        (of_json(startTime="00:10"), '"startTime" of chapter 1 is "00:10", not a number of seconds'),
        (of_json(startTime=True), '"startTime" of chapter 1 is true, not a number of seconds'),
        (of_json(startTime=-1), '"startTime" of chapter 1 is -1, not a number of seconds'),
        (of_json(startTime=float("nan")), '"startTime" of chapter 1 is NaN, not a number of seconds'),
        (
            of_json(startTime=0, endTime=float("inf")),
            '"endTime" of chapter 1 is Infinity, not a number of seconds',
        ),
        (of_json(startTime=0, endTime="1"), '"endTime" of chapter 1 is "1", not a number of seconds'),
    ],
)
def test_a_chapters_file_that_says_nothing_usable_is_told_why(text: str, reason: str) -> None:
    """The chapter is counted and the value shown."""
    with pytest.raises(ChaptersError) as caught:
        parse_chapters_json(text)
    assert str(caught.value) == reason


@given(st.lists(CHAPTERS, max_size=4))
def test_chapters_survive_their_file(chapters: list[Chapter]) -> None:
    """What is written for apps is what was settled."""
    assert parse_chapters_json(render_chapters_json(chapters).decode()) == tuple(chapters)


def test_whole_seconds_are_written_whole() -> None:
    """Some apps read integers only; fractions stay where they are needed."""
    body = json.loads(
        render_chapters_json([Chapter(start_s=60.0, title="A"), Chapter(start_s=61.25, title="B")])
    )
    assert [each["startTime"] for each in body["chapters"]] == [60, 61.25]
    assert body["version"] == "1.2.0"


@given(st.text(max_size=300))
def test_no_notes_are_an_accident(notes: str) -> None:
    """Any text gives chapters that ascend from 0, or none."""
    found = parse_note_timestamps(notes)
    assert not found or (found[0].start_s == 0 and len(found) >= 3)
