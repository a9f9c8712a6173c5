"""Rules of one transcript: that apps can read it, and that it fits the audio."""

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise

from pipeline.core.chapters import format_clock
from pipeline.core.rules.active_html import find_active_parts
from pipeline.core.rules.candidate import EpisodeCase
from pipeline.core.rules.sources import APPLE_TRANSCRIPTS, PAGES, TRANSCRIPT_FILES
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.core.transcript import Cue, TranscriptError, parse_transcript
from pipeline.core.transcript_captions import split_blocks, without_tags
from pipeline.core.transcript_files import Transcript
from pipeline.core.transcript_writing import SRT_LINE, VTT_LINE
from pipeline.errors import Level

SLACK_S = 2.0
_SHOWN = 20
"""More of a kind need not be counted."""
_FEW_WORDS: Mapping[str, tuple[int, int | None]] = {
    "text/vtt": (VTT_LINE, None),
    "application/x-subrip": (SRT_LINE, 2),
}
"""Characters of a line, and lines of a cue, by type."""
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class TranscriptCase:
    """One transcript that could be read, and the duration of its audio."""

    transcript: Transcript
    raw: bytes
    duration_s: float | None

    @cached_property
    def text(self) -> str | None:
        """None where it is not UTF-8."""
        try:
            return self.raw.decode()
        except UnicodeDecodeError:
            return None

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """None of one that cannot be read."""
        try:
            return parse_transcript(self.text or "", self.transcript.content_type)
        except TranscriptError:
            return ()

    def finding(self, text: str, fix: str | None = None, line: int = 0) -> Finding:
        return Finding("transcript", text, fix, self.transcript.path, line)


def transcripts_of(case: EpisodeCase) -> list[TranscriptCase]:
    """Every transcript of a candidate whose file could be read."""
    files = case.candidate.transcripts
    return [
        TranscriptCase(each, files[each.path], case.duration_s)
        for each in case.details.transcripts
        if each.path in files
    ]


def check_encoding(case: TranscriptCase) -> Iterator[Finding]:
    try:
        case.raw.decode()
    except UnicodeDecodeError as error:
        line = case.raw.count(b"\n", 0, error.start) + 1
        seen = (
            "is UTF-16"
            if case.raw.startswith(_UTF16)
            else f"is not UTF-8: byte 0x{case.raw[error.start]:02X}"
        )
        yield case.finding(f"the transcript {seen}", "save it as UTF-8", line)


def check_readable(case: TranscriptCase) -> Iterator[Finding]:
    try:
        parse_transcript(case.text or "", case.transcript.content_type) if case.text is not None else ()
    except TranscriptError as error:
        text = f"the transcript cannot be read as {case.transcript.content_type}: {error}"
        yield case.finding(text, "export it again, or name it by what it is", error.line)


def check_active(case: TranscriptCase) -> Iterator[Finding]:
    page = case.text if case.transcript.content_type == "text/html" else None
    found = list(islice(find_active_parts(page or ""), _SHOWN))
    if found:
        line, what = min(found)
        more = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
        text = f"the transcript holds {what}{more}, which browsers run or load"
        yield case.finding(text, "take it out, or export the transcript without scripts and embeds", line)


def check_cue_times(case: TranscriptCase) -> Iterator[Finding]:
    wrong = [cue for cue in case.cues if cue.end_s <= cue.start_s]
    if wrong:
        yield case.finding(f"{_named(wrong)} ends before it starts{_more(wrong)}", "correct its end")


def check_cue_order(case: TranscriptCase) -> Iterator[Finding]:
    wrong = [after for before, after in pairwise(case.cues) if after.start_s < before.end_s]
    if wrong:
        text = f"{_named(wrong)} overlaps the one before{_more(wrong)}"
        yield case.finding(text, "sort the cues, and end each where the next starts")


def _named(cues: list[Cue]) -> str:
    return f"the cue at {format_clock(cues[0].start_s)}, {one_line(cues[0].text, 40)},"


def _more(cues: list[Cue]) -> str:
    return f", and {len(cues) - 1} more like it" if len(cues) > 1 else ""


def check_end(case: TranscriptCase) -> Iterator[Finding]:
    is_page = case.transcript.content_type == "text/html"  # it does not say when a cue ends
    end = max((cue.start_s if is_page else cue.end_s for cue in case.cues), default=0.0)
    if case.duration_s is not None and end > case.duration_s + SLACK_S:
        last, length = format_clock(end), format_clock(case.duration_s)
        text = f"the transcript ends at {last}, but the audio at {length}"
        yield case.finding(text, "make sure that both are of the same edit")


def check_speakers(case: TranscriptCase) -> Iterator[Finding]:
    cues = case.cues if case.transcript.content_type == "text/vtt" else ()
    if cues and not any(cue.speaker for cue in cues):
        yield case.finding(
            "the transcript names no speaker", "begin a cue with <v Name> where the speaker changes"
        )


def check_lines(case: TranscriptCase) -> Iterator[Finding]:
    width, lines = _FEW_WORDS.get(case.transcript.content_type, (0, None))
    found = list(_long_parts(case.text or "", width, lines)) if width and case.cues else []
    if found:
        line, what = found[0]
        more = f", and {len(found) - 1} more like it" if len(found) > 1 else ""
        most = f"{width} characters" + (f", {lines} lines to a cue" if lines else "")
        yield case.finding(f"the transcript has {what}{more}", f"break lines at {most}", line)


def _long_parts(text: str, width: int, lines: int | None) -> Iterator[tuple[int, str]]:
    """Lines of the file, and what is too long there."""
    for block in split_blocks(text):
        at = next((index for index, line in enumerate(block.lines[:2]) if "-->" in line), None)
        said = block.lines[at + 1 :] if at is not None else ()
        first = block.line + (at or 0) + 1
        lengths = [len(without_tags(line).strip()) for line in said]
        if lines and len(said) > lines:
            yield first, f"a cue of {len(said)} lines"
        elif max(lengths, default=0) > width:
            longest = max(lengths)
            yield first + lengths.index(longest), f"a line of {longest} characters"


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

TRANSCRIPT_FILE_RULES: tuple[Rule[TranscriptCase], ...] = (
    Rule(
        "transcript-utf8",
        ERROR,
        *TRANSCRIPT_FILES,
        "a transcript is UTF-8",
        check_encoding,
        fix="Save the file as UTF-8.",
        wrong="F\\xfc\\xdfe (Latin-1)",
        right="F\\xc3\\xbc\\xc3\\x9fe (UTF-8)",
    ),
    Rule(
        "transcript-readable",
        WARNING,
        *TRANSCRIPT_FILES,
        "a transcript is what its name says",
        check_readable,
        fix="Export it again, or name it by what it is.",
        wrong="WEBVTT\n\n00:00:01,000 --> 00:00:02,500\nHello",
        right="WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nHello",
    ),
    Rule(
        "transcript-active",
        ERROR,
        *PAGES,
        "a page holds words, and nothing that runs",
        check_active,
        fix="Take scripts and embeds out of it.",
        wrong='<p onclick="x()">Hello</p>',
        right="<p>Hello</p>",
    ),
    Rule(
        "transcript-cue-times",
        ERROR,
        *TRANSCRIPT_FILES,
        "a cue ends after it starts",
        check_cue_times,
        fix="Correct the time at which the cue ends.",
        wrong="00:00:05.000 --> 00:00:03.000\nHello",
        right="00:00:03.000 --> 00:00:05.000\nHello",
    ),
    Rule(
        "transcript-cue-order",
        WARNING,
        *TRANSCRIPT_FILES,
        "cues follow one another",
        check_cue_order,
        fix="Sort the cues, and end each where the next starts.",
        wrong="00:00:01.000 --> 00:00:03.000\nHello\n\n00:00:02.000 --> 00:00:04.000\nthere",
        right="00:00:01.000 --> 00:00:02.000\nHello\n\n00:00:02.000 --> 00:00:04.000\nthere",
    ),
    Rule(
        "transcript-end",
        WARNING,
        *TRANSCRIPT_FILES,
        "a transcript ends with the audio",
        check_end,
        fix="Make sure that transcript and audio are of the same edit.",
        wrong="01:10:00.000 --> 01:10:02.000\nGoodbye (in an hour of audio)",
        right="00:59:55.000 --> 00:59:57.000\nGoodbye (in an hour of audio)",
    ),
    Rule(
        "transcript-speakers",
        ADVICE,
        *APPLE_TRANSCRIPTS,
        "WebVTT names the speakers",
        check_speakers,
        fix="Begin a cue with <v Name> where the speaker changes.",
        wrong="00:00:01.000 --> 00:00:02.500\nHello",
        right="00:00:01.000 --> 00:00:02.500\n<v Ada>Hello",
    ),
    Rule(
        "transcript-lines",
        ADVICE,
        *TRANSCRIPT_FILES,
        "lines are short enough for players: 65 characters in WebVTT; in SRT 32, two lines to a cue",
        check_lines,
        fix="Break long lines, and divide long cues.",
        wrong="00:00:00,000 --> 00:00:03,000\nIn today's episode, you'll learn how",
        right="00:00:00,000 --> 00:00:03,000\nIn today's episode,\nyou'll learn how",
    ),
)
