"""Candidates without a problem, for tests that state only what is wrong."""

from typing import Any

from pipeline.core.audio_facts import AudioFacts, Chapter
from pipeline.core.episode import Material, settle_details
from pipeline.core.loudness_facts import LoudnessFacts
from pipeline.core.picture_facts import PictureFacts
from pipeline.core.record import EMBEDDED_COVER
from pipeline.core.rules.candidate import Candidate
from pipeline.core.show import Show
from tests.builders import DATE, GUID, make_audio, make_front, make_show

LINES = {"title": 2, "audio": 3, "guid": 4, "episode": 5, "duration": 6, "artwork": 7, "chapters": 8}
VTT = b"WEBVTT\n\n00:00.000 --> 00:05.000\n<v Ada>Hello.\n\n00:05.000 --> 03:00.000\nGoodbye.\n"
COVER = PictureFacts("image/jpeg", 3000, 3000, "RGB", False, 400_000, ".jpg")


def make_cover(**changes: Any) -> PictureFacts:
    """Artwork as directories want it."""
    return PictureFacts(**{**COVER.__dict__, **changes})


def make_loudness(**changes: Any) -> LoudnessFacts:
    """Three minutes that sound as directories want them."""
    values = {
        "integrated_lufs": -16.0,
        "true_peak_dbtp": -3.0,
        "range_lu": 4.0,
        "clipped_samples": 0,
        "crest_db": 17.0,
        "silences": (),
        "duration_s": 180.4,
        "codec": "mp3",
    }
    return LoudnessFacts(**{**values, **changes})


def make_chapters(*starts_s: float, **changes: Any) -> tuple[Chapter, ...]:
    """Chapters at these times."""
    return tuple(
        Chapter(**{"start_s": start, "title": f"Part {index}", **changes})
        for index, start in enumerate(starts_s, start=1)
    )


def make_candidate(
    show: Show | None = None,
    *,
    slug: str = "060-why-your-achilles-hurts",
    probed: AudioFacts | None = None,
    url: str | None = "https://wind.example/show/media/0123456789abcdef/060-achilles.mp3",
    picture: PictureFacts | None = None,
    embedded_cover: bool = False,
    notes: str = "It is rarely the tendon alone.\n",
    transcripts: dict[str, bytes] | None = None,
    chapters_file: tuple[Chapter, ...] | None = None,
    pictures: dict[str, PictureFacts] | None = None,
    loudness: LoudnessFacts | None = None,
    **front: Any,
) -> Candidate:
    """A candidate as its folder would give it; `front` may hold what the schema refuses."""
    files = {"transcript.vtt": VTT} if transcripts is None else transcripts
    said = make_front().model_copy(update={"guid": GUID, **front})
    facts = (probed or make_audio()) if said.audio else None
    names = {*files, EMBEDDED_COVER} if embedded_cover else {*files}
    material = Material(said, notes, slug, facts, names, chapters_file)
    return Candidate(
        slug=slug,
        path=f"episodes/{slug}/index.md",
        lines=LINES,
        details=settle_details(material, show or make_show()),
        front=said,
        audio=facts,
        date=DATE,
        enclosure_url=url,
        artwork=picture,
        notes=notes,
        transcripts=files,
        pictures=pictures or {},
        loudness=loudness,
    )
