"""Whether a feed's files can be had at all, by whom, and which way."""

from collections.abc import Iterator

from pipeline.core.feed_assets import Kind
from pipeline.core.rules.feeds.online.cases import called, found, only, printable, row
from pipeline.core.rules.sources import (
    APPLE_REQUIREMENTS,
    APPLE_SPOTIFY_SERVING,
    BOT_WALLS,
    EVERY_CLIENT,
    FEED_EFFICIENCY,
    FEED_MOVES,
    NAMESPACE_FILES,
    OP3_SETUP,
)
from pipeline.core.rules.table import Finding, Rule
from pipeline.core.web_facts import ORIGIN, Answer, AssetFacts, Failure
from pipeline.errors import FetchFault, Level

MOST_HOPS = 5

_FILES = (Kind.ENCLOSURE, Kind.ARTWORK, Kind.TRANSCRIPT, Kind.CHAPTERS)
_FOR_SCRIPTS = (Kind.ENCLOSURE, Kind.TRANSCRIPT, Kind.CHAPTERS)
_REFUSALS = (403, 429, 503)
_SIGNS = (b"captcha", b"challenge", b"just a moment", b"attention required", b"checking your browser")
_MOVED_FOR_GOOD = (301, 308)


def is_walled(answer: Answer) -> bool:
    """Whether a guard against robots answered instead of the server."""
    if answer.status not in _REFUSALS:
        return False
    says_so = "cf-mitigated" in answer.headers
    return says_so or (answer.content_type == "text/html" and _has_sign(answer.body))


def _has_sign(body: bytes) -> bool:
    start = body[:8192].lower()
    return any(sign in start for sign in _SIGNS)


def _unreachable(facts: AssetFacts) -> Iterator[Finding]:
    """What cannot be had, but for what other rules tell of."""
    got = facts.got
    if isinstance(got, Failure) and got.fault is not FetchFault.CERTIFICATE:
        yield from found(facts, printable(got.reason), got.fix or "look into the server's log")
    elif isinstance(got, Answer) and got.status == 416 and facts.size_bytes == 0:
        yield from found(facts, "is empty", "upload the file again")
    elif isinstance(got, Answer) and not got.is_there and not is_walled(got):
        yield from found(facts, f"answers {got.status}", _fix_of(got.status))


def _fix_of(status: int) -> str:
    if status in (401, 403):
        return "let everybody read it, without a password"
    if status in (404, 410):
        return "put the file there, or correct the address"
    if 300 <= status < 400:
        return "send a Location with the redirect"
    return "look into the server's log, or ask the host"


check_reachable = only(*_FILES)(_unreachable)
check_public_feed = only(Kind.FEED)(_unreachable)


def check_certificate(facts: AssetFacts) -> Iterator[Finding]:
    for reply in facts.replies:
        if isinstance(reply, Failure) and reply.fault is FetchFault.CERTIFICATE:
            yield from found(facts, printable(reply.reason), reply.fix or "renew the certificate")
            return


def check_no_bot_wall(facts: AssetFacts) -> Iterator[Finding]:
    got = facts.got
    if isinstance(got, Answer) and is_walled(got):
        text = f"answers {got.status} with a page that tells robots from people"
        yield from found(facts, text, "exempt feed, media and pictures from the firewall's challenges")


def check_retry_after(facts: AssetFacts) -> Iterator[Finding]:
    for reply in facts.replies:
        if isinstance(reply, Answer) and reply.status in (429, 503) and "retry-after" not in reply.headers:
            text = f"answers {reply.status} without saying when to come again"
            yield from found(facts, text, "send Retry-After with it, in seconds")
            return


@only(*_FILES)
def check_redirects(facts: AssetFacts) -> Iterator[Finding]:
    served = facts.served
    if served and len(served.hops) > MOST_HOPS:
        text = f"is redirected {len(served.hops)} times before the file comes"
        yield from found(facts, text, f"take prefixes away until {MOST_HOPS} are left")
    if served and served.is_downgraded:
        text = f"leads from https to {printable(served.url)[:100]}, which is not encrypted"
        yield from found(facts, text, "let every redirect lead to an https address")


@only(Kind.FEED)
def check_feed_redirect(facts: AssetFacts) -> Iterator[Finding]:
    hops = facts.served.hops if facts.served else ()
    passing = [hop for hop in hops if hop.status not in _MOVED_FOR_GOOD]
    if passing:
        text = f"is redirected with {passing[0].status}: apps keep asking the old address"
        yield from found(facts, text, "answer 301 where it has moved for good")
    elif len(hops) > 1:
        yield from found(
            facts, f"is redirected {len(hops)} times", "let the old address lead straight to the new one"
        )


@only(*_FOR_SCRIPTS)
def check_cors(facts: AssetFacts) -> Iterator[Finding]:
    """A browser follows a redirect only where it, too, allows the page to read."""
    served = facts.served
    if served is None:
        return
    hops = [hop.url for hop in served.hops if not _allows(hop.allow_origin)]
    if not _allows(served.headers.get("access-control-allow-origin")):
        text = "may not be read by players in web pages: it has no Access-Control-Allow-Origin"
    elif hops:
        host = printable(hops[0]).partition("://")[2].partition("/")[0]
        text = f"may not be read by players in web pages: {host[:80]} redirects without allowing it"
    else:
        return
    yield from found(facts, text, "send Access-Control-Allow-Origin: * with every answer")


def _allows(origin: str | None) -> bool:
    return origin is not None and origin.strip() in ("*", ORIGIN)


def check_prefix(facts: AssetFacts) -> Iterator[Finding]:
    """Behind its prefixes stands the same file as without them."""
    bare = facts.bare
    if bare is None or facts.served is None or bare.served is None:
        return
    for what, prefixed, plain in (
        ("length", facts.size_bytes, bare.size_bytes),
        ("type", facts.served.content_type, bare.served.content_type),
    ):
        if prefixed and plain and prefixed != plain:
            text = f"has the {what} {prefixed} with its prefixes, and {plain} without"
            yield from found(facts, text, f"see where the prefixes lead; the file is at {called(bare.asset)}")


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

REACH_RULES: tuple[Rule[AssetFacts], ...] = (
    row(
        "apple-public-feed", ERROR, APPLE_REQUIREMENTS, "everybody can read the feed", check_public_feed,
        ("let everybody read the feed, without a password",
         "GET /feed.xml → 401", "GET /feed.xml → 200"),
    ),
    row(
        "asset-reachable", ERROR, APPLE_SPOTIFY_SERVING, "everybody can have what the feed names",
        check_reachable,
        ("put the file where the feed says, for everybody to read",
         "GET /060.mp3 → 404", "GET /060.mp3 → 200"),
    ),
    row(
        "http-certificate", ERROR, EVERY_CLIENT, "every certificate is trusted", check_certificate,
        ("renew the certificate, for this very name, with the whole chain",
         "certificate for www.a.example at https://a.example/", "certificate for a.example"),
    ),
    row(
        "http-no-bot-wall", ERROR, BOT_WALLS, "no firewall turns crawlers away", check_no_bot_wall,
        ("exempt the paths of feed, media and pictures from challenges to robots",
         "GET /feed.xml → 403, cf-mitigated: challenge", "GET /feed.xml → 200"),
    ),
    row(
        "http-retry-after", ADVICE, FEED_EFFICIENCY, "who is turned away is told when to come again",
        check_retry_after,
        ("send Retry-After with 429 and 503",
         "GET /feed.xml → 429", "GET /feed.xml → 429, Retry-After: 3600"),
    ),
    row(
        "http-redirect-media", WARNING, OP3_SETUP, "files are few redirects away, encrypted all the way",
        check_redirects,
        ("let redirects be few, and lead to https alone",
         "https://a.example/60.mp3 → 302 → http://b.example/60.mp3",
         "https://a.example/60.mp3 → 302 → https://b.example/60.mp3"),
    ),
    row(
        "http-feed-redirect", WARNING, FEED_MOVES, "a feed that has moved says that it is for good",
        check_feed_redirect,
        ("answer 301 at the old address, straight to the new one",
         "GET /old.xml → 302, Location: /feed.xml", "GET /old.xml → 301, Location: /feed.xml"),
    ),
    row(
        "http-cors", WARNING, NAMESPACE_FILES, "players in web pages may read the files", check_cors,
        ("send Access-Control-Allow-Origin: * with media, transcripts and chapters, redirects included",
         "GET /060.vtt → 200", "GET /060.vtt → 200, Access-Control-Allow-Origin: *"),
    ),
    row(
        "prefix-length-check", ADVICE, OP3_SETUP, "prefixes lead to the file they name", check_prefix,
        ("see that the address behind the prefixes is that of the file itself",
         "https://op3.dev/e/a.example/60.mp3: 100 bytes; https://a.example/60.mp3: 200 bytes",
         "200 bytes at both"),
    ),
)  # fmt: skip
