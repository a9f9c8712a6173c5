"""Announce: hubs and directories are told of the feed that is served, each at its own pace."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from pipeline.core.addresses import ANNOUNCED
from pipeline.core.announcing import (
    Target,
    Told,
    after_failure,
    after_success,
    is_due,
    parse_announced,
    podping_reason,
    render_announced,
    targets_of,
)
from pipeline.core.location import Location
from pipeline.core.record import ShowRecord
from pipeline.core.serving import PRIVATE_JSON
from pipeline.errors import ConditionError, StoreError
from pipeline.store.protocol import Headers, IfAbsent, IfMatch, Store
from pipeline.web.announcing import News, tell
from pipeline.web.outside import Outside
from pipeline.workflows.apply import put_checked
from pipeline.workflows.context import Context
from pipeline.workflows.render import addresses_of

AT_ONCE = 8
ATTEMPTS = 4
"""How often what is remembered may change under us."""


@dataclass(frozen=True)
class Announced:
    """One target after a run."""

    target: Target
    told: Told
    """What is remembered of it."""
    was_told: bool = False
    """Whether this run told it."""
    reason: str | None = None
    """Why this run could not tell it."""


def targets_for(location: Location, show: ShowRecord) -> tuple[Target, ...]:
    """Whom this show tells."""
    return targets_of(location.announce, show.show.feed.hubs)


def read_told(private: Store) -> dict[str, Told]:
    """What is remembered of each target, by name."""
    found = private.get(ANNOUNCED)
    return parse_announced(found.body) if found else {}


def find_due(
    context: Context, targets: Sequence[Target], sha256: str, *, force: bool = False
) -> tuple[list[Target], dict[str, Told]]:
    """Who is to be told of this feed now, and what is remembered of everybody."""
    states = read_told(context.roots.private) if targets else {}
    due = [each for each in targets if force or is_due(states.get(each.name, Told()), sha256, context.now)]
    return due, states


def announce(
    context: Context, due: Sequence[Target], show: ShowRecord, sha256: str, outside: Outside
) -> list[Announced]:
    """Tell these targets, remember how it went, and say so; nothing here fails a run.

    Args:
        context: The run.
        due: Whom.
        show: The show, as it is published.
        sha256: Of the feed that the public address serves.
        outside: What is beyond the store.
    """
    if not due:
        return []
    settings = show.show
    news = News(addresses_of(show).feed, podping_reason(settings), settings.medium, context.now)
    with ThreadPoolExecutor(AT_ONCE, "announce") as pool:
        reasons = list(pool.map(lambda target: tell(target, news, outside), due))
    try:
        states = _remember(context, dict(zip(due, reasons, strict=True)), sha256)
    except StoreError as error:
        context.talk.warn(f"{error.text}: the next run announces once more")
        states = {}
    outcomes = [
        Announced(target, states.get(target.name, Told()), reason is None, reason)
        for target, reason in zip(due, reasons, strict=True)
    ]
    _say(context, outcomes)
    return outcomes


def _remember(context: Context, outcomes: Mapping[Target, str | None], sha256: str) -> dict[str, Told]:
    """Write how it went over whatever others have written meanwhile.

    Raises:
        StoreError: It cannot be written.
    """
    private = context.roots.private
    headers = Headers(PRIVATE_JSON.content_type, PRIVATE_JSON.cache_control)
    for left in reversed(range(ATTEMPTS)):
        found = private.get(ANNOUNCED)
        states = parse_announced(found.body) if found else {}
        for target, reason in outcomes.items():
            states[target.name] = (
                after_success(sha256, context.now)
                if reason is None
                else after_failure(states.get(target.name, Told()), sha256, context.now, reason)
            )
        condition = IfMatch(found.etag) if found else IfAbsent()
        try:
            put_checked(private, ANNOUNCED, render_announced(states), headers, condition, enforced=True)
        except ConditionError:
            if not left:
                raise
        else:
            break
    return states


def _say(context: Context, outcomes: Sequence[Announced]) -> None:
    if told := [each.target.name for each in outcomes if each.was_told]:
        context.talk.say(f"announced to {', '.join(told)}")
    for each in outcomes:
        if each.reason:
            context.talk.warn(f"{each.target.name} could not be told of the new feed: {each.reason}")
