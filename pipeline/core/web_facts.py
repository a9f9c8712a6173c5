"""What was seen on the web: answers, and how each asset of a feed is served."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True)
class Hop:
    """One redirect that was followed."""

    status: int
    url: str
    """The address that answered so."""
    allow_origin: str | None = None
    """Its Access-Control-Allow-Origin: scripts are stopped by any hop that has none."""


@dataclass(frozen=True)
class Answer:
    """The last answer to a request, and the way there."""

    url: str
    """Where it came from, after all redirects."""
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case; several of one name joined by commas."""
    hops: tuple[Hop, ...] = ()
    body: bytes = b""
    """Unpacked."""
    is_cut: bool = False
    """The body may go on behind what was read of it."""

    @property
    def is_downgraded(self) -> bool:
        """An encrypted address led to one that is not."""
        way = [hop.url for hop in self.hops] + [self.url]
        return any(here.startswith("https:") and onward.startswith("http:") for here, onward in pairwise(way))
