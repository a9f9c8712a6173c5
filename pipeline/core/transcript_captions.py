"""Captions read: the cues of WebVTT and SRT, strictly, with the line of what apps cannot read."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.core.transcript_cues import Cue, TranscriptError

_CLOCK = r"((?:\d{1,4}:)?[0-5]?\d:[0-5]\d[.,]\d{1,3})"
_TIMING = re.compile(rf"^[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}(?:[ \t]|$)")
_VOICE = re.compile(r"<v(?:\.[^ \t<>]*)?[ \t]([^<>]*)>")
_TAG = re.compile(r"<[^<>]*>")
_NAME = re.compile(r"^([^\W\d_][^:<>\n]{0,60}):[ \n]+(?=\S)")


@dataclass(frozen=True)
class Block:
    """Lines between blank ones; `line` is the number of the first."""

    line: int
    lines: tuple[str, ...]


def parse_vtt(text: str) -> Iterator[Cue]:
    """Read WebVTT.

    Raises:
        TranscriptError: It is not WebVTT.
    """
    blocks = split_blocks(text)
    head = next(blocks, Block(1, ("",)))
    if head.line > 1:
        raise TranscriptError("blank lines stand before WEBVTT", 1)
    if not re.match(r"WEBVTT(?:[ \t]|$)", head.lines[0]):
        raise TranscriptError(f'it begins with "{head.lines[0][:40]}", not with WEBVTT', 1)
    if any("-->" in line for line in head.lines):
        raise TranscriptError("a blank line is missing after WEBVTT", 2)
    for block in blocks:
        if not is_aside(block):
            yield _cue(block, ".", _voice)


def is_aside(block: Block) -> bool:
    """Notes, styles and regions of WebVTT are not cues."""
    first = block.lines[0]
    return "-->" not in first and bool(re.match(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)", first))


def parse_srt(text: str) -> Iterator[Cue]:
    """Read SRT.

    Raises:
        TranscriptError: It is not SRT.
    """
    for block in split_blocks(text):
        if block.line == 1 and block.lines[0].startswith("WEBVTT"):
            raise TranscriptError("it begins with WEBVTT: this is a .vtt file", 1)
        yield _cue(block, ",", _named)


def split_blocks(text: str) -> Iterator[Block]:
    """What stands between blank lines."""
    gathered: list[str] = []
    number = 0
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line.strip():
            gathered.append(line)
        elif gathered:
            yield Block(number - len(gathered), tuple(gathered))
            gathered = []
    if gathered:
        yield Block(number - len(gathered) + 1, tuple(gathered))


def has_name(words: str) -> bool:
    """Whether the words of an SRT cue begin with what is read as a speaker's name.

    >>> has_name("Ada: Hello"), has_name("10: that late?")
    (True, False)
    """
    return _NAME.match(words) is not None


def has_tag(words: str) -> bool:
    """Whether players take a part of the words for markup.

    >>> has_tag("<i>so</i>"), has_tag("1 < 2")
    (True, False)
    """
    return _TAG.search(words) is not None


def without_tags(words: str) -> str:
    """The words as players show them."""
    return html.unescape(_TAG.sub("", words))


def _cue(block: Block, point: str, spoken: Callable[[str], tuple[str | None, str]]) -> Cue:
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
    return speaker or None, without_tags(said).strip()


def _named(said: str) -> tuple[str | None, str]:
    """The speaker of an SRT cue, if it begins with `Name: `, and its words."""
    words = _TAG.sub("", said).strip()
    name = _NAME.match(words)
    return (name[1].strip(), words[name.end() :]) if name else (None, words)
