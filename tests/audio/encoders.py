"""Good files from several encoders and taggers, as many as are on this machine."""

import math
import shlex
import shutil
import struct
import subprocess
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random

from tests.audio.good_files import BARE, SMALL, SMALL_BYTES, GoodFile

TONE_S = 4
RATE_HZ = 44100
FFMPEG = "ffmpeg -nostdin -v error -y -i IN"
_COUNTS = (b"Info", b"Xing", b"VBRI")
_TAILS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3")


@dataclass(frozen=True)
class Recipe:
    """One way to make one file."""

    name: str
    family: str
    command: str
    """`IN` and `OUT` stand for the files; the first word is the program."""

    @property
    def program(self) -> str:
        return self.command.split()[0]


def recipes() -> Iterator[Recipe]:
    """All of them, whatever programs there are."""
    yield from _lame()
    yield from _other_mp3()
    yield from _mp4()


def _bare(kbps: int, rate_hz: int) -> str:
    frame_bytes = (144000 if rate_hz >= 32000 else 72000) * kbps / rate_hz
    return f"{SMALL if frame_bytes < SMALL_BYTES else ''}{BARE}"


def _lame() -> Iterator[Recipe]:
    """All sample rates that MP3 knows, mono and stereo, in every mode."""
    rates = {8: 16, 11.025: 24, 12: 32, 16: 48, 22.05: 64, 24: 80, 32: 96, 44.1: 128, 48: 192}
    for (khz, kbps), channels in product(rates.items(), ("m", "j")):
        rate_hz = round(khz * 1000)
        modes = {
            "CBR Info": f"-b {kbps}",
            f"CBR{_bare(kbps, rate_hz)}": f"-b {kbps} -t",
            "VBR Xing": "-V 4",
            f"VBR{SMALL}{BARE}": "-V 9 -t",
            "ABR Xing": f"--abr {kbps}",
        }
        for mode, options in modes.items():
            command = f"lame --quiet {options} --resample {khz} -m {channels} IN OUT"
            yield Recipe(f"lame {mode} {khz} kHz {channels}.mp3", f"lame {mode}", command)
    for kbps in (200, 400, 640):
        yield Recipe(
            f"lame free {kbps}.mp3",
            f"lame free format{BARE}",
            f"lame --quiet --freeformat -b {kbps} -t IN OUT",
        )
    tags = "--tt Heel --ta Ann --tl Running --ty 2026 --tn 60"
    for number, options in enumerate(
        (
            f"{tags} --add-id3v2 --pad-id3v2-size 4000",
            f"{tags} --id3v1-only",
            f"{tags} --id3v2-only --id3v2-utf16",
            "-p",
            "-k -q 9",
            "--preset extreme",
            "--nspsytune",
        )
    ):
        yield Recipe(f"lame tagged {number}.mp3", "lame tagged", f"lame --quiet {options} IN OUT")


def _other_mp3() -> Iterator[Recipe]:
    layer2 = f"layer II{BARE}"
    for kbps in (64, 96, 128, 192, 320):
        shine = f"shine CBR{_bare(kbps, RATE_HZ)}"
        yield Recipe(f"twolame {kbps}.mp3", layer2, f"twolame -s 44100 -b {kbps} --quiet IN OUT")
        yield Recipe(f"shine {kbps}.mp3", shine, f"{FFMPEG} -c:a libshine -b:a {kbps}k OUT")
        yield Recipe(f"ffmpeg mp2 {kbps}.mp3", layer2, f"{FFMPEG} -c:a mp2 -b:a {kbps}k -f mp2 OUT")
        yield Recipe(f"sox {kbps}.mp3", "sox CBR", f"sox IN -C {kbps} OUT")
        for version in (3, 4):
            options = f"-c:a libmp3lame -b:a {kbps}k -id3v2_version {version} -write_id3v1 1"
            name = f"ffmpeg {kbps} ID3v2 {version}.mp3"
            yield Recipe(name, "ffmpeg CBR Info", f"{FFMPEG} {options} -metadata title=Heel OUT")
    for quality in (0, 3, 6, 9):
        yield Recipe(f"ffmpeg q{quality}.mp3", "ffmpeg VBR Xing", f"{FFMPEG} -q:a {quality} OUT")
        yield Recipe(f"sox q{quality}.mp3", "sox VBR", f"sox IN -C -{quality}.2 OUT")


def _mp4() -> Iterator[Recipe]:
    layouts = {"M4A index last": "", "M4A index first": "-movflags +faststart"}
    for (layout, options), kbps, rate, channels in product(
        layouts.items(), (48, 96, 160), (22050, 44100, 48000), (1, 2)
    ):
        more = f"-c:a aac -b:a {kbps}k -ar {rate} -ac {channels}"
        yield Recipe(f"ffmpeg {layout} {more}.m4a", f"ffmpeg {layout}", f"{FFMPEG} {more} {options} OUT")
    for layout, options in layouts.items():
        yield Recipe(f"alac {layout}.m4a", f"ffmpeg ALAC {layout}", f"{FFMPEG} -c:a alac {options} OUT")
        picture = f"-f lavfi -i testsrc=s=96x64:r=5:d={TONE_S} -c:v mpeg4 -c:a aac"
        for extension in ("mp4", "mov"):
            yield Recipe(
                f"video {layout}.{extension}",
                f"ffmpeg {extension} video",
                f"{FFMPEG} {picture} {options} OUT",
            )
    yield Recipe("pcm.mov", "ffmpeg mov sound", f"{FFMPEG} -c:a pcm_s16be OUT")


TAGGERS = {
    "mp3gain": "mp3gain -q -r -c OUT",
    "id3v2 -1": "id3v2 -1 -t Heel -a Ann OUT",
    "id3v2": "id3v2 -t Heel -a Ann -A Running -T 60 -y 2026 OUT",
    "eyeD3 2.4": "eyeD3 --quiet --to-v2.4 -t Heel -a Ann OUT",
    "eyeD3 2.3": "eyeD3 --quiet --to-v2.3 -t Heel --add-comment good OUT",
}
"""What changes a finished file in place."""


def encoded(folder: Path) -> Iterator[GoodFile]:
    """Every recipe whose program is here; every other MP3 goes on to one of the taggers."""
    tape = write_tone(folder / "tone.wav")
    taggers = [each for each in TAGGERS.values() if shutil.which(each.split()[0])]
    here = (recipe for recipe in recipes() if shutil.which(recipe.program))
    for number, recipe in enumerate(here):
        path = folder / f"out{Path(recipe.name).suffix}"
        path.unlink(missing_ok=True)
        assert _run(recipe.command, tape, path), recipe.command
        tagger = taggers[number // 2 % len(taggers)] if taggers and number % 2 else ""
        is_layer3 = path.suffix == ".mp3" and "layer II" not in recipe.family
        if tagger and not (is_layer3 and _run(tagger, tape, path)):
            tagger = ""  # mp3gain knows no MPEG-2.5
        data = path.read_bytes()
        end = sound_end(data) if path.suffix == ".mp3" else len(data)
        yield GoodFile(f"{recipe.name} {tagger}".strip(), _family(recipe, data), data, end)


def _family(recipe: Recipe, data: bytes) -> str:
    """sox never says how much follows, and lame not where a frame has no room for it."""
    is_counted = not recipe.name.endswith(".mp3") or any(mark in data for mark in _COUNTS)
    return recipe.family if is_counted or recipe.family.endswith(BARE) else f"uncounted{SMALL}{BARE}"


def _run(command: str, tape: Path, out: Path) -> bool:
    """Whether the program found nothing wrong."""
    words = [{"IN": str(tape), "OUT": str(out)}.get(word, word) for word in shlex.split(command)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode == 0


def write_tone(path: Path) -> Path:
    """Some seconds of a tone that rises, and of noise, in stereo."""
    random = Random(1)
    with wave.open(str(path), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        for second in range(TONE_S):
            hz = 200 * (second + 1)
            samples = (
                round(8000 * math.sin(2 * math.pi * hz * each / RATE_HZ)) + random.randrange(-900, 900)
                for each in range(RATE_HZ)
            )
            out.writeframes(b"".join(struct.pack("<hh", each, -each) for each in samples))
    return path


def sound_end(data: bytes) -> int:
    """Where the tags at the end begin: the first of their marks in the last bytes."""
    near = max(0, len(data) - 6000)
    places = [data.find(mark, near) for mark in _TAILS]
    return min((place for place in places if place > near), default=len(data))
