"""An episode with every value settled: front matter first, then the audio's tags, the file name, the show."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from pipeline.core.audio_facts import AudioFacts, Chapter
from pipeline.core.chapters import chapters_of_entries, settle_chapters
from pipeline.core.front_matter import FrontMatter, Guest
from pipeline.core.notes.noted_chapters import noted_chapters
from pipeline.core.notes.plain import first_paragraph
from pipeline.core.record import EMBEDDED_COVER, EpisodeRecord, StoredFile
from pipeline.core.show import CallToAction, Person, Show, Sponsor
from pipeline.core.site_settings import Review
from pipeline.core.transcript_files import Transcript, best_first, made_transcripts, supplied_transcripts

T = TypeVar("T")

FRONT, TAGS, NAME, SHOW = "front matter", "audio tags", "file name", "podcast.toml"
NOTES, FILE, DEFAULT, AUDIO = "notes", "file beside index.md", "default", "audio"


@dataclass(frozen=True)
class Details:
    """Final values; `sources` says, by field name, where each came from."""

    title: str
    number: int | None
    season: int | None
    type: str
    summary: str
    explicit: bool
    people: tuple[Person, ...]
    chapters: tuple[Chapter, ...]
    transcripts: tuple[Transcript, ...]
    artwork: str | None
    """A key of the record's `files`; None means the show's."""
    sponsors: tuple[Sponsor, ...]
    calls_to_action: tuple[CallToAction, ...]
    reviews: tuple[Review, ...]
    sources: Mapping[str, str] = field(compare=False, default_factory=dict)


@dataclass(frozen=True)
class Episode:
    """A record with its details settled against the show: what feed and site are rendered from."""

    record: EpisodeRecord
    details: Details

    @property
    def artwork(self) -> StoredFile | None:
        """The episode's own artwork."""
        return self.record.files.get(self.details.artwork) if self.details.artwork else None


@dataclass(frozen=True)
class Material:
    """What details are settled from."""

    front: FrontMatter
    notes: str
    slug: str
    audio: AudioFacts | None
    file_names: Collection[str]
    chapters_file: tuple[Chapter, ...] | None


def settle(record: EpisodeRecord, show: Show) -> Episode:
    """Settle every value of a published episode."""
    material = Material(
        record.front, record.notes, record.slug, record.audio, record.files.keys(), record.chapters
    )
    details = settle_details(material, show)
    chapters = settle_chapters(details.chapters, record.audio.duration_s, details.title)
    return Episode(record, replace(details, chapters=chapters))


def settle_details(material: Material, show: Show) -> Details:
    """Settle every value, and remember where each came from."""
    front = material.front
    tags = material.audio.tags if material.audio else None
    found: dict[str, tuple[object, str]] = {}

    def first(name: str, *candidates: tuple[object, str]) -> object:
        value, source = next(((v, s) for v, s in candidates if v is not None), (None, DEFAULT))
        found[name] = (value, source)
        return value

    first("title", (front.title, FRONT))
    first(
        "number",
        (front.episode, FRONT),
        ((tags and tags.number) or None, TAGS),
        (number_of(material.slug) if front.type == "full" else None, NAME),
    )
    first("season", (front.season, FRONT), ((tags and tags.season) or None, TAGS))
    first("type", (front.type if "type" in front.model_fields_set else None, FRONT), ("full", DEFAULT))
    first(
        "summary",
        (front.summary, FRONT),
        (tags and tags.summary and tags.summary[:255], TAGS),
        (first_paragraph(material.notes, 255), NOTES),
        ("", DEFAULT),
    )
    first("explicit", (front.explicit, FRONT), (show.explicit, SHOW))
    first("people", *_people(front, show))
    first("chapters", *_chapters(material))
    first("transcripts", *_transcripts(material, show))
    first("artwork", *_artwork(material))
    values = {name: value for name, (value, _) in found.items()}
    return Details(
        **values,  # type: ignore[arg-type]  # each candidate above has its field's type
        sponsors=_named(front.sponsors, show.sponsors),
        calls_to_action=_named(front.calls_to_action, show.calls_to_action),
        reviews=_named(front.reviews, show.reviews),
        sources={name: source for name, (_, source) in found.items()},
    )


def number_of(slug: str) -> int | None:
    """The number that a folder's name begins with.

    >>> number_of("060-why-your-achilles-hurts")
    60
    >>> number_of("trailer") is None, number_of("2026-11-05-live") is None
    (True, True)
    """
    match = re.match(r"(?!\d{4}-\d\d(?:-|$))(\d{1,5})(?:-|$)", slug)
    return int(match[1]) or None if match else None


def _named(ids: list[str], table: Mapping[str, T]) -> tuple[T, ...]:
    """What ids name; ids that a later show no longer has are left out."""
    return tuple(table[each] for each in ids if each in table)


def _people(front: FrontMatter, show: Show) -> list[tuple[object, str]]:
    hosts = _named(show.hosts if front.hosts is None else front.hosts, show.people)
    guests = tuple(person for guest in front.guests if (person := _guest(guest, show)))
    said = front.hosts is not None or front.guests
    return [(hosts + guests, FRONT if said else SHOW)]


def _guest(guest: str | Guest, show: Show) -> Person | None:
    if isinstance(guest, Guest):
        return Person(**guest.model_dump())
    person = show.people.get(guest)
    return as_guest(person) if person else None


def as_guest(person: Person) -> Person:
    """Somebody of the show where they are no host."""
    return person.model_copy(update={"role": "Guest"}) if person.role == "Host" else person


def _chapters(material: Material) -> list[tuple[object, str]]:
    front = material.front
    listed = chapters_of_entries(front.chapters) if isinstance(front.chapters, list) else None
    noted = noted_chapters(material.notes) or None
    embedded = (material.audio.chapters if material.audio else ()) or None
    return [(listed, FRONT), (material.chapters_file, FILE), (noted, NOTES), (embedded, AUDIO), ((), DEFAULT)]


def _transcripts(material: Material, show: Show) -> list[tuple[object, str]]:
    names = material.file_names
    supplied = supplied_transcripts(material.front, names, show.language)
    made = made_transcripts(supplied, names, show.transcript_formats)
    source = FRONT if material.front.transcript is not None else FILE if supplied else DEFAULT
    return [(tuple(best_first([*supplied, *made])), source)]


def _artwork(material: Material) -> list[tuple[object, str]]:
    embedded = EMBEDDED_COVER if EMBEDDED_COVER in material.file_names else None
    return [(material.front.artwork, FRONT), (embedded, TAGS), (None, SHOW)]
