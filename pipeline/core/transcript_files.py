"""The transcripts of an episode: found or named, supplied or made from one that was supplied."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.core.content_types import TRANSCRIPT_TYPES
from pipeline.core.front_matter import FrontMatter, TranscriptEntry

BEST_SOURCES = ("text/vtt", "application/json", "application/x-subrip", "text/html")
"""What others are made from, best first: by how well each says who speaks, and when."""

PAGE_FORMATS = ("html",)
"""Made for the pages alone; the feed does not list them."""

_MADE = re.compile(r"(.+)\.([a-z]+) \(made from (.+)\)")
_ORDER = {content_type: index for index, content_type in enumerate(TRANSCRIPT_TYPES.values())}


@dataclass(frozen=True)
class Transcript:
    """One transcript: `path` is relative to the episode's folder."""

    path: str
    content_type: str
    language: str


@dataclass(frozen=True)
class Wish:
    """A transcript to be made, and what it can be made from, best first."""

    extension: str
    """Without the dot."""
    sources: tuple[str, ...]


def is_transcript_name(name: str) -> bool:
    """Whether a file is found as a transcript by its name.

    >>> [is_transcript_name(name) for name in ("transcript.vtt", "transcript.es-419.srt", "a.vtt")]
    [True, True, False]
    """
    return bool(
        re.fullmatch(r"transcript(\.[A-Za-z0-9-]{2,12})?\.(vtt|srt|json|txt|html)", name, re.IGNORECASE)
    )


def made_name(source: str, extension: str) -> str:
    """What a made transcript is called in a record; no file in a folder is.

    >>> made_name("transcript.de.vtt", "srt")
    'transcript.de.srt (made from transcript.de.vtt)'
    """
    return f"{source.rpartition('.')[0]}.{extension} (made from {source})"


def source_of_made(name: str) -> str | None:
    """What a file of a record was made from; None for one that was supplied.

    >>> source_of_made("transcript.srt (made from transcript.vtt)"), source_of_made("transcript.vtt")
    ('transcript.vtt', None)
    """
    found = _MADE.fullmatch(name)
    return found[3] if found else None


def supplied_transcripts(front: FrontMatter, names: Collection[str], language: str) -> list[Transcript]:
    """What the producer supplies: as the front matter lists it or else as it is found, best format first.

    Args:
        front: Of the episode.
        names: Of the files beside it.
        language: Of a transcript that does not say.
    """
    said = front.transcript
    if said is not None:
        return [_transcript(each, language) for each in (said if isinstance(said, list) else [said])]
    found = [_transcript(name, language) for name in sorted(names) if is_transcript_name(name)]
    return best_first(found)


def best_first(transcripts: Sequence[Transcript]) -> list[Transcript]:
    """WebVTT before SRT and so on; what is of the same format stays in its order."""
    return sorted(transcripts, key=lambda each: _ORDER[each.content_type])


def plan_made(supplied: Sequence[Transcript], formats: Collection[str]) -> Iterator[Wish]:
    """What is to be made, so that each language has each of these formats.

    Whether a source has the cues that it takes is another matter.

    Args:
        supplied: By the producer.
        formats: Extensions without the dot: `Show.transcript_formats`, `PAGE_FORMATS`.
    """
    sources = sorted(
        (each for each in supplied if each.content_type in BEST_SOURCES),
        key=lambda each: BEST_SOURCES.index(each.content_type),
    )
    has = {(each.language.lower(), each.content_type) for each in supplied}
    for language in dict.fromkeys(each.language.lower() for each in sources):
        paths = tuple(each.path for each in sources if each.language.lower() == language)
        for extension in dict.fromkeys(formats):
            if (language, TRANSCRIPT_TYPES[f".{extension}"]) not in has:
                yield Wish(extension, paths)


def made_transcripts(
    supplied: Sequence[Transcript], names: Collection[str], formats: Collection[str]
) -> Iterator[Transcript]:
    """What was made from what is supplied, in the language of its source."""
    languages = {each.path: each.language for each in supplied}
    for wish in plan_made(supplied, formats):
        made = next((path for path in wish.sources if made_name(path, wish.extension) in names), None)
        if made is not None:
            content_type = TRANSCRIPT_TYPES[f".{wish.extension}"]
            yield Transcript(made_name(made, wish.extension), content_type, languages[made])


def _transcript(entry: str | TranscriptEntry, language: str) -> Transcript:
    path = entry if isinstance(entry, str) else entry.file
    named = re.search(r"\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.\w+$", path)
    said = None if isinstance(entry, str) else entry.language
    spoken = said or (_spelled(named[1]) if named else language)
    return Transcript(path, TRANSCRIPT_TYPES.get(PurePosixPath(path).suffix.lower(), "text/plain"), spoken)


def _spelled(code: str) -> str:
    """A language code in the case that everybody writes (BCP 47, section 2.1.1).

    >>> _spelled("EN"), _spelled("pt-br"), _spelled("zh-hant-TW")
    ('en', 'pt-BR', 'zh-Hant-TW')
    """
    primary, *rest = code.lower().split("-")
    cased = (part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in rest)
    return "-".join([primary, *cased])
