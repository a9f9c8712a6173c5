"""What Apple requires of an enclosure: one file, its address, its length in bytes, its type."""

from collections.abc import Iterator

from pipeline.core.content_types import ENCLOSURE_TYPES
from pipeline.core.feed_document import Node
from pipeline.core.rules.enclosure_rules import ACCEPTED_TYPES
from pipeline.core.rules.feeds.cases import ItemCase, at
from pipeline.core.rules.feeds.feed_tags import has_no
from pipeline.core.rules.feeds.values import extension_of, is_web_url, parse_whole, split_url
from pipeline.core.rules.sources import (
    APPLE_GUIDE,
    APPLE_PRIVATE,
    APPLE_PSP1,
    APPLE_SPOTIFY_PSP1,
    APPLE_W3C,
    PSP1,
    RSS_PROFILE,
)
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

_KNOWN = ", ".join(ENCLOSURE_TYPES)
_TYPES = {each for types in ACCEPTED_TYPES.values() for each in types}
_MEANT = {
    "audio/mp3": "audio/mpeg", "audio/mpeg3": "audio/mpeg", "audio/x-mp3": "audio/mpeg",
    "audio/x-mpeg": "audio/mpeg", "audio/mpg": "audio/mpeg", "audio/aac": "audio/x-m4a",
    "video/m4v": "video/x-m4v", "video/mov": "video/quicktime",
}  # fmt: skip
_UNLISTED = ("audio/mp4",)
_NOT_IN_PSP1 = ("application/pdf", "video/quicktime")
_SIGNED = (
    frozenset({"x-amz-signature"}),
    frozenset({"x-goog-signature"}),
    frozenset({"expires", "signature"}),
    frozenset({"se", "sig"}),
)
"""What addresses that expire have in their query: those of Amazon, Google and Azure."""


def enclosures_of(case: ItemCase) -> list[Node]:
    """An item's enclosures; a live item's are its stream, of which Apple knows nothing."""
    return [] if case.is_live else list(case.item.all("enclosure"))


def _url(node: Node) -> str:
    return node.attributes.get("url", "").strip()


def _type(node: Node) -> str:
    return node.attributes.get("type", "").strip()


def check_present(case: ItemCase) -> Iterator[Finding]:
    if not case.is_live and has_no(case.item, "enclosure"):
        text = f"{case.name} has no <enclosure>: there is nothing to play"
        yield at(case.item, text, 'add <enclosure url="https://…" length="…" type="audio/mpeg"/>')


def check_one(case: ItemCase) -> Iterator[Finding]:
    for node in enclosures_of(case)[1:]:
        text = f"{case.name} has another <enclosure>: apps play one of them, nobody knows which"
        yield at(node, text, "keep one; others may stand in <podcast:alternateEnclosure>")


def check_url(case: ItemCase) -> Iterator[Finding]:
    for node in enclosures_of(case):
        url = _url(node)
        if not is_web_url(url):
            seen = f"is {one_line(url)}, which is no whole address" if url else "is missing"
            yield at(node, f"<enclosure url> {seen}", "write the file's address with https:// and the host")


def check_extension(case: ItemCase) -> Iterator[Finding]:
    for node in enclosures_of(case):
        url = _url(node)
        extension = extension_of(url)
        if is_web_url(url) and extension not in ACCEPTED_TYPES:
            seen = f"ends in {extension}" if extension else "has no extension in its path"
            yield at(node, f"<enclosure url> {one_line(url)} {seen}", f"let its path end in one of {_KNOWN}")


def check_fragment(case: ItemCase) -> Iterator[Finding]:
    for node in enclosures_of(case):
        parts = split_url(_url(node))
        if parts and parts.fragment:
            text = f"<enclosure url> ends in {one_line('#' + parts.fragment)}: that is a place in a page"
            yield at(node, text, "write the address of the file itself, without what follows #")


def check_signed(case: ItemCase) -> Iterator[Finding]:
    for node in enclosures_of(case):
        parts = split_url(_url(node))
        keys = {each.partition("=")[0].lower() for each in parts.query[:4000].split("&")} if parts else set()
        if any(signs <= keys for signs in _SIGNED):
            text = "<enclosure url> is a signed address that expires: apps keep addresses for years"
            yield at(node, text, "name the file at an address that stays, without signature")


def check_length(case: ItemCase) -> Iterator[Finding]:
    for node in enclosures_of(case):
        length = node.attributes.get("length")
        if length is None:
            yield at(node, "<enclosure length> is missing", "write the file's size in bytes")
        elif parse_whole(length.strip()) is None:
            text = f"<enclosure length> is {one_line(length)}: it is the file's size in bytes"
            yield at(node, text, "write a whole number without signs: 12345678")


def check_length_zero(case: ItemCase) -> Iterator[Finding]:
    for node in enclosures_of(case):
        if parse_whole(node.attributes.get("length", "").strip()) == 0:
            text = '<enclosure length> is "0": apps cannot tell how large the file is'
            yield at(node, text, "write the file's size in bytes")


def check_type(case: ItemCase) -> Iterator[Finding]:
    for node in enclosures_of(case):
        kind = _type(node)
        if kind not in _TYPES:
            seen = f"is {one_line(kind)}" if kind else "is missing"
            yield at(node, f"<enclosure type> {seen}: directories refuse it", f"write {_right_type(node)}")


def _right_type(node: Node) -> str:
    by_extension = ACCEPTED_TYPES.get(extension_of(_url(node)), ("",))[0]
    return by_extension or _MEANT.get(_type(node)[:40].lower()) or "audio/mpeg for an MP3"


def check_type_fits(case: ItemCase) -> Iterator[Finding]:
    for node in enclosures_of(case):
        kind, extension = _type(node), extension_of(_url(node))
        accepted = ACCEPTED_TYPES.get(extension)
        if accepted and kind in _TYPES and kind not in accepted:
            text = f"<enclosure type> is {one_line(kind)}, but the address ends in {extension}"
            yield at(node, text, f"write {accepted[0]}, or name the file by what it is")


def check_type_listed(case: ItemCase) -> Iterator[Finding]:
    for node in enclosures_of(case):
        if _type(node) in _UNLISTED:
            yield at(node, f"<enclosure type> is {_type(node)}: Apple does not list it", "write audio/x-m4a")


def check_type_psp1(case: ItemCase) -> Iterator[Finding]:
    for node in enclosures_of(case):
        if _type(node) in _NOT_IN_PSP1:
            text = f"<enclosure type> is {_type(node)}: PSP-1 knows MP3, M4A, MP4 and M4V"
            yield at(node, text, "publish it as audio/mpeg, audio/x-m4a or video/mp4")


ERROR, WARNING = Level.ERROR, Level.WARNING
_RIGHT = '<enclosure url="https://wind.example/60.mp3" length="12345678" type="audio/mpeg"/>'

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "apple-enclosure",
        ERROR,
        *APPLE_SPOTIFY_PSP1,
        "an item has a file",
        check_present,
        fix="Add <enclosure> with the file's address, size and type, or take the item out of the feed.",
        wrong="<item>\n  <title>Tendons</title>\n</item>",
        right=f"<item>\n  <title>Tendons</title>\n  {_RIGHT}\n</item>",
    ),
    Rule(
        "rss-one-enclosure",
        ERROR,
        *APPLE_PSP1,
        "an item has one file alone",
        check_one,
        fix="Keep one enclosure; other encodings belong in <podcast:alternateEnclosure>.",
        wrong=f"{_RIGHT}\n{_RIGHT.replace('60.mp3', '60-large.mp3')}",
        right=_RIGHT,
    ),
    Rule(
        "apple-enclosure-url",
        ERROR,
        *APPLE_SPOTIFY_PSP1,
        "an enclosure's address is a whole one",
        check_url,
        fix="Write the whole address, beginning with https://.",
        wrong='<enclosure url="/60.mp3" length="12345678" type="audio/mpeg"/>',
        right=_RIGHT,
    ),
    Rule(
        "apple-enclosure-extension",
        ERROR,
        *APPLE_GUIDE,
        f"the path of an enclosure's address ends in one of {_KNOWN}",
        check_extension,
        fix="Let the path, before any ?, end in the extension of the file: it decides what Apple takes.",
        wrong='<enclosure url="https://wind.example/play?id=60" length="12345678" type="audio/mpeg"/>',
        right=_RIGHT,
    ),
    Rule(
        "apple-enclosure-fragment",
        WARNING,
        *APPLE_GUIDE,
        "an enclosure's address is that of a file, not of a place in it",
        check_fragment,
        fix="Write the address without # and what follows it.",
        wrong=_RIGHT.replace("60.mp3", "60.mp3#t=30"),
        right=_RIGHT,
    ),
    Rule(
        "private-no-shortlived",
        ERROR,
        *APPLE_PRIVATE,
        "an enclosure's address does not expire",
        check_signed,
        fix="Name the file at an address that stays; a private feed has a secret in its path instead.",
        wrong=_RIGHT.replace("60.mp3", "60.mp3?X-Amz-Expires=3600&amp;X-Amz-Signature=5d4a3b"),
        right=_RIGHT,
    ),
    Rule(
        "apple-enclosure-length",
        ERROR,
        *APPLE_W3C,
        "an enclosure's length is a whole number of bytes",
        check_length,
        fix="Write the size of the whole file in bytes: not its duration, not None, not -1.",
        wrong=_RIGHT.replace("12345678", "None"),
        right=_RIGHT,
    ),
    Rule(
        "rss-length-zero",
        WARNING,
        *RSS_PROFILE,
        "an enclosure's length is known",
        check_length_zero,
        fix="Write the size of the whole file in bytes; 0 says that nobody knows it.",
        wrong=_RIGHT.replace("12345678", "0"),
        right=_RIGHT,
    ),
    Rule(
        "apple-enclosure-type",
        ERROR,
        *APPLE_PSP1,
        "an enclosure's type is one that directories take",
        check_type,
        fix="Write the type of the file: audio/mpeg for MP3, audio/x-m4a for M4A, video/mp4 for MP4.",
        wrong=_RIGHT.replace("audio/mpeg", "audio/mp3"),
        right=_RIGHT,
    ),
    Rule(
        "apple-enclosure-type-fits",
        ERROR,
        *APPLE_GUIDE,
        "an enclosure's type agrees with its extension",
        check_type_fits,
        fix="Write the type of what the file really is, and give it that extension.",
        wrong=_RIGHT.replace("audio/mpeg", "audio/x-m4a"),
        right=_RIGHT,
    ),
    Rule(
        "apple-enclosure-type-listed",
        WARNING,
        *APPLE_GUIDE,
        "an enclosure's type is in Apple's list",
        check_type_listed,
        fix="Write audio/x-m4a for an M4A: audio/mp4 is right by IANA, but not in Apple's list.",
        wrong='<enclosure url="https://wind.example/60.m4a" length="12345678" type="audio/mp4"/>',
        right='<enclosure url="https://wind.example/60.m4a" length="12345678" type="audio/x-m4a"/>',
    ),
    Rule(
        "psp1-enclosure-type",
        WARNING,
        *PSP1,
        "an enclosure is audio or video that every app plays",
        check_type_psp1,
        fix="Publish it as MP3, M4A, MP4 or M4V.",
        wrong='<enclosure url="https://wind.example/60.pdf" length="123456" type="application/pdf"/>',
        right=_RIGHT,
    ),
)
