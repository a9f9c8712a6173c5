"""ID3 tags of all versions, chapters in the order of their table, the right cover."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from mutagen import id3

from pipeline.audio.probe import probe, read_cover
from tests.audio.building import ID3V1, JPEG, PNG, frame, id3v2

Write = Callable[..., Path]
SOUND = frame() * 10


def tagged(*frames: id3.Frame, version: int = 4) -> bytes:
    """Sound behind a tag with these frames."""
    tag, out = id3.ID3(), BytesIO()
    for each in frames:
        tag.add(each)
    if version == 3:
        tag.update_to_v23()
    tag.save(out, v1=0, v2_version=version)
    return out.getvalue() + SOUND


def chapter(name: str, start_ms: int, title: str, *more: id3.Frame) -> id3.CHAP:
    """A CHAP of ten seconds."""
    sub_frames = [id3.TIT2(encoding=1, text=title), *more]
    return id3.CHAP(element_id=name, start_time=start_ms, end_time=start_ms + 10_000, sub_frames=sub_frames)


def table(name: str, children: list[str], *, top: bool = True) -> id3.CTOC:
    """A CTOC."""
    return id3.CTOC(element_id=name, flags=3 if top else 1, child_element_ids=children, sub_frames=[])


@pytest.mark.parametrize("version", [3, 4])
def test_text_is_read_from_both_common_versions(version: int, write: Write) -> None:
    """Number and season before the slash; the comment is the summary where there is nothing better."""
    data = tagged(
        id3.TIT2(encoding=1, text="Tape noise"),
        id3.TRCK(encoding=0, text="07/12"),
        id3.TPOS(encoding=0, text="2"),
        id3.TLAN(encoding=0, text="eng"),
        id3.COMM(encoding=1, lang="eng", desc="", text="What hisses."),
        id3.COMM(encoding=0, lang="eng", desc="iTunNORM", text="0000 0001"),
        version=version,
    )
    tags = probe(write(data)).tags
    assert (tags.title, tags.number, tags.season, tags.language) == ("Tape noise", 7, 2, "eng")
    assert tags.summary == "What hisses."


def test_id3v22_is_read(write: Write) -> None:
    """Three letters to a name; iTunes wrote it for years."""
    body = b"".join(
        name + len(text).to_bytes(3, "big") + text
        for name, text in [(b"TT2", b"\0Tape noise"), (b"TRK", b"\x007"), (b"TAL", b"\0Hiss")]
    )
    tag = b"ID3\x02\0\0" + bytes((0, 0, 0, len(body))) + body
    tags = probe(write(tag + SOUND)).tags
    assert (tags.title, tags.number, tags.album) == ("Tape noise", 7, "Hiss")


def test_id3v1_serves_where_there_is_no_other(write: Write) -> None:
    """Thirty letters are better than none."""
    tail = b"TAG" + b"Tape noise".ljust(125, b"\0")
    assert probe(write(SOUND + tail)).tags.title == "Tape noise"


@pytest.mark.parametrize("data", [id3v2(40, version=9), b"ID3\x03\0\0\0\0\0\x14TIT2" + b"\xff" * 16, b""])
def test_tags_beyond_reading_count_as_none(data: bytes, write: Write) -> None:
    """The sound is whole all the same."""
    facts = probe(write(data + SOUND + ID3V1))
    assert facts.tags.title is None
    assert facts.duration_s is not None


def test_texts_are_cleaned(write: Write) -> None:
    """No control characters, no blanks around, nothing empty."""
    facts = probe(
        write(tagged(id3.TIT2(encoding=3, text="  Tape\x08 noise\n"), id3.TALB(encoding=3, text=" ")))
    )
    assert facts.tags.title == "Tape noise"
    assert facts.tags.album is None
    assert facts.raw_tags == {"TIT2": ("Tape noise",)}


def test_chapters_follow_their_table(write: Write) -> None:
    """Tables nest; what no table lists is a silent marker; markers without a time are none."""
    facts = probe(
        write(
            tagged(
                chapter("c", 20_000, "Third"),
                chapter("a", 0, "First", id3.WXXX(encoding=0, desc="", url="https://example.com/a")),
                chapter("b", 10_000, "Second"),
                chapter("slide", 5_000, "Picture"),
                id3.CHAP(element_id="bytes", start_time=0xFFFFFFFF, end_time=0xFFFFFFFF, sub_frames=[]),
                table("toc", ["a", "more", "gone"]),
                table("more", ["b", "c", "toc"], top=False),
            )
        )
    )
    assert [(each.title, each.start_s, each.end_s, each.hidden) for each in facts.chapters] == [
        ("First", 0.0, 10.0, False),
        ("Second", 10.0, 20.0, False),
        ("Third", 20.0, 30.0, False),
        ("Picture", 5.0, 15.0, True),
    ]
    assert facts.chapters[0].url == "https://example.com/a"


def test_tables_that_list_themselves_are_read_once(write: Write) -> None:
    """Damage can make them do it two hundred times over."""
    data = tagged(
        chapter("a", 0, "One"), table("toc", ["toc", "more"] * 100), table("more", ["toc", "a"] * 100)
    )
    assert [each.title for each in probe(write(data)).chapters] == ["One"]


def test_chapters_without_a_table_follow_their_times(write: Write) -> None:
    """Some editors write no CTOC."""
    facts = probe(write(tagged(chapter("x", 9_000, "Two"), chapter("y", 0, "One"))))
    assert [(each.title, each.hidden) for each in facts.chapters] == [("One", False), ("Two", False)]


def test_the_front_cover_wins_and_its_type_is_what_its_bytes_are(write: Write) -> None:
    """Programs write image/jpg, or the wrong type altogether."""
    path = write(
        tagged(
            id3.APIC(encoding=0, mime="image/jpg", type=0, desc="other", data=JPEG),
            id3.APIC(encoding=0, mime="image/jpeg", type=3, desc="front", data=PNG),
            id3.APIC(encoding=0, mime="-->", type=3, desc="link", data=b"https://example.com/x.jpg"),
        )
    )
    cover = probe(path).cover
    assert cover is not None
    assert cover.content_type == "image/png"
    assert read_cover(path) == PNG
