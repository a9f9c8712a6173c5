"""Whole files give their facts; every other file gives its message."""

import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.audio.probe import probe, read_cover
from pipeline.errors import AudioError
from tests.audio.building import FILES, frame

WHOLE = [
    # name, type, seconds, Hz, channels, vbr
    ("cbr-with-everything.mp3", "audio/mpeg", 5.153, 44100, 1, False),
    ("cbr-without-header.mp3", "audio/mpeg", 5.198, 44100, 1, False),
    ("vbr-with-xing.mp3", "audio/mpeg", 5.153, 44100, 1, True),
    ("vbr-without-header.mp3", "audio/mpeg", 5.198, 44100, 1, True),
    ("mpeg2-stereo.mp3", "audio/mpeg", 5.153, 24000, 2, False),
    ("mpeg25.mp3", "audio/mpeg", 5.153, 11025, 1, False),
    ("layer2.mp3", "audio/mpeg", 5.172, 44100, 1, False),
    ("chapters.m4a", "audio/x-m4a", 5.153, 44100, 1, False),
    ("index-last.m4a", "audio/x-m4a", 2.0, 44100, 1, False),
    ("video.mp4", "video/mp4", 3.0, 44100, 1, False),
    ("video.m4v", "video/x-m4v", 3.0, 44100, 1, False),
    ("video.mov", "video/quicktime", 3.0, 44100, 1, False),
    ("sound-only.mov", "video/quicktime", 2.0, 44100, 1, False),
    ("paper.pdf", "application/pdf", None, None, None, False),
]

CONVERT = "convert it: ffmpeg -i {name} -vn -c:a libmp3lame -b:a 128k tape.mp3"
REFUSED = [
    ("empty.mp3", "is empty (0 bytes)", "export or copy it again"),
    ("lfs-pointer.mp3", "is a Git LFS pointer, not the audio itself", "git lfs pull"),
    ("text.mp3", "is not audio", "name an MP3, M4A, MP4, M4V, MOV or PDF file"),
    ("web-page.mp3", "is a web page or XML document, not audio", "copy or download the audio again"),
    ("m4a-called.mp3", "is called .mp3 but holds MP4 audio (.m4a)", "rename it to m4a-called.m4a"),
    ("mp3-called.m4a", "is called .m4a but holds MP3 audio (.mp3)", "rename it to mp3-called.mp3"),
    ("sound-called.mp4", "is called .mp4 but holds MP4 audio (.m4a)", "rename it to sound-called.m4a"),
    ("video-called.m4a", "is called .m4a but holds MP4 video (.mp4)", "rename it to video-called.mp4"),
    ("without-sound.mp4", "holds no sound", "export it with its sound track"),
    (
        "in-fragments.m4a",
        "is in fragments, made for live streaming; podcast apps cannot seek in it",
        "write it as one piece: "
        "ffmpeg -i in-fragments.m4a -c copy -movflags +faststart whole-in-fragments.m4a",
    ),
    (
        "cut-short.mp3",
        "is cut short: its header says 199 frames, 0:05; the file has 44 frames, 0:01",
        "export or copy it again; if it is whole when you listen to its end, write it anew: "
        "ffmpeg -i cut-short.mp3 -vn -c:a libmp3lame -q:a 2 whole-cut-short.mp3",
    ),
    (
        "cut-short-without-header.mp3",
        "is cut short: it ends inside an MP3 frame, after 0:01",
        "export or copy it again; if it is whole when you listen to its end, write it anew: "
        "ffmpeg -i cut-short-without-header.mp3 -vn -c:a libmp3lame -q:a 2 "
        "whole-cut-short-without-header.mp3",
    ),
    ("cut-short.m4a", "is cut short: 25201 bytes of its 'mdat' box are missing", "export or copy it again"),
    (
        "index-missing.m4a",
        "is cut short: its index (the 'moov' box, written last) is missing",
        "export or copy it again",
    ),
    (
        "cut-short.pdf",
        "is cut short: the mark that ends a PDF (%%EOF) is missing",
        "export or copy it again",
    ),
    (
        "wav-called.mp3",
        "is a WAV file, which podcast directories do not take",
        "convert it: ffmpeg -i wav-called.mp3 -vn -c:a libmp3lame -b:a 128k wav-called-new.mp3",
    ),
    (
        "tape.aac",
        "is a raw AAC file, which podcast directories do not take",
        "put the same sound into an M4A: ffmpeg -i tape.aac -c:a copy tape.m4a",
    ),
    *(
        (name, f"is {what}, which podcast directories do not take", CONVERT.replace("{name}", name))
        for name, what in [
            ("tape.wav", "a WAV file"),
            ("tape.aiff", "an AIFF file"),
            ("tape.flac", "a FLAC file"),
            ("tape.ogg", "an Ogg Vorbis file"),
            ("tape.opus", "an Opus file"),
            ("tape.wma", "a WMA file"),
            ("tape.webm", "a WebM file"),
            ("tape.mka", "a Matroska file"),
        ]
    ),
]


@pytest.mark.parametrize(("name", "content_type", "duration_s", "rate", "channels", "vbr"), WHOLE)
def test_a_whole_file_gives_its_facts(
    name: str, content_type: str, duration_s: float | None, rate: int | None, channels: int | None, vbr: bool
) -> None:
    """Type, size, exact duration, and what is in it."""
    facts = probe(FILES / name)
    assert facts.content_type == content_type
    assert facts.extension == Path(name).suffix
    assert facts.size_bytes == (FILES / name).stat().st_size
    assert facts.duration_s == duration_s
    assert (facts.sample_rate_hz, facts.channels, facts.vbr) == (rate, channels, vbr)


@pytest.mark.parametrize(("name", "reason", "fix"), REFUSED)
def test_any_other_file_gives_its_message(name: str, reason: str, fix: str) -> None:
    """What is wrong and the one thing to do, with the file as it was named."""
    path = FILES / name
    with pytest.raises(AudioError) as caught:
        probe(path)
    assert str(caught.value) == f"{path}: {reason}\n  Fix: {fix}"
    assert (caught.value.reason, caught.value.reason_fix) == (reason, fix)


def test_every_committed_file_is_tested() -> None:
    """No fixture lies about unused."""
    assert {path.name for path in FILES.iterdir()} == {row[0] for row in (*WHOLE, *REFUSED)}


def test_the_bitrate_is_that_of_the_stream_or_the_average() -> None:
    """Constant: as the headers say, whatever the encoder's own frame has. Variable: bits over seconds."""
    assert probe(FILES / "cbr-with-everything.mp3").bitrate_bps == 48000
    assert probe(FILES / "cbr-without-header.mp3").bitrate_bps == 48000
    assert probe(FILES / "vbr-without-header.mp3").bitrate_bps == pytest.approx(35545 * 8 / 5.198, rel=0.01)


@pytest.mark.parametrize("name", ["cbr-with-everything.mp3", "chapters.m4a"])
def test_tags_are_read_alike_from_mp3_and_mp4(name: str) -> None:
    """The same master in two formats proposes the same values."""
    facts = probe(FILES / name)
    assert facts.tags.title == "Why your heel hurts"
    assert facts.tags.artist == "Run Far, Run Long"
    assert facts.tags.album == "Running Injuries"
    assert (facts.tags.number, facts.tags.season, facts.tags.date) == (60, 3, "2026")
    assert "Three causes and one cure." in {text for texts in facts.raw_tags.values() for text in texts}


@pytest.mark.parametrize("name", ["cbr-with-everything.mp3", "chapters.m4a"])
def test_chapters_inside_the_audio_keep_long_titles(name: str) -> None:
    """Cyrillic takes two bytes a letter: 195 letters are more than Nero's list of an MP4 can hold."""
    chapters = probe(FILES / name).chapters
    assert [(each.start_s, each.end_s) for each in chapters] == [(0.0, 1.5), (1.5, 3.0), (3.0, 4.5)]
    assert [each.title for each in chapters[::2]] == ["Привет", "Goodbye"]
    assert len(chapters[1].title) > 180
    assert chapters[1].title.endswith("после долгого зимнего перерыва")


@pytest.mark.parametrize("name", ["cbr-with-everything.mp3", "chapters.m4a"])
def test_the_front_cover_is_found(name: str) -> None:
    """Also where a back cover stands before it; its bytes are read when they are asked for."""
    cover, data = probe(FILES / name).cover, read_cover(FILES / name)
    assert cover is not None
    assert data is not None
    assert (cover.content_type, cover.size_bytes) == ("image/jpeg", len(data))
    assert cover.sha256 == sha256(data).hexdigest()


@pytest.mark.parametrize("name", ["vbr-with-xing.mp3", "index-last.m4a", "paper.pdf"])
def test_no_cover_is_none(name: str) -> None:
    """A file without a picture, or of a kind without tags, has no cover."""
    assert read_cover(FILES / name) is None


def test_what_is_missing_or_no_file_says_so(tmp_path: Path) -> None:
    """A wrong name, a folder, and a path through a file."""
    (tmp_path / "tape.mp3").mkdir()
    shutil.copy(FILES / "empty.mp3", tmp_path / "file")
    for path, reason in [
        (tmp_path / "tape.mp4", "does not exist"),
        (tmp_path / "file" / "tape.mp3", "does not exist"),
        (tmp_path / "tape.mp3", "is a directory"),
    ]:
        with pytest.raises(AudioError) as caught:
            probe(path)
        assert caught.value.reason == reason


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Opening a named pipe would hang until somebody writes."""
    os.mkfifo(tmp_path / "tape.mp3")
    with pytest.raises(AudioError, match="not a regular file"):
        probe(tmp_path / "tape.mp3")


def test_upper_case_extensions_are_fine(write: Callable[..., Path]) -> None:
    """Recorders write TAPE.MP3; the fact is lower case."""
    assert probe(write(frame() * 9, "TAPE.MP3")).extension == ".mp3"


def test_a_name_without_extension_gets_one_proposed(write: Callable[..., Path]) -> None:
    """The bytes tell which."""
    with pytest.raises(AudioError) as caught:
        probe(write(frame() * 9, "tape"))
    assert str(caught.value).endswith(
        "has no extension but holds MP3 audio (.mp3)\n  Fix: rename it to tape.mp3"
    )


def test_names_with_blanks_are_quoted_in_a_fix(write: Callable[..., Path]) -> None:
    """The fix can be pasted into a shell."""
    with pytest.raises(AudioError) as caught:
        probe(write((FILES / "tape.wav").read_bytes(), "my tape.wav"))
    assert caught.value.reason_fix is not None
    assert caught.value.reason_fix.endswith(
        "ffmpeg -i 'my tape.wav' -vn -c:a libmp3lame -b:a 128k 'my tape.mp3'"
    )


def test_a_placeholder_of_zeros_is_not_audio(write: Callable[..., Path]) -> None:
    """Cloud folders and aborted copies leave these."""
    with pytest.raises(AudioError, match="begins with zeros"):
        probe(write(bytes(300_000)))


@pytest.mark.parametrize("name", ["cbr-with-everything.mp3", "chapters.m4a", "video.mov", "paper.pdf"])
def test_probing_changes_nothing(name: str, tmp_path: Path) -> None:
    """The producer's file is the same afterwards, bytes and time, and need not be writable."""
    path = Path(shutil.copy(FILES / name, tmp_path / name))
    path.chmod(0o444)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    probe(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from([row[0] for row in WHOLE]),
    changes=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=9)), max_size=5
    ),
    near_start=st.booleans(),
)
def test_damage_gives_facts_or_a_message_and_nothing_else(
    name: str, changes: list[tuple[float, bytes]], near_start: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever stands in the bytes, there is never a traceback."""
    data = bytearray((FILES / name).read_bytes())
    for place, patch in changes:
        at = int(place * min(len(data), 2000 if near_start else len(data)))
        data[at : at + len(patch)] = patch
    path = tmp_path_factory.mktemp("damaged") / name
    path.write_bytes(data)
    try:
        said = probe(path).extension
    except AudioError as error:
        said = str(error)
    assert said == path.suffix or said.startswith(f"{path}: ")
