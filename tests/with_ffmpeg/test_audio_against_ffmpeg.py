"""Our reading and writing of audio, held to ffmpeg, eyeD3 and mp3val; run by `make test-audio`."""

import random
import shlex
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pipeline.audio.probe import probe
from pipeline.audio.tagging import write_tagged
from pipeline.core.audio_facts import Chapter
from pipeline.errors import AudioError
from tests.audio.building import FILES, make_tags
from tests.with_ffmpeg.tools import ENCODINGS, ffmpeg, ffprobe, jpeg, run

LONG_TITLE = "Почему болит ахиллово сухожилие по утрам и что с этим делать до завтрака " * 5
HEADERLESS_CBR = {"cbr-headerless.mp3", "shine.mp3", "layer2.mp3"}


def decoded_s(path: Path) -> float:
    """How long a file really sounds: its decoded samples, counted."""
    command = [
        "ffmpeg",
        "-nostdin",
        "-v",
        "error",
        "-i",
        path,
        "-map",
        "0:a",
        "-f",
        "u8",
        "-ac",
        "1",
        "-ar",
        "8000",
        "-",
    ]
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return len(done.stdout) / 8000


@pytest.mark.parametrize("name", ENCODINGS)
def test_the_duration_is_that_of_the_decoded_sound(name: str, encoded: Callable[[str], Path]) -> None:
    """To a tenth of a second, and no whole file is refused."""
    path = encoded(name)
    facts = probe(path)
    assert facts.duration_s == pytest.approx(decoded_s(path), abs=0.1)
    assert facts.content_type.startswith("video" if "video" in name or ".mov" in name else "audio")


@pytest.mark.parametrize("name", ENCODINGS)
def test_no_random_cut_is_published(name: str, encoded: Callable[[str], Path], tmp_path: Path) -> None:
    """Fifteen cuts of each; only one between two frames of a stream that nobody counted can pass."""
    data, places = encoded(name).read_bytes(), random.Random(name)
    for cut in (places.randrange(1, len(data)) for _ in range(15)):
        (tmp_path / name).write_bytes(data[:cut])
        try:
            probe(tmp_path / name)
        except AudioError:
            continue
        assert name in HEADERLESS_CBR or "headerless" in name, cut
        assert data[cut] == 0xFF, cut


def test_there_are_enough_cuts() -> None:
    """Two hundred at least."""
    assert 15 * len(ENCODINGS) >= 200


@pytest.mark.parametrize("name", ENCODINGS)
def test_the_tagged_copy_sounds_the_same(name: str, encoded: Callable[[str], Path], tmp_path: Path) -> None:
    """The decoder hears not one sample of difference, and complains about nothing."""
    copy = tmp_path / name
    write_tagged(encoded(name), copy, make_tags(cover=jpeg(tmp_path)))
    sums = [ffmpeg("-i", path, "-map", "0:a", "-f", "md5", "-") for path in (encoded(name), copy)]
    assert sums[0].stdout == sums[1].stdout
    assert sums[1].stderr == ""
    if name.startswith("video"):
        frames = [
            ffmpeg("-i", path, "-map", "0:v:0", "-f", "md5", "-").stdout for path in (encoded(name), copy)
        ]
        assert frames[0] == frames[1]


CHAPTERS = (
    Chapter(start_s=0, title="Привет"),
    Chapter(start_s=2.5, title=LONG_TITLE.strip()),
    Chapter(start_s=7.25, title="Goodbye / до свидания"),
)


def test_ffprobe_reads_tags_cover_and_chapters_of_an_mp3(
    encoded: Callable[[str], Path], tmp_path: Path
) -> None:
    """As written, with Cyrillic titles of any length."""
    copy = tmp_path / "tape.mp3"
    write_tagged(encoded("vbr.mp3"), copy, make_tags(title="Пятка", chapters=CHAPTERS, cover=jpeg(tmp_path)))
    found = ffprobe(copy, "-show_chapters", "-show_format", "-show_streams")
    assert [(each["start_time"], each["tags"]["title"]) for each in found["chapters"]] == [
        (f"{each.start_s:.6f}", each.title) for each in CHAPTERS
    ]
    tags = found["format"]["tags"]
    assert (tags["title"], tags["artist"], tags["track"], tags["disc"]) == ("Пятка", "Ann Runner", "60", "3")
    assert [each["codec_name"] for each in found["streams"]] == ["mp3", "mjpeg"]


def test_ffprobe_reads_tags_and_cover_of_an_m4a(tmp_path: Path) -> None:
    """Tags of ours and none of the master's, cover included."""
    copy = tmp_path / "tape.m4a"
    write_tagged(FILES / "chapters.m4a", copy, make_tags(title="Пятка", cover=jpeg(tmp_path)))
    found = ffprobe(copy, "-show_format", "-show_streams")
    tags = found["format"]["tags"]
    assert (tags["title"], tags["artist"], tags["track"], tags["disc"]) == ("Пятка", "Ann Runner", "60", "3")
    assert "comment" not in tags
    assert [each["codec_name"] for each in found["streams"]] == ["aac", "bin_data", "mjpeg"]


def warnings_in(said: str) -> set[str]:
    """Without the file they are about."""
    return {line.rpartition('": ')[2] for line in said.splitlines() if line.startswith("WARNING")}


@pytest.mark.parametrize("name", [name for name in ENCODINGS if name.endswith(".mp3")])
def test_mp3val_finds_nothing_wrong_with_a_copy(
    name: str, encoded: Callable[[str], Path], tmp_path: Path
) -> None:
    """It walks the frames with other eyes."""
    shutil.copy(encoded(name), tmp_path / "master.mp3")
    write_tagged(encoded(name), tmp_path / "copy.mp3", make_tags(chapters=CHAPTERS, cover=jpeg(tmp_path)))
    master, copy = (run("mp3val", each, cwd=tmp_path).stdout for each in ("master.mp3", "copy.mp3"))
    assert "+ID3v2" in copy
    assert "ERROR" not in copy
    assert warnings_in(copy) <= warnings_in(master)


def test_eyed3_reads_a_copy_without_complaint(encoded: Callable[[str], Path], tmp_path: Path) -> None:
    """Another reader of ID3, strict about frames."""
    copy = tmp_path / "tape.mp3"
    write_tagged(encoded("cbr.mp3"), copy, make_tags(title="Пятка", chapters=CHAPTERS, cover=jpeg(tmp_path)))
    done = run("eyeD3", "--no-color", "--verbose", copy)
    for wanted in (
        "ID3 v2.3",
        "title: Пятка",
        "artist: Ann Runner",
        "track: 60",
        "FRONT_COVER",
        "CHAP x 3",
    ):
        assert wanted in done.stdout, done.stdout
    assert "Traceback" not in done.stderr


def ffmpeg_fix(path: Path) -> Sequence[str]:
    """The command that the message of a refused file proposes."""
    with pytest.raises(AudioError) as caught:
        probe(path)
    assert caught.value.reason_fix is not None
    return shlex.split(caught.value.reason_fix.partition("ffmpeg ")[2])


@pytest.mark.parametrize(
    "name",
    [
        "tape.wav",
        "tape.aiff",
        "tape.flac",
        "tape.ogg",
        "tape.opus",
        "tape.wma",
        "tape.webm",
        "tape.mka",
        "tape.aac",
        "wav-called.mp3",
        "in-fragments.m4a",
        "cut-short.mp3",
        "cut-short-without-header.mp3",
    ],
)
def test_the_command_in_a_message_makes_a_file_that_is_accepted(name: str, tmp_path: Path) -> None:
    """Pasted as it stands."""
    shutil.copy(FILES / name, tmp_path / name)
    command = ffmpeg_fix(tmp_path / name)
    run("ffmpeg", "-nostdin", *command, cwd=tmp_path)
    made = probe(tmp_path / command[-1])
    assert made.duration_s is not None
    assert made.duration_s > 0.2
