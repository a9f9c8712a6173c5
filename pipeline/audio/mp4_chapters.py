"""Chapters as an MP4 says them: which it lists, Nero's list of them, and the samples of a text track."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.audio.boxes import render_box, render_full_box
from pipeline.audio.flaws import FlawError
from pipeline.audio.tag_values import clean_text
from pipeline.core.audio_facts import Chapter

_MOST = 255
"""What the one byte that counts them in Nero's list can say."""
_NERO_TITLE_BYTES = 255
TITLE_BYTES = 4096
"""Of a longer sample of a text track only this much is read, and no longer one is written."""
_UTF8 = render_box(b"encd", b"\0\0\1\0")
"""What encoding a text has; QuickTime takes it for Mac Roman where this box is not behind it."""


@dataclass(frozen=True)
class Mark:
    """A chapter that players list."""

    start_ms: int
    title: str


def plan_marks(chapters: Iterable[Chapter], duration_s: float) -> tuple[Mark, ...]:
    """What there is to list: ascending, each with a title.

    Hidden chapters are left out, and those that last no time: they start where
    the next one does, or where the media ends.

    Raises:
        FlawError: More chapters than can be listed.

    >>> plan_marks([Chapter(start_s=2, title=""), Chapter(start_s=0, title="Hello")], 9.0)
    (Mark(start_ms=0, title='Hello'), Mark(start_ms=2000, title='1'))
    """
    listed = [
        Mark(round(max(0.0, each.start_s) * 1000), clean_text(each.title) or str(number))
        for number, each in enumerate(chapters, start=1)
        if not each.hidden
    ]
    if len(listed) > _MOST:
        raise FlawError(f"has {len(listed)} chapters; the tags of an MP4 hold {_MOST}", "join some of them")
    end_ms = _whole_ms(duration_s)
    by_start = {mark.start_ms: mark for mark in listed if mark.start_ms < end_ms}
    return tuple(by_start[start_ms] for start_ms in sorted(by_start))


def _whole_ms(duration_s: float) -> int:
    """No chapter lasts longer than the media: never rounded up."""
    return int(duration_s * 1000 + 1e-6)


def cut_title(title: str, size_bytes: int) -> str:
    """As many letters as fit into so many bytes of UTF-8.

    >>> cut_title("Привет", 5), cut_title("One two", 4)
    ('Пр', 'One')
    """
    return title.encode()[:size_bytes].decode("utf-8", "ignore").rstrip()


def render_chpl(marks: Sequence[Mark]) -> bytes:
    """Nero's list: starts in units of 100 nanoseconds, titles of at most 255 bytes."""
    entries = (
        (mark.start_ms * 10_000).to_bytes(8, "big") + bytes((len(title),)) + title
        for mark in marks
        for title in (cut_title(mark.title, _NERO_TITLE_BYTES).encode(),)
    )
    return render_full_box(b"chpl", bytes(4), bytes((len(marks),)), *entries, version=1)


def parse_chpl(body: bytes) -> tuple[Chapter, ...]:
    """Read Nero's list, as far as it goes."""
    at = 8 if body[:1] == b"\x01" else 4
    count, at = body[at] if at < len(body) else 0, at + 1
    chapters = []
    for _ in range(count):
        start, length = int.from_bytes(body[at : at + 8], "big"), body[at + 8] if at + 8 < len(body) else 0
        title = body[at + 9 : at + 9 + length].decode("utf-8", "ignore").strip("\0 ")
        if at + 9 + length > len(body):
            break
        chapters.append(Chapter(start_s=round(start / 1e7, 3), title=title))
        at += 9 + length
    return tuple(chapters)


def plan_samples(marks: Sequence[Mark], duration_s: float) -> list[tuple[bytes, int]]:
    """The samples of the text track, and how many milliseconds each is shown.

    They fill the time from 0 to the end: what lies before the first chapter
    has a sample without a title.
    """
    from_zero = marks if marks[0].start_ms == 0 else (Mark(0, ""), *marks)
    ends = (*(mark.start_ms for mark in from_zero), _whole_ms(duration_s))
    lengths_ms = [end - start for start, end in pairwise(ends)]
    return [(render_sample(mark.title), ms) for mark, ms in zip(from_zero, lengths_ms, strict=True)]


def render_sample(title: str) -> bytes:
    """The text of one sample: two bytes of length, UTF-8, and the box that says so."""
    text = cut_title(title, TITLE_BYTES - 2).encode()
    return len(text).to_bytes(2, "big") + text + _UTF8


def parse_sample(sample: bytes) -> str:
    """The text of one sample: two bytes of length, then UTF-8, or UTF-16 with its mark.

    >>> parse_sample(b"\\x00\\x02Hi and more")
    'Hi'
    """
    text = sample[2 : 2 + int.from_bytes(sample[:2], "big")]
    encoding = "utf-16" if text[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return text.decode(encoding, "ignore").strip("\0 \r\n\t")
