"""Podlove Simple Chapters 1.2: the chapters Spotify reads from a feed."""

from collections.abc import Iterable

from pipeline.core.audio_facts import Chapter
from pipeline.feed.element import Element, Namespace
from pipeline.feed.model import Entry, FeedItem, is_web_address
from pipeline.feed.text import clean_line


def format_play_time(start_s: float) -> str:
    """Normal Play Time, to the millisecond where it is not a whole second.

    >>> format_play_time(3723.5), format_play_time(59.9996), format_play_time(0)
    ('01:02:03.500', '00:01:00', '00:00:00')
    """
    whole_s, rest_ms = divmod(round(start_s * 1000), 1000)
    clock = f"{whole_s // 3600:02d}:{whole_s // 60 % 60:02d}:{whole_s % 60:02d}"
    return f"{clock}.{rest_ms:03d}" if rest_ms else clock


def listed_chapters(item: FeedItem) -> list[Chapter]:
    """The chapters that players list, in order: the format has neither silent markers nor nameless ones.

    A slim item has none: apps find them in its chapters file.
    """
    if item.is_slim:
        return []
    listed = (each for each in item.details.chapters if not each.hidden and clean_line(each.title))
    return sorted(listed, key=lambda each: each.start_s)


def _chapters(entry: Entry) -> Iterable[Element]:
    chapters = tuple(_chapter(each, entry) for each in listed_chapters(entry.item))
    if chapters:
        yield Element("chapters", attributes={"version": "1.2"}, children=chapters)


def _chapter(chapter: Chapter, entry: Entry) -> Element:
    attributes = {
        "start": format_play_time(chapter.start_s),
        "title": clean_line(chapter.title),
        "href": chapter.url if is_web_address(chapter.url) else None,
        "image": entry.show.file_url(chapter.image, entry.item.record.files),
    }
    return Element("chapter", attributes=attributes)


SIMPLE_CHAPTERS = Namespace(prefix="psc", uri="http://podlove.org/simple-chapters", item=(_chapters,))
