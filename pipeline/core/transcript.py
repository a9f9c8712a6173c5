"""Transcripts: the cues of WebVTT, SRT and the podcast namespace's JSON, read strictly."""

import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

MAX_CHARACTERS = 16 * 1024 * 1024
"""Ten hours, word by word, are a quarter of this."""

_CLOCK = r"((?:\d{1,4}:)?[0-5]?\d:[0-5]\d[.,]\d{1,3})"
_TIMING = re.compile(rf"^[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}(?:[ \t]|$)")
_VOICE = re.compile(r"<v(?:\.[^ \t<>]*)?[ \t]([^<>]*)>")
_TAG = re.compile(r"<[^<>]*>")
_NAME = re.compile(r"^([^\W\d_][^:<>\n]{0,60}):[ \n]+(?=\S)")


@dataclass(frozen=True)
class Cue:
    """One thing said; times are seconds from the start of the media."""

    start_s: float
    end_s: float
    speaker: str | None
    """None where the file does not say: in SRT, whoever spoke before."""
    text: str


class TranscriptError(ValueError):
    """A transcript that apps cannot read; `line` starts at 1 and is 0 where none applies."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True)
class _Block:
    """Lines between blank ones; `line` is the number of the first."""

    line: int
    lines: tuple[str, ...]


def parse_transcript(text: str, content_type: str) -> tuple[Cue, ...]:
    """Read a transcript's cues, in the order of the file.

    HTML and plain text are for reading and give no cues.

    Raises:
        TranscriptError: It is not what its type says, or holds no cue.

    >>> parse_transcript("WEBVTT\\n\\n00:01.000 --> 00:02.500\\n<v Ada>Good &amp; bad", "text/vtt")
    (Cue(start_s=1.0, end_s=2.5, speaker='Ada', text='Good & bad'),)
    >>> parse_transcript("1\\n00:00:01,000 --> 00:00:02,500\\nAda: Hello", "application/x-subrip")
    (Cue(start_s=1.0, end_s=2.5, speaker='Ada', text='Hello'),)
    >>> parse_transcript("<p>Hello</p>", "text/html")
    ()
    """
    parse = _PARSERS.get(content_type)
    if parse is None:
        return ()
    if len(text) > MAX_CHARACTERS:
        raise TranscriptError(f"it is {len(text):,} characters long, more than {MAX_CHARACTERS:,}")
    cues = tuple(parse(text.removeprefix("\ufeff")))
    if not cues:
        raise TranscriptError("it holds no cue")
    return cues


def _parse_vtt(text: str) -> Iterator[Cue]:
    blocks = _blocks(text)
    head = next(blocks, _Block(1, ("",)))
    if head.line > 1:
        raise TranscriptError("blank lines stand before WEBVTT", 1)
    if not re.match(r"WEBVTT(?:[ \t]|$)", head.lines[0]):
        raise TranscriptError(f'it begins with "{head.lines[0][:40]}", not with WEBVTT', 1)
    if any("-->" in line for line in head.lines):
        raise TranscriptError("a blank line is missing after WEBVTT", 2)
    for block in blocks:
        if not _is_aside(block):
            yield _cue(block, ".", _voice)


def _is_aside(block: _Block) -> bool:
    """Notes, styles and regions of WebVTT are not cues."""
    first = block.lines[0]
    return "-->" not in first and bool(re.match(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)", first))


def _parse_srt(text: str) -> Iterator[Cue]:
    for block in _blocks(text):
        if block.line == 1 and block.lines[0].startswith("WEBVTT"):
            raise TranscriptError("it begins with WEBVTT: this is a .vtt file", 1)
        yield _cue(block, ",", _named)


def _blocks(text: str) -> Iterator[_Block]:
    """What stands between blank lines."""
    gathered: list[str] = []
    number = 0
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line.strip():
            gathered.append(line)
        elif gathered:
            yield _Block(number - len(gathered), tuple(gathered))
            gathered = []
    if gathered:
        yield _Block(number - len(gathered) + 1, tuple(gathered))


def _cue(block: _Block, point: str, spoken: Callable[[str], tuple[str | None, str]]) -> Cue:
    """Read one cue: perhaps a name for it, its times, and what is said."""
    at = next((index for index, line in enumerate(block.lines[:2]) if "-->" in line), None)
    if at is None:
        raise TranscriptError(f'"{block.lines[0][:40]}" is followed by no times', block.line)
    times = _TIMING.match(block.lines[at])
    if times is None:
        raise TranscriptError(f'"{block.lines[at].strip()[:60]}" are not two times', block.line + at)
    start, end = times[1], times[2]
    if point not in start or point not in end:
        raise TranscriptError(f'"{start} --> {end}" needs "{point}" before the milliseconds', block.line + at)
    speaker, text = spoken("\n".join(block.lines[at + 1 :]))
    return Cue(_seconds(start), _seconds(end), speaker, text)


def _seconds(clock: str) -> float:
    """Seconds of a time with milliseconds.

    >>> _seconds("1:02:03.500"), _seconds("00:01,5")
    (3723.5, 1.5)
    """
    whole, fraction = re.split("[.,]", clock)
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds + int(fraction) / 10.0 ** len(fraction)


def _voice(said: str) -> tuple[str | None, str]:
    """The speaker of a WebVTT cue, and its words without markup."""
    voice = _VOICE.search(said)
    speaker = html.unescape(voice[1]).strip() if voice else ""
    return speaker or None, html.unescape(_TAG.sub("", said)).strip()


def _named(said: str) -> tuple[str | None, str]:
    """The speaker of an SRT cue, if it begins with `Name: `, and its words."""
    words = _TAG.sub("", said).strip()
    name = _NAME.match(words)
    return (name[1].strip(), words[name.end() :]) if name else (None, words)


def _parse_json(text: str) -> Iterator[Cue]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise TranscriptError(f"it is not JSON: {error.msg}", error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise TranscriptError("it is not JSON that apps can read") from error
    segments = document.get("segments") if isinstance(document, dict) else None
    if not isinstance(segments, list):
        raise TranscriptError('it has no list of "segments"')
    for number, segment in enumerate(segments, start=1):
        yield _segment(segment, number)


def _segment(segment: object, number: int) -> Cue:
    if not isinstance(segment, dict):
        raise TranscriptError(f"segment {number} is not an object")
    start, end = (_moment(segment, key, number) for key in ("startTime", "endTime"))
    speaker, body = segment.get("speaker"), segment.get("body")
    if not isinstance(body, str):
        raise TranscriptError(f'segment {number} has no text in "body"')
    name = speaker.strip() if isinstance(speaker, str) else ""
    return Cue(start, end, name or None, body.strip())


def _moment(segment: dict[str, object], key: str, number: int) -> float:
    value = segment.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e7:
        raise TranscriptError(f'"{key}" of segment {number} is {json.dumps(value)[:40]}, not seconds')
    return float(value)


_PARSERS: dict[str, Callable[[str], Iterator[Cue]]] = {
    "text/vtt": _parse_vtt,
    "application/x-subrip": _parse_srt,
    "application/json": _parse_json,
}
