"""What is measured by ffmpeg: loudness, peaks, silence, clipping; and whether the corrections correct."""

import shlex
import shutil
import time
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest

from pipeline.audio.loudness import measure
from pipeline.audio.probe import probe
from pipeline.core.loudness_facts import LoudnessFacts
from pipeline.core.rules.candidate import EpisodeCase
from pipeline.core.rules.check import check_episode
from pipeline.core.rules.loudness_rules import correction
from pipeline.errors import AudioError, ToolError
from tests.audio.building import FILES
from tests.builders import make_show
from tests.cli.building import ShowFolder, make_show_folder
from tests.rules.candidates import make_candidate
from tests.with_ffmpeg.tools import ENCODINGS, ffmpeg, run

SINE_LUFS = -18.06
"""Of ffmpeg's sine, an eighth of full scale: BS.1770 hears 1 kHz on two speakers as loud as its peak."""
ENCODERS = {".mp3": "-c:a libmp3lame -b:a 64k", ".m4a": "-c:a aac -b:a 64k", ".wav": "-c:a pcm_s24le"}

Sine = Callable[..., Path]


@pytest.fixture
def sine(tmp_path: Path) -> Sine:
    """A tone of 1 kHz at some loudness."""

    def make(lufs: float, extension: str = ".wav", channels: int = 1, length_s: float = 6) -> Path:
        path = tmp_path / f"sine{extension}"
        source = f"sine=frequency=1000:sample_rate=44100:duration={length_s}"
        gain = lufs - SINE_LUFS
        pan = "pan=mono|c0=c0" if channels == 1 else "pan=stereo|c0=c0|c1=c0"
        options = ["-f", "lavfi", "-i", source, "-af", f"aformat=sample_fmts=dbl,volume={gain}dB,{pan}"]
        ffmpeg(*options, *shlex.split(ENCODERS[extension]), path)
        return path

    return make


def said_of(path: Path, heard: LoudnessFacts) -> set[str]:
    """The rules of what is heard that speak."""
    candidate = make_candidate(probed=probe(path), audio=path.name, slug="001-heel", loudness=heard, url=None)
    names = {each.rule or "" for each in check_episode(candidate, make_show())}
    return {each for each in names if each.startswith("loudness") or each in SOUND_RULES}


SOUND_RULES = {"audio-silent", "audio-clipping", "audio-silence-edge", "audio-silence-inside", "audio-codec"}


@pytest.mark.parametrize("extension", ENCODERS)
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("lufs", [-23.0, -16.0, -8.0])
def test_a_tone_is_as_loud_as_it_was_made(lufs: float, channels: int, extension: str, sine: Sine) -> None:
    """The same in mono and stereo, to half a unit, which LAME takes off; AAC adds a peak where it begins."""
    heard = measure(sine(lufs, extension, channels))
    assert heard.integrated_lufs == pytest.approx(lufs, abs=0.6)
    assert heard.true_peak_dbtp is not None
    assert heard.true_peak_dbtp == pytest.approx(lufs, abs=4 if extension == ".m4a" else 1)
    assert heard.duration_s == pytest.approx(6, abs=0.1)
    assert (heard.silences, heard.clipped_samples) == ((), 0)


@pytest.mark.parametrize(
    ("lufs", "said"), [(-23.0, {"loudness-apple"}), (-16.0, set()), (-8.0, {"loudness-apple"})]
)
def test_the_rules_hear_what_is_too_soft_and_too_loud(lufs: float, said: set[str], sine: Sine) -> None:
    """And leave what is right in peace."""
    path = sine(lufs, ".mp3")
    assert said_of(path, measure(path)) == said


def test_mono_is_not_measured_three_units_too_soft(sine: Sine) -> None:
    """A meter that hears one speaker would say −19."""
    assert measure(sine(-16.0, ".mp3", 1)).integrated_lufs == pytest.approx(-16, abs=0.6)


def test_a_square_wave_is_clipped(tmp_path: Path) -> None:
    """Cut off at full scale, and in an MP3 of that as well, which never quite gets there."""
    for name in ("square.wav", "square.mp3"):
        source = "sine=frequency=400:sample_rate=44100:duration=6"
        ffmpeg("-f", "lavfi", "-i", source, "-af", "volume=40dB", tmp_path / name)
        heard = measure(tmp_path / name)
        assert heard.crest_db is not None
        assert heard.clipped_samples >= 1000 or heard.crest_db < 1.5
    assert {"audio-clipping", "loudness-true-peak", "loudness-apple"} <= said_of(tmp_path / name, heard)


def test_speech_that_was_recorded_too_loud_is_clipped(encoded: Callable[[str], Path], tmp_path: Path) -> None:
    """An MP3 of it overshoots: what the player cuts off is counted."""
    ffmpeg("-i", encoded("cbr.mp3"), "-af", "volume=20dB,aformat=sample_fmts=s16", tmp_path / "loud.mp3")
    clean, loud = measure(encoded("cbr.mp3")), measure(tmp_path / "loud.mp3")
    assert clean.clipped_samples == 0
    assert loud.clipped_samples > 100
    assert "audio-clipping" in said_of(tmp_path / "loud.mp3", loud)


def test_silence_is_found_where_it_is(tmp_path: Path) -> None:
    """At the beginning, inside and at the end, to a tenth of a second; pauses are none."""
    mute = "between(t,0,4)+between(t,9,11)+between(t,15,27)+gt(t,32)"
    source = "sine=frequency=1000:sample_rate=44100:duration=37"
    path = tmp_path / "gaps.mp3"
    ffmpeg("-f", "lavfi", "-i", source, "-af", f"volume=enable='{mute}':volume=0", path)
    heard = measure(path)
    found = [(each.start_s, each.end_s) for each in heard.silences]
    assert [start for start, _ in found] == pytest.approx([0, 15, 32], abs=0.1)
    assert [end for _, end in found] == pytest.approx([4, 27, heard.duration_s], abs=0.1)
    assert {"audio-silence-edge", "audio-silence-inside"} <= said_of(path, heard)


def test_silence_from_beginning_to_end_has_no_loudness(tmp_path: Path) -> None:
    """It is told as such, and not as too soft."""
    path = tmp_path / "nothing.mp3"
    ffmpeg("-f", "lavfi", "-i", "anullsrc=r=44100:cl=mono", "-t", "5", path)
    heard = measure(path)
    assert (heard.integrated_lufs, heard.true_peak_dbtp, heard.crest_db) == (None, None, None)
    assert said_of(path, heard) == {"audio-silent"}


@pytest.mark.parametrize("name", ENCODINGS)
def test_every_encoding_is_measured(name: str, encoded: Callable[[str], Path]) -> None:
    """The same speech, about as loud in each; ffmpeg took off 3 units where it put one channel on two."""
    heard = measure(encoded(name))
    expected = {1: -18.1, 2: -21.1}[probe(encoded(name)).channels or 2]
    assert heard.integrated_lufs == pytest.approx(expected, abs=1.5)
    assert heard.duration_s == pytest.approx(probe(encoded(name)).duration_s, abs=0.15)


def test_lossless_audio_is_told_as_what_it_is(encoded: Callable[[str], Path]) -> None:
    """Every app plays MP3, and Apple advises AAC."""
    path = encoded("alac.m4a")
    assert "audio-codec" in said_of(path, measure(path))


@pytest.mark.parametrize("gain_db", [-12, 0, 9])
@pytest.mark.parametrize("name", ["cbr-mono.mp3", "vbr.mp3", "low-22k.mp3", "aac.m4a", "video.mp4"])
def test_the_command_in_the_fix_makes_audio_that_is_right(
    name: str, gain_db: int, encoded: Callable[[str], Path], tmp_path: Path
) -> None:
    """Pasted as it stands: by volume alone where there is room, by loudnorm where there is none."""
    folder = tmp_path / "episodes" / "060-why-your-achilles-hurts"
    folder.mkdir(parents=True)
    path = folder / f"my {name}"
    gain = f"volume={gain_db}dB,alimiter=limit=0.8"
    ffmpeg("-i", encoded(name), "-c:v", "copy", "-af", gain, *shlex.split(encoding_of(name)), path)
    before = measure(path)
    candidate = make_candidate(probed=probe(path), audio=path.name, loudness=before)
    command = shlex.split(correction(EpisodeCase(candidate, make_show()), before))
    assert command[0] == "ffmpeg"
    run("ffmpeg", "-nostdin", *command[1:], cwd=tmp_path)
    made = tmp_path / command[-1]
    after = measure(made)
    assert after.integrated_lufs == pytest.approx(-16, abs=1)
    assert "loudness-apple" not in said_of(made, after)
    assert after.true_peak_dbtp is not None
    assert after.true_peak_dbtp < 0  # 64 kbit/s of AAC add up to 2 dB
    assert probe(made).sample_rate_hz == probe(path).sample_rate_hz
    assert probe(made).duration_s == pytest.approx(probe(path).duration_s, abs=0.2)


def encoding_of(name: str) -> str:
    return ENCODINGS[name].partition(" -write_xing")[0]


def test_a_cover_and_chapters_survive_the_correction(tmp_path: Path) -> None:
    """What the producer put into the file is in the copy as well."""
    path = tmp_path / "tape.mp3"
    shutil.copy(FILES / "cbr-with-everything.mp3", path)
    heard = measure(path)
    candidate = make_candidate(probed=probe(path), audio="tape.mp3", loudness=heard)
    command = correction(EpisodeCase(candidate, make_show()), heard)
    words = [each.rpartition("/")[2] if "episodes/" in each else each for each in shlex.split(command)]
    run("ffmpeg", "-nostdin", *words[1:], cwd=tmp_path)
    before, after = probe(path), probe(tmp_path / words[-1])
    assert after.cover is not None
    assert len(after.chapters) == len(before.chapters) > 0
    assert after.tags.title == before.tags.title


def test_nothing_is_written_while_measuring(sine: Sine, tmp_path: Path) -> None:
    """Neither beside the audio nor where the command runs."""
    path = sine(-16.0, ".mp3")
    before = path.read_bytes()
    with chdir(tmp_path):
        measure(path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["empty.mp3", "text.mp3", "web-page.mp3", "index-missing.m4a", "tape.mka"])
def test_what_is_no_audio_is_refused(name: str) -> None:
    """With the file's name."""
    with pytest.raises(AudioError, match=f"{name}: cannot be decoded"):
        measure(FILES / name)


def test_a_video_without_sound_is_named() -> None:
    """There is nothing to measure."""
    with pytest.raises(AudioError, match="has no sound in it"):
        measure(FILES / "without-sound.mp4")


def test_a_playlist_is_never_followed(sine: Sine, tmp_path: Path) -> None:
    """A stranger's file could name other files, or addresses, under the name of an MP3."""
    tone = sine(-16.0, ".mp3")
    lists = {
        "hls.mp3": f"#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n{tone}\n#EXT-X-ENDLIST\n",
        "concat.mp3": f"ffconcat version 1.0\nfile {tone.name}\n",
    }
    for name, text in lists.items():
        (tmp_path / name).write_text(text)
        with pytest.raises(AudioError, match="cannot be decoded"):
            measure(tmp_path / name)


def test_a_name_that_looks_like_an_option_or_an_address_is_a_file(sine: Sine, tmp_path: Path) -> None:
    """ffmpeg reads the start of a name in many ways."""
    tone = sine(-16.0, ".mp3")
    for name in ("-i.mp3", "http:x.mp3", "concat:a|b.mp3", "50%d.mp3", "a'b.mp3"):
        shutil.copy(tone, tmp_path / name)
        with chdir(tmp_path):
            assert measure(Path(name)).integrated_lufs == pytest.approx(-16, abs=0.6)


def test_a_file_that_takes_too_long_is_given_up(sine: Sine) -> None:
    """In bounded time, and ffmpeg ends with it."""
    path = sine(-16.0, ".mp3", length_s=600)
    begun = time.monotonic()
    with pytest.raises(AudioError, match="could not be measured in"):
        measure(path, limit_s=0.2)
    assert time.monotonic() - begun < 5


def test_an_ffmpeg_that_does_not_measure_is_named(sine: Sine, tmp_path: Path) -> None:
    """Another program of that name, or one that is too old, is no fault of the audio."""
    path = sine(-16.0, ".mp3")
    for script, said in [
        ("exit 0", "does not say how loud"),
        ("echo \"No such filter: 'ebur128'\" >&2; exit 1", "cannot measure loudness: No such filter"),
    ]:
        other = tmp_path / "other-ffmpeg"
        other.write_text(f"#!/bin/sh\n{script}\n")
        other.chmod(0o755)
        with pytest.raises(ToolError, match=said):
            measure(path, ffmpeg=str(other))
    with pytest.raises(ToolError, match="cannot be started"):
        measure(path, ffmpeg=str(tmp_path / "none"))


@pytest.fixture
def show(tmp_path: Path) -> ShowFolder:
    """A show with one episode."""
    (tmp_path / "show").mkdir()
    return make_show_folder(tmp_path / "show")


def test_check_audio_listens_to_each_episode(show: ShowFolder, sine: Sine) -> None:
    """The problem is on the line that names the audio; what is done is said meanwhile."""
    show.write("episodes/001-heel/heel.mp3", sine(-23.0, ".mp3", length_s=12).read_bytes())
    ran = show.run("check", "--audio", "001-heel")
    assert ran.code == 0
    assert "listening to episodes/001-heel/heel.mp3" in ran.stderr
    line = next(line for line in ran.stdout.splitlines() if "[loudness-apple]" in line)
    assert "episodes/001-heel/index.md:3: the audio has −23" in line
    assert "ffmpeg -i episodes/001-heel/heel.mp3 " in ran.stdout
    assert "loudness" not in show.run("check", "001-heel").stdout


def test_check_audio_as_a_document_says_nothing_else(show: ShowFolder, sine: Sine) -> None:
    """Progress is conversation."""
    show.write("episodes/001-heel/heel.mp3", sine(-8.0, ".mp3", length_s=12).read_bytes())
    ran = show.run("check", "--audio", "--json")
    assert ran.stderr == ""
    assert "loudness-apple" in {each["rule"] for each in ran.document["problems"]}
