"""How each kind of object is cached and named by those who fetch it (feed-rules §9.1)."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

IMMUTABLE = "public, max-age=31536000, immutable"
"""For content-addressed keys: other bytes would have another key."""

BRIEFLY = "public, max-age=300, must-revalidate"
"""For the feed and pages: apps poll the feed, and it changes in place."""

UNCACHED = "private, no-store"
"""For everything below the private root."""


class Root(StrEnum):
    """Which of the two roots an object belongs to."""

    PUBLIC = "public"
    PRIVATE = "private"


class Group(IntEnum):
    """The order of apply: each group is finished before the next begins (design: order of apply)."""

    CLAIM = 0
    MEDIA = 1
    FILES = 2
    RECORDS = 3
    OPENING = 4
    """The manifest without the pages about to change: a run that dies among them leaves none trusted."""
    PAGES = 5
    FEED = 6
    MANIFEST = 7


@dataclass(frozen=True)
class Serving:
    """The headers an object is stored with."""

    content_type: str
    cache_control: str
    content_disposition: str | None = None


def serve_media(content_type: str, key: str) -> Serving:
    """Media and side files: kept for a year, named after the key's last part when saved."""
    return Serving(content_type, IMMUTABLE, f'inline; filename="{key.rsplit("/", 1)[-1]}"')


def serve_briefly(content_type: str) -> Serving:
    """The feed, pages, and what else changes in place."""
    return Serving(content_type, BRIEFLY)


PRIVATE_JSON = Serving("application/json", UNCACHED)
