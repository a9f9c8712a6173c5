"""Chapters from the timestamps in notes: their titles are Markdown there, and plain everywhere else."""

import re
from html import unescape

from pipeline.core.audio_facts import Chapter
from pipeline.core.chapters import parse_note_timestamps
from pipeline.core.notes.commonmark import render_raw
from pipeline.core.notes.plain import plain_text

_LINK = re.compile(r'<a href="(https://[^"]+)"')


def noted_chapters(notes: str) -> tuple[Chapter, ...]:
    """Every chapter that the notes list; the first link in a title goes with its chapter.

    >>> chapters = noted_chapters("00:00 Hello\\n00:30 *Why* [it](https://a.example/) hurts\\n01:00 R&amp;D")
    >>> [(each.title, each.url) for each in chapters]
    [('Hello', None), ('Why it hurts', 'https://a.example/'), ('R&D', None)]
    """
    return tuple(_plain(each) for each in parse_note_timestamps(notes))


def _plain(chapter: Chapter) -> Chapter:
    html = render_raw(chapter.title)
    link = _LINK.search(html)
    title = plain_text(html) or chapter.title
    return chapter.model_copy(update={"title": title, "url": unescape(link[1]) if link else None})
