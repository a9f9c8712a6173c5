"""The published copy: the same sound, our tags, nobody else's; the master stays as it was."""

import shutil
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen import id3, mp4

from pipeline.audio.boxes import render_box
from pipeline.audio.languages import three_letters
from pipeline.audio.media_tags import inputs_sha256
from pipeline.audio.mp3 import read_sound
from pipeline.audio.mp4 import Movie, read_movie
from pipeline.audio.mp4_tracks import chunk_offsets
from pipeline.audio.probe import probe, read_cover
from pipeline.audio.tag_values import clean_text
from pipeline.audio.tagging import TAGGER_VERSION, hash_file, measure_tagged, write_tagged
from pipeline.core.audio_facts import Chapter
from pipeline.errors import AirdateError, AudioError
from tests.audio.building import FILES, ID3V1, JPEG, PNG, ape, frame, id3v2, make_tags

Write = Callable[..., Path]

MP3S = [
    "cbr-with-everything.mp3",
    "cbr-without-header.mp3",
    "vbr-with-xing.mp3",
    "vbr-without-header.mp3",
    "mpeg2-stereo.mp3",
    "mpeg25.mp3",
    "layer2.mp3",
]
MP4S = ["chapters.m4a", "index-last.m4a", "video.mp4", "video.m4v", "video.mov", "sound-only.mov"]
CANARY = b"CANARY/home/ann/secret"


def sound_of_mp3(path: Path) -> bytes:
    """The frames alone."""
    data = path.read_bytes()
    return b"".join(data[start:end] for start, end in read_sound(BytesIO(data), len(data)).ranges)


def movie_of(path: Path) -> tuple[Movie, bytes]:
    data = path.read_bytes()
    return read_movie(BytesIO(data), len(data)), data


def first_samples(path: Path) -> list[bytes]:
    """The first bytes of each chunk of sound and video: what the index really points to."""
    movie, data = movie_of(path)
    return [data[at : at + 16] for track in movie.media_tracks for at in chunk_offsets(track)]


@pytest.mark.parametrize("name", [*MP3S, *MP4S])
def test_the_copy_says_what_it_was_told(name: str, tmp_path: Path) -> None:
    """Whatever the master said; duration, channels and type are the master's."""
    copy = tmp_path / name
    written = write_tagged(FILES / name, copy, make_tags())
    facts, master = probe(copy), probe(FILES / name)
    assert (facts.tags.title, facts.tags.artist) == ("Why your heel hurts", "Ann Runner")
    assert (facts.tags.album, facts.tags.number, facts.tags.season) == ("Running Injuries", 60, 3)
    assert facts.tags.summary == "Three causes.\n\nOne cure."
    assert facts.tags.date is not None
    assert facts.tags.date.startswith("2026-01-05")
    assert read_cover(copy) == JPEG
    assert (facts.duration_s, facts.channels) == (master.duration_s, master.channels)
    assert facts.content_type == master.content_type
    assert (written.sha256, written.size_bytes) == (hash_file(copy), copy.stat().st_size)
    assert hash_file(copy) == sha256(copy.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", MP3S)
def test_the_frames_of_an_mp3_are_untouched(name: str, tmp_path: Path) -> None:
    """One tag at the front, then the sound, and nothing behind it."""
    write_tagged(FILES / name, tmp_path / name, make_tags())
    sound = sound_of_mp3(FILES / name)
    data = (tmp_path / name).read_bytes()
    assert data.startswith(b"ID3\x03\0")
    assert data.endswith(sound)
    assert sound_of_mp3(tmp_path / name) == sound


@pytest.mark.parametrize("name", MP4S)
def test_the_index_of_an_mp4_points_to_the_same_samples(name: str, tmp_path: Path) -> None:
    """Tags changed the length of the index, so everything behind it moved."""
    write_tagged(FILES / name, tmp_path / name, make_tags())
    assert first_samples(tmp_path / name) == first_samples(FILES / name)
    kinds = [box.kind for box in movie_of(tmp_path / name)[0].boxes]
    assert kinds == [b"ftyp", b"moov", b"mdat", b"mdat"]


def test_the_index_of_an_mp4_with_two_media_boxes_points_to_the_same_samples(
    write: Write, tmp_path: Path
) -> None:
    """What stood between them is gone: each moved by its own distance."""
    whole = FILES / "video.mp4"
    movie, data = movie_of(whole)
    at = data.index(b"mdat") - 4
    offsets = sorted(offset for track in movie.tracks for offset in chunk_offsets(track))
    cut = offsets[len(offsets) // 2]
    front, back = render_box(b"mdat", data[at + 8 : cut]), render_box(b"mdat", data[cut:])
    moved = bytearray(data[:at] + front + render_box(b"free", bytes(92)) + back)
    for offset in (each for each in offsets if each >= cut):
        place = moved.index(struct.pack(">I", offset), 0, at)
        moved[place : place + 4] = struct.pack(">I", offset + 108)
    master = write(bytes(moved), "tape.mp4")
    assert first_samples(master) == first_samples(whole)
    write_tagged(master, tmp_path / "copy.mp4", make_tags())
    assert first_samples(tmp_path / "copy.mp4") == first_samples(whole)


@pytest.mark.parametrize("name", ["cbr-with-everything.mp3", "chapters.m4a", "index-last.m4a", "video.mov"])
def test_the_master_stays_as_it_was(name: str, tmp_path: Path) -> None:
    """Bytes and time; it need not even be writable."""
    master = Path(shutil.copy(FILES / name, tmp_path / name))
    master.chmod(0o444)
    before = (master.read_bytes(), master.stat().st_mtime_ns)
    write_tagged(master, tmp_path / f"copy-{name}", make_tags())
    assert (master.read_bytes(), master.stat().st_mtime_ns) == before


@pytest.mark.parametrize("name", ["cbr-with-everything.mp3", "chapters.m4a", "index-last.m4a"])
def test_the_same_inputs_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    """Twice, and from the copy as well: tagging anew does not pile up."""
    one = write_tagged(FILES / name, tmp_path / "one", make_tags())
    two = write_tagged(FILES / name, tmp_path / "two", make_tags())
    three = write_tagged(tmp_path / "one", tmp_path / "three", make_tags())
    assert one == two == three


def test_nothing_else_that_an_mp3_said_gets_out(write: Write, tmp_path: Path) -> None:
    """Comments, private frames, lyrics, tags at the end and between joined files, and junk."""
    tag, out = id3.ID3(), BytesIO()
    tag.add(id3.COMM(encoding=0, lang="eng", desc="", text=CANARY.decode()))
    tag.add(id3.COMM(encoding=0, lang="eng", desc="path", text=CANARY.decode()))
    tag.add(id3.PRIV(owner="editor", data=CANARY))
    tag.add(id3.TXXX(encoding=0, desc="project", text=CANARY.decode()))
    tag.add(id3.GEOB(encoding=0, mime="x/y", filename="a", desc="b", data=CANARY))
    tag.save(out, v1=0)
    sound = frame() * 10
    tail = ape(CANARY) + b"TAG" + CANARY.ljust(125, b"\0")
    middle = ID3V1[:-30] + CANARY + id3v2(9)[:10] + b"\0" * 9
    master = write(out.getvalue() + sound + middle + sound + tail)
    assert master.read_bytes().count(CANARY) == 8
    write_tagged(master, tmp_path / "copy.mp3", make_tags())
    assert CANARY not in (tmp_path / "copy.mp3").read_bytes()
    assert sound_of_mp3(tmp_path / "copy.mp3") == sound * 2


def test_nothing_else_that_an_mp4_said_gets_out(write: Write, tmp_path: Path) -> None:
    """Comments, tools, free-form tags, places, boxes of editors at the top, room left in the index."""
    master = write((FILES / "chapters.m4a").read_bytes(), "tape.m4a")
    tags = mp4.MP4(master)
    tags["\xa9cmt"] = tags["\xa9too"] = tags["\xa9xyz"] = [CANARY.decode()]
    tags["----:com.editor:project"] = [CANARY]
    tags.save(padding=lambda _info: 500)
    master.write_bytes(master.read_bytes() + render_box(b"uuid", CANARY) + render_box(b"free", CANARY))
    assert master.read_bytes().count(CANARY) == 6
    write_tagged(master, tmp_path / "copy.m4a", make_tags())
    assert CANARY not in (tmp_path / "copy.m4a").read_bytes()


def test_chapters_of_an_mp3_are_written_as_the_standard_says(tmp_path: Path) -> None:
    """Every one has a title; ends meet starts; one ordered table at the top lists what is not hidden."""
    chapters = (
        Chapter(start_s=0, title="Почему болит " * 30),
        Chapter(start_s=1.5, title="", url="https://example.com/пятка?a=1&b=2"),
        Chapter(start_s=2, title="Picture", hidden=True),
        Chapter(start_s=3.25, end_s=4, title="Goodbye"),
    )
    write_tagged(FILES / "vbr-with-xing.mp3", tmp_path / "copy.mp3", make_tags(chapters=chapters))
    tag = id3.ID3(tmp_path / "copy.mp3")
    times = [(tag[f"CHAP:chp{n}"].start_time, tag[f"CHAP:chp{n}"].end_time) for n in (1, 2, 3, 4)]
    assert times == [(0, 1500), (1500, 2000), (2000, 3250), (3250, 4000)]
    (table,) = tag.getall("CTOC")
    assert (table.flags, table.child_element_ids) == (3, ["chp1", "chp2", "chp4"])
    read = probe(tmp_path / "copy.mp3").chapters
    assert [each.title for each in read] == [("Почему болит " * 30).strip(), "2", "Goodbye", "Picture"]
    assert read[1].url == "https://example.com/%D0%BF%D1%8F%D1%82%D0%BA%D0%B0?a=1&b=2"
    assert [each.hidden for each in read] == [False, False, False, True]


def test_the_last_chapter_ends_with_the_sound(tmp_path: Path) -> None:
    """And never before it starts."""
    chapters = (Chapter(start_s=0, title="One"), Chapter(start_s=99, title="Behind the end"))
    write_tagged(FILES / "vbr-with-xing.mp3", tmp_path / "copy.mp3", make_tags(chapters=chapters[:1]))
    assert probe(tmp_path / "copy.mp3").chapters[0].end_s == 5.153
    write_tagged(FILES / "vbr-with-xing.mp3", tmp_path / "copy.mp3", make_tags(chapters=chapters))
    assert [each.end_s for each in probe(tmp_path / "copy.mp3").chapters] == [99.0, 99.0]


@pytest.mark.parametrize("count", [255, 256])
def test_an_mp3_holds_255_chapters(count: int, tmp_path: Path) -> None:
    """One byte counts them; more are refused before anything is written."""
    tags = make_tags(chapters=[Chapter(start_s=n / 100, title=str(n)) for n in range(count)])
    if count > 255:
        with pytest.raises(AudioError, match="has 256 chapters; the tags of an MP3 hold 255"):
            write_tagged(FILES / "vbr-with-xing.mp3", tmp_path / "copy.mp3", tags)
        assert not (tmp_path / "copy.mp3").exists()
    else:
        write_tagged(FILES / "vbr-with-xing.mp3", tmp_path / "copy.mp3", tags)
        assert len(probe(tmp_path / "copy.mp3").chapters) == count


def test_hidden_chapters_alone_are_not_written(tmp_path: Path) -> None:
    """Without a table that leaves them out, players would list them."""
    tags = make_tags(chapters=(Chapter(start_s=0, title="Picture", hidden=True),))
    write_tagged(FILES / "vbr-with-xing.mp3", tmp_path / "copy.mp3", tags)
    assert probe(tmp_path / "copy.mp3").chapters == ()


def test_all_of_the_date_is_in_the_tag(tmp_path: Path) -> None:
    """At a full hour too."""
    write_tagged(FILES / "vbr-with-xing.mp3", tmp_path / "copy.mp3", make_tags())
    raw = id3.ID3(tmp_path / "copy.mp3", translate=False)
    assert [str(raw[name]) for name in ("TYER", "TDAT", "TIME")] == ["2026", "0501", "0600"]
    assert raw.version == (2, 3, 0)


def test_the_podcast_frames_of_itunes_are_there(tmp_path: Path) -> None:
    """Old players sort by them; the guid ties a downloaded file to its episode."""
    write_tagged(FILES / "vbr-with-xing.mp3", tmp_path / "copy.mp3", make_tags())
    tag = id3.ID3(tmp_path / "copy.mp3")
    assert tag["PCST"].value == 1
    assert str(tag["TGID"]) == "0f8a3f4e-0000-4000-8000-000000000060"
    assert tag["WFED"].url == "https://example.com/feed.xml"
    assert tag.getall("WOAF")[0].url == "https://example.com/episodes/060-heel.html"
    assert (str(tag["TCON"]), str(tag["TLAN"]), str(tag["TPE2"])) == ("Podcast", "eng", "Running Injuries")


def test_only_what_is_known_is_written(tmp_path: Path) -> None:
    """No number, no season, no cover, no chapters: no frames that say nothing."""
    bare = make_tags(
        number=None,
        season=None,
        summary=None,
        cover=None,
        chapters=(),
        page_url=None,
        feed_url=None,
        language=None,
    )
    for name in ("cbr-with-everything.mp3", "index-last.m4a"):
        write_tagged(FILES / name, tmp_path / name, bare)
        facts = probe(tmp_path / name)
        assert (facts.tags.number, facts.tags.season, facts.tags.summary) == (None, None, None)
        assert (facts.cover, facts.chapters) == (None, ())


def test_a_png_cover_is_declared_as_one(tmp_path: Path) -> None:
    """In both formats."""
    for name in ("cbr-without-header.mp3", "index-last.m4a"):
        write_tagged(FILES / name, tmp_path / name, make_tags(cover=PNG))
        assert read_cover(tmp_path / name) == PNG
    assert id3.ID3(tmp_path / "cbr-without-header.mp3").getall("APIC")[0].mime == "image/png"
    cover = mp4.MP4(tmp_path / "index-last.m4a")["covr"][0]
    assert cover.imageformat == mp4.MP4Cover.FORMAT_PNG


@pytest.mark.parametrize(
    ("name", "changes", "reason"),
    [
        ("cut-short.mp3", {}, "is cut short"),
        ("cut-short.m4a", {}, "is cut short"),
        ("tape.wav", {}, "is a WAV file"),
        ("paper.pdf", {}, "is a PDF, which has no tags to write"),
        ("vbr-with-xing.mp3", {"cover": b"GIF89a"}, "neither JPEG nor PNG"),
    ],
)
def test_what_cannot_be_tagged_leaves_nothing_behind(
    name: str, changes: dict[str, object], reason: str, tmp_path: Path
) -> None:
    """No half copy, also none from an earlier run."""
    target = tmp_path / "copy"
    target.write_bytes(b"half a copy")
    with pytest.raises(AudioError, match=reason):
        write_tagged(FILES / name, target, make_tags(**changes))
    assert not target.exists()


def test_a_copy_that_cannot_be_written_is_not_the_masters_fault(tmp_path: Path) -> None:
    """A full disk, a folder that is gone."""
    with pytest.raises(AirdateError) as caught:
        write_tagged(FILES / "mpeg25.mp3", tmp_path / "gone" / "copy.mp3", make_tags())
    assert str(caught.value) == f"could not write {tmp_path}/gone/copy.mp3: No such file or directory"


def test_the_master_is_never_overwritten(tmp_path: Path) -> None:
    """Not by name, and not through a link."""
    master = Path(shutil.copy(FILES / "mpeg25.mp3", tmp_path / "tape.mp3"))
    (tmp_path / "link.mp3").symlink_to(master)
    for target in (master, tmp_path / "link.mp3"):
        with pytest.raises(ValueError, match="would overwrite its master"):
            write_tagged(master, target, make_tags())
    assert master.read_bytes() == (FILES / "mpeg25.mp3").read_bytes()


def test_the_hash_of_the_inputs_changes_with_each_of_them() -> None:
    """And with nothing else; it is the same on every machine."""
    tags = make_tags()
    assert inputs_sha256(tags) == inputs_sha256(make_tags())
    changed = [
        replace(tags, **{name: value})
        for name, value in {
            "title": "x",
            "artist": "x",
            "album": "x",
            "date": datetime(2026, 1, 5, 7, 0, tzinfo=UTC),
            "guid": "x",
            "number": 61,
            "season": 4,
            "language": "de",
            "summary": "x",
            "page_url": "x",
            "feed_url": None,
            "cover": PNG,
            "chapters": (),
        }.items()
    ]
    hashes = {inputs_sha256(each) for each in (tags, *changed)}
    assert len(hashes) == len(changed) + 1
    assert inputs_sha256(tags) == "9065096993d7f91c181d737849011dec09c3321a789eeb5ee70e7bc14f3e507b"
    assert TAGGER_VERSION == 2


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400).filter(clean_text)


@settings(max_examples=80, deadline=None)
@given(
    names=st.tuples(TEXTS, TEXTS),
    summary=TEXTS,
    number=st.none() | st.integers(1, 9999),
    starts=st.lists(st.tuples(st.integers(0, 3_600_000), TEXTS), max_size=20),
    offset=st.integers(-12, 14),
)
@pytest.mark.parametrize("name", ["mpeg25.mp3", "index-last.m4a"])
def test_any_text_survives(
    name: str,
    names: tuple[str, str],
    summary: str,
    number: int | None,
    starts: list[tuple[int, str]],
    offset: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Letters of any script, slashes, line breaks, pictures; only control characters are taken out."""
    chapters = tuple(Chapter(start_s=ms / 1000, title=text) for ms, text in starts)
    date = datetime(2026, 1, 5, 6, 30, tzinfo=timezone(timedelta(hours=offset)))
    copy = tmp_path_factory.mktemp("tagged") / name
    title, artist = names
    tags = make_tags(title=title, artist=artist, summary=summary, number=number, chapters=chapters, date=date)
    write_tagged(FILES / name, copy, tags)
    facts = probe(copy)
    assert (facts.tags.title, facts.tags.artist) == (clean_text(title), clean_text(artist))
    assert (facts.tags.summary, facts.tags.number) == (clean_text(summary), number)
    if name.endswith(".mp3"):
        assert [(round(each.start_s * 1000), each.title) for each in facts.chapters] == [
            (ms, clean_text(text)) for ms, text in starts
        ]


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("en", "eng"),
        ("en-us", "eng"),
        ("de_AT", "deu"),
        ("ru", "rus"),
        ("haw", "haw"),
        ("x", "und"),
        ("", "und"),
    ],
)
def test_languages_have_three_letters_in_tags(language: str, code: str) -> None:
    """ID3 wants ISO 639-2 where feeds have ISO 639-1."""
    assert three_letters(language) == code


@pytest.mark.parametrize("name", ["cbr-with-everything.mp3", "chapters.m4a"])
def test_what_is_measured_is_what_is_written(name: str, tmp_path: Path) -> None:
    """The plan names the copy before it exists."""
    tags = make_tags()
    assert measure_tagged(FILES / name, tags) == write_tagged(FILES / name, tmp_path / name, tags)
