"""What must hold after each single write, whatever goes wrong (design.md §10)."""

import io
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from urllib.parse import unquote

import feedparser
import podcastparser

from tests.chaos.faults import Request
from tests.chaos.mirror import Mirror
from tests.chaos.reading import Item, parse_items

PUBLIC, PRIVATE = "show-public", "show-private"
BASE_URL = "https://wind.example/show/"
FEED = "feed.xml"
IMMUTABLE = ("media/", "files/")
_NAMED = re.compile(re.escape(BASE_URL).encode() + rb"([^\s\"'<>&#;)?\\]*)")
_RELATIVE = re.compile(rb"(?:href|src)=\"((?![a-z]+:|//|#|/)[^\"?#]+)")


class Harm(StrEnum):
    """What listeners or producers would suffer."""

    LOST = "lost"
    """An episode that a run said is published is not in the feed."""
    DANGLING = "dangling"
    """Something public names an object that is not completely there."""
    VANISHED = "vanished"
    """An item left the feed, or changed what is frozen, and nobody told it to."""
    DUPLICATE = "duplicate"
    INVALID = "invalid"
    """The feed cannot be read, or readers disagree on it."""
    CHANGED = "changed"
    """An object under an immutable key became another one."""
    LEAKED = "leaked"
    """The public root holds what nobody may see yet."""
    LIED = "lied"
    """The exit code, or what was printed, says something else than the store."""
    LEFT = "left over"
    """Uploads or scratch files that the next run did not remove."""
    STUCK = "stuck"
    """Running again did not finish the job."""


@dataclass(frozen=True)
class Finding:
    """One broken promise."""

    harm: Harm
    text: str


@dataclass(frozen=True)
class Allowed:
    """What a command may do because it was told to by name."""

    leaving: Collection[str] = ()
    """Guids that may leave the feed."""
    changing: Collection[str] = ()
    """Guids whose date or media may change."""
    forbidden: Collection[bytes] = ()
    """What must not be found in the public root, in any key or body."""


@dataclass
class Referee:
    """Looks at the store after each write of one run, and of its repetitions."""

    allowed: Allowed
    items: dict[str, Item]
    """By guid, as last seen in the feed."""
    looks: int = 0
    findings: list[Finding] = field(default_factory=list)
    _feed: bytes = b""
    _immutable: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, mirror: Mirror, allowed: Allowed) -> "Referee":
        """From what is public before the run."""
        public = mirror.bodies(PUBLIC)
        feed = public.get(FEED, b"")
        items = {item.guid: item for item in parse_items(feed)} if feed else {}
        hashes = {key: digest(body) for key, body in public.items() if key.startswith(IMMUTABLE)}
        return cls(allowed, items, _feed=feed, _immutable=hashes)

    def look(self, mirror: Mirror, request: Request) -> None:
        """After one write."""
        self.looks += 1
        if request.bucket != PUBLIC:
            return
        public = mirror.bodies(PUBLIC)
        body = public.get(request.key, b"")
        self._check_immutable(request.key, body)
        self._check_leaks(request.key, body)
        self._check_names(public, f"after {request.label}")
        if request.key == FEED:
            self._check_feed(public, body)

    def report(self, harm: Harm, text: str) -> None:
        """Note a broken promise, once."""
        if Finding(harm, text) not in self.findings:
            self.findings.append(Finding(harm, text))

    def _check_immutable(self, key: str, body: bytes) -> None:
        if body and key.startswith(IMMUTABLE):
            known = self._immutable.setdefault(key, digest(body))
            if known != digest(body):
                self.report(Harm.CHANGED, key)

    def _check_leaks(self, key: str, body: bytes) -> None:
        for secret in self.allowed.forbidden:
            if secret in key.encode() or secret in body:
                self.report(Harm.LEAKED, f"{secret.decode()} in {key}")

    def _check_names(self, public: Mapping[str, bytes], when: str) -> None:
        """The feed's names are all there; and so is the media, and every file, that a page names."""
        for key, body in public.items():
            if not key.endswith((".html", ".xml")):
                continue
            for name in named_by(key, body):
                if name not in public and (key == FEED or name.startswith(IMMUTABLE)):
                    self.report(Harm.DANGLING, f"{key} names {name}, {when}")

    def _check_feed(self, public: Mapping[str, bytes], feed: bytes) -> None:
        try:
            items = parse_items(feed)
        except ValueError as error:
            return self.report(Harm.INVALID, str(error))
        self._check_readers(feed, items)
        guids = [item.guid for item in items]
        if len(set(guids)) < len(guids) or len({item.url for item in items}) < len(items):
            self.report(Harm.DUPLICATE, f"items {guids}")
        for item in items:
            self._check_enclosure(public, item)
        self._check_standing({item.guid: item for item in items})
        return None

    def _check_readers(self, feed: bytes, items: list[Item]) -> None:
        """Other people's parsers see the same items."""
        seen = feedparser.parse(feed)
        ours = [(item.guid, item.url) for item in items]
        theirs = [(each.id, each.enclosures[0].href) for each in seen.entries]
        others = podcastparser.parse(BASE_URL + FEED, io.BytesIO(feed))["episodes"]
        third = {(each["guid"], each["enclosures"][0]["url"]) for each in others}
        if seen.bozo or theirs != ours or third != set(ours):
            self.report(Harm.INVALID, f"parsers disagree: {ours}, {theirs}, {sorted(third)}")

    def _check_enclosure(self, public: Mapping[str, bytes], item: Item) -> None:
        body = public.get(unquote(item.url.removeprefix(BASE_URL)))
        if body is None or len(body) != item.length or digest(body)[:16] not in item.url:
            size = "absent" if body is None else len(body)
            self.report(Harm.DANGLING, f"{item.url} is {size}, not {item.length}")

    def _check_standing(self, items: Mapping[str, Item]) -> None:
        for guid in self.items.keys() - items.keys() - set(self.allowed.leaving):
            self.report(Harm.VANISHED, guid)
        for guid, item in items.items():
            before = self.items.get(guid, item)
            facts = (before.date, before.url) != (item.date, item.url)
            if facts and guid not in self.allowed.changing:
                self.report(Harm.VANISHED, f"{guid} changed from {before} to {item}")
        self.items = dict(items)


@lru_cache(4000)
def named_by(key: str, body: bytes) -> frozenset[str]:
    """The keys that a feed or page names; what ends in a slash is a folder for a script to look in."""
    urls = {unquote(found.decode()) for found in _NAMED.findall(body)}
    if key.endswith(".html"):
        folder = key.rpartition("/")[0]
        urls |= {_joined(folder, unquote(found.decode())) for found in _RELATIVE.findall(body)}
    return frozenset(url for url in urls if url and not url.endswith("/"))


def _joined(folder: str, name: str) -> str:
    """A relative address as a key."""
    parts = folder.split("/") if folder else []
    for part in name.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts) + ("/" if name.endswith(("/", "..")) or name == "." else "")


@lru_cache(4000)
def digest(body: bytes) -> str:
    return sha256(body).hexdigest()


def open_ends(public: Mapping[str, bytes]) -> list[str]:
    """What any page or the feed names and the public root lacks, when a story has ended."""
    return [
        f"{key} names {name}"
        for key, body in public.items()
        if key.endswith((".html", ".xml"))
        for name in sorted(named_by(key, body))
        if name not in public
    ]


Look = Callable[[Mirror, Request], None]
