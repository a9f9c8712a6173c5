"""Makes the sample show's audio, transcripts and chapters: `python tests/sample_show/make.py`.

Each sentence of a narration is spoken by itself, so that the transcript's
times are the real ones. Needs espeak-ng and ffmpeg; the same versions of
both give the same bytes.
"""

import json
import math
import re
import shutil
import subprocess
import sys
import tempfile
import wave
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from textwrap import wrap

from mutagen.id3 import APIC, CHAP, COMM, CTOC, ID3, TALB, TCON, TDRC, TIT2, TLAN, TPE1, TRCK, CTOCFlags
from mutagen.mp4 import MP4, MP4Cover
from PIL import Image

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHOW, AUTHOR = "Back on Foot", "Maren Oakes and Tobi Adeyemi"
RATE_HZ = 22050  # what espeak-ng speaks at
SENTENCE_GAP_S, SPEAKER_GAP_S, CHAPTER_GAP_S = 0.22, 0.42, 0.9
TARGET_LUFS = -16.0  # measured as dual mono; feed-rules' loudness-apple

VOICES = {
    "maren": ("Maren Oakes", ["-v", "en-gb-x-rp+f3", "-s", "164", "-p", "46"]),
    "tobi": ("Tobi Adeyemi", ["-v", "en-gb+m3", "-s", "168", "-p", "38"]),
    "priya": ("Dr Priya Raman", ["-v", "en-gb+f4", "-s", "160", "-p", "58"]),
    "ines": ("Ines Calder", ["-v", "en-gb-scotland+f2", "-s", "162", "-p", "52"]),
}


@dataclass(frozen=True)
class Recipe:
    """One episode: where its files go and how its audio is encoded."""

    slug: str
    audio: str
    encoding: Sequence[str]
    title: str
    number: int | None
    date: str
    summary: str
    transcript: str | None = None
    chapters_json: bool = False
    embed_chapters: bool = False
    chapter_extras: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the chapters file says beyond times and titles, by title."""

    @property
    def folder(self) -> Path:
        return ROOT / "episodes" / self.slug


@dataclass(frozen=True)
class Cue:
    """One sentence, with its place in the audio."""

    start_s: float
    end_s: float
    speaker: str
    text: str


@dataclass(frozen=True)
class Spoken:
    """A whole narration as samples, cues and chapters (start in whole seconds, title)."""

    samples: array
    cues: list[Cue]
    chapters: list[tuple[int, str]]

    @property
    def duration_s(self) -> float:
        return len(self.samples) / RATE_HZ


MP3, M4A = ["-c:a", "libmp3lame", "-ar", "44100"], ["-c:a", "aac", "-ar", "44100"]
RECIPES = (
    Recipe(
        "000-trailer",
        "trailer.mp3",
        [*MP3, "-b:a", "64k"],
        "What Back on Foot is about",
        None,
        "2026-09-14",
        "Forty seconds on who we are and what we will talk about.",
    ),
    Recipe(
        "001-shin-pain-irritated-or-more",
        "shin-pain.mp3",
        [*MP3, "-q:a", "6"],
        "Shin pain: irritated, or something more?",
        1,
        "2026-09-21",
        "How a sore shin bone differs from one that needs a scan.",
    ),
    Recipe(
        "002-why-your-heel-hurts-in-the-morning",
        "heel-pain.mp3",
        [*MP3, "-b:a", "64k"],
        "Why your heel hurts in the morning",
        2,
        "2026-10-26",
        "What those first painful steps mean, and what to do this week.",
        transcript="transcript.vtt",
        chapters_json=True,
        embed_chapters=True,
        chapter_extras={
            "What the pain is telling you": {"img": "heel.jpg"},
            "How you got here": {"img": "load.png"},
            "When it is something else": {"url": "https://clinic.example.org/check-up"},
        },
    ),
    Recipe(
        "003-getting-your-heel-running-again",
        "heel-running.m4a",
        [*M4A, "-b:a", "64k"],
        "Getting your heel running again",
        3,
        "2026-11-02",
        "Loading a sore heel, the rule of the next morning, and a way back to running.",
        transcript="transcript.srt",
        embed_chapters=True,
    ),
)


def run(*command: str) -> str:
    """Run a tool and return what it said on stderr; a failure shows it."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr}")
    return done.stderr


def parse_narration(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Chapters of (title, [(voice, sentence)])."""
    chapters: list[tuple[str, list[tuple[str, str]]]] = []
    for line in filter(None, text.splitlines()):
        if line.startswith("== "):
            chapters.append((line[3:], []))
            continue
        voice, words = line.split(": ", 1)
        chapters[-1][1].extend((voice, each) for each in re.split(r"(?<=[.?!])\s+", words))
    return chapters


def speak(voice: str, sentence: str, scratch: Path) -> array:
    """One sentence as samples, without the pause that espeak-ng adds."""
    target = scratch / "sentence.wav"
    run("espeak-ng", *VOICES[voice][1], "-z", "-w", str(target), sentence)
    with wave.open(str(target)) as spoken:
        assert (spoken.getframerate(), spoken.getnchannels(), spoken.getsampwidth()) == (RATE_HZ, 1, 2)
        return array("h", spoken.readframes(spoken.getnframes()))


def silence(seconds: float) -> array:
    return array("h", bytes(2 * round(seconds * RATE_HZ)))


def jingle() -> array:
    """Four plucked notes going up, two and a half seconds."""
    samples = [0.0] * round(2.5 * RATE_HZ)
    for place, hertz in enumerate((293.66, 369.99, 440.0, 587.33)):
        first = round(place * 0.3 * RATE_HZ)
        for at in range(first, len(samples)):
            t = (at - first) / RATE_HZ
            tone = math.sin(math.tau * hertz * t) + 0.35 * math.sin(math.tau * 2 * hertz * t)
            samples[at] += 2600 * tone * math.exp(-3.2 * t) * min(1.0, t * 200)
    return array("h", (round(sample) for sample in samples))


def perform(text: str, scratch: Path) -> Spoken:
    """Speak a whole narration; chapters begin on whole seconds, a breath before the words."""
    samples, cues, chapters = jingle(), list[Cue](), list[tuple[int, str]]()
    before = None
    for title, lines in parse_narration(text):
        if chapters:
            samples += silence(CHAPTER_GAP_S)
            samples += silence(-len(samples) / RATE_HZ % 1)
        chapters.append((round(len(samples) / RATE_HZ) if chapters else 0, title))
        for voice, sentence in lines:
            samples += silence(SENTENCE_GAP_S if voice == before else SPEAKER_GAP_S)
            start, before = len(samples) / RATE_HZ, voice
            samples += speak(voice, sentence, scratch)
            cues.append(Cue(start, len(samples) / RATE_HZ, VOICES[voice][0], sentence))
    samples += silence(CHAPTER_GAP_S)
    samples += jingle()
    return Spoken(samples, cues, chapters)


def measure_lufs(path: Path) -> float:
    """Integrated loudness, mono counted as both loudspeakers."""
    said = run(
        "ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128=dualmono=1", "-f", "null", "-"
    )
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])


def master(spoken: Spoken, scratch: Path) -> Path:
    """Even out, bring to the target loudness, keep peaks below full scale."""
    raw, even, final = (scratch / f"{name}.wav" for name in ("raw", "even", "final"))
    with wave.open(str(raw), "wb") as out:
        out.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        out.writeframes(spoken.samples.tobytes())
    levelling = "highpass=f=60,acompressor=threshold=0.1:ratio=3:attack=8:release=120"
    run("ffmpeg", "-y", "-i", str(raw), "-af", levelling, "-c:a", "pcm_f32le", str(even))
    gain_db = 0.0
    for _ in range(3):  # the limiter takes a little away: measure what is left and add it
        measured = measure_lufs(final if final.exists() else even)
        gain_db += TARGET_LUFS - measured
        limited = f"volume={gain_db:.2f}dB,alimiter=limit=0.75:attack=5:release=50:level=disabled"
        run("ffmpeg", "-y", "-i", str(even), "-af", limited, "-c:a", "pcm_s16le", str(final))
    return final


def clock(seconds: float, comma: str = ".") -> str:
    total_ms = round(seconds * 1000)
    minutes, rest_ms = divmod(total_ms, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest_ms // 1000:02d}{comma}{rest_ms % 1000:03d}"


def render_vtt(cues: Sequence[Cue]) -> str:
    """WebVTT with a voice for each cue, lines of at most 65 characters."""
    blocks = [
        f"{clock(cue.start_s)} --> {clock(cue.end_s)}\n<v {cue.speaker}>" + "\n".join(wrap(cue.text, 65))
        for cue in cues
    ]
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def render_srt(cues: Sequence[Cue]) -> str:
    """SubRip: the name stands where the speaker changes."""
    blocks, before = [], None
    for number, cue in enumerate(cues, start=1):
        text = cue.text if cue.speaker == before else f"{cue.speaker}: {cue.text}"
        before = cue.speaker
        times = f"{clock(cue.start_s, ',')} --> {clock(cue.end_s, ',')}"
        blocks.append(f"{number}\n{times}\n" + "\n".join(wrap(text, 65)))
    return "\n\n".join(blocks) + "\n"


def render_chapters(recipe: Recipe, spoken: Spoken) -> str:
    """A chapters file of the podcast namespace, version 1.2."""
    extras = recipe.chapter_extras
    chapters = [
        {"startTime": start, "title": title, **extras.get(title, {})} for start, title in spoken.chapters
    ]
    document = {"version": "1.2.0", "title": recipe.title, "podcastName": SHOW, "chapters": chapters}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def render_ffmetadata(spoken: Spoken) -> str:
    """Chapters as ffmpeg reads them."""
    ends = [*(start for start, _ in spoken.chapters[1:]), spoken.duration_s]
    blocks = [
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={start * 1000}\nEND={round(end * 1000)}\ntitle={title}\n"
        for (start, title), end in zip(spoken.chapters, ends, strict=True)
    ]
    return ";FFMETADATA1\n" + "".join(blocks)


def embedded_cover() -> bytes:
    """The cover, small enough to stand in front of the audio."""
    small = Image.open(ROOT / "cover.jpg").resize((1400, 1400), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def tag_mp3(recipe: Recipe, spoken: Spoken, target: Path) -> None:
    """The tags a careful editor leaves: ID3v2.3 with everything, or v2.4 with the little that is usual."""
    tags = ID3()
    tags.add(TIT2(encoding=3, text=recipe.title))
    tags.add(TPE1(encoding=3, text=AUTHOR))
    tags.add(TALB(encoding=3, text=SHOW))
    tags.add(TDRC(encoding=3, text=recipe.date))
    if recipe.number:
        tags.add(TRCK(encoding=3, text=str(recipe.number)))
    if not recipe.embed_chapters:
        tags.save(target, v2_version=4, padding=lambda _: 0)
        return
    tags.add(TCON(encoding=3, text="Podcast"))
    tags.add(TLAN(encoding=3, text="eng"))
    tags.add(COMM(encoding=3, lang="eng", desc="", text=recipe.summary))
    tags.add(APIC(encoding=0, mime="image/jpeg", type=3, desc="", data=embedded_cover()))
    names = [f"chp{number}" for number in range(len(spoken.chapters))]
    ends_ms = [*(start * 1000 for start, _ in spoken.chapters[1:]), round(spoken.duration_s * 1000)]
    for name, (start, title), end_ms in zip(names, spoken.chapters, ends_ms, strict=True):
        sub = [TIT2(encoding=3, text=title)]
        tags.add(CHAP(element_id=name, start_time=start * 1000, end_time=end_ms, sub_frames=sub))
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    tags.add(CTOC(element_id="toc", flags=flags, child_element_ids=names, sub_frames=[]))
    tags.update_to_v23()
    tags.save(target, v2_version=3, padding=lambda _: 0)


def tag_m4a(recipe: Recipe, target: Path) -> None:
    media = MP4(target)
    media.update({"\xa9nam": recipe.title, "\xa9ART": AUTHOR, "\xa9alb": SHOW, "\xa9day": recipe.date})
    media.update({"\xa9gen": "Podcast", "desc": recipe.summary, "trkn": [(recipe.number or 0, 0)]})
    media["covr"] = [MP4Cover(embedded_cover(), MP4Cover.FORMAT_JPEG)]
    media.save(padding=lambda _: 0)


def encode(recipe: Recipe, spoken: Spoken, wav: Path, scratch: Path) -> None:
    """The episode's audio file, tagged."""
    target = recipe.folder / recipe.audio
    chapters = scratch / "chapters.txt"
    chapters.write_text(render_ffmetadata(spoken))
    is_m4a = target.suffix == ".m4a"
    marks = "1" if is_m4a else "-1"  # the global part of that file is empty: nothing else is carried over
    container = ["-i", str(chapters), "-map", "0:a", "-map_metadata", marks, "-map_chapters", marks]
    extra = ["-movflags", "+faststart"] if is_m4a else ["-id3v2_version", "0"]
    run("ffmpeg", "-y", "-i", str(wav), *container, *recipe.encoding, "-ac", "1", *extra, str(target))
    if is_m4a:
        tag_m4a(recipe, target)
    else:
        tag_mp3(recipe, spoken, target)


def make(recipe: Recipe) -> str:
    """Write an episode's audio and what belongs to it; say what came out."""
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(temporary)
        spoken = perform((HERE / "narration" / f"{recipe.slug}.txt").read_text(), scratch)
        encode(recipe, spoken, master(spoken, scratch), scratch)
    if recipe.transcript:
        render = render_vtt if recipe.transcript.endswith(".vtt") else render_srt
        (recipe.folder / recipe.transcript).write_text(render(spoken.cues))
    if recipe.chapters_json:
        (recipe.folder / "chapters.json").write_text(render_chapters(recipe, spoken))
    target = recipe.folder / recipe.audio
    marks = "".join(f"\n    {clock(start)[3:8]} {title}" for start, title in spoken.chapters)
    return f"{target.relative_to(ROOT)}: {spoken.duration_s:.1f} s, {measure_lufs(target)} LUFS{marks}\n"


def main() -> None:
    """Make everything."""
    missing = [tool for tool in ("espeak-ng", "ffmpeg") if not shutil.which(tool)]
    if missing:
        sys.exit(f"{' and '.join(missing)} not found\n  Fix: apt-get install {' '.join(missing)}")
    subprocess.run([sys.executable, str(HERE / "draw.py")], check=True)
    for recipe in RECIPES:
        sys.stdout.write(make(recipe))


if __name__ == "__main__":
    main()
