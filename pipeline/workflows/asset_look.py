"""One file of a feed, looked at as apps and directories do: the questions asked of each kind."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from pipeline.core.feed_assets import Asset, Kind
from pipeline.core.picture_facts import PictureFacts
from pipeline.core.prefixes import strip_prefixes
from pipeline.core.web_facts import ORIGIN, Answer, AssetFacts, Failure, Reply
from pipeline.errors import FetchFault, InputError

PEEK_BYTES = 16_384
"""Enough of a page to tell what it is."""
FEED_BYTES = 65_536
TEXT_BYTES = 2_000_000
PICTURE_BYTES = 20_000_000

_FOR_GOOD = frozenset(
    {FetchFault.ADDRESS, FetchFault.NAME, FetchFault.CONNECT, FetchFault.CERTIFICATE, FetchFault.REDIRECTS}
)
"""What is so for one question is so for all."""

_PLAIN = {"Accept-Encoding": "identity"}
_PACKED = {"Accept-Encoding": "gzip, deflate"}


class Ask(Protocol):
    """Puts one question: method, address, headers, and how much of the answer's body to read."""

    def __call__(
        self, method: str, url: str, headers: Mapping[str, str], body_bytes: int
    ) -> Answer | Failure: ...


def look_at_asset(asset: Asset, ask: Ask) -> AssetFacts:
    """Everything that the rules want to know of one file, behind its analytics prefixes as well."""
    facts = _LOOKS[asset.kind](asset, ask)
    bare_url = strip_prefixes(asset.url)
    if bare_url == asset.url:
        return facts
    bare = replace(asset, url=bare_url)
    return replace(facts, bare=_LOOKS[asset.kind](bare, ask))


def _look_at_media(asset: Asset, ask: Ask) -> AssetFacts:
    """No question is counted as a download: none asks for more than two bytes."""
    facts = AssetFacts(asset, head=ask("HEAD", asset.url, _PACKED, 0))
    if _is_final(facts.head):
        return facts

    def part(first: int) -> Answer | Failure:
        span = {"Range": f"bytes={first}-{first + 1}", "Origin": ORIGIN}
        return ask("GET", asset.url, _PLAIN | span, PEEK_BYTES)

    facts = replace(facts, start=part(0))
    size_bytes = facts.size_bytes
    if not isinstance(facts.start, Answer) or facts.start.status != 206 or not size_bytes or size_bytes < 4:
        return facts
    middle = size_bytes // 2
    return replace(facts, middle=part(middle), middle_first=middle, beyond=part(size_bytes))


def _look_at_artwork(asset: Asset, ask: Ask) -> AssetFacts:
    facts = AssetFacts(asset, head=ask("HEAD", asset.url, _PACKED, 0))
    if _is_final(facts.head):
        return facts
    facts = replace(facts, whole=ask("GET", asset.url, _PLAIN, PICTURE_BYTES))
    served = facts.served
    return replace(facts, picture=_picture(served.body)) if served else facts


def _picture(body: bytes) -> PictureFacts | None:
    from pipeline.pictures.probe import probe_picture

    try:
        return probe_picture(body)
    except InputError:
        return None


def _look_at_text(asset: Asset, ask: Ask) -> AssetFacts:
    return AssetFacts(asset, whole=ask("GET", asset.url, {"Origin": ORIGIN}, TEXT_BYTES))


def _look_at_feed(asset: Asset, ask: Ask) -> AssetFacts:
    """As a crawler that comes again: what it has, it does not want a second time."""
    facts = AssetFacts(asset, whole=ask("GET", asset.url, _PLAIN, FEED_BYTES))
    if facts.served is None:
        return facts
    packed = ask("GET", asset.url, _PACKED, FEED_BYTES)
    return replace(
        facts,
        head=ask("HEAD", asset.url, _PLAIN, 0),
        again=_ask_again(asset, ask, facts.whole, _PLAIN),
        packed=packed,
        packed_again=_ask_again(asset, ask, packed, _PACKED),
    )


def _ask_again(asset: Asset, ask: Ask, first: Reply, headers: Mapping[str, str]) -> Reply:
    """With what the first answer says of its version; None where it says nothing."""
    if not isinstance(first, Answer) or first.status != 200:
        return None
    told = {
        "If-None-Match": first.headers.get("etag"),
        "If-Modified-Since": first.headers.get("last-modified"),
    }
    known = {name: text for name, text in told.items() if text and text.isascii() and text.isprintable()}
    return ask("GET", asset.url, {**headers, **known}, 0) if known else None


def _is_final(reply: Reply) -> bool:
    return isinstance(reply, Failure) and reply.fault in _FOR_GOOD


_LOOKS: Mapping[Kind, Callable[[Asset, Ask], AssetFacts]] = {
    Kind.FEED: _look_at_feed,
    Kind.ENCLOSURE: _look_at_media,
    Kind.ARTWORK: _look_at_artwork,
    Kind.TRANSCRIPT: _look_at_text,
    Kind.CHAPTERS: _look_at_text,
}
