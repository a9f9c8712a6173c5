"""The show: what `podcast.toml` may say, with defaults. The JSON Schema for editors comes from here."""

from typing import Annotated, Literal

from pydantic import Field

from pipeline.core.feed_settings import FeedSettings
from pipeline.core.live import LiveEpisode
from pipeline.core.podcasting import (
    Chat,
    Comments,
    Funding,
    Label,
    LanguageCode,
    License,
    Picture,
    RemoteItem,
    Season,
    SpokenPlace,
    Trailer,
    Txt,
    UpdateFrequency,
    Uuid,
    Value,
)
from pipeline.core.site_settings import Review, SiteSettings
from pipeline.core.values import Day, Flag, Frozen, Id, Text, Url

Mailbox = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+ \([^()]+\)$", max_length=255)]
"""An address and a name, as the RSS profile asks for: ada@example.org (Ada Marsh)."""

Service = Annotated[str, Field(pattern=r"^[a-z0-9]+$")]
"""A directory or app as the podcast namespace names it."""

SeasonNumber = Annotated[str, Field(pattern=r"^[1-9]\d{0,4}$")]

Medium = Literal[
    "podcast",
    "music",
    "video",
    "film",
    "audiobook",
    "newsletter",
    "blog",
    "course",
    "mixed",
    "publisher",
    "podcastL",
    "musicL",
    "videoL",
    "filmL",
    "audiobookL",
    "newsletterL",
    "blogL",
    "publisherL",
    "courseL",
]


DISCLOSURE = "This episode is sponsored."
"""Said in the show's language where that is known."""


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
    disclosure: Text = DISCLOSURE
    """Said with the offer, so that nobody takes it for something else; in the show's language unless set."""
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


class Listen(Frozen):
    """Where else the show can be heard."""

    name: Text
    """The app or directory."""
    url: Url
    """The show's page there."""


class Show(Frozen):
    """Everything in `podcast.toml` that is about the show, not about where it is stored."""

    title: Annotated[Text, Field(max_length=255)]
    """The show's name, as apps list it."""
    description: Text
    """Plain text, at most 4,000 bytes."""
    language: LanguageCode
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
    alternate_title: Annotated[Text, Field(max_length=255)] | None = None
    """Another name that Apple may show (`itunes:title`)."""
    tags: list[Text] = []
    """What the show is about, in a word or two each."""
    type: Literal["episodic", "serial"] = "episodic"
    """Episodic shows play newest first, serial ones in order."""
    copyright: Text | None = None
    """Who holds the rights."""
    owner: Owner | None = None
    """Whom directories write to when the show is claimed. Published in the feed."""
    guid: Uuid | None = None
    """`podcast:guid`; airdate writes it at the first publish under a public https address."""
    locked: Flag = True
    """Whether other hosts may not import this feed."""
    medium: Medium = "podcast"
    """What the feed holds (`podcast:medium`). Those that end in L, and publisher, hold remote items alone."""
    complete: Flag = False
    """No more episodes, ever. Directories may stop looking: hard to undo."""
    block: Flag = False
    """Hide the whole show from Apple Podcasts and others."""
    block_on: list[Service] = []
    """Hide it from these services alone (`podcast:block`): amazon, youtube, …"""
    allow_on: list[Service] = []
    """Show it on these, where `block` hides it from all others."""
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
    transcript_formats: list[Literal["vtt", "srt", "json", "txt"]] = ["vtt", "srt"]
    """What is made of each transcript with times, besides the file itself."""
    managing_editor: Mailbox | None = None
    """Who answers for the content: ada@example.org (Ada Marsh). Published in the feed."""
    web_master: Mailbox | None = None
    """Who answers for the technology, in the same form. Published in the feed."""
    locations: list[SpokenPlace] = []
    """Places it is about or made at (`podcast:location`)."""
    license: Label | License | None = None
    """cc-by-4.0 or another listed id; or id and url of a licence of your own (`podcast:license`)."""
    ai_content: Flag | None = None
    """Whether voices or texts are made by machines: Apple wants it told (`podcast:txt`)."""
    txt: list[Txt] = []
    """Free text records (`podcast:txt`)."""
    images: list[Picture] = []
    """Pictures for other purposes than artwork (`podcast:image`)."""
    trailers: list[Trailer] = []
    """Trailers that are not among the episodes (`podcast:trailer`)."""
    seasons: dict[SeasonNumber, Season] = {}
    """Names and artwork of seasons, by number."""
    value: Value | None = None
    """How listeners pay by the minute (`podcast:value`)."""
    comments: list[Comments] = []
    """Where listeners comment on the whole show (`podcast:socialInteract`)."""
    chat: Chat | None = None
    """Where listeners talk (`podcast:chat`)."""
    live: list[LiveEpisode] = []
    """Live streams, to come or running (`podcast:liveItem`)."""
    podroll: list[RemoteItem] = []
    """Other shows that you recommend (`podcast:podroll`)."""
    publisher: RemoteItem | None = None
    """The feed of your network, which must name this show as well (`podcast:publisher`)."""
    remote_items: list[RemoteItem] = []
    """What a list or a publisher's feed holds (`podcast:remoteItem`)."""
    update_frequency: UpdateFrequency | None = None
    """How often an episode comes (`podcast:updateFrequency`)."""
    podping: Flag = False
    """Changes are told by podping: apps may look less often (`podcast:podping`)."""
    silence: dict[Annotated[str, Field(pattern=r"^[a-z0-9-]+$")], Text] = {}
    """Rules of `airdate check` that are not to speak, by id, each with the reason."""
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
    site: Flag | SiteSettings = True
    """What the pages look like; false where the show has a site already, which `link` names."""

    @property
    def pages(self) -> SiteSettings | None:
        """The settings of the pages; None where there are none."""
        if isinstance(self.site, bool):
            return SiteSettings() if self.site else None
        return self.site

    @property
    def is_list(self) -> bool:
        """The feed holds remote items alone: a list, or a publisher's feed."""
        return self.medium == "publisher" or self.medium.endswith("L")
