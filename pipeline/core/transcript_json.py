"""JSON transcripts read: the podcast namespace's segments, and what Podlove's publisher and player write."""

import json
from collections.abc import Iterator, Mapping, Sequence

from pipeline.core.transcript_cues import Cue, OpenCue, TranscriptError, close_cues, parse_moment

MAX_SECONDS = 1e7
"""Nothing lasts a hundred days."""


def parse_json(text: str) -> Iterator[Cue]:
    """Read the podcast namespace's JSON, or Podlove's, which is told by its shape.

    Raises:
        TranscriptError: It is neither.
    """
    document = _load(text)
    entries = _podlove_entries(document)
    if entries is not None:
        return close_cues(list(_podlove(entries, _contributors(document))))
    segments = document.get("segments") if isinstance(document, dict) else None
    if not isinstance(segments, list):
        raise TranscriptError('it has no list of "segments"')
    return close_cues([_segment(segment, number) for number, segment in enumerate(segments, start=1)])


def is_podlove(text: str) -> bool:
    """Whether JSON is a transcript of Podlove's, which no app reads but Podlove's own.

    >>> is_podlove('[{"start_ms": 0, "end_ms": 900, "text": "Hi"}]'), is_podlove('{"segments": []}')
    (True, False)
    """
    is_list = text.removeprefix("\ufeff").lstrip().startswith("[")
    if not is_list and ('"transcripts"' not in text or '"segments"' in text):
        return False  # most files are told apart without being read
    try:
        return _podlove_entries(_load(text)) is not None
    except TranscriptError:
        return False


def _load(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise TranscriptError(f"it is not JSON: {error.msg}", error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise TranscriptError("it is not JSON that apps can read") from error


def _segment(segment: object, number: int) -> OpenCue:
    where = f"segment {number}"
    if not isinstance(segment, dict):
        raise TranscriptError(f"{where} is not an object")
    start = _seconds(segment, "startTime", where)
    end = None if segment.get("endTime") is None else _seconds(segment, "endTime", where)
    return OpenCue(start, end, _name(segment.get("speaker")), _words(segment, "body", where))


def _podlove_entries(document: object) -> list[object] | None:
    """The entries of a Podlove transcript; None where the shape is another.

    The publisher writes a list, the player's configuration holds one.
    """
    listed = document.get("transcripts") if isinstance(document, dict) else document
    if not isinstance(listed, list) or (isinstance(document, dict) and "segments" in document):
        return None
    first = listed[0] if listed else None
    is_one = isinstance(first, dict) and bool({"start", "start_ms", "items"} & first.keys())
    return listed if is_one else None


def _contributors(document: object) -> dict[str, str]:
    """Names by id, where the player's configuration lists them."""
    listed = document.get("contributors") if isinstance(document, dict) else None
    people = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    named = ((str(each.get("id")), _name(each.get("name"))) for each in people)
    return {known: name for known, name in named if name}


def _podlove(entries: Sequence[object], names: Mapping[str, str]) -> Iterator[OpenCue]:
    """Cues of entries; those of a group are its items, in its voice."""
    for number, entry in enumerate(entries, start=1):
        where = f"entry {number}"
        if not isinstance(entry, dict):
            raise TranscriptError(f"{where} is not an object")
        items = entry.get("items", [entry])
        if not isinstance(items, list):
            raise TranscriptError(f'"items" of {where} is no list')
        for item in items:
            if not isinstance(item, dict):
                raise TranscriptError(f"{where} holds what is not an object")
            start, end = (_podlove_moment(item, key, where) for key in ("start", "end"))
            if start is None:
                raise TranscriptError(f'{where} has no time in "start" or "start_ms"')
            yield OpenCue(start, end, _voice(entry, names), _words(item, "text", where))


def _voice(entry: Mapping[str, object], names: Mapping[str, str]) -> str | None:
    """Who speaks: `speaker` is the id of a contributor, `voice` the name in the recording."""
    speaker = entry.get("speaker")
    known = names.get(str(speaker))
    said = _name(speaker)
    return known or _name(entry.get("voice")) or (None if said and said.isdigit() else said)


def _podlove_moment(item: Mapping[str, object], key: str, where: str) -> float | None:
    """Seconds of `start_ms` or, where that is missing, of the clock in `start`."""
    if item.get(f"{key}_ms") is not None:
        return _number(item[f"{key}_ms"], f'"{key}_ms" of {where}', "milliseconds", MAX_SECONDS * 1000) / 1000
    value = item.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        return _number(value, f'"{key}" of {where}', "a time", MAX_SECONDS)
    seconds = parse_moment(value)
    if seconds is None:
        raise TranscriptError(f'"{key}" of {where} is {_shown(value)}, not a time')
    return seconds


def _seconds(segment: Mapping[str, object], key: str, where: str) -> float:
    return _number(segment.get(key), f'"{key}" of {where}', "seconds", MAX_SECONDS)


def _number(value: object, what: str, unit: str, limit: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < limit:
        raise TranscriptError(f"{what} is {_shown(value)}, not {unit}")
    return float(value)


def _shown(value: object) -> str:
    """A value as a message shows it, however large."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return json.dumps(value[:60] if isinstance(value, str) else value)[:40]


def _words(item: Mapping[str, object], key: str, where: str) -> str:
    value = item.get(key)
    if not isinstance(value, str):
        raise TranscriptError(f'{where} has no text in "{key}"')
    return value.strip()


def _name(value: object) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None
