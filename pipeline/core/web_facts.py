"""What was seen on the web: answers, and how each file of a feed is served."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.core.feed_assets import Asset
from pipeline.core.picture_facts import PictureFacts
from pipeline.errors import FetchFault

ORIGIN = "https://player.example"
"""The page that we ask as, where it matters whether scripts may read."""

_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")


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
    def is_there(self) -> bool:
        """The file, or the part of it that was asked for."""
        return self.status in (200, 206)

    @property
    def is_downgraded(self) -> bool:
        """An encrypted address led to one that is not."""
        way = [hop.url for hop in self.hops] + [self.url]
        return any(here.startswith("https:") and onward.startswith("http:") for here, onward in pairwise(way))

    @property
    def content_type(self) -> str:
        """Without its parameters, in lower case; empty where there is none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """In lower case; empty where none is told."""
        _, _, parameters = self.headers.get("content-type", "").lower().partition("charset=")
        return parameters.partition(";")[0].strip(" \"'")

    @property
    def is_packed(self) -> bool:
        return self.headers.get("content-encoding", "").strip().lower() not in ("", "identity")

    @property
    def length_bytes(self) -> int | None:
        """Its Content-Length; None where there is none that makes sense."""
        told = self.headers.get("content-length", "").strip()
        return int(told) if re.fullmatch(r"[0-9]{1,18}", told) else None

    @property
    def span(self) -> tuple[int, int, int] | None:
        """First byte, last byte and the whole file's size, of a part."""
        found = _RANGE.fullmatch(self.headers.get("content-range", "").strip())
        return (int(found[1]), int(found[2]), int(found[3])) if found else None


@dataclass(frozen=True)
class Failure:
    """No answer, and why."""

    fault: FetchFault
    reason: str
    """Goes on from the address: "nobody knows the host a.example"."""
    fix: str | None = None


Reply = Answer | Failure | None
"""None where it was not asked."""


@dataclass(frozen=True)
class AssetFacts:
    """One file of a feed as it is served: what was answered to each question."""

    asset: Asset
    head: Reply = None
    """HEAD, with leave to compress."""
    start: Reply = None
    """Its first two bytes, asked for as by a page elsewhere."""
    middle: Reply = None
    """Two bytes of the middle."""
    middle_first: int = 0
    """Where these begin."""
    beyond: Reply = None
    """Two bytes behind its end."""
    whole: Reply = None
    """GET, without leave to compress; of a long one only the beginning."""
    again: Reply = None
    """The same, if it has changed since."""
    packed: Reply = None
    """GET with leave to compress."""
    packed_again: Reply = None
    """The same, if it has changed since."""
    picture: PictureFacts | None = None
    """What its bytes say of a picture; None where it is none, or could not be read."""
    bare: "AssetFacts | None" = None
    """The same file without its analytics prefixes; None where it has none."""

    @property
    def replies(self) -> Iterator[Answer | Failure]:
        """Everything that was answered, the files themselves first."""
        every = (self.start, self.whole, self.head, self.middle, self.beyond, self.again, self.packed)
        return (reply for reply in every if reply is not None)

    @property
    def got(self) -> Answer | Failure | None:
        """What GET says, or HEAD where nothing else was asked."""
        return next(self.replies, None)

    @property
    def served(self) -> Answer | None:
        """The answer that has the file, or a part of it; None where it cannot be had."""
        got = self.got
        return got if isinstance(got, Answer) and got.is_there else None

    @property
    def size_bytes(self) -> int | None:
        """How large the file really is; None where the server does not say."""
        if isinstance(self.start, Answer) and self.start.span:
            return self.start.span[2]
        if isinstance(self.head, Answer) and self.head.status == 200 and not self.head.is_packed:
            return self.head.length_bytes
        return None
