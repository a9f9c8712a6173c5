"""The show: what `podcast.toml` may say, with defaults. The JSON Schema for editors comes from here."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from pipeline.core.values import Flag, Frozen, Text

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
"""How people, sponsors and the like are named in `podcast.toml` and by episodes."""

Url = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)]
"""An absolute web address."""


def _on_the_calendar(text: str) -> str:
    date.fromisoformat(text)
    return text


Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_on_the_calendar)]
"""A day that there is: 30 February is refused."""


class Owner(Frozen):
    """Whom directories write to when the show is claimed. Published in the feed."""

    name: Text
    """A person or an organisation."""
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    """Everybody can read it in the feed: use one that you can show."""


class Person(Frozen):
    """Somebody on the show; once in `podcast.toml`, named by id in episodes."""

    name: Annotated[Text, Field(max_length=128)]
    """As apps and pages show it."""
    role: Text = "Host"
    """One of the Podcast Taxonomy's roles, for example Host, Guest, Editor."""
    group: Text | None = None
    """The role's group in the Podcast Taxonomy, for example Cast or Writing."""
    credentials: Text | None = None
    """Shown after the name on pages: "DPT, running coach"."""
    bio: Text | None = None
    """A sentence or two for pages."""
    image: Text | None = None
    """A picture beside `podcast.toml`, or an https address."""
    url: Url | None = None
    """Their own page."""


class Sponsor(Frozen):
    """A sponsor's block, as used by episodes that name its id."""

    name: Text
    """As listeners know it."""
    text: Text
    """What the sponsor offers, in plain words."""
    url: Url
    """Where the offer is."""
    code: Text | None = None
    """A discount code that listeners can copy."""
    disclosure: Text = "This episode is sponsored."
    """Said with the offer, so that nobody takes it for something else."""
    ends: Day | None = None
    """The last day of the offer, in the show's zone: YYYY-MM-DD."""


class CallToAction(Frozen):
    """Something listeners are asked to do."""

    text: Text
    """What it is about."""
    url: Url
    """Where to do it."""
    label: Text
    """The words of the link."""


class Review(Frozen):
    """What a listener wrote, with their permission."""

    text: Text
    """Their words."""
    author: Text
    """Their name, as they want it shown."""
    source: Text | None = None
    """Where they wrote it."""
    date: Day | None = None
    """When: YYYY-MM-DD."""


class Funding(Frozen):
    """A way for listeners to support the show."""

    url: Url
    """Where to give."""
    label: Annotated[Text, Field(max_length=128)]
    """The words that apps show for it."""


class Listen(Frozen):
    """Where else the show can be heard."""

    name: Text
    """The app or directory."""
    url: Url
    """The show's page there."""


class FeedSettings(Frozen):
    """`[feed]`: how the feed is made."""

    max_items: Annotated[int, Field(ge=1)] | None = None
    """Only the newest N episodes stay listed. Apps delete what is no longer listed: leave it out."""


class Show(Frozen):
    """Everything in `podcast.toml` that is about the show, not about where it is stored."""

    title: Annotated[Text, Field(max_length=255)]
    """The show's name, as apps list it."""
    description: Text
    """Plain text, at most 4,000 bytes."""
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    """The language that is spoken, as a code: en, de-AT, pt-BR."""
    author: Annotated[Text, Field(max_length=255)]
    """Who makes it, as directories show it."""
    artwork: Text
    """A square picture beside `podcast.toml`: JPEG or PNG, 1400 to 3000 pixels."""
    categories: Annotated[list[Text], Field(min_length=1)]
    """Apple's categories, best first: "Sports > Running"."""
    explicit: Flag
    """Whether it holds strong language or adult content; an episode can say otherwise."""
    timezone: Text = "UTC"
    """An IANA zone, for example "Europe/Berlin": dates without an offset are meant there."""
    publish_time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "06:00"
    """The time of day for dates without one, in the show's zone."""
    base_url: Url | None = None
    """Where the public root is seen, ending in a slash. Required for S3."""
    link: Url | None = None
    """The show's web site; the index page unless set."""
    subtitle: Annotated[Text, Field(max_length=255)] | None = None
    """One line for the site."""
    type: Literal["episodic", "serial"] = "episodic"
    """Episodic shows play newest first, serial ones in order."""
    copyright: Text | None = None
    """Who holds the rights."""
    owner: Owner | None = None
    """Whom directories write to when the show is claimed. Published in the feed."""
    guid: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")] | None = None
    """`podcast:guid`; airdate writes it at the first publish under a public https address."""
    locked: Flag = True
    """Whether other hosts may not import this feed."""
    medium: Literal["podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "course"] = (
        "podcast"
    )
    """What the feed holds (`podcast:medium`)."""
    complete: Flag = False
    """No more episodes, ever. Directories may stop looking: hard to undo."""
    block: Flag = False
    """Hide the whole show from Apple Podcasts and others."""
    new_feed_url: Url | None = None
    """Where the feed has moved to; tells apps to follow."""
    apple_verify: Text | None = None
    """Apple's ownership token."""
    funding: list[Funding] = []
    """Ways for listeners to support the show."""
    tag_media: Flag = True
    """Publish a copy with clean tags; false publishes the file's bytes as they are."""
    pretty_urls: Flag = False
    """Link pages without .html, where the host is known to serve them so."""
    hosts: list[Id] = []
    """Ids of `[people]` who host every episode that does not say otherwise."""
    people: dict[Id, Person] = {}
    """Hosts and guests, by an id that episodes name."""
    sponsors: dict[Id, Sponsor] = {}
    """Sponsors, by an id that episodes name."""
    calls_to_action: dict[Id, CallToAction] = {}
    """Things listeners are asked to do, by an id that episodes name."""
    reviews: dict[Id, Review] = {}
    """What listeners wrote, by an id that episodes name."""
    listen: list[Listen] = []
    """Where else the show can be heard."""
    feed: FeedSettings = FeedSettings()
    """How the feed is made."""


class Location(Frozen):
    """Everything in `podcast.toml` that says where things are; never part of a record."""

    store: Text | None = None
    """`folder:PATH` or `s3://bucket/prefix`: both roots. `folder:out` unless set."""
    public: Text | None = None
    """What everybody may read, where it has a place of its own; needs `private`."""
    private: Text | None = None
    """Records and what is not public yet, where they have a place of their own; needs `public`."""
    endpoint_url: Url | None = None
    """The address of an S3-compatible store that is not AWS."""
    region: Text | None = None
    """The store's region; what the AWS configuration says, or us-east-1, unless set."""
    addressing: Literal["auto", "path", "virtual"] = "auto"
    """Where the bucket's name stands in addresses: in the path, or in front of the host's."""
    profile: Text | None = None
    """A profile of the AWS credentials file, for the store alone."""
    signed_payload: Flag = True
    """Sign each body. Turn off only for speed, over https, where the store allows it."""
    acl: Literal["public-read"] | None = None
    """Sent with public objects only where a store needs it; new AWS buckets refuse it."""
    include: list[Text] = []
    """More TOML files in this folder, with people, sponsors, calls_to_action, reviews, listen and funding."""


class PodcastToml(Show, Location):
    """The whole of `podcast.toml`, for the schema that editors use."""
