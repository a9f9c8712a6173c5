"""Chapters in a description: the list of times that Apple, Spotify and YouTube read."""

from collections.abc import Iterator
from itertools import pairwise

from pipeline.core.chapters import format_clock
from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ItemCase, at
from pipeline.core.rules.feeds.chapter_times import Moment, is_ascending, listed_chapters, simple_chapters
from pipeline.core.rules.feeds.values import parse_duration
from pipeline.core.rules.sources import APPLE_CHAPTERS, LISTED_TIMES, SPOTIFY_CHAPTERS
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

ENOUGH = 3
SHORTEST_S = 30
LONG_TITLE = 40
DENSE_S = 120
_SAME_S = 1.0
"""A list in the description has whole seconds."""


def _duration(case: ItemCase) -> int:
    """Of the audio in seconds; 0 where the feed does not say."""
    return parse_duration(case.item.text_of("itunes:duration")) or 0


def _listed(case: ItemCase) -> tuple[Moment, ...]:
    """The list in the description if it seems to be one of chapters, and not of the times of a day."""
    listed, length = listed_chapters(case.item), _duration(case)
    are_inside = not length or sum(each.start_s < length for each in listed) * 2 > len(listed)
    return listed if len(listed) >= ENOUGH and are_inside else ()


def _description(case: ItemCase) -> Node:
    return case.item.find("description") or case.item


def check_first(case: ItemCase) -> Iterator[Finding]:
    listed = _listed(case)
    if listed and listed[0].start_s and is_ascending(listed):
        text = (
            f"<description> lists chapters from {format_clock(listed[0].start_s)} on: apps want one at 00:00"
        )
        yield at(_description(case), text, "begin the list with 00:00")


def check_enough(case: ItemCase) -> Iterator[Finding]:
    listed = listed_chapters(case.item)
    if 0 < len(listed) < ENOUGH and not listed[0].start_s:
        text = f"<description> lists {len(listed)} of the 3 chapters that apps want at least"
        yield at(_description(case), text, "list three or more, each on a line of its own")


def check_order(case: ItemCase) -> Iterator[Finding]:
    for before, after in pairwise(_listed(case)):
        if after.start_s <= before.start_s:
            first, second = format_clock(before.start_s), format_clock(after.start_s)
            text = f"<description> lists {second} {one_line(after.title)} after {first}"
            yield at(_description(case), text, "sort the chapters by time, each once")
            break


def check_within(case: ItemCase) -> Iterator[Finding]:
    listed, length = _listed(case), _duration(case)
    late = [each for each in listed if length and each.start_s >= length]
    if late and not listed[0].start_s:
        start, end = format_clock(late[0].start_s), format_clock(length)
        text = f"<description> lists {start} {one_line(late[0].title)}, but <itunes:duration> is {end}"
        yield at(_description(case), text, "correct the time or the duration")


def check_agree(case: ItemCase) -> Iterator[Finding]:
    listed, simple = _listed(case), simple_chapters(case.item)
    if not listed or not simple or not is_ascending(listed) or not is_ascending(simple):
        return
    odd = next(
        (b for a, b in zip(listed, simple, strict=False) if abs(a.start_s - int(b.start_s)) > _SAME_S), None
    )
    if odd or len(listed) != len(simple):
        what = f"{format_clock(odd.start_s)} {one_line(odd.title)}" if odd else f"{len(simple)} chapters"
        rest = "" if odd else f", and the list has {len(listed)}"
        text = f"<psc:chapters> has {what}, which is not so in <description>{rest}"
        yield Finding("", text, "write the same chapters in both", line=(odd or simple[0]).line)


def check_titles(case: ItemCase) -> Iterator[Finding]:
    for each in (*_listed(case), *simple_chapters(case.item)):
        if len(each.title) >= LONG_TITLE:
            text = f"the chapter {one_line(each.title)} has a title of {len(each.title)} characters"
            yield Finding("", text, "shorten it to less than 40", line=each.line or _description(case).line)


def check_short(case: ItemCase) -> Iterator[Finding]:
    simple = simple_chapters(case.item)
    chapters = simple or _listed(case)
    for before, after in pairwise(chapters if is_ascending(chapters) else ()):
        if after.start_s - before.start_s < SHORTEST_S:
            text = f"the chapter {one_line(before.title)} lasts {after.start_s - before.start_s:g} s"
            line = before.line or _description(case).line
            yield Finding("", text, "merge it with the next: Spotify wants 30 seconds or more", line=line)


def check_density(case: ItemCase) -> Iterator[Finding]:
    listed, length = _listed(case), _duration(case)
    if listed and length and length < len(listed) * DENSE_S:
        text = f"<description> lists {len(listed)} chapters for {format_clock(length)}"
        yield at(_description(case), text, "list about one for two minutes or more, and six for an hour")


def check_read_by_spotify(case: ItemCase) -> Iterator[Finding]:
    linked = case.item.find("podcast:chapters")
    if linked and not simple_chapters(case.item) and not _listed(case):
        text = "<podcast:chapters> is all there is of chapters: Spotify does not read it"
        yield at(linked, text, "list them in <description> or in <psc:chapters> as well")


WARNING, ADVICE = Level.WARNING, Level.ADVICE

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "desc-chapters-first",
        WARNING,
        *LISTED_TIMES,
        "a list of chapters begins with 00:00",
        check_first,
        "let the first line begin with 00:00: the list counts for nothing otherwise",
        "00:30 Hello / 04:10 Tendons / 21:00 Goodbye",
        "00:00 Hello / 04:10 Tendons / 21:00 Goodbye",
    ),
    Rule(
        "desc-chapters-count",
        WARNING,
        *LISTED_TIMES,
        "a list of chapters has three or more",
        check_enough,
        "list three chapters or more, or none",
        "00:00 Hello / 04:10 Tendons",
        "00:00 Hello / 04:10 Tendons / 21:00 Goodbye",
    ),
    Rule(
        "desc-chapters-order",
        WARNING,
        *LISTED_TIMES,
        "a list of chapters is in the order of time",
        check_order,
        "sort the chapters by time, each once",
        "00:00 Hello / 21:00 Goodbye / 04:10 Tendons",
        "00:00 Hello / 04:10 Tendons / 21:00 Goodbye",
    ),
    Rule(
        "desc-chapters-within",
        WARNING,
        *LISTED_TIMES,
        "listed chapters start before the audio ends",
        check_within,
        "correct the time of the chapter, or the duration",
        "1:10:00 Goodbye, in an episode of 30 minutes",
        "21:00 Goodbye",
    ),
    Rule(
        "desc-chapters-agree",
        WARNING,
        *LISTED_TIMES,
        "the chapters of the description are those of psc:chapters",
        check_agree,
        "write the same chapters everywhere: which of them an app takes is not told",
        '04:10 Tendons in the description, <psc:chapter start="05:10" title="Tendons"/>',
        '04:10 Tendons in the description, <psc:chapter start="04:10" title="Tendons"/>',
    ),
    Rule(
        "spotify-chapter-title",
        ADVICE,
        *SPOTIFY_CHAPTERS,
        "chapters have titles of less than 40 characters",
        check_titles,
        "shorten the title to less than 40 characters",
        "04:10 Everything that we have ever learned about tendons",
        "04:10 All about tendons",
    ),
    Rule(
        "spotify-chapter-length",
        ADVICE,
        *SPOTIFY_CHAPTERS,
        "chapters last 30 seconds or more",
        check_short,
        "merge short chapters with their neighbours",
        "00:00 Hello / 00:10 Tendons / 21:00 Goodbye",
        "00:00 Tendons / 12:00 More tendons / 21:00 Goodbye",
    ),
    Rule(
        "apple-chapters-density",
        ADVICE,
        *APPLE_CHAPTERS,
        "chapters last two minutes or more on average",
        check_density,
        "list about six chapters for an hour",
        "20 chapters for 20 minutes",
        "5 chapters for 20 minutes",
    ),
    Rule(
        "spotify-chapters-read",
        ADVICE,
        *SPOTIFY_CHAPTERS,
        "chapters stand where Spotify reads them",
        check_read_by_spotify,
        "list the chapters in the description, or write psc:chapters, beside the chapters file",
        '<podcast:chapters url="…" type="application/json+chapters"/> alone',
        "the same, and <psc:chapters> with the same chapters",
    ),
)
