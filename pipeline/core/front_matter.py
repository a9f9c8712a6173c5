"""Front matter: what an episode's `index.md` may say above its notes. The JSON Schema comes from here."""

from typing import Annotated, Literal

from pydantic import Field

from pipeline.core.podcasting import (
    Alternative,
    Chat,
    Comments,
    ContentLink,
    Funding,
    Label,
    LanguageCode,
    License,
    Picture,
    Soundbite,
    SpokenPlace,
    Txt,
    Value,
)
from pipeline.core.values import Flag, Frozen, Id, Number, Text, Timestamp, Url

DateText = Annotated[
    str, Field(pattern=r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?\s?(Z|[+-]\d{2}:?\d{2})?)?$")
]
"""A day, or a day and a time, with or without an offset; read by `pipeline.core.dates`."""


class ChapterEntry(Frozen):
    """One chapter in the front matter."""

    start: Timestamp
    """When it begins: 12:34, 1:02:03 or 1:02:03.5."""
    title: Text
    """What it is about."""
    url: Url | None = None
    """A page that goes with it."""
    image: Text | None = None
    """A picture beside `index.md`, or an https address."""


class TranscriptEntry(Frozen):
    """A transcript file, with what its name does not say."""

    file: Text
    """Its name, beside `index.md`."""
    language: LanguageCode | None = None
    """From its name (talk.de.vtt), or the show's, unless set."""


class Guest(Frozen):
    """Somebody on this episode who is not in `podcast.toml`."""

    name: Annotated[Text, Field(max_length=128)]
    """As apps and pages show it."""
    role: Text = "Guest"
    """One of the Podcast Taxonomy's roles."""
    credentials: Text | None = None
    """Shown after the name on pages."""
    url: Url | None = None
    """Their own page."""
    image: Text | None = None
    """A picture beside `index.md`, or an https address."""


class Series(Frozen):
    """A run of episodes that belong together."""

    id: Id
    """The same in every part."""
    title: Text
    """What the whole series is called."""
    part: Annotated[int, Field(ge=1)]
    """Which part this is."""
    of: Annotated[int, Field(ge=1)] | None = None
    """How many parts there will be."""
    teaser: Text | None = None
    """Shown on this page for the next part until that part is out."""


class Republished(Frozen):
    """The show that an episode comes from (RSS's `source`)."""

    title: Text
    """The show's name."""
    feed_url: Url
    """Its feed."""


class FrontMatter(Frozen):
    """What stands between the `---` lines. Only `title` and `audio` are needed to start."""

    title: Annotated[Text, Field(max_length=255)]
    """The episode's name, without its number."""
    audio: Text | None = None
    """The audio (or video, or PDF) file beside `index.md`. None yet for a draft."""
    date: DateText | None = None
    """When it becomes public: 2026-11-05, 2026-11-05 18:30 (both in the show's zone) or with an offset."""
    guid: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    """The episode's identity, minted by airdate once. Never change it."""
    draft: Flag = False
    """Not to be published yet."""
    episode: Annotated[int, Field(ge=1)] | None = None
    """Its number; from the audio's tags or the folder's name (060-…) unless set."""
    episode_sort: Annotated[Number, Field(gt=0)] | None = None
    """Where apps sort it, where that is not its number: 60.5 stands between two (`podcast:episode`)."""
    episode_display: Annotated[Text, Field(max_length=32)] | None = None
    """What apps show instead of its number: "Ch. 3" (`podcast:episode`)."""
    season: Annotated[int, Field(ge=1)] | None = None
    """Its season's number; from the audio's tags unless set."""
    type: Literal["full", "trailer", "bonus"] = "full"
    """Trailers and bonus episodes are listed apart by many apps."""
    full_title: Annotated[Text, Field(max_length=255)] | None = None
    """The name with its number, for apps that do not show numbers; others go by `title`."""
    author: Annotated[Text, Field(max_length=255)] | None = None
    """Who made this episode, where that is not the show's author."""
    summary: Annotated[Text, Field(max_length=255)] | None = None
    """One or two plain sentences for lists and cards; the notes' first paragraph unless set."""
    explicit: Flag | None = None
    """The show's, unless set."""
    link: Url | None = None
    """Its page on a site of your own, where the show has `site = false`."""
    artwork: Text | None = None
    """This episode's own square picture; the one inside the audio, or the show's, unless set."""
    duration: Timestamp | Annotated[int, Field(ge=1)] | None = None
    """What the editor says, 12:34 or seconds: checked against the audio."""
    transcript: Text | list[Text | TranscriptEntry] | None = None
    """Files beside `index.md`; transcript.vtt, .srt, .json, .txt and .html are found by themselves."""
    chapters: Text | list[ChapterEntry] | None = None
    """A chapters file, or the chapters. Found otherwise: chapters.json, timestamps in notes, the audio's."""
    hosts: list[Id] | None = None
    """The show's, unless set."""
    guests: list[Id | Guest] = []
    """Ids of `[people]`, or people who are on this episode alone."""
    sponsors: list[Id] = []
    """Ids of `[sponsors]` in `podcast.toml`."""
    calls_to_action: list[Id] = []
    """Ids of `[calls_to_action]` in `podcast.toml`."""
    reviews: list[Id] = []
    """Ids of `[reviews]` in `podcast.toml`."""
    series: Series | None = None
    """The run of episodes it is part of."""
    video: Url | None = None
    """The same conversation as video, elsewhere."""
    questions: list[Text] = []
    """What this episode answers."""
    tags: list[Text] = []
    """What it is about, in a word or two each."""
    block: Flag = False
    """Hide this episode from Apple Podcasts and others."""
    images: list[Picture] = []
    """Pictures for other purposes than artwork (`podcast:image`)."""
    alternatives: list[Alternative] = []
    """The same in other encodings, or as video (`podcast:alternateEnclosure`)."""
    content_links: list[ContentLink] = []
    """The same content elsewhere (`podcast:contentLink`)."""
    soundbites: list[Soundbite] = []
    """Parts that are worth sharing (`podcast:soundbite`)."""
    locations: list[SpokenPlace] = []
    """Places it is about or was made at (`podcast:location`)."""
    license: Label | License | None = None
    """Where it differs from the show's (`podcast:license`)."""
    ai_content: Flag | None = None
    """Whether voices or texts are made by machines: Apple wants it told (`podcast:txt`)."""
    txt: list[Txt] = []
    """Free text records (`podcast:txt`)."""
    funding: list[Funding] = []
    """Ways to support this episode's makers (`podcast:funding`)."""
    value: Value | None = None
    """How listeners pay by the minute, instead of the show's (`podcast:value`)."""
    comments: list[Comments] = []
    """The posts below which listeners comment (`podcast:socialInteract`)."""
    comments_page: Url | None = None
    """A page with comments, for apps that know no network."""
    chat: Chat | None = None
    """Where listeners talk about it, instead of the show's (`podcast:chat`)."""
    republished_from: Republished | None = None
    """The feed it was first published in, where that is another show's."""
