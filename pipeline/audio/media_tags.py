"""The tags that a published copy carries, and the one number that says whether they are still the same."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from pipeline.core.audio_facts import Chapter


@dataclass(frozen=True)
class MediaTags:
    """Everything that goes into the tags; nothing else does."""

    title: str
    artist: str
    album: str
    """The title of the show."""
    date: datetime
    """Aware; written in the zone it has."""
    guid: str
    number: int | None = None
    season: int | None = None
    language: str | None = None
    """As in the feed: "en", "pt-BR"."""
    summary: str | None = None
    """Plain text."""
    page_url: str | None = None
    feed_url: str | None = None
    cover: bytes | None = None
    """A JPEG or PNG."""
    chapters: tuple[Chapter, ...] = ()
    """All that the copy has, whatever the master had; an MP4 takes no links and no hidden ones."""


def inputs_sha256(tags: MediaTags) -> str:
    """A hash of all that is written: equal for equal tags, on every machine."""
    values = {
        **asdict(tags),
        "date": tags.date.isoformat(),
        "cover": sha256(tags.cover).hexdigest() if tags.cover else None,
        "chapters": [chapter.model_dump() for chapter in tags.chapters],
    }
    return sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
