"""Announce by hand: who was told of the feed, and those told who were not, once it is seen in public."""

from dataclasses import dataclass
from hashlib import sha256

from pipeline.core.announcing import Told
from pipeline.core.freshness import Freshness, Verdict
from pipeline.errors import AirdateError
from pipeline.source.show_file import read_location
from pipeline.web.outside import Outside
from pipeline.workflows.announce import Announced, announce, find_due, targets_for
from pipeline.workflows.context import Context
from pipeline.workflows.public_feed import look_at_feed, way_to
from pipeline.workflows.render import addresses_of
from pipeline.workflows.state import load_state
from pipeline.workflows.verify import require_public


@dataclass(frozen=True)
class AnnouncedAll:
    """Every target, and what was done."""

    feed_sha256: str
    feed: Verdict | None
    """None where nobody had to be told, and so nobody looked."""
    targets: tuple[Announced, ...]

    @property
    def has_failed(self) -> bool:
        """Whether somebody who was to be told was not."""
        return any(each.reason for each in self.targets)


def announce_now(context: Context, *, force: bool = False) -> AnnouncedAll:
    """Tell everybody who has not heard of the live feed; a failure's pause is over.

    Args:
        context: The run.
        force: Tell those as well who have heard, and where the show is hidden from directories.

    Raises:
        AirdateError: Nothing was ever published here.
        InputError: The show has no public address, or podcast.toml has problems.
        StoreError: The store could not be read.
    """
    state = load_state(context.roots)
    if state.show is None or state.feed is None:
        fix = "publish a first episode: airdate publish"
        raise AirdateError(f"nothing was ever published to {context.roots.private.name}", fix)
    show = state.show.value
    addresses = addresses_of(show)
    require_public(addresses)
    targets = targets_for(read_location(context.folder), show)
    feed_sha256 = sha256(state.feed.body).hexdigest()
    _, states = find_due(context, targets, feed_sha256)
    due = [each for each in targets if force or states.get(each.name, Told()).sha256 != feed_sha256]
    if show.show.block and not force:
        context.talk.say("the show is hidden from directories by 'block': nobody is told without --force")
        due = []
    known = tuple(Announced(each, states.get(each.name, Told())) for each in targets)
    if not due:
        return AnnouncedAll(feed_sha256, None, known)
    outside = context.outside or Outside()
    guids = frozenset(state.records)
    way = way_to(addresses, outside)
    verdict = look_at_feed(addresses.feed, state.feed.body, lambda: guids, way, context.wait).verdict
    if verdict.freshness is not Freshness.CURRENT:
        return AnnouncedAll(feed_sha256, verdict, known)
    done = {each.target: each for each in announce(context, due, show, feed_sha256, outside)}
    return AnnouncedAll(feed_sha256, verdict, tuple(done.get(each.target, each) for each in known))
