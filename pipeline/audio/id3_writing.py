"""The ID3v2.3 tag of a published MP3: the version that every player reads."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import quote

import mutagen.id3

from pipeline.audio.flaws import FlawError
from pipeline.audio.languages import three_letters
from pipeline.audio.media_tags import MediaTags
from pipeline.audio.tag_values import clean_text, parse_picture_type
from pipeline.core.audio_facts import Chapter

_id3: Any = mutagen.id3  # its types are unknown
_HEADER_BYTES = 10
_UTF16 = 1
_FRONT_COVER = 3
_CHAPTERS = 255
"""What the one byte that counts them can say (ID3v2 Chapter Frame Addendum)."""
_SUBTITLE_LETTERS = 255
_URL_SAFE = "%/:=&?~#+!$,;'@()*[]"
_TOP_LEVEL_AND_ORDERED = 3


def render_id3(tags: MediaTags, duration_s: float) -> bytes:
    """A whole tag, the same bytes for the same values.

    Raises:
        FlawError: More chapters than a tag can hold.
    """
    frames = (*_texts(tags), *_links(tags), *_summary(tags), *_cover(tags), *_chapters(tags, duration_s))
    body = b"".join(_render(frame) for frame in frames)
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + size + body


def _render(frame: Any) -> bytes:
    """One frame as ID3v2.3.

    In a whole tag mutagen sorts frames by length, and ffmpeg among others
    lists chapters in the order in which they stand.
    """
    tag, out = _id3.ID3(), BytesIO()
    tag.add(frame)
    tag.update_to_v23()
    tag.save(out, v1=0, v2_version=3, padding=lambda _info: 0)
    return out.getvalue()[_HEADER_BYTES:]


def _texts(tags: MediaTags) -> Iterator[Any]:
    values = {
        "TIT2": tags.title,
        "TPE1": tags.artist,
        "TPE2": tags.album,
        "TALB": tags.album,
        "TRCK": tags.number,
        "TPOS": tags.season,
        "TYER": tags.date.strftime("%Y"),
        "TDAT": tags.date.strftime("%d%m"),
        "TIME": tags.date.strftime("%H%M"),  # mutagen's own conversion forgets it at full hours
        "TCON": "Podcast",
        "TLAN": three_letters(tags.language),
        "TGID": tags.guid,
    }
    for name, value in values.items():
        text = clean_text(value) if value is not None else None
        if text:
            yield _frame(name, text)
    yield _id3.PCST(value=1)


def _frame(name: str, text: str) -> Any:
    return getattr(_id3, name)(encoding=_UTF16, text=[text])


def _links(tags: MediaTags) -> Iterator[Any]:
    if tags.page_url:
        yield _id3.WOAF(url=_link(tags.page_url))
    if tags.feed_url:
        yield _id3.WFED(url=_link(tags.feed_url))


def _link(url: str) -> str:
    """ID3 links are Latin-1; anything else is written in percent signs."""
    return quote(url.encode("utf-8", "replace"), safe=_URL_SAFE)


def _summary(tags: MediaTags) -> Iterator[Any]:
    text = clean_text(tags.summary or "")
    if text:
        yield _id3.COMM(encoding=_UTF16, lang=three_letters(tags.language), desc="", text=[text])
        yield _frame("TDES", text)
        yield _frame("TIT3", shorten(text, _SUBTITLE_LETTERS))


def shorten(text: str, limit: int) -> str:
    """The first words of a text.

    >>> shorten("one two three", 9), shorten("one\\ntwo", 9)
    ('one two…', 'one two')
    """
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rpartition(" ")[0][: limit - 1] + "…"


def _cover(tags: MediaTags) -> Iterator[Any]:
    if tags.cover:
        kind = parse_picture_type(tags.cover)
        yield _id3.APIC(encoding=0, mime=kind, type=_FRONT_COVER, desc="", data=tags.cover)


def _chapters(tags: MediaTags, duration_s: float) -> Iterator[Any]:
    """A CHAP for each chapter, and one CTOC that lists those that are not hidden.

    A hidden one with a picture alone is left out: pictures are not written,
    and players that know no CTOC would list it by a number.
    """
    if all(chapter.hidden for chapter in tags.chapters):
        return
    chapters = [each for each in tags.chapters if not each.hidden or clean_text(each.title) or each.url]
    names = [f"chp{number}" for number in range(1, len(chapters) + 1)]
    listed = [name for name, chapter in zip(names, chapters, strict=True) if not chapter.hidden]
    if len(listed) > _CHAPTERS:
        raise FlawError(
            f"has {len(listed)} chapters; the tags of an MP3 hold {_CHAPTERS}", "join some of them"
        )
    yield _id3.CTOC(element_id="toc", flags=_TOP_LEVEL_AND_ORDERED, child_element_ids=listed, sub_frames=[])
    starts_s = [chapter.start_s for chapter in chapters]
    for index, (name, chapter) in enumerate(zip(names, chapters, strict=True)):
        # a hidden one may start with it
        following_s = next((each for each in starts_s[index:] if each > chapter.start_s), duration_s)
        yield _chapter(name, chapter, chapter.end_s or following_s, clean_text(chapter.title) or name[3:])


def _chapter(name: str, chapter: Chapter, end_s: float, title: str) -> Any:
    link = [_id3.WXXX(encoding=0, desc="", url=_link(chapter.url))] if chapter.url else []
    start_ms = round(chapter.start_s * 1000)
    return _id3.CHAP(
        element_id=name,
        start_time=start_ms,
        end_time=max(start_ms, round(end_s * 1000)),
        sub_frames=[_frame("TIT2", title), *link],
    )
