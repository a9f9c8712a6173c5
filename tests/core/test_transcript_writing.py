"""Transcripts written in each format, and read back."""

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.transcript import Cue, parse_transcript
from pipeline.core.transcript_cues import name_speakers
from pipeline.core.transcript_writing import (
    render_srt,
    render_transcript_json,
    render_transcript_text,
    render_vtt,
)

VTT, SRT, JSON = "text/vtt", "application/x-subrip", "application/json"
TALK = (
    Cue(0.0, 2.5, "Dr Ada Marsh", "Fish & chips, <i>that</i> is --> what we had, and there is more to say."),
    Cue(2.5, 4.0, None, "Is it?"),
    Cue(4.0, 6.0, "Bo", "Note: it is."),
    Cue(3723.5, 3724.0, "Bo", "Later."),
)


def test_webvtt_names_everybody_and_escapes_what_is_markup() -> None:
    """A cue stands for itself: each has its voice, and nothing in it is read as a tag or a time."""
    assert (
        render_vtt(TALK)
        == """WEBVTT

00:00:00.000 --> 00:00:02.500
<v Dr Ada Marsh>Fish &amp; chips, &lt;i&gt;that&lt;/i&gt; is --&gt; what we had, and there is more
to say.

00:00:02.500 --> 00:00:04.000
<v Dr Ada Marsh>Is it?

00:00:04.000 --> 00:00:06.000
<v Bo>Note: it is.

01:02:03.500 --> 01:02:04.000
<v Bo>Later.
"""
    )


def test_srt_names_a_speaker_at_each_change_and_has_no_markup() -> None:
    """Words that look like a name get the real one in front of them."""
    assert (
        render_srt(TALK)
        == """1
00:00:00,000 --> 00:00:02,500
Dr Ada Marsh: Fish & chips,
‹i›that‹/i› is → what we had,
and there is more to say.

2
00:00:02,500 --> 00:00:04,000
Is it?

3
00:00:04,000 --> 00:00:06,000
Bo: Note: it is.

4
01:02:03,500 --> 01:02:04,000
Later.
"""
    )


def test_srt_names_a_speaker_again_before_words_that_look_like_a_name() -> None:
    """Otherwise the words would be read as somebody else's."""
    cues = (Cue(0.0, 1.0, "Bo", "Hello."), Cue(1.0, 2.0, "Bo", "Note: it rains."))
    assert "Bo: Note: it rains." in render_srt(cues)
    assert [cue.text for cue in parse_transcript(render_srt(cues), SRT)] == ["Hello.", "Note: it rains."]


def test_json_segments_name_everybody() -> None:
    """Each segment stands for itself; the words are as they were said."""
    segments = json.loads(render_transcript_json(TALK))["segments"]
    assert [each["speaker"] for each in segments] == ["Dr Ada Marsh", "Dr Ada Marsh", "Bo", "Bo"]
    assert segments[0]["body"] == TALK[0].text
    assert segments[3] == {"speaker": "Bo", "startTime": 3723.5, "endTime": 3724.0, "body": "Later."}


def test_text_is_a_paragraph_for_each_turn() -> None:
    """Named where the speaker changes; a pause begins a new one."""
    assert render_transcript_text(TALK).split("\n\n") == [
        f"Dr Ada Marsh: {TALK[0].text} Is it?",
        "Bo: Note: it is.",
        "Later.\n",
    ]


def test_words_of_nobody_stay_nobodys() -> None:
    """Until somebody is named."""
    cues = (Cue(0.0, 1.0, None, "Music"), Cue(1.0, 2.0, "Ada", "Hello"))
    assert "<v" not in render_vtt(cues).split("\n\n")[1]
    assert [cue.speaker for cue in parse_transcript(render_srt(cues), SRT)] == [None, "Ada"]


def test_cues_without_words_or_length_are_put_right() -> None:
    """What says nothing is left out, and what ends at once lasts a millisecond."""
    cues = (Cue(0.0, 1.0, "Ada", " \x00\n"), Cue(1.0, 1.0, "Ada", "Hi"), Cue(2.0, 1.0, "Ada", "Oh"))
    assert [(cue.start_s, cue.end_s) for cue in parse_transcript(render_vtt(cues), VTT)] == [
        (1.0, 1.001),
        (2.0, 2.001),
    ]


@pytest.mark.parametrize("name", ["Dr: Who", "A\nB", "<b>", "Maximiliana Alexandra Featherstonehaugh-Smith"])
def test_odd_names_do_not_break_srt(name: str) -> None:
    """One name in front of one colon, on one line."""
    (cue,) = parse_transcript(render_srt([Cue(0.0, 1.0, name, "Hello")]), SRT)
    assert cue.speaker == " ".join(re.sub("[:<>]", " ", name).split())
    assert cue.text == "Hello"


WORDS = st.text(st.characters(codec="utf-8"), max_size=40) | st.text("ab<>&:-.\n -->", max_size=120)
NAMES = st.none() | st.from_regex(r"[A-Za-zÄéЖ][A-Za-z0-9 .'&é-]{0,30}", fullmatch=True).map(str.strip)
CUES = st.lists(
    st.builds(
        lambda start, length, speaker, text: Cue(start / 1000, (start + length) / 1000, speaker, text),
        st.integers(0, 36_000_000),
        st.integers(1, 60_000),
        NAMES,
        WORDS,
    ),
    max_size=6,
)


def settled(cues: tuple[Cue, ...] | list[Cue], *, plain: bool = False) -> list[tuple[float, float, str, str]]:
    """What every format keeps: times, names carried on, and words without regard to blanks."""
    found = []
    for cue in name_speakers(cues):
        text = " ".join(re.sub(r"[\x00-\x08\x0e-\x1b\x1f\x7f\ufffe\uffff]", "", cue.text).split())
        if plain:
            text = re.sub("[<>‹›]|-->|→", "", text)
        if text or plain:
            name = " ".join((cue.speaker or "").split())
            found.append((round(cue.start_s, 3), round(cue.end_s, 3), name, " ".join(text.split())))
    return found


@pytest.mark.parametrize(("render", "content_type"), [(render_vtt, VTT), (render_transcript_json, JSON)])
@given(cues=CUES)
def test_what_is_written_is_read_back(
    render: Callable[[list[Cue]], str], content_type: str, cues: list[Cue]
) -> None:
    """Times, names and words are the same."""
    kept = settled(cues)
    if kept:
        assert settled(parse_transcript(render(cues), content_type)) == kept


@given(cues=CUES)
def test_srt_is_read_back_but_for_what_it_cannot_say(cues: list[Cue]) -> None:
    """Brackets and arrows aside, words and times are the same; so are names from the first one on."""
    named = [cue for cue in name_speakers(cues) if cue.speaker]
    kept = [each for each in settled(named, plain=True) if each[3]]
    written = render_srt(named)
    if kept:
        assert [each for each in settled(parse_transcript(written, SRT), plain=True) if each[3]] == kept


@given(cues=CUES)
def test_text_loses_no_word(cues: list[Cue]) -> None:
    """Names aside, it is what was said."""
    written = " ".join(render_transcript_text(cues).split())
    for _, _, _, text in settled(cues):
        assert text in written


@given(st.text("ab, é—", max_size=200), st.sampled_from([(render_vtt, 65), (render_srt, 32)]))
def test_lines_are_as_short_as_their_words_allow(
    text: str, written: tuple[Callable[[list[Cue]], str], int]
) -> None:
    """65 characters in WebVTT, 32 in SRT, unless one word is longer."""
    render, width = written
    lines = render([Cue(0.0, 1.0, None, text)]).split("\n")
    assert all(len(line) <= width or " " not in line for line in lines if "-->" not in line)
