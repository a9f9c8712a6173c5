"""Rules of transcripts: where a problem is told, and that every format with times is held to them."""

import json

import pytest

from pipeline.core.front_matter import TranscriptEntry
from pipeline.core.rules.check import check_episode
from pipeline.errors import Problem
from tests.builders import make_audio, make_show
from tests.rules.candidates import make_candidate

FOLDER = "episodes/060-why-your-achilles-hurts"
SRT = "1\n00:00:{:02},000 --> 00:00:{:02},000\nAda: Hello\n\n2\n00:00:{:02},000 --> 00:00:{:02},000\nthere\n"
TIMES = {
    "transcript.srt": SRT.format,
    "transcript.json": lambda *at: json.dumps(
        {
            "segments": [
                {"startTime": at[0], "endTime": at[1], "body": "Hello"},
                {"startTime": at[2], "endTime": at[3], "body": "there"},
            ]
        }
    ),
    "transcript.de.json": lambda *at: json.dumps(
        [
            {"start_ms": at[0] * 1000, "end_ms": at[1] * 1000, "text": "Hello"},
            {"start_ms": at[2] * 1000, "end_ms": at[3] * 1000, "text": "there"},
        ]
    ),
}
PAGE = "<time>0:{:02}</time><p>Hello</p><time>0:{:02}</time><p>there</p>"


def said(name: str, body: str, rule: str, **changes: object) -> list[Problem]:
    """What one rule says of an episode with this transcript."""
    candidate = make_candidate(transcripts={name: body.encode()}, **changes)
    return [each for each in check_episode(candidate, make_show()) if each.rule == rule]


@pytest.mark.parametrize("name", TIMES)
@pytest.mark.parametrize(
    ("rule", "wrong", "right"),
    [
        ("transcript-cue-times", (5, 5, 6, 7), (5, 6, 6, 7)),
        ("transcript-cue-order", (5, 7, 6, 8), (5, 6, 6, 8)),
        ("transcript-end", (5, 6, 6, 13), (5, 6, 6, 12)),
    ],
)
def test_times_are_looked_at_in_every_format(
    name: str, rule: str, wrong: tuple[int, ...], right: tuple[int, ...]
) -> None:
    """Ten seconds of audio; Podlove's milliseconds are the same times."""
    short = make_audio(duration_s=10.0)
    (problem,) = said(name, TIMES[name](*wrong), rule, probed=short)
    assert problem.path == f"{FOLDER}/{name}"
    assert said(name, TIMES[name](*right), rule, probed=short) == []


def test_a_page_is_held_to_the_times_it_states() -> None:
    """The end of its last turn is a guess, and no reason to complain."""
    short = make_audio(duration_s=10.0)
    assert said("transcript.html", PAGE.format(1, 13), "transcript-end", probed=short)
    assert said("transcript.html", PAGE.format(1, 12), "transcript-end", probed=short) == []
    assert said("transcript.html", PAGE.format(5, 1), "transcript-cue-order", probed=short)
    assert said("transcript.html", PAGE.format(5, 1), "transcript-cue-times", probed=short) == []


def test_a_language_in_a_name_is_told_at_the_file() -> None:
    """Its name is what has to be changed."""
    (problem,) = said("transcript.jp.srt", SRT.format(1, 2, 3, 4), "transcript-language")
    assert str(problem) == (
        f'{FOLDER}/transcript.jp.srt: the language of transcript.jp.srt, "jp", is no language of ISO 639\n'
        '  Fix: write "ja", as its language or in its name'
    )


def test_a_stated_language_is_told_where_it_is_stated() -> None:
    """In the front matter."""
    entry = TranscriptEntry(file="talk.vtt", language="xx")
    (problem,) = said("talk.vtt", "WEBVTT", "transcript-language", transcript=[entry])
    assert problem.path == f"{FOLDER}/index.md"


def test_long_lines_are_counted_from_the_first() -> None:
    """Markup is not shown, and does not count; a word may be as long as it is."""
    cue = "00:0{0}.000 --> 00:0{0}.900\n<v Ada Marsh>{1}\n\n"
    body = "WEBVTT\n\nNOTE " + "x" * 90 + "\n\n"
    body += cue.format(1, "y" * 65) + cue.format(2, "y" * 70) + cue.format(3, "y" * 80)
    (problem,) = said("transcript.vtt", body, "transcript-lines")
    assert (problem.line, problem.text) == (
        9,
        "the transcript has a line of 70 characters, and 1 more like it",
    )
    assert problem.fix == "break lines at 65 characters"


def test_an_srt_cue_has_two_lines_at_most() -> None:
    """The line is the first that is said."""
    body = "1\n00:00:01,000 --> 00:00:02,000\nAda: One\ntwo\nthree\n"
    (problem,) = said("transcript.srt", body, "transcript-lines")
    assert (problem.line, problem.text) == (3, "the transcript has a cue of 3 lines")
    assert problem.fix == "break lines at 32 characters, 2 lines to a cue"


def test_a_page_without_times_is_not_enough_for_apple() -> None:
    """Nothing can be made of it; nor where the show has nothing made."""
    assert said("transcript.html", "<p>Hello</p>", "transcript-format")
    assert said("transcript.html", PAGE.format(1, 2), "transcript-format") == []
    bare = make_show(transcript_formats=["txt"])
    candidate = make_candidate(bare, transcripts={"transcript.html": PAGE.format(1, 2).encode()})
    assert "transcript-format" in {each.rule for each in check_episode(candidate, bare)}
