"""Where everything stands: keys below the two roots, and the public addresses of them."""

from dataclasses import dataclass
from urllib.parse import quote

from pipeline.core.record import record_name

FEED = "feed.xml"
INDEX = "index.html"

RECORDS = "records/"
SHOW = "show.json"
SLUGS = "slugs/"
HISTORY = "history/"
STAGING = "staging/"
MANIFEST = "manifest.json"
SNAPSHOT = "snapshot.json"
STORE_PROFILE = "store.json"
ANNOUNCED = "announced.json"

PREVIEW_URL = "http://127.0.0.1:8000/"
"""The address `serve` answers at; the base of a show in a folder that has no `base_url` yet."""


def page_key(slug: str) -> str:
    """The key of an episode's page: with an extension, because object stores serve no index documents."""
    return f"episodes/{slug}.html"


def media_key(sha256: str, slug: str, extension: str) -> str:
    """The content-addressed key of an episode's media.

    >>> media_key("0123456789abcdef0123", "060-tape", ".mp3")
    'media/0123456789abcdef/060-tape.mp3'
    """
    return f"media/{sha256[:16]}/{slug}{extension}"


def hash_in_key(key: str) -> str:
    """The content hash in a media key, as the feed shows it.

    >>> hash_in_key("media/0123456789abcdef/060-tape.mp3")
    '0123456789abcdef'
    """
    return key.split("/")[1] if key.startswith("media/") else key


def file_key(sha256: str, name: str) -> str:
    """The content-addressed key of a picture, transcript or chapters file; `name` is ASCII already."""
    return f"files/{sha256[:16]}/{name}"


def record_key(guid: str) -> str:
    """The key of an episode's record, below the private root."""
    return f"{RECORDS}{record_name(guid)}.json"


def history_key(guid: str, revision: int) -> str:
    """Where a revision goes when the next one replaces it."""
    return f"{HISTORY}{record_name(guid)}/{revision:06d}.json"


@dataclass(frozen=True)
class Addresses:
    """The public root as listeners see it."""

    base_url: str
    """Ends in a slash."""
    pretty: bool = False

    @property
    def is_preview(self) -> bool:
        """Nothing permanent may be derived from a loopback or unencrypted address."""
        return not self.base_url.startswith("https://")

    def url(self, key: str) -> str:
        """The public address of an object."""
        return self.base_url + quote(key)

    @property
    def feed(self) -> str:
        return self.url(FEED)

    @property
    def index(self) -> str:
        return self.base_url if self.pretty else self.url(INDEX)

    def page(self, slug: str) -> str:
        """The address of an episode's page."""
        key = page_key(slug)
        return self.url(key.removesuffix(".html") if self.pretty else key)
