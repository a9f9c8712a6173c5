"""Rules of chapters, wherever they came from."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.core.audio_facts import Chapter
from pipeline.core.chapters import format_clock, parse_note_timestamps, settle_chapters
from pipeline.core.episode import AUDIO, NOTES
from pipeline.core.rules.candidate import EpisodeCase
from pipeline.core.rules.sources import APPLE_CHAPTERS, CHAPTERS_JSON, ID3_CHAPTERS, SPOTIFY_CHAPTERS
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

MAX_IN_TAGS = 255
"""One byte counts them, in ID3 and in Nero's list of an MP4."""
_SAME_S = 1.0
"""Timestamps in notes are whole seconds."""


def _visible(case: EpisodeCase) -> list[Chapter]:
    return [each for each in case.details.chapters if not each.hidden]


def check_first(case: EpisodeCase) -> Iterator[Finding]:
    shown = _visible(case)
    if shown and shown[0].start_s >= _SAME_S:
        text = f"the first chapter starts at {format_clock(shown[0].start_s)}: apps want one at 00:00"
        yield case.of_chapters(text, "add a chapter at 00:00", 0)


def check_ascending(case: EpisodeCase) -> Iterator[Finding]:
    for index, (before, after) in enumerate(pairwise(case.details.chapters), start=1):
        if after.start_s <= before.start_s:
            start, earlier = format_clock(after.start_s), format_clock(before.start_s)
            text = f"chapter {index + 1}, {one_line(after.title)}, starts at {start}, after one at {earlier}"
            yield case.of_chapters(text, "sort the chapters by time, each once", index)


def check_within(case: EpisodeCase) -> Iterator[Finding]:
    length = case.duration_s
    for index, each in enumerate(case.details.chapters if length else ()):
        if length is not None and each.start_s >= length:
            start, end = format_clock(each.start_s), format_clock(length)
            text = (
                f"chapter {index + 1}, {one_line(each.title)}, starts at {start}, but the audio ends at {end}"
            )
            yield case.of_chapters(text, "correct the time, or remove the chapter", index)


def check_ends(case: EpisodeCase) -> Iterator[Finding]:
    for index, each in enumerate(case.details.chapters):
        if each.end_s is not None and each.end_s <= each.start_s:
            start, end = format_clock(each.start_s), format_clock(each.end_s)
            text = f"chapter {index + 1}, {one_line(each.title)}, starts at {start} and ends at {end}"
            yield case.of_chapters(text, "correct its end, or leave it out", index)


def check_titles(case: EpisodeCase) -> Iterator[Finding]:
    for index, each in enumerate(case.details.chapters):
        if not each.hidden and not each.title.strip():
            text = f"chapter {index + 1} at {format_clock(each.start_s)} has no title"
            yield case.of_chapters(text, 'give it one, or hide it with "toc": false', index)


def check_links(case: EpisodeCase) -> Iterator[Finding]:
    for index, each in enumerate(case.details.chapters):
        images = (each.image,) if each.image and ":" in each.image else ()
        for url in (*((each.url,) if each.url else ()), *images):
            if not url.startswith("https://"):
                text = f"chapter {index + 1} at {format_clock(each.start_s)} links to {one_line(url)}"
                yield case.of_chapters(text, "link to an https:// address", index)


def check_number(case: EpisodeCase) -> Iterator[Finding]:
    """What will be written counts: one may be put before the first, and none is behind the end."""
    settled = settle_chapters(case.details.chapters, case.duration_s, case.details.title)
    count = sum(not each.hidden for each in settled)
    if case.is_retagged and count > MAX_IN_TAGS:
        kind = "MP3" if case.audio and case.audio.extension == ".mp3" else "MP4"
        text = f"there are {count} chapters: an {kind} holds {MAX_IN_TAGS}"
        yield case.of_chapters(text, "merge some, or set tag_media = false in podcast.toml")


def check_agree(case: EpisodeCase) -> Iterator[Finding]:
    source = case.details.sources.get("chapters")
    noted = parse_note_timestamps(case.candidate.notes or "") if source != NOTES else ()
    inside = case.audio.chapters if case.audio and source != AUDIO and not case.is_retagged else ()
    for where, others in (("the timestamps in the notes", noted), ("those inside the audio", inside)):
        if case.details.chapters and others and not _same_times(case.details.chapters, others):
            text = f"the chapters from {source} differ from {where}: apps show one or the other"
            yield case.of_chapters(text, "correct the times, or keep one list")


def _same_times(these: Sequence[Chapter], those: Sequence[Chapter]) -> bool:
    return len(these) == len(those) and all(
        abs(a.start_s - b.start_s) <= _SAME_S for a, b in zip(these, those, strict=True)
    )


def check_few(case: EpisodeCase) -> Iterator[Finding]:
    count = len(_visible(case))
    if count in (1, 2):
        said = "is 1 chapter" if count == 1 else "are 2 chapters"
        yield case.of_chapters(f"there {said}: Spotify shows three or more")


def check_lengths(case: EpisodeCase) -> Iterator[Finding]:
    shown = _visible(case)
    short = [(a, b) for a, b in pairwise(shown) if 0 < b.start_s - a.start_s < 30]
    if short:
        before, after = short[0]
        title, lasts = one_line(before.title), after.start_s - before.start_s
        yield case.of_chapters(f"the chapter {title} lasts {lasts:.0f} seconds: Spotify wants 30 or more")


def check_density(case: EpisodeCase) -> Iterator[Finding]:
    count, length = len(_visible(case)), case.duration_s or 0
    if count > 1 and length >= 600 and length / count < 120:
        minutes = length / 60
        yield case.of_chapters(
            f"there are {count} chapters in {minutes:.0f} minutes: Apple advises two minutes or more for each"
        )


def check_short_titles(case: EpisodeCase) -> Iterator[Finding]:
    for index, each in enumerate(case.details.chapters):
        if not each.hidden and len(each.title) > 40:
            text = f"chapter {index + 1} has a title of {len(each.title)} characters: Spotify cuts it at 40"
            yield case.of_chapters(text, None, index)


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

CHAPTER_RULES: tuple[Rule[EpisodeCase], ...] = (
    Rule(
        "chapters-first",
        WARNING,
        *APPLE_CHAPTERS,
        "the first chapter starts at 0",
        check_first,
        fix="Add a chapter at 00:00; airdate publishes one with the episode's title until then.",
        wrong="01:30 What a tendon is made of\n14:20 What to do this week",
        right="00:00 Welcome\n01:30 What a tendon is made of\n14:20 What to do this week",
    ),
    Rule(
        "chapters-ascending",
        WARNING,
        *CHAPTERS_JSON,
        "chapters ascend by time",
        check_ascending,
        fix="Sort the chapters by time, each time once.",
        wrong="00:00 Welcome\n14:20 What to do this week\n01:30 What a tendon is made of",
        right="00:00 Welcome\n01:30 What a tendon is made of\n14:20 What to do this week",
    ),
    Rule(
        "chapters-within",
        WARNING,
        *CHAPTERS_JSON,
        "chapters start before the audio ends",
        check_within,
        fix="Correct the time, or take the chapter out.",
        wrong="41:00 Goodbye (in 28 minutes of audio)",
        right="27:40 Goodbye (in 28 minutes of audio)",
    ),
    Rule(
        "chapters-end",
        WARNING,
        *CHAPTERS_JSON,
        "a chapter ends after it starts",
        check_ends,
        fix="Correct the time at which the chapter ends, or leave it out.",
        wrong='{"startTime": 90, "endTime": 60, "title": "Tendons"}',
        right='{"startTime": 90, "endTime": 860, "title": "Tendons"}',
    ),
    Rule(
        "chapters-title",
        WARNING,
        *CHAPTERS_JSON,
        "listed chapters have titles",
        check_titles,
        fix='Give the chapter a title, or hide it with "toc": false.',
        wrong='{"startTime": 90, "title": ""}',
        right='{"startTime": 90, "title": "Tendons"}',
    ),
    Rule(
        "chapters-https",
        WARNING,
        *CHAPTERS_JSON,
        "chapters link to encrypted addresses",
        check_links,
        fix="Link to an address that begins with https://.",
        wrong='{"startTime": 90, "title": "Tendons", "url": "http://journal.example/60"}',
        right='{"startTime": 90, "title": "Tendons", "url": "https://journal.example/60"}',
    ),
    Rule(
        "chapters-number",
        ERROR,
        *ID3_CHAPTERS,
        "an MP3 or MP4 holds 255 chapters at most",
        check_number,
        fix="Merge some; or set tag_media = false, and the audio is published as it is.",
        wrong="chapters.json: 300 chapters",
        right="chapters.json: 30 chapters",
    ),
    Rule(
        "chapters-agree",
        WARNING,
        *APPLE_CHAPTERS,
        "all lists of chapters agree",
        check_agree,
        fix="Correct the times, or keep one list: some apps show one, some another.",
        wrong="chapters.json: 00:00, 01:30, 14:20\nin the notes: 00:00, 01:35, 14:20",
        right="chapters.json: 00:00, 01:30, 14:20\nin the notes: 00:00, 01:30, 14:20",
    ),
    Rule(
        "chapters-few",
        ADVICE,
        *SPOTIFY_CHAPTERS,
        "there are three chapters or none",
        check_few,
        fix="Add one, or leave chapters out: Spotify shows three or more.",
        wrong="00:00 Welcome\n01:30 Tendons",
        right="00:00 Welcome\n01:30 Tendons\n14:20 What to do",
    ),
    Rule(
        "chapters-short",
        ADVICE,
        *SPOTIFY_CHAPTERS,
        "a chapter lasts at least 30 seconds",
        check_lengths,
        fix="Merge it with the one before or after.",
        wrong="00:00 Welcome\n00:10 Tendons\n14:20 What to do",
        right="00:00 Welcome\n01:30 Tendons\n14:20 What to do",
    ),
    Rule(
        "chapters-density",
        ADVICE,
        *APPLE_CHAPTERS,
        "in audio of ten minutes or more, there is at most one chapter for every two minutes",
        check_density,
        fix="Merge some.",
        wrong="12 chapters in 15 minutes",
        right="6 chapters in 15 minutes",
    ),
    Rule(
        "chapters-title-length",
        ADVICE,
        *SPOTIFY_CHAPTERS,
        "a chapter's title has at most 40 characters",
        check_short_titles,
        fix="Shorten it: Spotify cuts it at 40 characters.",
        wrong="01:30 What a tendon is made of, and why that matters when it hurts",
        right="01:30 What a tendon is made of",
    ),
)
