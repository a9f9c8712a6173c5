"""ID3 tags as mutagen reads them: text, chapters, cover."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from mutagen import MutagenError
from mutagen.id3 import ID3

from pipeline.audio.found_tags import FoundTags
from pipeline.audio.tag_values import clean_text, first_text, parse_count, parse_picture_type
from pipeline.core.audio_facts import AudioTags, Chapter

_read: Any = ID3  # its types are unknown
_FRONT_COVER = 3
_NO_TIME = 0xFFFFFFFF
_TOP_LEVEL = 2


def read_id3(file: BinaryIO) -> FoundTags:
    """Read ID3v2.2 to 2.4, or ID3v1 where there is no other.

    Tags that are beyond reading count as none: the sound may be whole all the same.
    """
    file.seek(0)
    try:
        found = _read(file)
    except (MutagenError, ValueError, LookupError, ArithmeticError):
        return FoundTags()
    return FoundTags(_tags(found), _raw(found), tuple(_chapters(found)), _cover(found))


def _texts(found: Any, *names: str) -> Iterator[object]:
    for name in names:
        for frame in found.getall(name):
            yield from getattr(frame, "text", ())


def _tags(found: Any) -> AudioTags:
    comments = (text for frame in found.getall("COMM") if not frame.desc for text in frame.text)
    return AudioTags(
        title=first_text(_texts(found, "TIT2")),
        artist=first_text(_texts(found, "TPE1", "TPE2")),
        album=first_text(_texts(found, "TALB")),
        number=next((parse_count(text) for text in _texts(found, "TRCK")), None),
        season=next((parse_count(text) for text in _texts(found, "TPOS")), None),
        date=first_text(_texts(found, "TDRC", "TDRL", "TDOR")),
        summary=first_text((*_texts(found, "TDES"), *comments, *_texts(found, "TIT3"))),
        language=first_text(_texts(found, "TLAN")),
    )


def _raw(found: Any) -> dict[str, tuple[str, ...]]:
    raw: dict[str, tuple[str, ...]] = {}
    for key in sorted(found):
        value = getattr(found[key], "text", None) or getattr(found[key], "url", None)
        values = value if isinstance(value, list) else [value]
        texts = tuple(clean for each in values if each is not None and (clean := clean_text(each)))
        if texts:
            raw[clean_text(key) or key] = texts
    return raw


def _cover(found: Any) -> bytes | None:
    """The front cover, or else whatever picture there is."""
    pictures = [frame for frame in found.getall("APIC") if parse_picture_type(frame.data)]
    pictures.sort(key=lambda frame: frame.type != _FRONT_COVER)
    return bytes(pictures[0].data) if pictures else None


def _chapters(found: Any) -> Iterator[Chapter]:
    """Chapters in the order of the tables of contents; what no table lists is hidden."""
    by_id = {frame.element_id: frame for frame in found.getall("CHAP") if frame.start_time != _NO_TIME}
    tables = {frame.element_id: frame for frame in found.getall("CTOC")}
    tops = sorted(tables.values(), key=lambda frame: not frame.flags & _TOP_LEVEL)[:1]
    listed = dict.fromkeys(each for top in tops for each in _listed(top, tables, set()) if each in by_id)
    rest = sorted((each for each in by_id if each not in listed), key=lambda each: by_id[each].start_time)
    yield from (_chapter(by_id[each], hidden=False) for each in listed)
    yield from (_chapter(by_id[each], hidden=bool(listed)) for each in rest)


def _listed(table: Any, tables: dict[str, Any], seen: set[str]) -> Iterator[str]:
    """What a table lists, and the tables in it; each table once, for some list themselves."""
    seen.add(table.element_id)
    for child in table.child_element_ids:
        if child not in tables:
            yield child
        elif child not in seen:
            yield from _listed(tables[child], tables, seen)


def _chapter(frame: Any, *, hidden: bool) -> Chapter:
    links = [sub.url for key, sub in frame.sub_frames.items() if key.startswith("WXXX")]
    return Chapter(
        start_s=frame.start_time / 1000,
        end_s=frame.end_time / 1000 if frame.end_time != _NO_TIME else None,
        title=first_text(_texts(frame.sub_frames, "TIT2")) or "",
        url=first_text(links),
        hidden=hidden,
    )
