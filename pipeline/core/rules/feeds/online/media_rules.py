"""How media and pictures are served: HEAD, ranges, lengths, types, and what a picture's bytes say."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from pipeline.core.content_types import ENCLOSURE_TYPES, PICTURE_TYPES
from pipeline.core.feed_assets import Asset, Kind
from pipeline.core.rules.artwork_checks import Artwork
from pipeline.core.rules.artwork_rules import artwork_rules
from pipeline.core.rules.enclosure_rules import ACCEPTED_TYPES
from pipeline.core.rules.feeds.online.cases import called, found, only, row, value
from pipeline.core.rules.feeds.values import extension_of
from pipeline.core.rules.sources import (
    APPLE_GUIDE,
    APPLE_PSP1,
    APPLE_REQUIREMENTS,
    APPLE_SPOTIFY_SERVING,
    FEED_EFFICIENCY,
)
from pipeline.core.rules.table import Finding, Rule
from pipeline.core.web_facts import Answer, AssetFacts, Failure, Reply
from pipeline.errors import Level

_ALIKE = (*(frozenset(types) for types in ACCEPTED_TYPES.values()), frozenset({"audio/mpeg", "audio/mp3"}))
_PAGES = ("text/", "application/xhtml", "application/xml", "application/json")
_PICTURES = ("image/jpeg", "image/png")


def _check_head(facts: AssetFacts) -> Iterator[Finding]:
    head = facts.head
    if facts.served is None or head is None:
        return
    fix = "let the server answer HEAD as it answers GET, only without the file"
    if isinstance(head, Failure):
        yield from found(facts, f"does not answer HEAD: {head.reason}", fix)
    elif head.status != 200:
        yield from found(facts, f"answers HEAD with {head.status}, and GET with the file", fix)
    elif facts.asset.kind is Kind.ENCLOSURE and head.length_bytes is None and not head.is_packed:
        yield from found(
            facts, "answers HEAD without Content-Length", "send Content-Length, the whole file's size"
        )


check_head = only(Kind.FEED, Kind.ENCLOSURE)(_check_head)
check_artwork_head = only(Kind.ARTWORK)(_check_head)


@only(Kind.ENCLOSURE)
def check_range(facts: AssetFacts) -> Iterator[Finding]:
    start = facts.start
    if not isinstance(start, Answer) or not start.is_there or facts.size_bytes in (0, 1):
        return
    fix = "serve it from a store or server that answers Range; ask the host"
    if start.status == 200:
        yield from found(facts, "does not support byte ranges: it sends the whole file", fix)
    elif not _is_part(start, 0):
        told = value(start.headers.get("content-range", ""))
        text = f"answers a range of 2 bytes with {len(start.body)} and Content-Range {told}"
        yield from found(facts, text, fix)
    elif facts.middle is not None and not _is_part(facts.middle, facts.middle_first):
        yield from found(
            facts, "answers a range at its beginning, but not in its middle: nobody can seek", fix
        )


def _is_part(reply: Reply, first: int) -> bool:
    """The two bytes that were asked for, and nothing else."""
    if not isinstance(reply, Answer) or reply.status != 206 or reply.span is None:
        return False
    return reply.span[:2] == (first, first + 1) and len(reply.body) == 2


@only(Kind.ENCLOSURE)
def check_range_end(facts: AssetFacts) -> Iterator[Finding]:
    beyond = facts.beyond
    if isinstance(beyond, Answer) and beyond.status != 416:
        text = f"answers {beyond.status} to a range that begins behind its end"
        yield from found(facts, text, "answer 416: apps that resume a download take it for part of the file")


@only(Kind.ENCLOSURE)
def check_length(facts: AssetFacts) -> Iterator[Finding]:
    said, real = facts.asset.size_bytes, facts.size_bytes
    if facts.served and real is not None and said != real and (said is not None or real == 0):
        text = f"has {real} bytes, but the feed says {said}" if said is not None else "has no byte"
        yield from found(facts, text, f'write length="{real}"' if real else "upload the file again")


@only(Kind.ENCLOSURE)
def check_not_a_page(facts: AssetFacts) -> Iterator[Finding]:
    if facts.served and facts.served.content_type.startswith(_PAGES):
        text = f"is {value(facts.served.content_type)}: a page or document, nothing to play"
        yield from found(facts, text, "name the media file itself, not a page with a player")


@only(Kind.ENCLOSURE)
def check_type(facts: AssetFacts) -> Iterator[Finding]:
    served, said = facts.served, facts.asset.content_type or _type_of_name(facts.asset)
    if served is None or served.content_type.startswith(_PAGES):
        return
    if not served.content_type:
        yield from found(facts, "is served without a Content-Type", f"send Content-Type: {said or '…'}")
    elif said and not _are_alike(said, served.content_type):
        text = f"is served as {value(served.content_type)}, but the feed says {value(said)}"
        yield from found(facts, text, f"send Content-Type: {_type_of_name(facts.asset) or said}")


def _type_of_name(asset: Asset) -> str:
    return ENCLOSURE_TYPES.get(extension_of(asset.url), "")


def _are_alike(one: str, other: str) -> bool:
    return one == other or any({one, other} <= each for each in _ALIKE)


@only(Kind.ENCLOSURE, Kind.ARTWORK)
def check_not_packed(facts: AssetFacts) -> Iterator[Finding]:
    for reply in facts.replies:
        if isinstance(reply, Answer) and reply.status in (200, 206) and reply.is_packed:
            told = value(reply.headers["content-encoding"])
            text = f"is compressed on the way ({told}): lengths and ranges no longer fit"
            yield from found(facts, text, "exempt audio, video and pictures from compression")
            return


@only(Kind.ARTWORK)
def check_last_modified(facts: AssetFacts) -> Iterator[Finding]:
    head = facts.head
    if isinstance(head, Answer) and head.status == 200 and "last-modified" not in head.headers:
        yield from found(facts, "answers HEAD without Last-Modified", "send Last-Modified with pictures")


@only(Kind.ARTWORK)
def check_picture_type(facts: AssetFacts) -> Iterator[Finding]:
    served = facts.served
    if served and served.content_type not in _PICTURES:
        seen = f"as {value(served.content_type)}" if served.content_type else "without a Content-Type"
        right = (
            facts.picture.content_type if facts.picture else PICTURE_TYPES.get(extension_of(facts.asset.url))
        )
        yield from found(facts, f"is served {seen}", f"send Content-Type: {right or 'image/jpeg'}")


@only(Kind.ARTWORK)
def check_is_picture(facts: AssetFacts) -> Iterator[Finding]:
    served = facts.served
    if served and served.is_cut:
        text = f"is larger than {len(served.body):,} bytes, and was not read to its end"
        yield from found(facts, text, "export it at 3000 × 3000 pixels, as JPEG of quality 80 or so")
    elif served and facts.picture is None:
        yield from found(facts, "is no picture that can be read", "export it again, as JPEG or PNG")


@dataclass(frozen=True)
class _Served(Artwork):
    """A picture on the web: its name is the last part of its address."""

    address: str = ""

    @property
    def called(self) -> str:
        return self.address


def _picture_of(facts: AssetFacts, *, of_item: bool) -> Artwork | None:
    if facts.picture is None or facts.asset.of_item != of_item:
        return None
    name = unquote(urlsplit(facts.asset.url).path.rpartition("/")[2])
    known = extension_of(facts.asset.url) in PICTURE_TYPES
    return _Served(name if known else "", facts.picture, called(facts.asset))


_GUIDES = {
    "square": ("crop it to a square", "3000 × 2000 pixels", "3000 × 3000 pixels"),
    "size": ("export it at 3000 × 3000 pixels", "1200 × 1200 pixels", "3000 × 3000 pixels"),
    "format": ("save it as JPEG or PNG", "cover.webp", "cover.jpg"),
    "extension": ("name the file as what it is", "cover.jpg with a PNG in it", "cover.png"),
    "colours": ("export it in RGB", "a CMYK JPEG", "an RGB JPEG"),
    "alpha": ("export it without transparency", "a PNG with an alpha channel", "a JPEG"),
    "light": ("save it as JPEG of quality 80 or so", "700 kB", "400 kB"),
    "heavy": ("save it as JPEG of quality 80 or so", "5 MB", "400 kB"),
}


def _picture_rules(prefix: str, level: Level, *, of_item: bool) -> Iterator[Rule[AssetFacts]]:
    """The rows of the house's own artwork, applied to what the web serves."""

    def picture(facts: AssetFacts) -> Artwork | None:
        return _picture_of(facts, of_item=of_item)

    for rule in artwork_rules(prefix, level, picture):
        guide = _GUIDES.get(rule.id.rpartition("-")[2])
        if guide:
            yield replace(rule, fix=guide[0], wrong=guide[1], right=guide[2])


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

MEDIA_RULES: tuple[Rule[AssetFacts], ...] = (
    row(
        "apple-head", ERROR, APPLE_REQUIREMENTS, "feed and media answer HEAD", check_head,
        ("let the server answer HEAD as it answers GET",
         "HEAD /060.mp3 → 405", "HEAD /060.mp3 → 200, Content-Length: 12345678"),
    ),
    row(
        "apple-byte-range", ERROR, APPLE_REQUIREMENTS, "media can be had in parts", check_range,
        ("serve media from a store or server that supports byte ranges",
         "Range: bytes=0-1 → 200", "Range: bytes=0-1 → 206, Content-Range: bytes 0-1/12345678"),
    ),
    row(
        "http-range-end", WARNING, APPLE_REQUIREMENTS, "a range behind the end is refused", check_range_end,
        ("answer 416 to a range that begins behind the end",
         "Range: bytes=99999999- → 200", "Range: bytes=99999999- → 416"),
    ),
    row(
        "enclosure-length-served", WARNING, APPLE_PSP1, "a file is as long as the feed says", check_length,
        ("write the file's size in bytes; a host that puts in advertising per listener cannot know it",
         '<enclosure length="100" …/> of 12345678 bytes', '<enclosure length="12345678" …/>'),
    ),
    row(
        "enclosure-not-a-page", ERROR, APPLE_SPOTIFY_SERVING, "an enclosure is something to play",
        check_not_a_page,
        ("name the media file itself, not a page with a player",
         "GET /060 → 200, Content-Type: text/html", "GET /060.mp3 → 200, Content-Type: audio/mpeg"),
    ),
    row(
        "enclosure-type-served", WARNING, APPLE_GUIDE, "media is served as what the feed says", check_type,
        ("send the type that the feed names as Content-Type",
         "Content-Type: application/octet-stream", "Content-Type: audio/mpeg"),
    ),
    row(
        "http-gzip-media", WARNING, FEED_EFFICIENCY, "media and pictures are not compressed again",
        check_not_packed,
        ("exempt media and pictures from compression",
         "GET /060.mp3 → 200, Content-Encoding: gzip", "GET /060.mp3 → 200"),
    ),
    row(
        "artwork-head", ERROR, APPLE_GUIDE, "pictures answer HEAD", check_artwork_head,
        ("let the server answer HEAD as it answers GET", "HEAD /cover.jpg → 403", "HEAD /cover.jpg → 200"),
    ),
    row(
        "artwork-last-modified", WARNING, APPLE_GUIDE, "pictures tell when they changed",
        check_last_modified,
        ("send Last-Modified with pictures", "HEAD /cover.jpg → 200",
         "HEAD /cover.jpg → 200, Last-Modified: Thu, 01 Jan 2026 06:00:00 GMT"),
    ),
    row(
        "artwork-type-served", WARNING, APPLE_GUIDE, "pictures are served as JPEG or PNG", check_picture_type,
        ("send image/jpeg or image/png as Content-Type",
         "Content-Type: binary/octet-stream", "Content-Type: image/jpeg"),
    ),
    row(
        "artwork-readable", ERROR, APPLE_GUIDE, "artwork is a picture", check_is_picture,
        ("export it again, as JPEG or PNG", "a page named cover.jpg", "a JPEG named cover.jpg"),
    ),
    *_picture_rules("served", ERROR, of_item=False),
    *_picture_rules("served-item", WARNING, of_item=True),
)  # fmt: skip
