"""What is known of an audio file: the layer of a record that needs the real file to make."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from pipeline.core.values import Frozen


class Chapter(Frozen):
    """One chapter. Times are seconds from the start of the media."""

    start_s: float
    title: str
    end_s: float | None = None
    url: str | None = None
    image: str | None = None
    """Relative to the episode's folder, or an absolute https URL."""
    hidden: bool = False
    """A marker that players do not list (`toc: false` in a chapters file)."""


class AudioTags(Frozen):
    """What the file says of itself, cleaned: never an empty text."""

    title: str | None = None
    artist: str | None = None
    album: str | None = None
    number: int | None = None
    season: int | None = None
    date: str | None = None
    """As tagged; usually a bare year, so only ever a proposal."""
    summary: str | None = None
    language: str | None = None


class Cover(Frozen):
    """A picture inside the audio file; its bytes are read when they are needed."""

    content_type: str
    size_bytes: int
    sha256: str


class AudioFacts(Frozen):
    """What the feed needs to know of one audio, video or PDF file."""

    content_type: str
    """One that Apple lists: feed-rules' ENCLOSURE_TYPES."""
    extension: str
    """With the dot, lower case, true to the bytes."""
    size_bytes: int
    duration_s: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    """None for a PDF."""
    bitrate_bps: int | None = None
    sample_rate_hz: int | None = None
    channels: int | None = None
    vbr: bool = False
    tags: AudioTags = AudioTags()
    raw_tags: Mapping[str, tuple[str, ...]] = {}
    """Every text tag, by the name the file format uses."""
    chapters: tuple[Chapter, ...] = ()
    cover: Cover | None = None
