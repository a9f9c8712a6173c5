"""What the templates show: plain values, so that the templates decide nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipeline.core.notes.page_html import Picture
from pipeline.core.notes.sections import Section
from pipeline.core.notes.series import Part
from pipeline.core.podcasting import Funding
from pipeline.core.show import CallToAction, Listen
from pipeline.core.site_settings import Newsletter

NO_DATA = Markup()

SHARED_PX = 1200
"""As wide as picture cards are anywhere."""


@dataclass(frozen=True)
class Link:
    """Words, and where they lead; only words where there is no such page."""

    label: str
    url: str | None


@dataclass(frozen=True)
class ReviewView:
    """What somebody wrote, with the day in the page's language."""

    text: str
    author: str
    source: str | None
    date: str
    date_iso: str


@dataclass(frozen=True)
class Site:
    """What every page says of the show."""

    title: str
    subtitle: str | None
    author: str
    description: Sequence[str]
    language: str
    direction: str
    locale: str
    """Empty where the language names no country."""
    copyright: str | None
    is_blocked: bool
    """Search engines are asked to leave all of it out."""
    policy: str
    index_url: str
    feed_url: str
    json_feed_url: str
    icon_url: str | None
    style_url: str
    lists_style_url: str
    """Of what only the pages besides episodes need."""
    script_url: str
    extra_style_url: str | None
    """Of the show's own theme, like the script; after ours on every page."""
    extra_script_url: str | None
    artwork: Picture | None
    listen: Sequence[Listen]
    funding: Sequence[Funding]
    theme_colours: tuple[str, str]
    """What browsers paint around the page, in light and in dark."""
    tagline: str | None
    sign_off: str | None
    newsletter: Newsletter | None


@dataclass(frozen=True)
class Card:
    """How a page looks where it is shared."""

    kind: str
    title: str
    summary: str
    url: str
    picture: Picture | None
    data: Markup = NO_DATA
    """What search engines are told (JSON-LD), as a script may hold it."""
    twin_url: str | None = None
    """The same as Markdown."""
    audio: "MediaView | None" = None
    """What can be heard where the page is shared."""
    published_iso: str = ""
    modified_iso: str = ""
    tags: Sequence[str] = ()
    is_blocked: bool = False
    """Search engines are asked to leave it out."""

    @property
    def image(self) -> Picture | None:
        """The picture, no wider than where links are shared it is shown."""
        return narrowed(self.picture, SHARED_PX) if self.picture else None

    @property
    def style(self) -> str:
        """How X lays the card out: a wide picture above the words, a square one beside them."""
        image = self.image
        is_wide = image and image.width and image.height and image.width >= 1.5 * image.height
        return "summary_large_image" if is_wide else "summary"


def narrowed(picture: Picture, least_px: int) -> Picture:
    """The narrowest of what may be shown in a picture's place that is wide enough.

    >>> narrowed(Picture("b.jpg", 3000, 1500, (("a.jpg", 320), ("c.jpg", 1280), ("b.jpg", 3000))), 1200)
    Picture(url='c.jpg', width=1280, height=640, variants=())
    """
    url, width = next((each for each in picture.variants if each[1] >= least_px), ("", 0))
    if not url or not picture.width or not picture.height:
        return Picture(picture.url, picture.width, picture.height)
    return Picture(url, width, round(picture.height * width / picture.width))


@dataclass(frozen=True)
class MediaView:
    """What is played, watched or read."""

    kind: str
    """"audio", "video" or "document"."""
    url: str
    content_type: str
    details: str
    duration_s: str
    """Empty where it has none."""


@dataclass(frozen=True)
class ChapterView:
    """A chapter and where it leads."""

    title: str
    start_s: str
    clock: str
    seek_url: str
    url: str | None
    picture: Picture | None
    """Small, for the list."""
    large_url: str | None
    """The same picture for the player."""


@dataclass(frozen=True)
class TranscriptView:
    """A transcript to read or download."""

    url: str
    label: str
    language: str
    content_type: str


@dataclass(frozen=True)
class PersonView:
    """Somebody on the episode."""

    name: str
    role: str
    credentials: str | None
    bio: str | None
    page_url: str | None
    """Here."""
    own_url: str | None
    """Their own, elsewhere."""
    picture: Picture | None


@dataclass(frozen=True)
class VideoView:
    """A video elsewhere, and its player where that is known."""

    url: str
    host: str
    embed_url: str | None


@dataclass(frozen=True)
class SponsorView:
    """A sponsor on a given day."""

    name: str
    text: str
    url: str
    code: str | None
    disclosure: str
    ends: str
    """The last day in words; empty where it has none."""
    ended: bool


@dataclass(frozen=True)
class SeriesView:
    """Where an episode stands in its series."""

    title: Link
    part: int
    of: int | None
    previous: Part | None
    next: Part | None
    teaser: str | None


@dataclass(frozen=True)
class EpisodeView:
    """An episode as lists show it."""

    url: str
    title: str
    label: str
    date: str
    date_iso: str
    duration: str
    duration_iso: str
    explicit: bool
    summary: str
    picture: Picture | None
    own_picture: Picture | None
    """Where it is not the show's."""


@dataclass(frozen=True)
class PageView(EpisodeView):
    """An episode as its own page shows it."""

    media: MediaView
    intro: str
    """What somebody wrote to introduce it; empty where the notes' own beginning does."""
    notes: str
    sections: Sequence[Section]
    questions: Sequence[str]
    chapters: Sequence[ChapterView]
    transcripts: Sequence[TranscriptView]
    people: Sequence[PersonView]
    sponsors: Sequence[SponsorView]
    calls_to_action: Sequence[CallToAction]
    reviews: Sequence[ReviewView]
    series: SeriesView | None
    video: VideoView | None
    topics: Sequence[Link]
    """Series, season and tags."""
    related: Sequence[EpisodeView]
    newer: EpisodeView | None
    older: EpisodeView | None

    @property
    def captions(self) -> Sequence[TranscriptView]:
        """The transcripts that a video player shows."""
        return [each for each in self.transcripts if each.content_type == "text/vtt"]
