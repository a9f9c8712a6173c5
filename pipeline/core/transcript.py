"""Transcripts read: the cues of every format that may stand beside an episode."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice

from pipeline.core.transcript_captions import parse_srt, parse_vtt
from pipeline.core.transcript_cues import Cue, TranscriptError
from pipeline.core.transcript_html import parse_html
from pipeline.core.transcript_json import is_podlove, parse_json
from pipeline.core.transcript_writing import render_transcript_json

__all__ = ["MAX_CHARACTERS", "MAX_CUES", "Cue", "TranscriptError", "convert_podlove", "parse_transcript"]

MAX_CHARACTERS = 16 * 1024 * 1024
"""Ten hours, word by word, are a quarter of this."""

MAX_CUES = 100_000
"""Eleven hours, word by word; each costs many times what its bytes do."""

READ_BY_PEOPLE = frozenset({"text/html", "text/plain"})
"""What need not hold cues."""


def parse_transcript(text: str, content_type: str) -> tuple[Cue, ...]:
    """Read a transcript's cues, in the order of the file.

    Plain text, and HTML without times, are for reading and give no cues.
    Podlove's JSON is told from the podcast namespace's by its shape.

    Raises:
        TranscriptError: It is not what its type says, or holds no cue.

    >>> parse_transcript("WEBVTT\\n\\n00:01.000 --> 00:02.500\\n<v Ada>Good &amp; bad", "text/vtt")
    (Cue(start_s=1.0, end_s=2.5, speaker='Ada', text='Good & bad'),)
    >>> parse_transcript("1\\n00:00:01,000 --> 00:00:02,500\\nAda: Hello", "application/x-subrip")
    (Cue(start_s=1.0, end_s=2.5, speaker='Ada', text='Hello'),)
    >>> parse_transcript("<p>Hello</p>", "text/html")
    ()
    """
    return _parsed(text, content_type)


@lru_cache(maxsize=1)
def _parsed(text: str, content_type: str) -> tuple[Cue, ...]:
    """Kept for the next who asks: several rules, and whoever makes other formats of it."""
    parse = _PARSERS.get(content_type)
    if parse is None:
        return ()
    if len(text) > MAX_CHARACTERS:
        raise TranscriptError(f"it is {len(text):,} characters long, more than {MAX_CHARACTERS:,}")
    cues = tuple(islice(parse(text.removeprefix("\ufeff")), MAX_CUES + 1))
    if len(cues) > MAX_CUES:
        raise TranscriptError(f"it holds more than {MAX_CUES:,} cues")
    if not cues and content_type not in READ_BY_PEOPLE:
        raise TranscriptError("it holds no cue")
    return cues


def convert_podlove(text: str) -> str | None:
    """The podcast namespace's JSON of a transcript in Podlove's; None where it is none that can be read."""
    if len(text) > MAX_CHARACTERS or not is_podlove(text):
        return None
    try:
        return render_transcript_json(parse_transcript(text, "application/json"))
    except TranscriptError:
        return None


_PARSERS: dict[str, Callable[[str], Iterator[Cue]]] = {
    "text/vtt": parse_vtt,
    "application/x-subrip": parse_srt,
    "application/json": parse_json,
    "text/html": parse_html,
}
