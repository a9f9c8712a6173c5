"""How the feed, transcripts and chapters are served: types, encodings, and sparing those who ask again."""

import json
import re
from collections.abc import Iterator

from pipeline.core.content_types import CHAPTERS_TYPE, RSS_TYPE
from pipeline.core.feed_assets import Kind
from pipeline.core.rules.feeds.online.cases import found, only, row, value
from pipeline.core.rules.sources import (
    APPLE_UPDATES,
    CHAPTERS_JSON,
    FEED_EFFICIENCY,
    HOSTING_PRACTICE,
    NAMESPACE_FILES,
    VALIDATOR,
)
from pipeline.core.rules.table import Finding, Rule
from pipeline.core.web_facts import Answer, AssetFacts
from pipeline.errors import Level

_FEED_TYPES = (
    "application/rss+xml", "application/xml", "text/xml", "application/atom+xml", "application/rdf+xml",
)  # fmt: skip
_SUBRIP = frozenset({"application/x-subrip", "application/srt", "text/srt"})
_JSON = (CHAPTERS_TYPE, "application/json")
_UTF8 = ("", "utf-8", "utf8")
_SMALL_BYTES = 1400
"""One packet: nothing is gained by compressing it."""

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,12})", re.IGNORECASE)
_HOUR_S = 3600


@only(Kind.FEED)
def check_feed_type(facts: AssetFacts) -> Iterator[Finding]:
    served = facts.served
    if served and served.content_type not in _FEED_TYPES:
        seen = f"as {value(served.content_type)}" if served.content_type else "without a Content-Type"
        yield from found(facts, f"is served {seen}", f"send Content-Type: {RSS_TYPE}")


@only(Kind.FEED)
def check_feed_charset(facts: AssetFacts) -> Iterator[Finding]:
    served = facts.served
    if served and served.charset not in _UTF8:
        text = f"is served as {value(served.charset)}: that outweighs what its XML declaration says"
        yield from found(facts, text, f"send Content-Type: {RSS_TYPE}")


@only(Kind.FEED)
def check_not_modified(facts: AssetFacts) -> Iterator[Finding]:
    fix = "send 304 while the feed is the same; build it so that the same content gives the same bytes"
    if isinstance(facts.again, Answer) and facts.again.status == 200:
        yield from found(facts, "is sent again to those who have it: 200 instead of 304", fix)
    elif isinstance(facts.packed_again, Answer) and facts.packed_again.status == 200:
        text = "is sent again to those who have it compressed: 200 instead of 304"
        yield from found(facts, text, "let the ETag outlive compression, as weak tags do (W/)")


@only(Kind.FEED)
def check_validators(facts: AssetFacts) -> Iterator[Finding]:
    whole = facts.whole
    if not isinstance(whole, Answer) or whole.status != 200:
        return
    missing = [name for name in ("ETag", "Last-Modified") if name.lower() not in whole.headers]
    if missing:
        yield from found(facts, f"is served without {' and '.join(missing)}", f"send {' and '.join(missing)}")


@only(Kind.FEED)
def check_packed(facts: AssetFacts) -> Iterator[Finding]:
    packed = facts.packed
    if not isinstance(packed, Answer) or packed.status != 200 or packed.is_packed:
        return
    size_bytes = packed.length_bytes or len(packed.body)
    if size_bytes > _SMALL_BYTES:
        text = f"is sent as it is, {size_bytes:,} bytes, although it may be compressed"
        yield from found(facts, text, "compress it with gzip for those who say Accept-Encoding: gzip")


@only(Kind.FEED)
def check_max_age(facts: AssetFacts) -> Iterator[Finding]:
    served = facts.served
    if served is None:
        return
    told = _MAX_AGE.search(served.headers.get("cache-control", "")[:500])
    seconds = int(told[1]) if told else None
    fix = "send Cache-Control: public, max-age=300"
    if seconds is None:
        yield from found(facts, "does not say how long it may be kept", fix)
    elif seconds > _HOUR_S:
        text = f"may be kept for {seconds // _HOUR_S} hours: episodes come out late"
        yield from found(facts, text, fix)


@only(Kind.TRANSCRIPT)
def check_transcript(facts: AssetFacts) -> Iterator[Finding]:
    served, said = facts.served, facts.asset.content_type.partition(";")[0].strip()
    if served is None:
        return
    if said and served.content_type != said and not {said, served.content_type} <= _SUBRIP:
        seen = f"as {value(served.content_type)}" if served.content_type else "without a Content-Type"
        yield from found(
            facts, f"is served {seen}, but the feed says {value(said)}", f"send Content-Type: {said}"
        )
    if served.charset not in _UTF8:
        yield from found(facts, f"is served in {value(served.charset)}", "save and send it as UTF-8")
    elif not served.is_cut and not _is_utf8(served.body):
        yield from found(facts, "is not UTF-8", "save it as UTF-8")


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


@only(Kind.CHAPTERS)
def check_chapters_type(facts: AssetFacts) -> Iterator[Finding]:
    served = facts.served
    if served and served.content_type not in _JSON:
        seen = f"as {value(served.content_type)}" if served.content_type else "without a Content-Type"
        yield from found(facts, f"is served {seen}", f"send Content-Type: {CHAPTERS_TYPE}")


@only(Kind.CHAPTERS)
def check_chapters(facts: AssetFacts) -> Iterator[Finding]:
    served = facts.served
    fault = _fault_of_chapters(served.body) if served and not served.is_cut else None
    if fault:
        text, fix = fault
        yield from found(facts, text, fix)


def _fault_of_chapters(body: bytes) -> tuple[str, str] | None:
    example = 'write {"version": "1.2.0", "chapters": [{"startTime": 0, "title": "…"}]}'
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return "is not JSON", example
    if not isinstance(document, dict) or not isinstance(document.get("chapters"), list):
        return 'has no list of "chapters"', example
    if not isinstance(document.get("version"), str):
        return 'has no "version"', 'write "version": "1.2.0"'
    for number, chapter in enumerate(document["chapters"], 1):
        start = chapter.get("startTime") if isinstance(chapter, dict) else None
        if isinstance(start, bool) or not isinstance(start, int | float) or not start >= 0:
            return (
                f'has no "startTime" in chapter {number} that is a number',
                'write "startTime": and seconds',
            )
    return None


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

TEXT_RULES: tuple[Rule[AssetFacts], ...] = (
    row(
        "rss-content-type", WARNING, VALIDATOR, "a feed is served as one", check_feed_type,
        (f"send Content-Type: {RSS_TYPE}",
         "Content-Type: text/html", f"Content-Type: {RSS_TYPE}"),
    ),
    row(
        "rss-charset", WARNING, VALIDATOR, "a feed is served as UTF-8", check_feed_charset,
        (f"send Content-Type: {RSS_TYPE}",
         "Content-Type: text/xml; charset=iso-8859-1", "Content-Type: text/xml; charset=utf-8"),
    ),
    row(
        "http-etag-304", WARNING, HOSTING_PRACTICE, "a feed that has not changed is not sent again",
        check_not_modified,
        ("answer 304 to those who have the feed as it is, compressed or not",
         'If-None-Match: "a1" → 200, ETag: "a1"', 'If-None-Match: "a1" → 304'),
    ),
    row(
        "apple-conditional-get", ADVICE, APPLE_UPDATES, "a feed has an ETag and Last-Modified",
        check_validators,
        ("send ETag and Last-Modified with the feed",
         "GET /feed.xml → 200", 'GET /feed.xml → 200, ETag: "a1", Last-Modified: Thu, 01 Jan 2026 …'),
    ),
    row(
        "http-gzip-feed", WARNING, VALIDATOR, "a feed is compressed for those who ask", check_packed,
        ("compress the feed for those who say Accept-Encoding: gzip",
         "Accept-Encoding: gzip → 200, 800,000 bytes",
         "Accept-Encoding: gzip → 200, Content-Encoding: gzip, 80,000 bytes"),
    ),
    row(
        "http-max-age", ADVICE, FEED_EFFICIENCY, "a feed may be kept for minutes", check_max_age,
        ("send Cache-Control: public, max-age=300 with the feed",
         "Cache-Control: max-age=86400", "Cache-Control: public, max-age=300"),
    ),
    row(
        "transcript-serve", WARNING, NAMESPACE_FILES, "transcripts are served as what they are, in UTF-8",
        check_transcript,
        ("send the type that the feed names, and UTF-8",
         "GET /060.vtt → 200, Content-Type: text/plain", "GET /060.vtt → 200, Content-Type: text/vtt"),
    ),
    row(
        "chapters-json-serve", WARNING, NAMESPACE_FILES, "chapters are served as JSON", check_chapters_type,
        (f"send Content-Type: {CHAPTERS_TYPE}",
         "Content-Type: text/plain", f"Content-Type: {CHAPTERS_TYPE}"),
    ),
    row(
        "chapters-json-required", ERROR, CHAPTERS_JSON, "a chapters file has a version and start times",
        check_chapters,
        ("write a version, and for every chapter a startTime in seconds",
         '{"chapters": [{"title": "A"}]}',
         '{"version": "1.2.0", "chapters": [{"startTime": 0, "title": "A"}]}'),
    ),
)  # fmt: skip
