"""What the podcast namespace lets a show or an episode say beyond RSS and iTunes, as producers write it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from pipeline.core.content_types import UNKNOWN_TYPE, served_type
from pipeline.core.dates import parse_moment
from pipeline.core.values import Day, Flag, Frozen, Number, Text, Time, Url, Whole, unfit

Label = Annotated[Text, Field(max_length=128)]
"""The namespace's limit for the words it shows."""

LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""en, de-AT, pt-BR."""

MimeType = Annotated[str, Field(pattern=r"^[a-z]+/[A-Za-z0-9.+-]+$")]
"""audio/mpeg, application/x-mpegURL."""

Uuid = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")]


def _on_the_clock(text: str) -> str:
    parse_moment(text)
    return text


Moment = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?\s?(Z|[+-]\d{2}:?\d{2})$"),
    AfterValidator(_on_the_clock),
]
"""A day and a time with an offset: 2026-11-05T18:30:00+01:00."""


class Funding(Frozen):
    """A way for listeners to support the show (`podcast:funding`)."""

    url: Url
    """Where to give."""
    label: Label
    """The words that apps show for it."""


class SpokenPlace(Frozen):
    """A place that the show or an episode is about, or is made at (`podcast:location`)."""

    name: Label
    """As people call it: "Vienna", "the Moon"."""
    rel: Literal["subject", "creator"] | None = None
    """What it is about, or where it is made."""
    geo: (
        Annotated[str, Field(pattern=r"^geo:-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?(,-?\d+(\.\d+)?)?(;.*)?$")]
        | None
    ) = None
    """Latitude and longitude as an RFC 5870 address: geo:48.2082,16.3738."""
    osm: Annotated[str, Field(pattern=r"^[NWR]\d+(#\d+)?$")] | None = None
    """OpenStreetMap's id, its kind first: R109166."""
    country: Annotated[str, Field(pattern=r"^[A-Za-z]{2}$")] | None = None
    """ISO 3166-1, two letters: AT."""


class License(Frozen):
    """The licence it is under (`podcast:license`)."""

    id: Label
    """One of the listed ids (cc-by-4.0, arr, …) or an abbreviation of your own."""
    url: Url | None = None
    """Its text; required for a licence of your own."""


class Txt(Frozen):
    """A free text record (`podcast:txt`)."""

    text: Annotated[Text, Field(max_length=4000)]
    """What it says."""
    purpose: Label | None = None
    """What it is for: verify, release, …"""


class Chat(Frozen):
    """Where listeners talk (`podcast:chat`)."""

    server: Text
    """The server's name: irc.zeronode.net."""
    protocol: Literal["irc", "xmpp", "nostr", "matrix"]
    """How to talk to it."""
    account: Text | None = None
    """Who hosts the chat, in the protocol's own form."""
    space: Text | None = None
    """The room: #retention."""


class Comments(Frozen):
    """The post below which listeners comment (`podcast:socialInteract`)."""

    protocol: Literal["activitypub", "atproto", "hive", "lightning", "matrix", "nostr", "twitter", "disabled"]
    """The network; disabled says that no comments are wanted."""
    url: Annotated[Text, Field(max_length=2000)] | None = None
    """The post; required unless disabled."""
    account: Text | None = None
    """Who posted it: @ada@podcasts.social."""
    account_url: Url | None = None
    """Their page."""
    priority: Whole | None = None
    """The lowest is offered first."""

    @model_validator(mode="after")
    def _names_the_post(self) -> "Comments":
        if self.protocol != "disabled" and self.url is None:
            raise unfit("'url' is missing", "add the address of the post, or set protocol to disabled")
        return self


class RemoteItem(Frozen):
    """Another feed, or an item of it (`podcast:remoteItem`)."""

    feed_guid: Uuid
    """Its `podcast:guid`."""
    feed_url: Url | None = None
    """Its address, for those who do not know the guid."""
    item_guid: Text | None = None
    """One episode of it."""
    medium: Text | None = None
    """What it holds: podcast, music, …"""
    title: Label | None = None
    """Its name, for people."""


class UpdateFrequency(Frozen):
    """How often something new comes (`podcast:updateFrequency`)."""

    text: Label
    """For people: "Every other Tuesday"."""
    rrule: Annotated[str, Field(pattern=r"^[A-Z]+=[A-Z0-9,+:;=TZ-]+$")] | None = None
    """For machines, as RFC 5545 has it: FREQ=WEEKLY;INTERVAL=2;BYDAY=TU."""
    starts: Day | Moment | None = None
    """The first time; required where the rule counts (COUNT=)."""
    complete: Flag = False
    """No more will come."""

    @model_validator(mode="after")
    def _counts_from_somewhere(self) -> "UpdateFrequency":
        if self.rrule and "COUNT=" in self.rrule and self.starts is None:
            raise unfit("'rrule' counts, and 'starts' is missing", "add starts: the day of the first one")
        return self


class Recipient(Frozen):
    """Who gets a share (`podcast:valueRecipient`)."""

    type: Text
    """The kind of address: node or lnaddress."""
    address: Text
    """Where it goes."""
    split: Annotated[Whole, Field(ge=0)]
    """The share, of the sum of all shares."""
    name: Label | None = None
    """Who it is, for people."""
    custom_key: Text | None = None
    """Passed on with the payment."""
    custom_value: Text | None = None
    """Passed on with the payment."""
    fee: Flag = False
    """Taken off before the others share."""


class TimeSplit(Frozen):
    """Other recipients for a part of the episode (`podcast:valueTimeSplit`)."""

    start: Time
    """Where it begins: 12:34, or seconds."""
    duration: Time
    """How long it lasts: 5:00, or seconds."""
    remote_start: Time | None = None
    """Where the other item begins."""
    remote_percentage: Annotated[Number, Field(ge=0, le=100)] | None = None
    """How much of the payment goes there: 100 unless set."""
    remote_item: RemoteItem | None = None
    """Whose recipients get it; either this or recipients."""
    recipients: list[Recipient] = []
    """Who gets it; either these or remote_item."""

    @model_validator(mode="after")
    def _has_one_of_two(self) -> "TimeSplit":
        if (self.remote_item is None) == (not self.recipients):
            raise unfit("it needs either 'remote_item' or 'recipients'", "keep one of the two")
        return self


class Value(Frozen):
    """How listeners pay by the minute (`podcast:value`)."""

    type: Text = "lightning"
    """The service."""
    method: Text = "keysend"
    """How it is paid: keysend, amp, lnaddress."""
    suggested: Annotated[str, Field(pattern=r"^\d+(\.\d+)?$")] | None = None
    """A suggestion for each minute, in bitcoin: "0.00000015"."""
    recipients: Annotated[list[Recipient], Field(min_length=1)]
    """Who shares it."""
    time_splits: list[TimeSplit] = []
    """Parts that go to others; of an episode only."""


class Soundbite(Frozen):
    """A part of the episode that is worth sharing (`podcast:soundbite`)."""

    start: Time
    """Where it begins: 12:34, or seconds."""
    duration: Time
    """How long it lasts: 0:45, or seconds; 15 to 120 seconds are advised."""
    title: Label | None = None
    """The episode's title unless set."""


class ContentLink(Frozen):
    """The same content elsewhere, for apps that cannot play this (`podcast:contentLink`)."""

    url: Url
    """Where it is."""
    label: Label
    """The words of the link: "Watch it live on YouTube"."""


class Picture(Frozen):
    """A picture for a purpose of its own (`podcast:image`); artwork has a key for itself."""

    file: Text
    """A picture beside this file, or an https address."""
    alt: Annotated[Text, Field(max_length=4000)] | None = None
    """What it shows, for those who do not see it."""
    purpose: Label | None = None
    """One or several of artwork, social, canvas, banner, publisher, circular, poster."""
    aspect_ratio: Annotated[str, Field(pattern=r"^\d{1,4}/\d{1,4}$")] | None = None
    """16/9 and the like; from the file unless set."""
    width: Annotated[Whole, Field(ge=1)] | None = None
    """In pixels; from the file unless set."""
    height: Annotated[Whole, Field(ge=1)] | None = None
    """In pixels; from the file unless set."""
    type: MimeType | None = None
    """image/jpeg and the like; from the file unless set."""


class Source(Frozen):
    """Where an alternative can be had (`podcast:source`)."""

    url: Annotated[Text, Field(max_length=2000)]
    """https, ipfs, a torrent, …"""
    type: MimeType | None = None
    """Where it differs from the alternative's own."""


class Integrity(Frozen):
    """What proves that an alternative arrived as it was sent (`podcast:integrity`)."""

    type: Literal["sri", "pgp-signature"]
    """A hash, or a signature."""
    value: Text
    """sha384-… or the signature in base64."""


class Alternative(Frozen):
    """The same in another encoding, or as video (`podcast:alternateEnclosure`)."""

    file: Text | None = None
    """A file beside `index.md`, published with the episode; either this or sources."""
    sources: list[Source] = []
    """Where it can be had elsewhere."""
    type: MimeType | None = None
    """From the file's name unless set; required with sources, and where the name does not tell."""
    length: Annotated[Whole, Field(ge=0)] | None = None
    """In bytes; from the file unless set."""
    bitrate: Annotated[Number, Field(ge=0)] | None = None
    """In bits a second."""
    height: Annotated[Whole, Field(ge=1)] | None = None
    """Of the video, in pixels."""
    language: LanguageCode | None = None
    """Where it is spoken in another language."""
    title: Annotated[Text, Field(max_length=32)] | None = None
    """What apps call it: "Opus, 32 kbit/s"."""
    rel: Annotated[Text, Field(max_length=32)] | None = None
    """Apps group those with the same word."""
    codecs: Text | None = None
    """As RFC 6381 has it: mp4a.40.2."""
    default: Flag = False
    """Whether it is the same file as the episode's audio."""
    integrity: Integrity | None = None
    """From the file unless set."""

    @model_validator(mode="after")
    def _can_be_had(self) -> "Alternative":
        if (self.file is None) == (not self.sources):
            raise unfit("it needs either 'file' or 'sources'", "keep one of the two")
        if self.type is None and served_type(self.file or "") == UNKNOWN_TYPE:
            raise unfit("'type' is missing", "add what it is, for example type: audio/ogg")
        return self


class Trailer(Frozen):
    """A trailer that is no episode (`podcast:trailer`); those that are episodes are found by themselves."""

    title: Label
    """What apps show."""
    url: Url
    """The audio or video."""
    date: Moment
    """When it came out: 2026-11-05T18:30:00+01:00. The newest is what apps play."""
    length: Annotated[Whole, Field(ge=0)] | None = None
    """In bytes."""
    type: MimeType | None = None
    """audio/mpeg and the like."""
    season: Annotated[Whole, Field(ge=1)] | None = None
    """The season it is for."""


class Season(Frozen):
    """A season with a name or artwork of its own: `[seasons.2]`."""

    name: Label | None = None
    """Shown instead of its number (`podcast:season`)."""
    artwork: Text | None = None
    """A square picture beside `podcast.toml`, for its episodes that have none of their own."""
