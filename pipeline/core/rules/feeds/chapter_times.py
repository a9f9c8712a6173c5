"""Chapters as a feed itself has them: timestamps in the description, and Podlove Simple Chapters."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.notes_html import text_lines

_MOST = 1_000

_HAS_TIMES = re.compile(r"\d:[0-5]\d", re.ASCII)
_LISTED = re.compile(
    r"(?:[-*•]\s{0,3})?[(\[]?((?:\d{1,2}:[0-5]\d:|\d{1,3}:)[0-5]\d)[)\]]?\s{0,3}[-–—:|.]?\s{1,3}(\S.*)",
    re.ASCII,
)
_PLAY_TIME = re.compile(
    r"(?:(?:([0-9]{1,4}):)?([0-5]?[0-9]):([0-5][0-9])|([0-9]{1,3}):([0-5][0-9])|([0-9]{1,7}))(\.[0-9]{1,9})?"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """One chapter: when it starts, and what it is called."""

    start_s: float
    title: str
    line: int = 0


def parse_play_time(text: str) -> float | None:
    """Seconds from normal play time as Podlove has it; None for any other form.

    >>> parse_play_time("37"), parse_play_time("7:48"), parse_play_time("01:35:52.250")
    (37.0, 468.0, 5752.25)
    >>> parse_play_time("1m30s"), parse_play_time("1:75")
    (None, None)
    """
    found = _PLAY_TIME.fullmatch(text[:40].strip())
    if found is None:
        return None
    hours, minutes, seconds, long_minutes, short_seconds, alone, part = found.groups(default="0")
    whole = int(hours) * 3600 + (int(minutes) + int(long_minutes)) * 60
    return whole + int(seconds) + int(short_seconds) + int(alone) + float(part)


def simple_chapters(item: Node) -> list[Moment]:
    """The chapters of the first `psc:chapters` that can be read."""
    parent = item.find("psc:chapters")
    return [
        Moment(start, chapter.attributes.get("title", "").strip(), chapter.line)
        for chapter in (parent.children[:_MOST] if parent else ())
        if chapter.name == "psc:chapter"
        and (start := parse_play_time(chapter.attributes.get("start", ""))) is not None
    ]


def listed_chapters(item: Node) -> tuple[Moment, ...]:
    """The lines of the description that begin with a time and go on with words."""
    node = item.find("description")
    return _listed(node.text) if node and _HAS_TIMES.search(node.text) else ()


@lru_cache(maxsize=4)
def _listed(text: str) -> tuple[Moment, ...]:
    matches = (_LISTED.fullmatch(line[:500]) for line in text_lines(text))
    found = (Moment(_clock(match[1]), match[2]) for match in matches if match)
    return tuple(found)[:_MOST]


def _clock(text: str) -> float:
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * 60 + int(part)
    return float(seconds)


def is_ascending(chapters: Iterable[Moment]) -> bool:
    """Whether each starts after the one before it."""
    return all(before.start_s < after.start_s for before, after in pairwise(chapters))
