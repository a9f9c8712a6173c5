"""Front matter: what an episode's `index.md` may say above its notes. The JSON Schema comes from here."""

from typing import Annotated, Literal

from pydantic import Field

from pipeline.core.base import Frozen, Text
from pipeline.core.show import Id, Url

Timestamp = Annotated[str, Field(pattern=r"^(\d+:)?[0-5]?\d:[0-5]\d(\.\d+)?$")]
"""12:34, 1:02:03 or 1:02:03.5."""


DateText = Annotated[
    str, Field(pattern=r"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?\s?(Z|[+-]\d{2}:?\d{2})?)?$")
]
"""A day, or a day and a time, with or without an offset; read by `pipeline.core.dates`."""


class ChapterEntry(Frozen):
    """One chapter in the front matter."""

    start: Timestamp
    title: Text
    url: Url | None = None
    image: Text | None = None


class TranscriptEntry(Frozen):
    """A transcript file, with what its name does not say."""

    file: Text
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] | None = None


class Guest(Frozen):
    """Somebody on this episode who is not in `podcast.toml`."""

    name: Annotated[Text, Field(max_length=128)]
    role: Text = "Guest"
    credentials: Text | None = None
    url: Url | None = None
    image: Text | None = None


class Series(Frozen):
    """A run of episodes that belong together."""

    id: Id
    title: Text
    part: Annotated[int, Field(ge=1)]
    of: Annotated[int, Field(ge=1)] | None = None
    teaser: Text | None = None
    """Shown on this page for the next part until that part is out."""


class FrontMatter(Frozen):
    """What stands between the `---` lines. Only `title` and `audio` are needed to start."""

    title: Annotated[Text, Field(max_length=255)]
    audio: Text | None = None
    """The audio (or video, or PDF) file beside `index.md`. None yet for a draft."""
    date: DateText | None = None
    """When it becomes public: 2026-11-05, 2026-11-05 18:30 (both in the show's zone) or with an offset."""
    guid: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    """The episode's identity, minted by airdate once. Never change it."""
    draft: bool = False
    episode: Annotated[int, Field(ge=1)] | None = None
    season: Annotated[int, Field(ge=1)] | None = None
    type: Literal["full", "trailer", "bonus"] = "full"
    summary: Annotated[Text, Field(max_length=255)] | None = None
    """One or two plain sentences for lists and cards; the notes' first paragraph unless set."""
    explicit: bool | None = None
    """The show's, unless set."""
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
    sponsors: list[Id] = []
    calls_to_action: list[Id] = []
    reviews: list[Id] = []
    series: Series | None = None
    video: Url | None = None
    """The same conversation as video, elsewhere."""
    questions: list[Text] = []
    """What this episode answers."""
    tags: list[Text] = []
    block: bool = False
    """Hide this episode from Apple Podcasts and others."""
