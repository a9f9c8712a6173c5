"""Transcripts in WebVTT, SRT and JSON: what is read, and where it goes wrong."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.transcript import MAX_CHARACTERS, Cue, TranscriptError, parse_transcript

VTT, SRT, JSON = "text/vtt", "application/x-subrip", "application/json"
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)
SPANS = st.tuples(st.integers(0, 3_600_000), st.integers(1, 10_000))


def clock(milliseconds: int, point: str) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{rest:03d}"


def failure(text: str, content_type: str) -> tuple[str, int]:
    with pytest.raises(TranscriptError) as caught:
        parse_transcript(text, content_type)
    return str(caught.value), caught.value.line


def outcome(text: str, content_type: str) -> tuple[str, int]:
    """What a file is refused for; how many cues it has where it is not."""
    try:
        return f"{len(parse_transcript(text, content_type))} cues", 0
    except TranscriptError as error:
        return str(error), error.line


def test_webvtt_is_read_with_all_its_trimmings() -> None:
    """Names, settings, notes, styles, regions, markup and entities are what real files hold."""
    text = """\ufeffWEBVTT - made by hand
Kind: captions

STYLE
::cue { color: red }

NOTE this is
not said

opening
00:00.000 --> 00:02.500 align:start position:10%
<v.loud Ada Marsh>Good <i>morning</i> &amp; welcome
to the show

1:00:02.500 --> 1:00:04.000
<00:00:02.600>And goodbye
"""
    assert parse_transcript(text, VTT) == (
        Cue(0.0, 2.5, "Ada Marsh", "Good morning & welcome\nto the show"),
        Cue(3602.5, 3604.0, None, "And goodbye"),
    )


def test_srt_names_a_speaker_where_the_speaker_changes() -> None:
    """`Name: ` at the start of a cue is who speaks, not what is said."""
    text = "1\n00:00:00,000 --> 00:00:02,000\nAda: Hello\n\n2\n00:00:02,000 --> 00:00:03,000\nthere\n"
    assert [(cue.speaker, cue.text) for cue in parse_transcript(text, SRT)] == [
        ("Ada", "Hello"),
        (None, "there"),
    ]


def test_srt_words_with_a_colon_inside_are_words() -> None:
    """Times and addresses are not names."""
    text = "1\n00:00:00,000 --> 00:00:02,000\n10: that late?\n\n2\n00:00:02,000 --> 00:00:03,000\nhttps://a.example\n"
    assert [cue.speaker for cue in parse_transcript(text, SRT)] == [None, None]


def test_json_segments_are_read() -> None:
    """Word by word or sentence by sentence, with or without a speaker."""
    segments = [
        {"speaker": "Ada", "startTime": 0.5, "endTime": 0.75, "body": "Hi"},
        {"startTime": 1, "endTime": 2, "body": "there"},
    ]
    text = json.dumps({"version": "1.0.0", "segments": segments})
    assert parse_transcript(text, JSON) == (Cue(0.5, 0.75, "Ada", "Hi"), Cue(1.0, 2.0, None, "there"))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read_alike(line_end: str) -> None:
    """Files come from Windows, from a Mac, and from long ago."""
    text = line_end.join(["WEBVTT", "", "00:01.000 --> 00:02.000", "Hello"])
    assert parse_transcript(text, VTT) == (Cue(1.0, 2.0, None, "Hello"),)


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", "application/octet-stream"])
def test_transcripts_for_reading_have_no_cues(content_type: str) -> None:
    """HTML and plain text are published as they are."""
    assert parse_transcript("WEBVTT", content_type) == ()


@pytest.mark.parametrize(
    ("text", "content_type", "reason", "line"),
    [
        ("", VTT, 'it begins with "", not with WEBVTT', 1),
        ("1\n00:00:01,000 --> 00:00:02,000\nHi", VTT, 'it begins with "1", not with WEBVTT', 1),
        ("\n\nWEBVTT\n\n00:01.000 --> 00:02.000\nHi", VTT, "blank lines stand before WEBVTT", 1),
        ("WEBVTT\n00:01.000 --> 00:02.000\nHi", VTT, "a blank line is missing after WEBVTT", 2),
        ("WEBVTT\n\nNOTE nothing", VTT, "it holds no cue", 0),
        ("WEBVTT\n\na\nb\nc", VTT, '"a" is followed by no times', 3),
        ("WEBVTT\n\n00:01 --> 00:02\nHi", VTT, '"00:01 --> 00:02" are not two times', 3),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nHi", VTT, '"00:61.000 --> 00:62.000" are not two times', 3),
        (
            "WEBVTT\n\nx\n00:01,000 --> 00:02,000\nHi",
            VTT,
            '"00:01,000 --> 00:02,000" needs "." before the milliseconds',
            4,
        ),
        (
            "1\n00:00:01.000 --> 00:00:02.000\nHi",
            SRT,
            '"00:00:01.000 --> 00:00:02.000" needs "," before the milliseconds',
            2,
        ),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi", SRT, "it begins with WEBVTT: this is a .vtt file", 1),
        ("\n", SRT, "it holds no cue", 0),
        ('{"segments": [\n,]}', JSON, "it is not JSON: Expecting value", 2),
        ("[1]", JSON, 'it has no list of "segments"', 0),
        ('{"segments": [1]}', JSON, "segment 1 is not an object", 0),
        ('{"segments": [{"startTime": "1"}]}', JSON, '"startTime" of segment 1 is "1", not seconds', 0),
        (
            '{"segments": [{"startTime": 0, "endTime": []}]}',
            JSON,
            '"endTime" of segment 1 is a list, not seconds',
            0,
        ),
        (
            '{"segments": [{"startTime": 0, "endTime": NaN}]}',
            JSON,
            '"endTime" of segment 1 is NaN, not seconds',
            0,
        ),
        ('{"segments": [{"startTime": true}]}', JSON, '"startTime" of segment 1 is true, not seconds', 0),
        ('{"segments": [{"startTime": 0, "endTime": 1}]}', JSON, 'segment 1 has no text in "body"', 0),
        ("[" * 100_000, JSON, "it is not JSON that apps can read", 0),
        ('{"segments": []}', JSON, "it holds no cue", 0),
    ],
)
def test_what_apps_cannot_read_is_told_with_its_line(
    text: str, content_type: str, reason: str, line: int
) -> None:
    """The reason names what was seen, so that it can be searched for."""
    assert failure(text, content_type) == (reason, line)


def test_a_file_without_end_is_refused_at_once() -> None:
    """Nothing that large was ever said."""
    reason, _ = failure("x" * (MAX_CHARACTERS + 1), VTT)
    assert reason.startswith("it is 16,777,217 characters long")


def test_a_hostile_line_costs_no_time() -> None:
    """Half a million brackets are read in one go, not tried in every combination."""
    text = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{'<v ' * 200_000}{' ' * 200_000}x\n"
    assert len(parse_transcript(text, VTT)) == 1


@given(st.lists(st.tuples(SPANS, WORDS), min_size=1, max_size=5))
def test_what_is_written_is_read(said: list[tuple[tuple[int, int], str]]) -> None:
    """Times to the millisecond and words come back, from all three formats."""
    spans = [(start, start + length) for (start, length), _ in said]
    expected = [(start / 1000, end / 1000) for start, end in spans]
    vtt = "WEBVTT\n\n" + "\n\n".join(f"{clock(a, '.')} --> {clock(b, '.')}\n<v Ada>Words" for a, b in spans)
    srt = "\n\n".join(
        f"{n}\n{clock(a, ',')} --> {clock(b, ',')}\nAda: Words" for n, (a, b) in enumerate(spans)
    )
    segments = [
        {"startTime": a, "endTime": b, "speaker": "Ada", "body": words}
        for (a, b), (_, words) in zip(expected, said, strict=True)
    ]
    read = parse_transcript(json.dumps({"segments": segments}), JSON)
    assert [cue.text for cue in read] == [words for _, words in said]
    for cues in (read, parse_transcript(vtt, VTT), parse_transcript(srt, SRT)):
        assert [(round(cue.start_s, 3), round(cue.end_s, 3)) for cue in cues] == expected
        assert {cue.speaker for cue in cues} == {"Ada"}


@given(st.text(max_size=200), st.sampled_from([VTT, SRT, JSON]))
def test_no_text_is_an_accident(text: str, content_type: str) -> None:
    """Whatever is in a file, the answer is cues or a reason."""
    for each in (text, f"WEBVTT\n\n{text}", f"1\n00:00:01,000 --> 00:00:02,000\n{text}"):
        reason, line = outcome(each, content_type)
        assert reason
        assert 0 <= line <= each.count("\n") + each.count("\r") + 1
