"""What a feed is rendered from: the show, and its episodes with their public addresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pipeline.core.addresses import Addresses
from pipeline.core.episode import Details, Episode
from pipeline.core.front_matter import FrontMatter
from pipeline.core.record import EpisodeRecord, ShowRecord, StoredFile
from pipeline.core.show import Person, Show


def is_web_address(text: str | None) -> bool:
    """Whether apps may be told to open it: chapters files hold all sorts of links.

    >>> is_web_address("https://wind.example/"), is_web_address("javascript:x"), is_web_address("a.jpg")
    (True, False, False)
    """
    return text is not None and text.lower().startswith(("http://", "https://"))


@dataclass(frozen=True)
class Document:
    """The complete feed, or one of the archive documents beside it (RFC 5005)."""

    url: str | None = None
    """Of an archive document; None for the feed itself."""
    previous: str | None = None
    """The archive document that holds what is older."""


@dataclass(frozen=True)
class FeedShow:
    """The channel."""

    record: ShowRecord
    addresses: Addresses
    generator: str
    """`airdate` and its version."""
    trailers: tuple["FeedItem", ...] = ()
    """Episodes that are trailers, newest first."""
    document: Document = Document()
    """Which of the show's documents is rendered."""
    style: str | None = None
    """The stylesheet for browsers, relative to the feed; None names none."""

    @property
    def show(self) -> Show:
        return self.record.show

    @property
    def people(self) -> tuple[Person, ...]:
        """The hosts of every episode that does not say otherwise."""
        return self.named(self.show.hosts)

    def named(self, ids: Iterable[str]) -> tuple[Person, ...]:
        """Whom ids name; those that the show no longer has are left out."""
        return tuple(self.show.people[each] for each in ids if each in self.show.people)

    def file_url(self, name: str | None, files: Mapping[str, StoredFile] | None = None) -> str | None:
        """The public address of a picture as the producer named it.

        Args:
            name: A path, or an absolute address.
            files: An episode's own files, looked at before the show's.
        """
        if name is None or is_web_address(name):
            return name
        stored = (files or {}).get(name) or self.record.files.get(name)
        return self.addresses.url(stored.key) if stored else None


@dataclass(frozen=True)
class FeedItem:
    """One released episode."""

    episode: Episode
    description_html: str
    """The notes as `pipeline.core.notes` renders them for feeds: allow-listed, at most 4,000 bytes."""
    page_url: str
    enclosure_url: str
    """Behind the show's analytics prefixes."""
    slim_html: str = ""
    """What stands in for the notes of an older episode, where the feed must stay small."""
    whole_html: str | None = None
    """The notes uncut, for `content:encoded`."""
    is_slim: bool = False
    chapters_url: str | None = None
    artwork_url: str | None = None
    transcript_urls: Mapping[str, str] = field(default_factory=dict)
    """By path; a transcript without an address is left out."""

    @property
    def record(self) -> EpisodeRecord:
        return self.episode.record

    @property
    def details(self) -> Details:
        return self.episode.details


@dataclass(frozen=True)
class Entry:
    """An item in its channel: what the tables of tags look at."""

    show: FeedShow
    item: FeedItem

    @property
    def front(self) -> FrontMatter:
        return self.item.record.front
