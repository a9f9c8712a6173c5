"""Cues: what a transcript says, when, and by whom; and what all formats have in common."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

WORD_S = 0.4
"""How long a word takes, where nothing says when it ends: 150 words a minute."""

_MOMENT = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):([0-5]?\d)(?:[.,](\d{1,9}))?")


@dataclass(frozen=True)
class Cue:
    """One thing said; times are seconds from the start of the media."""

    start_s: float
    end_s: float
    speaker: str | None
    """None where the file does not say: whoever spoke before."""
    text: str


@dataclass(frozen=True)
class OpenCue:
    """A cue of a format that need not say when it ends."""

    start_s: float
    end_s: float | None
    speaker: str | None
    text: str


class TranscriptError(ValueError):
    """A transcript that apps cannot read; `line` starts at 1 and is 0 where none applies."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


def parse_moment(text: str) -> float | None:
    """Seconds of a time as people write it; None where it is none.

    >>> parse_moment("0:53"), parse_moment("1:02:03.500"), parse_moment("soon")
    (53.0, 3723.5, None)
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups(default="0")
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(fraction) / 10.0 ** len(fraction)


def close_cues(found: Sequence[OpenCue]) -> Iterator[Cue]:
    """Cues that end: each where it says or else where the next one starts.

    The last one, and one that starts no earlier than the next, ends after
    the time that its words take.

    >>> hello, you = OpenCue(0.0, None, None, "Hello"), OpenCue(2.0, None, None, "all of you")
    >>> [cue.end_s for cue in close_cues([hello, you])]
    [2.0, 3.2]
    """
    nexts = [after.start_s for _, after in pairwise(found)]
    for each, following in zip(found, [*nexts, 0.0][: len(found)], strict=True):
        spoken_s = max(1.0, round(len(each.text.split()) * WORD_S, 3))
        end_s = each.end_s
        if end_s is None:
            end_s = following if following > each.start_s else each.start_s + spoken_s
        yield Cue(each.start_s, end_s, each.speaker, each.text)


def name_speakers(cues: Iterable[Cue]) -> Iterator[Cue]:
    """The same cues, each with its speaker: who is not named is whoever spoke before."""
    speaker: str | None = None
    for cue in cues:
        speaker = cue.speaker or speaker
        yield replace(cue, speaker=speaker)
