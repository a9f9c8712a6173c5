"""The show: what `podcast.toml` may say, with defaults. The JSON Schema for editors comes from here."""

from typing import Annotated, Literal

from pydantic import Field

from pipeline.core.base import Frozen, Text

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
"""How people, sponsors and the like are named in `podcast.toml` and by episodes."""

Url = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]
"""An absolute web address."""


class Owner(Frozen):
    """Whom directories write to when the show is claimed. Published in the feed."""

    name: Text
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class Person(Frozen):
    """Somebody on the show; once in `podcast.toml`, named by id in episodes."""

    name: Annotated[Text, Field(max_length=128)]
    role: Text = "Host"
    """One of the Podcast Taxonomy's roles, for example Host, Guest, Editor."""
    group: Text | None = None
    credentials: Text | None = None
    """Shown after the name on pages: "DPT, running coach"."""
    bio: Text | None = None
    image: Text | None = None
    """A picture beside `podcast.toml`, or an https address."""
    url: Url | None = None


class Sponsor(Frozen):
    """A sponsor's block, as used by episodes that name its id."""

    name: Text
    text: Text
    url: Url
    code: Text | None = None
    """A discount code that listeners can copy."""
    disclosure: Text = "This episode is sponsored."
    ends: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    """The last day of the offer, in the show's zone: YYYY-MM-DD."""


class CallToAction(Frozen):
    """Something listeners are asked to do."""

    text: Text
    url: Url
    label: Text


class Review(Frozen):
    """What a listener wrote, with their permission."""

    text: Text
    author: Text
    source: Text | None = None
    date: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None


class Funding(Frozen):
    """A way for listeners to support the show."""

    url: Url
    label: Annotated[Text, Field(max_length=128)]


class Listen(Frozen):
    """Where else the show can be heard."""

    name: Text
    url: Url


class FeedSettings(Frozen):
    """`[feed]`: how the feed is made."""

    max_items: Annotated[int, Field(ge=1)] | None = None
    """Only the newest N episodes stay listed. Apps delete what is no longer listed: leave it out."""


class Show(Frozen):
    """Everything in `podcast.toml` that is about the show, not about where it is stored."""

    title: Annotated[Text, Field(max_length=255)]
    description: Text
    """Plain text, at most 4,000 bytes."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    author: Annotated[Text, Field(max_length=255)]
    artwork: Text
    """A square picture beside `podcast.toml`: JPEG or PNG, 1400 to 3000 pixels."""
    categories: Annotated[list[Text], Field(min_length=1)]
    """Apple's categories, best first: "Sports > Running"."""
    explicit: bool
    timezone: Text = "UTC"
    """An IANA zone, for example "Europe/Berlin": dates without an offset are meant there."""
    publish_time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "06:00"
    """The time of day for dates without one, in the show's zone."""
    base_url: Url | None = None
    """Where the public root is seen, ending in a slash. Required for S3."""
    link: Url | None = None
    """The show's web site; the index page unless set."""
    subtitle: Annotated[Text, Field(max_length=255)] | None = None
    type: Literal["episodic", "serial"] = "episodic"
    copyright: Text | None = None
    owner: Owner | None = None
    guid: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")] | None = None
    """`podcast:guid`; airdate writes it at the first publish under a public https address."""
    locked: bool = True
    """Whether other hosts may not import this feed."""
    medium: Literal["podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "course"] = (
        "podcast"
    )
    complete: bool = False
    """No more episodes, ever. Directories may stop looking: hard to undo."""
    block: bool = False
    """Hide the whole show from Apple Podcasts and others."""
    new_feed_url: Url | None = None
    apple_verify: Text | None = None
    """Apple's ownership token."""
    funding: list[Funding] = []
    tag_media: bool = True
    """Publish a copy with clean tags; false publishes the file's bytes as they are."""
    pretty_urls: bool = False
    """Link pages without .html, where the host is known to serve them so."""
    hosts: list[Id] = []
    """Ids of `[people]` who host every episode that does not say otherwise."""
    people: dict[Id, Person] = {}
    sponsors: dict[Id, Sponsor] = {}
    calls_to_action: dict[Id, CallToAction] = {}
    reviews: dict[Id, Review] = {}
    listen: list[Listen] = []
    feed: FeedSettings = FeedSettings()


class Location(Frozen):
    """Everything in `podcast.toml` that says where the show is stored; never part of a record."""

    store: Text | None = None
    """`folder:PATH` or `s3://bucket/prefix`: both roots, under public/ and private/."""
    public: Text | None = None
    private: Text | None = None
    endpoint_url: Url | None = None
    region: Text | None = None
    addressing: Literal["auto", "path", "virtual"] = "auto"
    profile: Text | None = None
    """A profile of the AWS credentials file, for the store alone."""
    signed_payload: bool = True
    """Sign each body. Turn off only for speed, over https, where the store allows it."""
    acl: Literal["public-read"] | None = None
    """Sent with public objects only where a store needs it; new AWS buckets refuse it."""


class PodcastToml(Show, Location):
    """The whole of `podcast.toml`, for the schema that editors use."""
