"""For each online rule, a file as it is served that breaks it, and its neighbour that holds it."""

import gzip
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from pipeline.core.feed_assets import Asset, Kind
from pipeline.core.picture_facts import PictureFacts
from pipeline.core.web_facts import Answer, AssetFacts, Failure, Hop
from pipeline.errors import FetchFault

SIZE = 12_345_678
CORS = {"access-control-allow-origin": "*"}
MODIFIED = "Thu, 01 Jan 2026 06:00:00 GMT"
VERSIONS = {"etag": '"a1"', "last-modified": MODIFIED}
CHAPTERS = b'{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "A"}]}'
COVER = PictureFacts(
    "image/jpeg", 3000, 3000, "RGB", has_alpha=False, size_bytes=400_000, extension_for_bytes=".jpg"
)

FEED = Asset(Kind.FEED, "https://a.example/feed.xml", 0, "")
MEDIA = Asset(Kind.ENCLOSURE, "https://a.example/60.mp3", 12, "enclosure", "audio/mpeg", SIZE, of_item=True)
ART = Asset(Kind.ARTWORK, "https://a.example/cover.jpg", 5, "itunes:image")
VTT = Asset(Kind.TRANSCRIPT, "https://a.example/60.vtt", 14, "podcast:transcript", "text/vtt", of_item=True)
JSON = Asset(
    Kind.CHAPTERS,
    "https://a.example/60.json",
    15,
    "podcast:chapters",
    "application/json+chapters",
    of_item=True,
)


def answer(
    status: int = 200, body: bytes = b"", hops: tuple[Hop, ...] = (), url: str = "", **headers: object
) -> Answer:
    """An answer; in names of headers `_` stands for a hyphen, and None leaves one out."""
    told = {name.replace("_", "-"): str(value) for name, value in headers.items() if value is not None}
    return Answer(url or "https://a.example/60.mp3", status, told, hops, body)


def part(first: int, size: int = SIZE, hops: tuple[Hop, ...] = (), **headers: object) -> Answer:
    """Two bytes of a media file."""
    told = {"content_type": "audio/mpeg", **{name.replace("-", "_"): text for name, text in CORS.items()}}
    told |= {"content_range": f"bytes {first}-{first + 1}/{size}", **headers}  # type: ignore[dict-item]
    return answer(206, b"ab", hops, **told)


def media(**changes: object) -> AssetFacts:
    """A media file that is served as it should be."""
    good = AssetFacts(
        MEDIA,
        head=answer(content_type="audio/mpeg", content_length=SIZE),
        start=part(0),
        middle=part(SIZE // 2),
        middle_first=SIZE // 2,
        beyond=answer(416),
    )
    return replace(good, **changes)  # type: ignore[arg-type]


def art(asset: Asset = ART, **changes: object) -> AssetFacts:
    """A picture that is served as it should be."""
    good = AssetFacts(
        asset,
        head=answer(content_type="image/jpeg", last_modified=MODIFIED),
        whole=answer(body=b"jpeg", content_type="image/jpeg"),
        picture=COVER,
    )
    return replace(good, **changes)  # type: ignore[arg-type]


def text(asset: Asset = VTT, body: bytes = b"WEBVTT\n", **headers: object) -> AssetFacts:
    """A transcript or chapters file that is served as it should be, but for the headers given."""
    told = {"content_type": asset.content_type, "access_control_allow_origin": "*", **headers}
    return AssetFacts(asset, whole=answer(body=body, **told))


def feed(whole: Mapping[str, object] | None = None, **changes: object) -> AssetFacts:
    """A feed that is served as it should be, but for the headers given."""
    told = {
        "content_type": "application/rss+xml; charset=utf-8",
        "cache_control": "public, max-age=300",
        **{name.replace("-", "_"): text for name, text in VERSIONS.items()},
        **(whole or {}),
    }
    body = b"<rss/>" * 1000
    good = AssetFacts(
        FEED,
        head=answer(**told),
        whole=answer(body=body, **told),
        again=answer(304),
        packed=answer(body=body, content_encoding="gzip", content_length=len(gzip.compress(body)), **told),
        packed_again=answer(304),
    )
    return replace(good, **changes)  # type: ignore[arg-type]


def refused(status: int, **headers: object) -> AssetFacts:
    """A media file that nobody gets."""
    return media(head=answer(status), start=answer(status, **headers), middle=None, beyond=None)


def failed(asset: Asset, fault: FetchFault, reason: str) -> AssetFacts:
    """A file that there is no answer about."""
    return AssetFacts(asset, head=Failure(fault, reason, "see what is wrong"))


def cover(**changes: object) -> AssetFacts:
    return art(picture=replace(COVER, **changes))  # type: ignore[arg-type]


def episode_cover(**changes: object) -> AssetFacts:
    return art(replace(ART, of_item=True), picture=replace(COVER, **changes))  # type: ignore[arg-type]


def hops(number: int, status: int = 302, origin: str | None = "*") -> tuple[Hop, ...]:
    return tuple(Hop(status, f"https://count{each}.example/60.mp3", origin) for each in range(number))


class Pair(NamedTuple):
    """What a rule finds, and what it lets pass."""

    rule: str
    broken: tuple[AssetFacts, ...]
    held: tuple[AssetFacts, ...]


PREFIXED = replace(MEDIA, url="https://op3.dev/e/a.example/60.mp3")
WALL = b"<html><title>Just a moment...</title>"

PAIRS = (
    Pair(
        "apple-public-feed",
        (
            replace(feed(), whole=answer(401)),
            replace(feed(), whole=answer(404)),
            failed(FEED, FetchFault.NAME, "nobody knows the host a.example"),
        ),
        (feed(), failed(MEDIA, FetchFault.NAME, "nobody knows the host a.example")),
    ),
    Pair(
        "asset-reachable",
        (
            refused(404),
            refused(403, content_type="application/xml"),
            refused(500),
            refused(302),
            failed(MEDIA, FetchFault.TIME, "took too long to answer"),
            failed(ART, FetchFault.ADDRESS, "leads to 10.0.0.1"),
            failed(VTT, FetchFault.REDIRECTS, "is redirected round in a circle"),
            AssetFacts(JSON, whole=answer(410)),
            media(head=answer(content_length=0), start=answer(416)),
        ),
        (
            media(),
            failed(MEDIA, FetchFault.CERTIFICATE, "its certificate is not trusted"),
            refused(403, cf_mitigated="challenge"),
        ),
    ),
    Pair(
        "http-certificate",
        (
            failed(MEDIA, FetchFault.CERTIFICATE, "its certificate is not trusted: certificate has expired"),
            failed(FEED, FetchFault.CERTIFICATE, "its certificate is not trusted: certificate has expired"),
        ),
        (media(), failed(MEDIA, FetchFault.CONNECT, "nothing answers there")),
    ),
    Pair(
        "http-no-bot-wall",
        (
            refused(403, cf_mitigated="challenge"),
            media(start=answer(503, WALL, content_type="text/html; charset=UTF-8")),
            replace(feed(), whole=answer(429, b"<p>Solve this CAPTCHA", content_type="text/html")),
        ),
        (media(), refused(403), media(start=answer(403, b"<p>No", content_type="text/html"))),
    ),
    Pair(
        "http-retry-after",
        (refused(429), refused(503), replace(feed(), again=answer(429))),
        (media(), refused(404), media(start=answer(429, retry_after="3600"))),
    ),
    Pair(
        "http-redirect-media",
        (
            media(start=part(0, hops=hops(6))),
            media(start=replace(part(0, hops=hops(1)), url="http://a.example/60.mp3")),
        ),
        (media(start=part(0, hops=hops(5))),),
    ),
    Pair(
        "http-feed-redirect",
        (
            replace(feed(), whole=replace(feed().whole, hops=hops(1, 302))),  # type: ignore[type-var]
            replace(feed(), whole=replace(feed().whole, hops=hops(2, 301))),  # type: ignore[type-var]
        ),
        (feed(), replace(feed(), whole=replace(feed().whole, hops=hops(1, 308)))),  # type: ignore[type-var]
    ),
    Pair(
        "http-cors",
        (
            text(access_control_allow_origin=None),
            text(JSON, CHAPTERS, access_control_allow_origin="https://other.example"),
            media(start=part(0, access_control_allow_origin=None)),
            media(start=part(0, hops=hops(2, origin=None))),
        ),
        (
            text(),
            text(access_control_allow_origin="https://player.example"),
            media(start=part(0, hops=hops(2))),
            art(),
        ),
    ),
    Pair(
        "prefix-length-check",
        (
            media(asset=PREFIXED, bare=media(start=part(0, SIZE + 1))),
            media(asset=PREFIXED, bare=media(start=part(0, content_type="audio/mp4"))),
        ),
        (media(asset=PREFIXED, bare=media()), media(asset=PREFIXED, bare=refused(404))),
    ),
    Pair(
        "apple-head",
        (
            media(head=answer(405)),
            media(head=answer(403)),
            media(head=answer(content_type="audio/mpeg")),
            media(head=answer(content_type="audio/mpeg", content_length="many")),
            media(head=Failure(FetchFault.TIME, "took too long to answer")),
            feed(head=answer(404)),
        ),
        (media(), feed(), refused(404), media(head=answer(content_encoding="gzip"))),
    ),
    Pair(
        "apple-byte-range",
        (
            media(start=answer(200, b"abcd", content_type="audio/mpeg")),
            media(start=part(0, content_range=None)),
            media(start=part(0, content_range=f"bytes 0-{SIZE - 1}/{SIZE}")),
            media(start=part(0, content_range="bytes 0-1/*")),
            media(middle=answer(200)),
            media(middle=part(0)),
            media(middle=Failure(FetchFault.TIME, "took too long to answer")),
        ),
        (media(), refused(404), media(start=answer(200, b"a"), head=answer(content_length=1))),
    ),
    Pair(
        "http-range-end",
        (media(beyond=answer(200)), media(beyond=answer(206))),
        (media(), media(beyond=None), media(beyond=Failure(FetchFault.TIME, "took too long to answer"))),
    ),
    Pair(
        "enclosure-length-served",
        (
            media(asset=replace(MEDIA, size_bytes=100)),
            media(asset=replace(MEDIA, size_bytes=None), start=answer(200), head=answer(content_length=0)),
        ),
        (media(), media(asset=replace(MEDIA, size_bytes=None)), refused(404)),
    ),
    Pair(
        "enclosure-not-a-page",
        (
            media(start=part(0, content_type="text/html; charset=utf-8")),
            media(start=part(0, content_type="application/json")),
        ),
        (media(), media(start=part(0, content_type="application/pdf"))),
    ),
    Pair(
        "enclosure-type-served",
        (
            media(start=part(0, content_type="application/octet-stream")),
            media(start=part(0, content_type="audio/mp4")),
            media(start=part(0, content_type=None)),
            media(asset=replace(MEDIA, content_type=""), start=part(0, content_type="video/mp4")),
        ),
        (
            media(),
            media(start=part(0, content_type="Audio/MPEG")),
            media(start=part(0, content_type="audio/mp3")),
            media(start=part(0, content_type="text/html")),
        ),
    ),
    Pair(
        "http-gzip-media",
        (
            media(head=answer(content_type="audio/mpeg", content_encoding="gzip")),
            media(start=part(0, content_encoding="br")),
            art(whole=answer(body=b"x", content_type="image/jpeg", content_encoding="gzip")),
        ),
        (media(), media(start=part(0, content_encoding="identity")), text(content_encoding="gzip")),
    ),
    Pair(
        "artwork-head", (art(head=answer(403)), art(head=Failure(FetchFault.TIME, "took too long"))), (art(),)
    ),
    Pair("artwork-last-modified", (art(head=answer()),), (art(), art(head=answer(403)))),
    Pair(
        "artwork-type-served",
        (
            art(whole=answer(body=b"x", content_type="binary/octet-stream")),
            art(whole=answer(body=b"x", content_type="image/jpg")),
            art(whole=answer(body=b"x")),
        ),
        (art(), art(whole=answer(body=b"x", content_type="image/png"))),
    ),
    Pair(
        "artwork-readable",
        (art(picture=None), art(whole=replace(answer(body=b"x", content_type="image/jpeg"), is_cut=True))),
        (art(), art(picture=None, whole=answer(404))),
    ),
    *(
        Pair(f"{prefix}-artwork-{name}", (broken(**bad),), (broken(**good),))
        for prefix, broken in (("served", cover), ("served-item", episode_cover))
        for name, bad, good in (
            ("square", {"height": 2900}, {}),
            ("size", {"width": 1200, "height": 1200}, {"width": 1400, "height": 1400}),
            ("format", {"content_type": "image/webp"}, {"content_type": "image/png"}),
            ("extension", {"content_type": "image/png", "extension_for_bytes": ".png"}, {}),
            ("colours", {"mode": "CMYK"}, {}),
            ("alpha", {"mode": "RGBA", "has_alpha": True}, {}),
            ("light", {"size_bytes": 700_000}, {}),
            ("heavy", {"size_bytes": 5_000_000}, {}),
        )
    ),
    Pair(
        "rss-content-type",
        (
            feed({"content_type": "text/html"}),
            feed({"content_type": None}),
            feed({"content_type": "text/plain"}),
        ),
        (feed(), feed({"content_type": "text/xml"}), feed({"content_type": "Application/XML;charset=UTF-8"})),
    ),
    Pair(
        "rss-charset",
        (
            feed({"content_type": "text/xml; charset=iso-8859-1"}),
            feed({"content_type": 'text/xml; Charset="latin1"'}),
        ),
        (feed(), feed({"content_type": 'text/xml;charset="UTF-8"; x=y'}), feed({"content_type": "text/xml"})),
    ),
    Pair(
        "http-etag-304",
        (feed(again=answer(200)), feed(packed_again=answer(200))),
        (feed(), feed(again=None, packed_again=None)),
    ),
    Pair(
        "apple-conditional-get",
        (feed({"etag": None}), feed({"last_modified": None}), feed({"etag": None, "last_modified": None})),
        (feed(),),
    ),
    Pair(
        "http-gzip-feed",
        (feed(packed=answer(body=b"a" * 5000)), feed(packed=answer(body=b"a", content_length=900_000))),
        (feed(), feed(packed=answer(body=b"a" * 500))),
    ),
    Pair(
        "http-max-age",
        (
            feed({"cache_control": None}),
            feed({"cache_control": "public"}),
            feed({"cache_control": "public, max-age=86400"}),
            feed({"cache_control": "s-maxage=60"}),
        ),
        (feed(), feed({"cache_control": "max-age=0"}), feed({"cache_control": 'Max-Age="900", public'})),
    ),
    Pair(
        "transcript-serve",
        (
            text(content_type="text/plain"),
            text(content_type=None),
            text(content_type="text/vtt; charset=windows-1252"),
            text(body=b"WEBVTT\n\xe9"),
        ),
        (
            text(),
            text(content_type="text/vtt; charset=utf-8"),
            text(replace(VTT, content_type="application/x-subrip"), content_type="text/srt"),
            text(replace(VTT, content_type=""), content_type="text/plain"),
        ),
    ),
    Pair(
        "chapters-json-serve",
        (text(JSON, CHAPTERS, content_type="text/plain"), text(JSON, CHAPTERS, content_type=None)),
        (text(JSON, CHAPTERS), text(JSON, CHAPTERS, content_type="application/json; charset=utf-8")),
    ),
    Pair(
        "chapters-json-required",
        tuple(
            text(JSON, body)
            for body in (
                b"",
                b"<html>",
                b"[]",
                b'{"version": "1.2.0"}',
                b'{"chapters": []}',
                b'{"version": 1, "chapters": []}',
                b'{"version": "1.2.0", "chapters": [{"title": "A"}]}',
                b'{"version": "1.2.0", "chapters": [{"startTime": "0"}]}',
                b'{"version": "1.2.0", "chapters": [{"startTime": -1}]}',
                b'{"version": "1.2.0", "chapters": [{"startTime": true}]}',
                b'{"version": "1.2.0", "chapters": [{"startTime": NaN}]}',
                b'{"version": "1.2.0", "chapters": [5]}',
                b"[" * 100_000,
                b"\xff\xfe\xfd",
            )
        ),
        (text(JSON, CHAPTERS), text(JSON, b'{"version": "1.0.0", "chapters": []}')),
    ),
)
GOOD = (media(), art(), art(replace(ART, of_item=True)), text(), text(JSON, CHAPTERS), feed())
