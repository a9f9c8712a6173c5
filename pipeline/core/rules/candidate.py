"""What episode rules look at: one episode as it would be published, and the show it belongs to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from pipeline.core.audio_facts import AudioFacts
from pipeline.core.content_types import TAGGED
from pipeline.core.episode import AUDIO, FILE, FRONT, Details
from pipeline.core.front_matter import FrontMatter
from pipeline.core.loudness_facts import LoudnessFacts
from pipeline.core.picture_facts import PictureFacts
from pipeline.core.record import EMBEDDED_COVER
from pipeline.core.rules.artwork_checks import Artwork, ChapterPicture, LocalArtwork
from pipeline.core.rules.table import Finding, Place
from pipeline.core.show import Show


@dataclass(frozen=True)
class Candidate:
    """One episode, from its folder or its record, with what could be read of its files."""

    slug: str
    path: str
    """Of `index.md`, as the user would type it."""
    lines: Mapping[str, int]
    """Of the front matter's keys."""
    details: Details
    front: FrontMatter
    audio: AudioFacts | None
    date: datetime | None
    enclosure_url: str | None
    """Where the media is or will be; None while that is unknown."""
    artwork: PictureFacts | None
    """Of the episode's own artwork; None where it has none or it could not be read."""
    notes: str | None = None
    """None where they are not looked at."""
    transcripts: Mapping[str, bytes] = field(default_factory=dict)
    """Those files that could be read, by path relative to the episode's folder."""
    pictures: Mapping[str, PictureFacts] = field(default_factory=dict)
    """Those beside it that could be read, by name."""
    loudness: LoudnessFacts | None = None
    """None where nobody listened to the audio."""

    @property
    def place(self) -> Place:
        """Where its problems are."""
        return Place(self.path, self.lines)


@dataclass(frozen=True)
class EpisodeCase:
    """A candidate in its show."""

    candidate: Candidate
    show: Show

    @property
    def details(self) -> Details:
        return self.candidate.details

    @property
    def front(self) -> FrontMatter:
        return self.candidate.front

    @property
    def audio(self) -> AudioFacts | None:
        return self.candidate.audio

    @property
    def duration_s(self) -> float | None:
        """None where it is unknown, and for a PDF."""
        return self.audio.duration_s if self.audio else None

    @property
    def is_retagged(self) -> bool:
        """The published copy gets its title, cover and chapters from the front matter."""
        return self.show.tag_media and self.audio is not None and self.audio.extension in TAGGED

    @cached_property
    def picture(self) -> Artwork | None:
        """The episode's own artwork with its name."""
        name, facts = self.details.artwork or "", self.candidate.artwork
        if facts is None:
            return None
        if name == EMBEDDED_COVER:
            return Artwork("", facts)
        return LocalArtwork(name, facts, self.candidate.place.beside(name))

    @property
    def pictures_of_chapters(self) -> Iterator[ChapterPicture]:
        """Each picture that is beside the episode, at the first chapter that shows it."""
        seen: set[str] = set()
        for index, chapter in enumerate(self.details.chapters):
            name = chapter.image or ""
            facts = None if name in seen else self.candidate.pictures.get(name)
            if facts:
                yield ChapterPicture(name, facts, index + 1, self.of_chapters("", None, index))
            seen.add(name)

    def of_chapters(self, text: str, fix: str | None = None, index: int | None = None) -> Finding:
        """A finding at the place that the chapters came from."""
        source = self.details.sources.get("chapters")
        if source == FILE:
            named = self.front.chapters
            return Finding("", text, fix, named if isinstance(named, str) else "chapters.json")
        if source == FRONT:
            return Finding("chapters" if index is None else f"chapters.{index}", text, fix)
        return Finding("audio" if source == AUDIO else "", text, fix)
