"""What a reader of tags hands on, whatever format they were in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.core.audio_facts import AudioTags, Chapter


@dataclass(frozen=True)
class FoundTags:
    """The tags of one file; empty where there are none, or none that can be read."""

    tags: AudioTags = field(default_factory=AudioTags)
    raw: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chapters: tuple[Chapter, ...] = ()
    cover: bytes | None = None
    bitrate_bps: int | None = None
    sample_rate_hz: int | None = None
    channels: int | None = None
