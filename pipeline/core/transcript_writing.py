"""Transcripts written: WebVTT, SRT, JSON and plain text of the same cues, speakers kept."""

import html
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from math import inf

from pipeline.core.notes.characters import drop_illegal
from pipeline.core.transcript_captions import has_name, has_tag
from pipeline.core.transcript_cues import Cue, name_speakers

VTT_LINE = 65
SRT_LINE = 32
"""Characters in a line, as the podcast namespace advises."""

PAUSE_S = 2.0
"""A silence after which a text for reading begins a new paragraph."""

SENTENCE_ENDS = (".", "?", "!", "…", "。", "？", "！")

_BLANKS = re.compile("[ \t\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
"""What some player breaks a line at; a no-break space is not among them."""
_ANGLES = str.maketrans("<>", "‹›")


def render_vtt(cues: Iterable[Cue]) -> str:
    """WebVTT: each cue with its speaker's voice.

    >>> print(render_vtt([Cue(0.0, 2.5, "Ada", "Good & bad")]), end="")
    WEBVTT
    <BLANKLINE>
    00:00:00.000 --> 00:00:02.500
    <v Ada>Good &amp; bad
    """
    blocks = ["WEBVTT"]
    for cue in _spoken(cues):
        voice = f"<v {_escaped(cue.speaker)}>" if cue.speaker else ""
        lines = "\n".join(_escaped(line) for line in _wrapped(cue.text, VTT_LINE))
        blocks.append(f"{_clock(cue.start_s, '.')} --> {_clock(cue.end_s, '.')}\n{voice}{lines}")
    return "\n\n".join(blocks) + "\n"


def render_srt(cues: Iterable[Cue]) -> str:
    """SRT: `Name: ` at the start of a cue where the speaker changes.

    SRT has no escapes: brackets that players would take for markup become
    angle quotation marks.

    >>> print(render_srt([Cue(0.0, 2.5, "Ada", "Hello"), Cue(2.5, 3.0, "Ada", "there")]), end="")
    1
    00:00:00,000 --> 00:00:02,500
    Ada: Hello
    <BLANKLINE>
    2
    00:00:02,500 --> 00:00:03,000
    there
    """
    blocks = []
    speaker: str | None = None
    for number, cue in enumerate(_spoken(cues), start=1):
        times = f"{_clock(cue.start_s, ',')} --> {_clock(cue.end_s, ',')}"
        words = cue.text.replace("-->", "→")
        words = words.translate(_ANGLES) if has_tag(words) else words
        is_named = cue.speaker is not None and (cue.speaker != speaker or has_name(words))
        prefix = f"{_srt_name(cue.speaker or '')}: " if is_named else ""
        speaker = cue.speaker
        blocks.append("\n".join([str(number), times, *_wrapped(words, SRT_LINE, prefix)]))
    return "\n\n".join(blocks) + "\n"


def render_transcript_json(cues: Iterable[Cue]) -> str:
    """The podcast namespace's JSON: segments with times in seconds."""
    segments = [
        {
            **({"speaker": cue.speaker} if cue.speaker else {}),
            "startTime": cue.start_s,
            "endTime": cue.end_s,
            "body": cue.text,
        }
        for cue in _spoken(cues)
    ]
    return json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=1) + "\n"


def render_transcript_text(cues: Iterable[Cue]) -> str:
    """Plain text: a paragraph for each turn, and for what is said after a pause.

    >>> print(render_transcript_text([Cue(0.0, 1.0, "Ada", "Hello"), Cue(1.0, 2.0, None, "there.")]), end="")
    Ada: Hello there.
    """
    paragraphs = (f"{each.speaker}: {each.text}" if each.speaker else each.text for each in join_turns(cues))
    return "\n\n".join(paragraphs) + "\n"


def join_turns(cues: Iterable[Cue], long_characters: float = inf) -> Iterator[Cue]:
    """Paragraphs for reading: a turn each, a new one after a pause.

    A speaker is named only where somebody else spoke before.

    Args:
        cues: What is said.
        long_characters: From this length on, a sentence's end is a paragraph's.
    """
    paragraph: Cue | None = None
    speaker: str | None = None
    for cue in _spoken(cues):
        is_same = paragraph is not None and speaker == cue.speaker
        if paragraph is None or not is_same or _is_over(paragraph, cue, long_characters):
            if paragraph is not None:
                yield paragraph
            paragraph = replace(cue, speaker=None if is_same else cue.speaker)
        else:
            paragraph = replace(paragraph, end_s=cue.end_s, text=f"{paragraph.text} {cue.text}")
        speaker = cue.speaker
    if paragraph is not None:
        yield paragraph


def _is_over(paragraph: Cue, cue: Cue, long_characters: float) -> bool:
    """Whether what the same person says goes on in a new paragraph."""
    if cue.start_s - paragraph.end_s >= PAUSE_S:
        return True
    return len(paragraph.text) >= long_characters and paragraph.text.endswith(SENTENCE_ENDS)


RENDERERS: Mapping[str, Callable[[Iterable[Cue]], str]] = {
    "vtt": render_vtt,
    "srt": render_srt,
    "json": render_transcript_json,
    "txt": render_transcript_text,
}
"""What can be made of cues, by extension."""

CAPTIONS = frozenset({"vtt", "srt"})
"""Those of which players show one cue at a time."""


def _spoken(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Cues with words, each with its speaker, to the millisecond, ending after it starts."""
    for cue in name_speakers(cues):
        if words := _one_line(cue.text):
            start_ms = round(cue.start_s * 1000)
            end_ms = max(round(cue.end_s * 1000), start_ms + 1)
            speaker = _one_line(cue.speaker or "") or None
            yield replace(cue, start_s=start_ms / 1000, end_s=end_ms / 1000, speaker=speaker, text=words)


def _one_line(text: str) -> str:
    r"""Words on one line, without what no file may hold.

    >>> _one_line(" a\r\n\r\nb\x00 ")
    'a b'
    """
    words = (drop_illegal(word).strip() for word in _BLANKS.split(text))
    return " ".join(word for word in words if word)


def _wrapped(text: str, width: int, prefix: str = "") -> list[str]:
    """Lines of words, none of them cut; the prefix is never broken."""
    glued = prefix.rstrip().replace(" ", "\0") + prefix[len(prefix.rstrip()) :]
    lines = textwrap.wrap(
        glued + text,
        width,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
        replace_whitespace=False,
    )
    return [line.replace("\0", " ") for line in lines]


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _srt_name(name: str) -> str:
    """A name that the first colon ends."""
    return " ".join(re.sub("[:<>]", " ", name.replace("-->", " ")).split())


def _clock(seconds: float, point: str) -> str:
    """A time with hours and milliseconds.

    >>> _clock(3723.5, ",")
    '01:02:03,500'
    """
    whole, rest = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{rest:03d}"
