"""The feed as the public address serves it, held against the one that was written."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from urllib.parse import urlsplit

from pipeline.core.addresses import Addresses
from pipeline.core.freshness import Freshness, Served, Verdict, judge_feed
from pipeline.core.web_facts import Answer
from pipeline.errors import FetchError, FetchFault, InputError
from pipeline.feed.read import read_feed
from pipeline.web.fetch import FEED_LIMITS, fetch
from pipeline.web.outside import Outside
from pipeline.workflows.look_online import Way

LIMITS = replace(FEED_LIMITS, connect_s=10.0, read_s=15.0, total_s=60.0)
TRY_AGAIN_AFTER_S = 2.0
"""A lost packet is no outage."""
_SILENT = frozenset({FetchFault.CONNECT, FetchFault.TIME, FetchFault.NAME})


@dataclass(frozen=True)
class FeedLook:
    """One look at the public feed."""

    verdict: Verdict
    answer: Answer | None = None
    """None where there was none."""


def way_to(addresses: Addresses, outside: Outside) -> Way:
    """How the show's own files are asked for: its host alone may be on a private network."""
    return Way(network=outside.network, own_host=urlsplit(addresses.base_url).netloc)


def look_at_feed(
    url: str,
    wanted: bytes,
    known: Callable[[], frozenset[str]],
    way: Way,
    wait: Callable[[float], None],
    written_s: float | None = None,
) -> FeedLook:
    """Fetch the feed as an app does, once more where nothing answers, and judge it.

    Args:
        url: Where it is seen.
        wanted: The feed in the store.
        known: The guids of every record; asked for only where another feed comes.
        way: How to get there.
        wait: Seconds between two attempts.
        written_s: How long ago the feed was written, where that is known.
    """
    look = _look(url, wanted, known, way, written_s)
    answer = look.answer
    if look.verdict.freshness is Freshness.UNREACHABLE or (answer and answer.status >= 500):
        wait(TRY_AGAIN_AFTER_S)
        look = _look(url, wanted, known, way, written_s)
    return look


def _look(
    url: str, wanted: bytes, known: Callable[[], frozenset[str]], way: Way, written_s: float | None
) -> FeedLook:
    try:
        answer = fetch(
            url, limits=LIMITS, allow_private=way.allow_private, own_host=way.own_host, network=way.network
        )
    except FetchError as error:
        state = Freshness.UNREACHABLE if error.fault in _SILENT else Freshness.WRONG
        return FeedLook(Verdict(state, error.reason, error.fix))
    if answer.status != 200:
        fix = "let everybody read the public root at 'base_url'"
        return FeedLook(Verdict(Freshness.WRONG, f"answers {answer.status}", fix), answer)
    served = sha256(answer.body).hexdigest()
    wanted_sha256 = sha256(wanted).hexdigest()
    if served == wanted_sha256:
        return FeedLook(judge_feed(Served(served, None, {}), wanted_sha256, frozenset(), None), answer)
    seen = Served(served, _guids(answer.body), answer.headers)
    return FeedLook(judge_feed(seen, wanted_sha256, known(), written_s), answer)


def _guids(body: bytes) -> frozenset[str] | None:
    try:
        return frozenset(item.guid for item in read_feed(body).items)
    except InputError:
        return None
