"""Chapters of a published MP4, as ffprobe sees them, and the sound around them, as ffmpeg hears it."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.audio.boxes import render_box
from pipeline.audio.mp4 import read_movie
from pipeline.audio.probe import probe
from pipeline.audio.tagging import write_tagged
from pipeline.core.audio_facts import Chapter
from tests.audio.building import make_tags
from tests.with_ffmpeg.tools import ENCODINGS, ffmpeg, ffprobe, jpeg

Encode = Callable[[str], Path]

NAMES = [name for name in ENCODINGS if not name.endswith(".mp3")]
CHAPTERS = (
    Chapter(start_s=0, title="Привет 🎙️"),
    Chapter(start_s=2.5, title="Почему болит ахиллово сухожилие по утрам " * 8),
    Chapter(start_s=3, title="A picture", hidden=True),
    Chapter(start_s=7.25, title="Goodbye; =#\\ до свидания", url="https://example.com/"),
)


def listed(path: Path) -> list[tuple[float, float, str]]:
    """What ffprobe lists: start, end, title."""
    return [
        (float(each["start_time"]), float(each["end_time"]), each["tags"].get("title", ""))
        for each in ffprobe(path, "-show_chapters")["chapters"]
    ]


def expected(chapters: Sequence[Chapter], end_s: float) -> list[tuple[float, float, str]]:
    shown = [each for each in chapters if not each.hidden]
    ends = [*(each.start_s for each in shown[1:]), end_s][: len(shown)]
    return [(each.start_s, end, each.title.strip()) for each, end in zip(shown, ends, strict=True)]


def packets(path: Path) -> list[str]:
    """Times and checksums of every packet of sound, and of video, without decoding them."""
    video = ["-map", "0:v:0"] if "video" in path.name else []
    done = ffmpeg("-i", path, "-map", "0:a", *video, "-c", "copy", "-f", "framemd5", "-")
    return [line for line in done.stdout.splitlines() if not line.startswith("#")]


def check_copy(master: Path, copy: Path, chapters: Sequence[Chapter], cover: bytes) -> None:
    """The chapters are ours, the packets are the master's, and the index is in front."""
    write_tagged(master, copy, make_tags(chapters=tuple(chapters), cover=cover))
    end_s = probe(master).duration_s
    assert end_s is not None
    found, wanted = listed(copy), expected(chapters, end_s)
    assert [(start, title) for start, _, title in found] == [(start, title) for start, _, title in wanted]
    assert [end for _, end, _ in found] == pytest.approx([end for _, end, _ in wanted], abs=0.0011)
    assert packets(copy) == packets(master)
    assert ffmpeg("-i", copy, "-map", "0:a", "-f", "null", "-").stderr == ""
    with copy.open("rb") as file:
        kinds = [box.kind for box in read_movie(file, copy.stat().st_size).boxes]
    assert kinds[:3] == [b"ftyp", b"moov", b"mdat"]


@pytest.mark.parametrize("name", NAMES)
def test_ffprobe_lists_exactly_our_chapters(name: str, encoded: Encode, tmp_path: Path) -> None:
    """In any kind of MP4, with letters of any script; hidden ones are not listed."""
    check_copy(encoded(name), tmp_path / name, CHAPTERS, jpeg(tmp_path))


@pytest.mark.parametrize("name", ["aac.m4a", "video.mp4"])
def test_chapters_of_the_master_are_replaced(name: str, encoded: Encode, tmp_path: Path) -> None:
    """Five by ffmpeg become three of ours, or none; not a letter of the old ones stays."""
    starts = "".join(
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={n}000\nEND={n + 1}000\ntitle=Canary {n}\n" for n in range(5)
    )
    (tmp_path / "old.txt").write_text(f";FFMETADATA1\n{starts}")
    master = tmp_path / f"master-{name}"
    ffmpeg("-i", encoded(name), "-i", tmp_path / "old.txt", "-map_chapters", "1", "-c", "copy", master)
    assert len(listed(master)) == 5
    assert master.read_bytes().count(b"Canary") == 10
    for chapters in (CHAPTERS, ()):
        check_copy(master, tmp_path / f"copy-{name}", chapters, jpeg(tmp_path))
        assert b"Canary" not in (tmp_path / f"copy-{name}").read_bytes()
    kinds = {each["codec_type"] for each in ffprobe(tmp_path / f"copy-{name}", "-show_streams")["streams"]}
    assert "data" not in kinds


def test_the_first_chapter_may_start_later(encoded: Encode, tmp_path: Path) -> None:
    """What is before it has no title, since a text track begins at 0."""
    copy = tmp_path / "copy.m4a"
    write_tagged(encoded("aac.m4a"), copy, make_tags(chapters=CHAPTERS[1:]))
    assert [(start, title) for start, _, title in listed(copy)] == [
        (0.0, ""),
        *((start, title) for start, _, title in expected(CHAPTERS[1:], 0)),
    ]


def test_ffprobe_lists_255_chapters(encoded: Encode, tmp_path: Path) -> None:
    """As many as a list can hold."""
    chapters = [Chapter(start_s=n / 20, title=f"Chapter {n}") for n in range(255)]
    check_copy(encoded("aac.m4a"), tmp_path / "copy.m4a", chapters, jpeg(tmp_path))


def test_free_room_and_long_sizes_do_no_harm(encoded: Encode, tmp_path: Path) -> None:
    """Room left behind the index, boxes of padding everywhere, media data with a size in eight bytes."""
    reserved = tmp_path / "reserved.m4a"
    ffmpeg("-i", encoded("aac.m4a"), "-c", "copy", "-moov_size", "60000", reserved)
    check_copy(reserved, tmp_path / "copy-1.m4a", CHAPTERS, jpeg(tmp_path))
    data = encoded("aac.m4a").read_bytes()
    at = data.index(b"mdat") - 4
    assert data[at - 8 : at] == render_box(b"free", b"")
    size = int.from_bytes(data[at : at + 4], "big")
    long = data[: at - 8] + b"\0\0\0\x01mdat" + (size + 8).to_bytes(8, "big") + data[at + 8 :]
    (tmp_path / "long.m4a").write_bytes(long + render_box(b"free", bytes(999)))
    check_copy(tmp_path / "long.m4a", tmp_path / "copy-2.m4a", CHAPTERS, jpeg(tmp_path))


def test_ffmpeg_carries_our_chapters_on(encoded: Encode, tmp_path: Path) -> None:
    """A copy is a master like any other."""
    write_tagged(encoded("aac.m4a"), tmp_path / "copy.m4a", make_tags(chapters=CHAPTERS))
    ffmpeg("-i", tmp_path / "copy.m4a", "-map", "0:a", "-c", "copy", tmp_path / "again.m4a")
    ours, carried = (probe(tmp_path / name).chapters for name in ("copy.m4a", "again.m4a"))
    assert [(each.start_s, each.title) for each in carried] == [(each.start_s, each.title) for each in ours]
