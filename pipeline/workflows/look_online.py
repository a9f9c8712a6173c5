"""Look online: how a feed and the files it names are served, each asked once and none hurried."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest
from threading import BoundedSemaphore, Event
from time import monotonic
from urllib.parse import urlsplit

from pipeline.core.feed_assets import Asset, FeedAssets, asset_of_feed
from pipeline.core.prefixes import strip_prefixes
from pipeline.core.rules.feeds.online_rules import check_asset
from pipeline.core.web_facts import Answer, Failure
from pipeline.errors import FetchError, FetchFault, Problem
from pipeline.web.fetch import NETWORK, Limits, Network, fetch
from pipeline.workflows.asset_look import look_at_asset
from pipeline.workflows.conversation import Conversation

_QUICK = Limits(connect_s=10.0, read_s=15.0, total_s=20.0)


@dataclass(frozen=True)
class Manners:
    """How much is asked at once, and for how long."""

    at_once: int = 8
    """Files, whatever their hosts."""
    per_host: int = 2
    within_s: float = 300.0
    """For all files together; what was not begun by then is left out."""
    limits: Limits = _QUICK
    """For one question; how much is read depends on the question."""
    say_every: int = 10
    """Files between two lines of progress."""


@dataclass(frozen=True)
class Way:
    """Which machines may be asked, and over what network."""

    allow_private: bool = False
    network: Network = NETWORK
    own_host: str = ""
    """The one host that may be private, with its port where it has one: the show's own."""


@dataclass(frozen=True)
class LookedOnline:
    """What came of it."""

    problems: tuple[Problem, ...]
    """By line."""
    files: int
    """Addresses that were looked at."""
    left_out: int
    """Addresses that were not, because the time was over."""
    items: int
    """Of how many items, the newest."""
    items_left_out: int

    @property
    def summary(self) -> str:
        """What was looked at, and what was not, in a sentence."""
        said = f"looked at {_counted(self.files, 'file')}"
        if self.items:
            newest = " newest" if self.items_left_out else ""
            said += f", those of the{newest} {_counted(self.items, 'item')}"
        if self.items_left_out:
            said += f"; {_counted(self.items_left_out, 'older item')} not looked at"
        if self.left_out:
            said += f"; no time was left for {_counted(self.left_out, 'file')}"
        return said


def look_online(
    gathered: FeedAssets,
    name: str,
    talk: Conversation,
    *,
    feed_url: str | None = None,
    way: Way = Way(),
    manners: Manners = Manners(),
) -> LookedOnline:
    """Ask for the files of a feed and for the feed itself, and judge how they are served.

    Args:
        gathered: The files, from reading the feed.
        name: The feed's file or address, as the user typed it.
        talk: Who is told of the progress.
        feed_url: Where the feed is served; None for a file.
        way: Which machines may be asked.
        manners: How many at once, and for how long.
    """
    feed = (asset_of_feed(feed_url),) if feed_url else ()
    assets = _once((*feed, *gathered.assets))
    if assets:
        talk.say(f"looking at {_counted(len(assets), 'file')} online")
    desk = _Desk(name, way, manners, monotonic() + manners.within_s, _doors(assets, manners.per_host))
    found = _look(assets, desk, talk)
    problems = [problem for asset in assets for problem in found.get(asset, ())]
    return LookedOnline(
        tuple(sorted(problems, key=lambda each: each.line)),
        len(found),
        len(assets) - len(found),
        gathered.looked_at,
        gathered.items - gathered.looked_at,
    )


def _once(assets: Iterable[Asset]) -> list[Asset]:
    """Each address once, as it is named first; a picture of all episodes is looked at once."""
    first: dict[tuple[str, str], Asset] = {}
    for asset in assets:
        first.setdefault((asset.kind, asset.url), asset)
    return list(first.values())


def _look(assets: Sequence[Asset], desk: "_Desk", talk: Conversation) -> dict[Asset, list[Problem]]:
    """The problems of each file, but for those that the time did not reach."""
    found: dict[Asset, list[Problem]] = {}
    with ExitStack() as stack:
        pool = ThreadPoolExecutor(desk.manners.at_once, "look-online")
        stack.callback(pool.shutdown, cancel_futures=True)
        stack.callback(desk.over.set)
        running: dict[Future[list[Problem] | None], Asset] = {
            pool.submit(desk.look, asset): asset for asset in _in_turns(assets)
        }
        for count, future in enumerate(as_completed(running), 1):
            problems = future.result()
            if problems is not None:
                found[running[future]] = problems
            if count % desk.manners.say_every == 0 and count < len(assets):
                talk.say(f"looked at {count} of {len(assets)} files")
    return found


def _host(asset: Asset) -> str:
    """Whose machine has the file: behind the prefixes."""
    return urlsplit(strip_prefixes(asset.url)).netloc.lower()


def _in_turns(assets: Sequence[Asset]) -> list[Asset]:
    """One of each host, then the next of each, so that no host keeps the others waiting."""
    rows: dict[str, list[Asset]] = {}
    for asset in assets:
        rows.setdefault(_host(asset), []).append(asset)
    return [asset for asset in chain.from_iterable(zip_longest(*rows.values())) if asset is not None]


def _doors(assets: Iterable[Asset], per_host: int) -> Mapping[str, BoundedSemaphore]:
    return {host: BoundedSemaphore(per_host) for host in map(_host, assets)}


@dataclass(frozen=True)
class _Desk:
    """Where all questions go through: politely, and not for ever."""

    name: str
    way: Way
    manners: Manners
    deadline: float
    doors: Mapping[str, BoundedSemaphore]
    over: Event = field(default_factory=Event)
    """Nobody waits for answers any more."""

    def look(self, asset: Asset) -> list[Problem] | None:
        """The problems of one file; None where the time was over before all was asked."""
        with self.doors[_host(asset)]:
            if self.is_late:
                return None
            facts = look_at_asset(asset, self.ask)
            return None if self.is_late else check_asset(facts, self.name)

    @property
    def is_late(self) -> bool:
        return self.over.is_set() or monotonic() >= self.deadline

    def ask(self, method: str, url: str, headers: Mapping[str, str], body_bytes: int) -> Answer | Failure:
        limits = self.manners.limits
        left_s = 0.0 if self.over.is_set() else min(limits.total_s, self.deadline - monotonic())
        if left_s <= 0:
            return Failure(FetchFault.TIME, "was not asked any more")
        try:
            return fetch(
                url,
                method=method,
                headers=headers,
                limits=replace(limits, total_s=left_s, body_bytes=body_bytes),
                allow_private=self.way.allow_private,
                cut=True,
                own_host=self.way.own_host,
                network=self.way.network,
            )
        except FetchError as error:
            return Failure(error.fault, error.reason, error.fix)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
