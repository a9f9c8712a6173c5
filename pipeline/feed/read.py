"""Reading a feed back: what the guard and the announcers need to know of the one that is live."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.core.feed_document import NAMESPACES
from pipeline.core.feed_times import parse_feed_date, parse_feed_duration
from pipeline.core.same_episode import Looks
from pipeline.errors import InputError, Problem
from pipeline.feed.atom_links import ATOM

MAX_SIZE_BYTES = 200_000_000
"""Far above any feed; below what would exhaust a laptop's memory once parsed."""

_MEDIA = re.compile(r"/media/([0-9a-f]{16})/")
_SELF = f"{{{ATOM.uri}}}link[@rel='self']"
_NOTES = ("description", f"{{{NAMESPACES['content']}}}encoded")
_DURATION = f"{{{NAMESPACES['itunes']}}}duration"


@dataclass(frozen=True)
class LiveItem:
    """One item as apps see it."""

    guid: str
    """The enclosure's address where the item has no guid: apps go by that then."""
    title: str
    """Empty where it has none."""
    date: datetime | None
    """None where it is missing or no RFC 2822 date."""
    enclosure_url: str | None
    length: int | None
    """In bytes, as the feed says."""
    type: str | None
    media_hash: str | None
    """The hash in the enclosure's address, where it is one of ours."""
    content_sha256: str
    """Of the canonical item, without the address of the host it is served from, and without
    what stands before our media's key: a prefix that counts downloads is no edit."""
    duration_s: int | None = None
    notes_bytes: int = 0
    """How long its notes are, `description` and `content:encoded` together."""


@dataclass(frozen=True)
class LiveFeed:
    """A feed as apps see it, in its order."""

    items: tuple[LiveItem, ...]
    generator: str | None
    self_url: str | None


def read_feed(body: bytes, *, name: str = "feed.xml") -> LiveFeed:
    """Read any RSS feed; nothing outside it is ever fetched.

    Args:
        body: The document.
        name: What to call it in messages.

    Raises:
        InputError: It is too large, not well-formed, not RSS, or has a
            DOCTYPE (entities could make it grow without bound).
    """
    channel = parse_channel(body, name)
    link = channel.find(_SELF)
    self_url = None if link is None else link.get("href")
    base = re.sub(r"[^/]*$", "", self_url or "")
    items = tuple(_item(node, base) for node in channel.findall("item"))
    return LiveFeed(tuple(item for item in items if item.guid), _text(channel, "generator"), self_url)


def parse_channel(body: bytes, name: str) -> Any:
    """The channel's element.

    Raises:
        InputError: As `read_feed` says.
    """
    root = _parse(body, name)
    channel = root.find("channel") if root.tag == "rss" else None
    if channel is None:
        raise _refusal(name, 0, f"not an RSS feed: the document is <{root.tag}>")
    return channel


def _parse(body: bytes, name: str) -> Any:
    from lxml import etree  # heavy: only what reads a feed pays for it

    if len(body) > MAX_SIZE_BYTES:
        raise _refusal(name, 0, f"{len(body)} bytes are too many for a feed")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True, remove_comments=True
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        reason = (error.msg or "").partition(", line ")[0]
        raise _refusal(name, error.lineno or 0, f"not well-formed XML: {reason}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _refusal(name, 0, "it has a DOCTYPE, which no feed needs")
    return root


def _refusal(name: str, line: int, text: str) -> InputError:
    return InputError([Problem(name, line, text)])


def _item(node: Any, base: str) -> LiveItem:
    enclosure = node.find("enclosure")
    url, length, content_type = (
        (None, None, None) if enclosure is None else map(enclosure.get, ("url", "length", "type"))
    )
    hashed = _MEDIA.search(url or "")
    return LiveItem(
        guid=_text(node, "guid") or url or "",
        title=_text(node, "title") or "",
        date=parse_feed_date(_text(node, "pubDate") or ""),
        enclosure_url=url,
        length=int(length) if length and re.fullmatch(r"[0-9]{1,18}", length) else None,
        type=content_type,
        media_hash=hashed[1] if hashed else None,
        content_sha256=_content_sha256(node, base),
        duration_s=parse_feed_duration(node.findtext(_DURATION) or ""),
        notes_bytes=sum(len((node.findtext(name) or "").encode()) for name in _NOTES),
    )


def looks_of(item: LiveItem) -> Looks:
    """What apps go by when they guess whether two items are one episode."""
    return Looks(
        item.title, item.date, item.enclosure_url or "", item.duration_s, item.type, item.media_hash or ""
    )


def _text(node: Any, name: str) -> str | None:
    return (node.findtext(name) or "").strip() or None


def _content_sha256(node: Any, base: str) -> str:
    """Exclusive canonical XML: the declarations other items brought in make no difference.

    It cuts the enclosure's address in the tree, so it comes last.
    """

    enclosure = node.find("enclosure")
    if enclosure is not None and (hashed := _MEDIA.search(enclosure.get("url") or "")):
        enclosure.set("url", enclosure.get("url")[hashed.start() + 1 :])
    canonical = _canonical(node)
    if base:
        canonical = canonical.replace(base.encode(), b"")
    return hashlib.sha256(canonical).hexdigest()


def _canonical(node: Any) -> bytes:
    from lxml import etree  # heavy: only what reads a feed pays for it

    try:
        canonical: bytes = etree.tostring(node, method="c14n", exclusive=True, with_tail=False)
    except etree.C14NError:  # some vocabulary has no absolute address, which the first version refuses
        text: str = etree.canonicalize(etree.tostring(node, encoding="unicode", with_tail=False))
        canonical = text.encode()
    return canonical
