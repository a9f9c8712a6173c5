"""Valid values of the core, for tests that state only what differs."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.core.audio_facts import AudioFacts
from pipeline.core.episode import Episode, settle
from pipeline.core.front_matter import FrontMatter
from pipeline.core.record import TEXT, EpisodeRecord, History, Media, ShowRecord, StoredFile
from pipeline.core.show import Owner, Person, Show

GUID = "0b6f6ac4-5d0a-4a6f-9a3e-2f1c54a1f060"
DATE = datetime(2026, 11, 5, 6, 0, tzinfo=UTC)


def make_show(**changes: Any) -> Show:
    """A show as `podcast.toml` would give it."""
    values = {
        "title": "Second Wind",
        "description": "Running injuries, explained by people who treat them.",
        "language": "en",
        "author": "Second Wind Radio",
        "artwork": "cover.jpg",
        "categories": ["Health & Fitness > Fitness", "Sports > Running"],
        "explicit": False,
        "base_url": "https://wind.example/show/",
        "guid": "917393e3-1b1e-5cef-ace4-edaa54e1f810",
        "owner": Owner(name="Second Wind Radio", email="feed@wind.example"),
        "copyright": "Second Wind Radio",
        "hosts": ["ada"],
        "people": {"ada": Person(name="Ada Marsh", credentials="DPT", image="ada.jpg")},
    }
    return Show(**{**values, **changes})


def make_file(name: str, **changes: Any) -> StoredFile:
    """A published side file, under a key that its name decides."""
    content_type = "image/png" if name.endswith(".png") else "image/jpeg"
    values = {
        "key": f"files/{name.encode().hex()[:16]:0<16}/{name}",
        "content_type": content_type,
        "size_bytes": 4321,
        "sha256": "cd" * 32,
    }
    return StoredFile(**{**values, **changes})


def make_show_record(**changes: Any) -> ShowRecord:
    """The show's record. Changes may name its own fields or those of the show."""
    own = {key: changes.pop(key) for key in list(changes) if key in ShowRecord.model_fields}
    values = {
        "writer": "0.1.0",
        "renderer": 2,
        "revision": 1,
        "changed_at": DATE - timedelta(days=30),
        "files": {name: make_file(name) for name in ("cover.jpg", "ada.jpg")},
        "sources": {TEXT: History(now="ab" * 32)},
    }
    return ShowRecord(**{**values, "show": make_show(**changes), **own})


def make_audio(**changes: Any) -> AudioFacts:
    """What a three-minute MP3 says of itself."""
    values = {
        "content_type": "audio/mpeg",
        "extension": ".mp3",
        "size_bytes": 2_880_000,
        "duration_s": 180.4,
        "bitrate_bps": 128_000,
        "sample_rate_hz": 44_100,
        "channels": 1,
    }
    return AudioFacts(**{**values, **changes})


def make_media(**changes: Any) -> Media:
    """The published copy of that MP3."""
    values = {
        "key": "media/0123456789abcdef/060-why-your-achilles-hurts.mp3",
        "content_type": "audio/mpeg",
        "size_bytes": 2_881_234,
        "sha256": "0123456789abcdef" * 4,
        "master_sha256": "fedcba9876543210" * 4,
        "master_size_bytes": 2_880_000,
        "tag_inputs_sha256": "ef" * 32,
        "tagger": 1,
    }
    return Media(**{**values, **changes})


def make_front(**changes: Any) -> FrontMatter:
    """Front matter with the least that is needed."""
    return FrontMatter(**{"title": "Why your Achilles hurts", "audio": "achilles.mp3", **changes})


def make_record(**changes: Any) -> EpisodeRecord:
    """A live episode's record. Changes may name its own fields or those of the front matter.

    `guid`, `date` and `chapters` mean the record's; for the front matter's
    pass `front=make_front(…)`.
    """
    own = {key: changes.pop(key) for key in list(changes) if key in EpisodeRecord.model_fields}
    date = own.get("date", DATE)
    values = {
        "writer": "0.1.0",
        "guid": GUID,
        "slug": "060-why-your-achilles-hurts",
        "date": date,
        "revision": 1,
        "changed_at": date,
        "released_at": date,
        "notes": "It is rarely the tendon alone.\n",
        "audio": make_audio(),
        "media": make_media(),
        "sources": {TEXT: History(now="ab" * 32)},
    }
    return EpisodeRecord(**{**values, "front": make_front(**changes), **own})


def make_episode(show: Show | None = None, **changes: Any) -> Episode:
    """A settled, live episode; changes as in `make_record`."""
    return settle(make_record(**changes), show or make_show())
