"""A show that has one of everything: what a theme is tried with, before it is published."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from pipeline.core.audio_facts import AudioFacts, Chapter
from pipeline.core.content_types import ENCLOSURE_TYPES
from pipeline.core.episode import Episode, settle
from pipeline.core.front_matter import FrontMatter, Guest, Series
from pipeline.core.podcasting import Funding, Season
from pipeline.core.record import EpisodeRecord, Media, ShowRecord, StoredFile
from pipeline.core.show import CallToAction, Listen, Person, Sponsor
from pipeline.core.site_settings import Newsletter, Review, SiteSettings

_ID = "sample"
_URL = "https://sample.invalid/"
_REVIEW = Review(text="Words.", author="Sam Ple", source="a letter", date="2026-01-01")
_NOTES = "A paragraph.\n\n## 1. A section\n\n![A picture](picture.png)\n\n## 2. Another\n\n- A list"
_EPISODES_PER_PAGE = 5


def make_full_show(record: ShowRecord) -> ShowRecord:
    """The show with everything besides that a page can show."""
    show = record.show
    pages = (show.pages or SiteSettings()).model_copy(
        update={
            "tagline": "A tagline.",
            "about": "About **it**.",
            "sign_off": "Goodbye.",
            "testimonials": [_REVIEW],
            "newsletter": Newsletter(action=_URL, text="Letters.", consent="I agree."),
            "episodes_per_page": _EPISODES_PER_PAGE,
        }
    )
    person = Person(name="Sam Ple", credentials="DPT", bio="A host.", url=_URL)
    changes = {
        "site": pages,
        "subtitle": "A subtitle.",
        "copyright": "Somebody",
        "hosts": [_ID],
        "people": {**show.people, _ID: person},
        "sponsors": {_ID: Sponsor(name="S", text="T.", url=_URL, code="CODE", ends="2026-01-01")},
        "calls_to_action": {_ID: CallToAction(text="Do it.", url=_URL, label="Here")},
        "reviews": {_ID: _REVIEW},
        "listen": [Listen(name="App", url=_URL)],
        "funding": [Funding(url=_URL, label="Support")],
        "seasons": {"2": Season(name="Second")},
    }
    return record.model_copy(update={"show": show.model_copy(update=changes)})


def make_full_episodes(record: ShowRecord, today: date) -> list[Episode]:
    """Episodes of every kind, more than a page of the index lists; the newest has everything."""
    rich: dict[str, Any] = {
        "season": 2,
        "episode": 1,
        "guests": [Guest(name="G Uest", credentials="MD", url=_URL)],
        "sponsors": [_ID],
        "calls_to_action": [_ID],
        "reviews": [_ID],
        "questions": ["Why?"],
        "tags": ["Sample"],
        "video": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    }
    fronts: list[tuple[str, dict[str, Any]]] = [
        (".mp3", {**rich, "series": Series(id=_ID, title="A series", part=2, of=3, teaser="Next.")}),
        (".mp3", {**rich, "series": Series(id=_ID, title="A series", part=1, of=3)}),
        (".mp4", rich),
        (".pdf", {"tags": ["Sample"]}),
        (".mp3", {"type": "trailer"}),
        *[(".mp3", {})] * _EPISODES_PER_PAGE,
    ]
    return [
        settle(_record(number, extension, today, front), record.show)
        for number, (extension, front) in enumerate(fronts)
    ]


def make_bare_episode(record: ShowRecord, today: date) -> Episode:
    """The least that an episode can be, in the show as it is."""
    return settle(_record(0, ".mp3", today, {}, notes="", files={}), record.show)


def _record(number: int, extension: str, today: date, front: dict[str, Any], **changes: Any) -> EpisodeRecord:
    released = datetime.combine(today, time(), UTC) - timedelta(days=number)
    slug, content_type = f"sample-{number}", ENCLOSURE_TYPES[extension]
    is_heard = extension != ".pdf"
    facts = AudioFacts(
        content_type=content_type, extension=extension, size_bytes=1, duration_s=60 if is_heard else None
    )
    media = Media(
        key=f"media/sample/{slug}{extension}",
        content_type=content_type,
        size_bytes=1,
        sha256="",
        master_sha256="",
        master_size_bytes=1,
        tag_inputs_sha256="",
        tagger=0,
    )
    values: dict[str, Any] = {
        "notes": _NOTES,
        "files": {
            "picture.png": _file("picture.png", "image/png", width=640, height=480),
            "transcript.vtt": _file("transcript.vtt", "text/vtt"),
        },
        "chapters": (Chapter(start_s=0, title="One", url=_URL, image="picture.png"),) if front else None,
    }
    return EpisodeRecord(
        writer="",
        guid=slug,
        slug=slug,
        date=released,
        revision=1,
        changed_at=released,
        released_at=released,
        front=FrontMatter(title=f"Sample {number}", **front),
        audio=facts,
        media=media,
        sources={},
        **{**values, **changes},
    )


def _file(name: str, content_type: str, **changes: Any) -> StoredFile:
    key = f"files/sample/{name}"
    return StoredFile(key=key, content_type=content_type, size_bytes=1, sha256=name, **changes)
