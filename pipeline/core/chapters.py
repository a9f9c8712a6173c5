"""Chapters: from the front matter, a chapters file or timestamps in the notes; and as JSON for apps."""

import json
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.core.audio_facts import Chapter
from pipeline.core.front_matter import ChapterEntry
from pipeline.core.notes.characters import drop_illegal

_TIMESTAMP = re.compile(
    r"(?:[-*+]\s+|\d+[.)]\s+)?[*_]{0,2}[(\[]?(\d{1,2}:[0-5]\d:[0-5]\d|\d{1,3}:[0-5]\d)[)\]]?[*_]{0,2}"
    r"(?:\s*[-–—:|])?\s+(\S.*)"
)


class ChaptersError(ValueError):
    """A chapters file that says nothing usable; `str()` says why."""


def parse_clock(text: str) -> float:
    """Seconds from a timestamp.

    >>> parse_clock("12:34"), parse_clock("1:02:03.5")
    (754.0, 3723.5)
    """
    seconds = 0.0
    for part in text.split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def format_clock(seconds: float) -> str:
    """A timestamp that all apps read.

    >>> format_clock(754), format_clock(3723.5), format_clock(0)
    ('12:34', '1:02:03', '00:00')
    """
    hours, rest = divmod(int(seconds), 3600)
    clock = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{hours}:{clock}" if hours else clock


def chapters_of_entries(entries: Iterable[ChapterEntry]) -> tuple[Chapter, ...]:
    """Chapters as the front matter lists them."""
    return tuple(
        Chapter(start_s=parse_clock(each.start), title=each.title, url=each.url, image=each.image)
        for each in entries
    )


def parse_note_timestamps(notes: str) -> tuple[Chapter, ...]:
    """Chapters from a list of timestamps in the notes, if there is one.

    Apple and Spotify ask for at least three, ascending, the first at 0: what
    does not look like that is taken for prose.

    >>> [c.start_s for c in parse_note_timestamps("00:00 Hello\\n- 01:30 Why\\n(1:02:03) End")]
    [0.0, 90.0, 3723.0]
    >>> parse_note_timestamps("At 12:30 we met.")
    ()
    """
    lines = (line.strip().removesuffix("\\").rstrip() for line in notes.splitlines())
    matches = [match for line in lines if (match := _TIMESTAMP.fullmatch(line))]
    found = [Chapter(start_s=parse_clock(match[1]), title=match[2]) for match in matches]
    ascending = all(a.start_s < b.start_s for a, b in pairwise(found))
    return tuple(found) if len(found) >= 3 and found[0].start_s == 0 and ascending else ()


def break_timestamps(notes: str) -> str:
    r"""The notes with each of their timestamps on a line of its own, as apps want them.

    Markdown would run lines of one paragraph together.

    >>> break_timestamps("00:00 Hello\n01:30 Why\n02:00 End\n\nBye")
    '00:00 Hello\\\n01:30 Why\\\n02:00 End\n\nBye'
    """
    if not parse_note_timestamps(notes):
        return notes
    lines = notes.split("\n")
    for index, (line, following) in enumerate(pairwise(lines)):
        bare = line.rstrip("\r")
        ends = bare.endswith(("\\", "  "))
        if not ends and _TIMESTAMP.fullmatch(bare.strip()) and _TIMESTAMP.fullmatch(following.strip()):
            lines[index] = bare + "\\" if not _is_item(following) else line
    return "\n".join(lines)


def _is_item(line: str) -> bool:
    return re.match(r"\s*(?:[-*+]|\d+[.)])\s", line) is not None


def settle_chapters(chapters: Iterable[Chapter], duration_s: float | None, title: str) -> tuple[Chapter, ...]:
    """The chapters as every app gets them: ascending, the first at 0, none behind the end.

    Of two that start together the first stays, and one without a title is
    not listed anywhere. Where the first one starts later than that, one with
    the episode's title stands before it: players of MP4 know no time outside
    of chapters.

    >>> late = [Chapter(start_s=90, title="Why"), Chapter(start_s=30, title="Hello")]
    >>> [(each.start_s, each.title) for each in settle_chapters(late, 100, "Heels")]
    [(0.0, 'Heels'), (30.0, 'Hello'), (90.0, 'Why')]
    """
    by_start: dict[tuple[float, bool], Chapter] = {}
    for each in sorted(chapters, key=lambda each: (each.start_s, each.hidden)):
        if duration_s is None or each.start_s < duration_s:
            plain = _plain(each, duration_s)
            if plain.title or plain.url or plain.image:
                by_start.setdefault((plain.start_s, plain.hidden), plain)
    settled = list(by_start.values())
    first = next((index for index, each in enumerate(settled) if not each.hidden), None)
    if first is not None and settled[first].start_s >= 1:
        return (Chapter(start_s=0.0, title=title), *settled)
    if first is not None and settled[first].start_s > 0:
        settled.insert(0, settled.pop(first).model_copy(update={"start_s": 0.0}))
    return tuple(settled)


def _plain(chapter: Chapter, duration_s: float | None) -> Chapter:
    """What all formats can say of a chapter: a title, a link to the web, an end behind its start."""
    title, url, end_s = " ".join(chapter.title.split()), chapter.url or "", chapter.end_s
    ends = end_s is not None and chapter.start_s < end_s and (duration_s is None or end_s < duration_s + 1)
    changes = {
        "title": title,
        "hidden": chapter.hidden or not title,
        "url": url if url.lower().startswith(("http://", "https://")) else None,
        "end_s": end_s if ends else None,
    }
    return chapter.model_copy(update=changes)


def parse_chapters_json(text: str) -> tuple[Chapter, ...]:
    """Read a JSON chapters file (podcast namespace, version 1.x).

    Raises:
        ChaptersError: It is not such a file.
    """
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise ChaptersError(f"it is not JSON: {error.msg}, in line {error.lineno}") from error
    except (RecursionError, ValueError) as error:
        raise ChaptersError("it is not JSON that apps can read") from error
    entries = document.get("chapters") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise ChaptersError('it has no list of "chapters"')
    return tuple(_chapter(entry, number) for number, entry in enumerate(entries, start=1))


def _chapter(entry: object, number: int) -> Chapter:
    if not isinstance(entry, dict):
        raise ChaptersError(f"chapter {number} is not an object")
    end = None if entry.get("endTime") is None else _moment(entry, "endTime", number)
    return Chapter(
        start_s=_moment(entry, "startTime", number),
        title=_text(str(entry.get("title") or "")) or "",
        end_s=end,
        url=_text(entry.get("url")),
        image=_text(entry.get("img")),
        hidden=entry.get("toc") is False,
    )


def _moment(entry: dict[str, object], key: str, number: int) -> float:
    value = entry.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise ChaptersError(
            f'"{key}" of chapter {number} is {json.dumps(value)[:40]}, not a number of seconds'
        )
    return float(value)


def _text(value: object) -> str | None:
    """What a value says, without what JSON may hold but neither a feed nor a file's name."""
    return drop_illegal(value).strip() or None if isinstance(value, str) else None


def render_chapters_json(chapters: Sequence[Chapter]) -> bytes:
    """The chapters file that apps read; images must be absolute addresses by now."""
    entries = [
        {
            "startTime": int(c.start_s) if c.start_s == int(c.start_s) else round(c.start_s, 3),
            **({"endTime": round(c.end_s, 3)} if c.end_s is not None else {}),
            **({"title": c.title} if c.title else {}),
            **({"img": c.image} if c.image else {}),
            **({"url": c.url} if c.url else {}),
            **({"toc": False} if c.hidden else {}),
        }
        for c in chapters
    ]
    document = {"version": "1.2.0", "chapters": entries}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
