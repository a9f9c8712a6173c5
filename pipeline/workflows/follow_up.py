"""What follows a write: purge, a quick look through the public address at what changed, and announce."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from hashlib import sha256

from pipeline.core.addresses import FEED, Addresses
from pipeline.core.feed_assets import FeedAssets
from pipeline.core.freshness import Freshness, Verdict
from pipeline.core.location import Location
from pipeline.core.plan import Plan
from pipeline.core.prefixes import strip_prefixes
from pipeline.core.serving import Group, Root
from pipeline.errors import InputError, Level, Problem
from pipeline.feed.document import read_document
from pipeline.source.show_file import read_location
from pipeline.web.outside import Outside
from pipeline.workflows.announce import Announced, announce, find_due, targets_for
from pipeline.workflows.carry_out import Result
from pipeline.workflows.context import Context
from pipeline.workflows.look_online import Manners, look_online
from pipeline.workflows.public_feed import FeedLook, look_at_feed, way_to
from pipeline.workflows.purge import purge
from pipeline.workflows.render import addresses_of
from pipeline.workflows.state import load_state

QUICK = Manners(within_s=60.0)
NEWEST = 20
"""Of how many episodes new files are looked at; `airdate verify` looks at all."""


@dataclass(frozen=True)
class FollowedUp:
    """What came of it."""

    feed: Verdict | None = None
    """None where there was no reason to look."""
    problems: tuple[Problem, ...] = ()
    """What is wrong in public: exit 6."""
    announced: tuple[Announced, ...] = ()
    is_purged: bool = False

    @property
    def is_wrong(self) -> bool:
        """Written, but the public address serves something wrong, or nothing."""
        return bool(self.problems)


@dataclass(frozen=True)
class _Public:
    """The public side of a show after a run."""

    addresses: Addresses
    location: Location
    outside: Outside
    plan: Plan = field(repr=False)


def follow_up(context: Context, result: Result, *, is_verified: bool = True) -> FollowedUp:
    """See to it that what was written is seen, and heard of. A preview is left alone.

    Also where this run had nothing to write: a run before may have been
    killed before it announced.

    Args:
        context: The run.
        result: How its writing ended.
        is_verified: Look at the public address, and announce; if not, caches are purged and no more.

    Raises:
        StoreError: The store could not be read.
    """
    show = result.changes.show
    addresses = addresses_of(show)
    if not result.done or addresses.is_preview:
        return FollowedUp()
    location = _location(context)
    public = _Public(addresses, location, context.outside or Outside(), result.plan)
    is_purged = purge(context, location, result.plan, addresses, public.outside)
    if not is_verified:
        return FollowedUp(is_purged=is_purged)
    targets = () if show.show.block else targets_for(location, show)
    feed = context.roots.public.get(FEED) if result.plan or targets else None
    if feed is None:
        return FollowedUp(is_purged=is_purged)
    feed_sha256 = sha256(feed.body).hexdigest()
    due, _ = find_due(context, targets, feed_sha256)
    if not result.plan and not due:
        return FollowedUp(is_purged=is_purged)
    look = _look(context, public, feed.body)
    problems = _problems(look, addresses)
    if not problems:
        problems = _look_at_new(context, public, feed.body)
    if look.verdict.freshness is Freshness.CACHED:
        then = "; the next run announces it" if due else ""
        context.talk.say(f"{addresses.feed}: {look.verdict.text}{then}")
    is_seen = look.verdict.freshness is Freshness.CURRENT and not problems
    announced = announce(context, due, show, feed_sha256, public.outside) if is_seen else []
    return FollowedUp(look.verdict, problems, tuple(announced), is_purged)


def _location(context: Context) -> Location:
    """What podcast.toml says; nobody is told where it cannot be read, which was said already."""
    try:
        return read_location(context.folder)
    except InputError:
        return Location()


def _look(context: Context, public: _Public, feed: bytes) -> FeedLook:
    def known() -> frozenset[str]:
        return frozenset(load_state(context.roots).records)

    way = way_to(public.addresses, public.outside)
    return look_at_feed(public.addresses.feed, feed, known, way, context.wait)


def _problems(look: FeedLook, addresses: Addresses) -> tuple[Problem, ...]:
    verdict = look.verdict
    if verdict.freshness in {Freshness.CURRENT, Freshness.CACHED}:
        return ()
    return (Problem(addresses.feed, 0, verdict.text, verdict.fix),)


def _look_at_new(context: Context, public: _Public, feed: bytes) -> tuple[Problem, ...]:
    """What is wrong with the media and files that this run put out, as the feed names them."""
    new = {
        public.addresses.url(step.key)
        for step in public.plan.steps
        if step.root is Root.PUBLIC and step.group in {Group.MEDIA, Group.FILES}
    }
    assets = gather_assets(feed, NEWEST, new)
    if not assets.channel:
        return ()
    way = way_to(public.addresses, public.outside)
    looked = look_online(assets, public.addresses.feed, context.talk, way=way, manners=QUICK)
    return tuple(each for each in looked.problems if each.level is Level.ERROR)


def gather_assets(feed: bytes, newest: int, only: Collection[str]) -> FeedAssets:
    """The files that a feed names under these addresses, whatever counts downloads before them."""
    gathered = FeedAssets(newest)
    if not only:
        return gathered
    document = read_document([feed], lambda item, _: gathered.look_at(item))
    if document.channel is not None:
        gathered.finish(document.channel)
    chosen = tuple(each for each in gathered.assets if strip_prefixes(each.url) in only)
    return replace(FeedAssets(0), channel=chosen)
