"""A published show to listen to: real MP3 and M4A, chapters with pictures, transcripts in two languages."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from pipeline.core.audio_facts import Chapter
from pipeline.core.content_types import served_type
from pipeline.core.episode import settle
from pipeline.core.record import EpisodeRecord, StoredFile
from pipeline.core.transcript import parse_transcript
from pipeline.core.transcript_page import render_transcript_page
from pipeline.site.pages import render_pages
from tests.builders import DATE, make_audio, make_file, make_media, make_record
from tests.site.rich_show import ADDRESSES, make_rich_show_record

HERE = Path(__file__).parent
SPEECH = HERE / "files" / "speech.mp3"
WALK = HERE.parents[1] / "episodes" / "003-getting-your-heel-running-again" / "heel-running.m4a"
SHORT = "episodes/070-short.html"
LONG = "episodes/071-long.html"

NOTES = """\
00:00 Hello\\
00:08 *Where* it hurts

- **(00:04)** in a list
- at 00:05 in a sentence
- 45:00 is no second of this

[By hand](#t=0:06)
"""


def _vtt(lines: int) -> str:
    """A cue of one second each, two voices in turn, five cues at a time."""
    cues = []
    for at in range(lines):
        clock = f"00:{at // 60:02d}:{at % 60:02d}"
        words = f"Line {at} of Zoë &amp; co." if at % 10 == 3 else f"Line {at} is here"
        voice = ("Ada", "Bo &lt;guest&gt;")[at // 5 % 2]
        cues.append(f"{clock}.000 --> {clock}.900\n<v {voice}>{words}")
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


GERMAN = (
    "1\n00:00:00,000 --> 00:00:02,000\nAda: Guten Morgen.\n\n2\n00:00:02,000 --> 00:00:09,000\nSchön hier.\n"
)


def make_public(root: Path) -> Path:
    """The show as a folder store leaves it."""
    show = make_rich_show_record()
    objects: dict[str, bytes] = {"feed.xml": b"<rss/>"}
    records = [_short(objects), _long(objects)]
    episodes = [settle(each, show.show) for each in records]
    objects |= render_pages(show, episodes, ADDRESSES, date(2026, 11, 6))
    for file in show.files.values():
        objects[file.key] = _picture(file, "#0a5a50")
    for key, body in objects.items():
        (root / key).parent.mkdir(parents=True, exist_ok=True)
        (root / key).write_bytes(body)
    return root


def _short(objects: dict[str, bytes]) -> EpisodeRecord:
    """Sixteen seconds of MP3, with everything."""
    files = {name: make_file(name, width=640, height=360) for name in ("one.jpg", "two.jpg")}
    for name, colour in zip(files, ("#7a3b00", "#003b7a"), strict=True):
        objects[files[name].key] = _picture(files[name], colour)
    page = render_transcript_page(parse_transcript(_vtt(15), "text/vtt"), "en", "Transcript")
    texts = {
        "transcript.vtt": _vtt(15),
        "transcript.de.srt": GERMAN,
        "transcript.html (made from transcript.vtt)": page,
    }
    chapters = (
        Chapter(start_s=0, title="Hello"),
        Chapter(start_s=5, title="Why it hurts", image="one.jpg"),
        Chapter(start_s=12, title="What helps", image="two.jpg"),
    )
    return _record(
        objects,
        SPEECH,
        "070-short",
        15.9,
        title="Short",
        notes=NOTES,
        texts=texts,
        files=files,
        chapters=chapters,
    )


def _long(objects: dict[str, bytes]) -> EpisodeRecord:
    """Two and a half minutes of M4A, and enough words to scroll."""
    texts = {"transcript.vtt": _vtt(150)}
    return _record(
        objects,
        WALK,
        "071-long",
        154.5,
        title="Long",
        notes="Words.\n\n" * 60,
        texts=texts,
        files={},
        chapters=(),
    )


def _record(
    objects: dict[str, bytes],
    path: Path,
    slug: str,
    duration_s: float,
    *,
    texts: dict[str, str],
    **values: Any,
) -> EpisodeRecord:
    kind = served_type(path.name)
    key = f"media/{slug}/{slug}{path.suffix}"
    objects[key] = path.read_bytes()
    files = dict(values.pop("files"))
    for name, text in texts.items():
        suffix = Path(name.split(" ")[0]).suffix
        files[name] = make_file(f"{slug}{len(files)}{suffix}", content_type=served_type(suffix))
        objects[files[name].key] = text.encode()
    return make_record(  # type: ignore[no-any-return, unused-ignore]
        slug=slug,
        guid=slug,
        date=DATE - timedelta(days=len(slug)),
        media=make_media(key=key, content_type=kind, size_bytes=path.stat().st_size),
        audio=make_audio(duration_s=duration_s, content_type=kind, extension=path.suffix),
        files=files,
        **values,
    )


def _picture(file: StoredFile, colour: str) -> bytes:
    stream = BytesIO()
    Image.new("RGB", (file.width or 640, file.height or 640), colour).save(stream, "JPEG")
    return stream.getvalue()
