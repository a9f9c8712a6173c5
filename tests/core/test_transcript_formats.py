"""Transcripts in Podlove's JSON and in HTML: what is read of them, and that nothing is too odd to be read."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.transcript import Cue, TranscriptError, convert_podlove, parse_transcript

JSON, HTML = "application/json", "text/html"
TYPES = ("text/vtt", "application/x-subrip", JSON, HTML, "text/plain")

FLAT: list[dict[str, Any]] = [
    {
        "start": "00:00:01.000",
        "start_ms": 1000,
        "end": "00:00:02.500",
        "end_ms": 2500,
        "speaker": "7",
        "voice": "Ada",
        "text": "Hello",
    },
    {"start": "00:00:02.500", "end": "00:01:00.000", "speaker": "7", "voice": "Ada", "text": "there"},
]
SAID = (Cue(1.0, 2.5, "Ada", "Hello"), Cue(2.5, 60.0, "Ada", "there"))


def outcome(text: str, content_type: str) -> str:
    """What a file is refused for; how many cues it has where it is not."""
    try:
        return f"{len(parse_transcript(text, content_type))} cues"
    except TranscriptError as error:
        return str(error)


@pytest.mark.parametrize(
    "document",
    [
        FLAT,
        {"transcripts": FLAT},
        [{"speaker": "7", "voice": "Ada", "items": FLAT}],
        {
            "contributors": [{"id": 7, "name": "Ada"}],
            "transcripts": [{**each, "voice": "A."} for each in FLAT],
        },
    ],
    ids=["flat", "in-configuration", "grouped", "by-contributor"],
)
def test_podlove_json_is_known_by_its_shape(document: object) -> None:
    """The publisher's list, its groups by speaker, and the player's configuration say the same."""
    assert parse_transcript(json.dumps(document), JSON) == SAID


@pytest.mark.parametrize(
    ("speaker", "voice", "name"),
    [("7", None, None), (7, "", None), ("ada", None, "ada"), (None, " Ada ", "Ada"), (None, None, None)],
)
def test_a_number_of_podloves_is_no_name(speaker: object, voice: object, name: str | None) -> None:
    """`speaker` is the id of somebody in the publisher's own list; only `voice` is for people."""
    (cue,) = parse_transcript(json.dumps([{**FLAT[0], "speaker": speaker, "voice": voice}]), JSON)
    assert cue.speaker == name


def test_podlove_json_is_made_the_namespaces() -> None:
    """Apps read what is published in its place."""
    converted = convert_podlove(json.dumps(FLAT))
    assert converted is not None
    assert json.loads(converted)["segments"][0] == {
        "speaker": "Ada",
        "startTime": 1.0,
        "endTime": 2.5,
        "body": "Hello",
    }
    assert parse_transcript(converted, JSON) == SAID


@pytest.mark.parametrize(
    "text",
    [
        '{"segments": []}',
        "[1]",
        "[]",
        "{",
        '{"transcripts": 3}',
        '{"transcripts": [], "segments": [{"start": "0:00"}]}',
        '[{"start": "0:00"}]',
        "WEBVTT",
    ],
)
def test_what_is_not_podloves_stays_what_it_is(text: str) -> None:
    """Nothing is converted that could not be read."""
    assert convert_podlove(text) is None


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"start": "soon", "text": "Hi"}, '"start" of entry 1 is "soon", not a time'),
        ({"start_ms": -1, "text": "Hi"}, '"start_ms" of entry 1 is -1, not milliseconds'),
        ({"start": True, "text": "Hi"}, '"start" of entry 1 is true, not a time'),
        ({"start": None, "text": "Hi"}, 'entry 1 has no time in "start" or "start_ms"'),
        ({"start": "0:00"}, 'entry 1 has no text in "text"'),
        ({"items": 3}, '"items" of entry 1 is no list'),
        ({"items": [3]}, "entry 1 holds what is not an object"),
    ],
)
def test_a_fault_of_podloves_is_told_with_its_entry(entry: dict[str, object], reason: str) -> None:
    """The number of the entry is where to look."""
    assert outcome(json.dumps([entry]), JSON) == reason


def test_an_entry_that_is_no_object_is_told() -> None:
    """It may stand anywhere in the list."""
    assert outcome(json.dumps([FLAT[0], "Hi"]), JSON) == "entry 2 is not an object"


def test_segments_that_do_not_end_last_until_the_next() -> None:
    """The namespace asks for an end only where there is one."""
    segments = [{"startTime": 1, "body": "Good morning"}, {"startTime": 3, "body": "all of you"}]
    assert [cue.end_s for cue in parse_transcript(json.dumps({"segments": segments}), JSON)] == [3.0, 4.2]


def test_html_has_speakers_times_and_words() -> None:
    """As the podcast namespace shows it: each turn lasts until the next."""
    page = """<cite>Kevin:</cite>
<time>0:00</time>
<p>
  We have an <b>update</b> &amp; more
</p>
<cite>Alban :</cite> <time>1:09</time>
<p>Here's a cool feature.</p><p>And<br>another.</p>"""
    assert parse_transcript(page, HTML) == (
        Cue(0.0, 69.0, "Kevin", "We have an update & more"),
        Cue(69.0, 71.4, "Alban", "Here's a cool feature.\nAnd another."),
    )


def test_names_and_times_may_stand_inside_a_paragraph() -> None:
    """Where they come first; later they are words like any other."""
    page = "<p><cite>Ada</cite> (<time>0:05</time>) In <cite>Nature</cite> at <time>10:30</time>.</p>"
    (cue,) = parse_transcript(page.replace("(", "").replace(")", ""), HTML)
    assert (cue.start_s, cue.speaker, cue.text) == (5.0, "Ada", "In Nature at 10:30.")


def test_a_turn_without_a_time_stands_where_the_last_one_began() -> None:
    """No word is lost, and no other name is put to it."""
    page = "<p>Before.</p><cite>Ada</cite><time>0:05</time><p>Hello</p><cite>Bo</cite><p>Hi</p>"
    assert [(cue.start_s, cue.speaker, cue.text) for cue in parse_transcript(page, HTML)] == [
        (0.0, None, "Before."),
        (5.0, "Ada", "Hello"),
        (5.0, "Bo", "Hi"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "",
        "Hello",
        "<p>Hello</p>",
        "<cite>Ada</cite><p>Hello</p>",
        "<time>soon</time><p>Hello</p>",
        "<!-- -->",
    ],
)
def test_html_without_times_has_no_cues(page: str) -> None:
    """It is for reading alone."""
    assert parse_transcript(page, HTML) == ()


@pytest.mark.parametrize("text", ["Ada: Hello\n\nBo: Hi\n", "", "00:00:01,000 --> 00:00:02,000\nHello"])
def test_plain_text_is_left_alone(text: str) -> None:
    """What looks like a name or a time in it is taken for neither."""
    assert parse_transcript(text, "text/plain") == ()


ODD = (
    "[" * 100_000 + "]" * 100_000,
    '[{"start":' * 20_000,
    '[{"start": "0:00", "text": "' + "\\ud800" * 50_000 + '"}]',
    "<p>" * 100_000,
    "<cite>" * 50_000 + "<time>0:00",
    "<time>0:00</time><p>" + "<b>" * 50_000,
    "<time>0:00</time><p>Hi" * 20_000,
    "<" * 200_000,
    "<!--" * 50_000,
    "WEBVTT\n\n" + "00:01.000 --> 00:02.000\n" * 50_000,
    "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 200_000,
    "1\n00:00:01,000 --> 00:00:02,000\n" + "a" * 400_000 + ":",
    "1\n00:00:01,000 -->" + " " * 400_000,
    "&" * 400_000,
)


@pytest.mark.parametrize("content_type", TYPES)
@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:24])
def test_hostile_files_cost_little_time(text: str, content_type: str) -> None:
    """Whatever the file, the time is in proportion to its size."""
    began = time.process_time()
    assert outcome(text, content_type)
    assert time.process_time() - began < 5


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
KEYS = st.sampled_from(
    ["segments", "transcripts", "start", "start_ms", "end", "end_ms", "text", "voice", "speaker", "items",
     "startTime", "endTime", "body", "contributors", "id", "name"]
)  # fmt: skip
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)


@given(DOCUMENTS)
def test_no_json_is_an_accident(document: object) -> None:
    """Whatever stands where, the answer is cues or a reason."""
    text = json.dumps(document)
    assert outcome(text, JSON)
    assert convert_podlove(text) is None or outcome(text, JSON).endswith(" cues")


PIECES = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<cite>",
            "</cite>",
            "<time>",
            "</time>",
            "0:05",
            "Ada:",
            "<br>",
            "<!--",
            "-->",
            "&amp;",
        ]
    )
    | st.text(max_size=5),
    max_size=20,
).map("".join)


@given(PIECES)
def test_no_page_is_an_accident(page: str) -> None:
    """Tags in any order, open or closed: cues that end after they start, or none."""
    assert all(cue.start_s < cue.end_s for cue in parse_transcript(page, HTML))
