"""A live stream, as `podcast.toml` announces it."""

from typing import Annotated, Literal

from pydantic import Field

from pipeline.core.podcasting import (
    Alternative,
    Chat,
    ContentLink,
    Funding,
    MimeType,
    Moment,
    Picture,
    SpokenPlace,
    Value,
)
from pipeline.core.values import Flag, Frozen, Id, Text, Url


class LiveEpisode(Frozen):
    """A live stream (`podcast:liveItem`); when it is over, publish the recording as an episode."""

    title: Annotated[Text, Field(max_length=255)]
    """What it is called."""
    guid: Annotated[str, Field(min_length=1, max_length=1000)]
    """Its identity; another stream gets another, and the recording a new one."""
    status: Literal["pending", "live", "ended"] = "pending"
    """Set it to live when the stream begins, and to ended when it is over."""
    start: Moment
    """When it begins: 2026-11-05T18:30:00+01:00."""
    end: Moment | None = None
    """When it is expected to end."""
    stream: Url
    """The address that plays it."""
    stream_type: MimeType = "audio/mpeg"
    """What plays: audio/mpeg, application/x-mpegURL, …"""
    description: Annotated[Text, Field(max_length=4000)] | None = None
    """What it is about, in plain words."""
    link: Url | None = None
    """Its page."""
    artwork: Text | None = None
    """A square picture beside `podcast.toml`; the show's unless set."""
    explicit: Flag | None = None
    """The show's, unless set."""
    hosts: list[Id] = []
    """Ids of `[people]`; the show's hosts unless set."""
    guests: list[Id] = []
    """Ids of `[people]`."""
    content_links: Annotated[list[ContentLink], Field(min_length=1)]
    """Where it can be followed by those whose app does not play it."""
    alternatives: list[Alternative] = []
    """Other encodings of the stream, each with sources."""
    locations: list[SpokenPlace] = []
    """Places it is about or made at."""
    images: list[Picture] = []
    """Pictures for other purposes than artwork, beside `podcast.toml`."""
    funding: list[Funding] = []
    """Ways to support it."""
    chat: Chat | None = None
    """Where listeners talk meanwhile."""
    value: Value | None = None
    """How listeners pay meanwhile."""
