"""The guard at work: the live feed read, compared with the new one, and newer versions respected."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from pipeline.core.addresses import FEED, hash_in_key
from pipeline.core.guard import Allowed, Item, check_feed
from pipeline.core.record import EpisodeRecord
from pipeline.errors import AirdateError, GuardError, InputError
from pipeline.workflows.changes import Changes
from pipeline.workflows.render import RENDERER, Build, newest_first
from pipeline.workflows.state import State


@dataclass(frozen=True)
class Policy:
    """What the producer allowed by option."""

    allow_mass_change: bool = False


def refuse_newer(state: State) -> None:
    """What a newer airdate rendered is not overwritten by an older one.

    Raises:
        AirdateError: It names the version to install.
    """
    if state.show and state.show.value.renderer > RENDERER:
        writer = state.show.value.writer
        raise AirdateError(
            f"this show was last published by airdate {writer}, which is newer than this one",
            f"install airdate {writer} or later: pipx upgrade airdate",
        )


def guard(state: State, build: Build, changes: Changes, policy: Policy, today: date) -> None:
    """Refuse a feed that would lose or alter what is public.

    Raises:
        GuardError: See `pipeline.core.guard`; also where the live feed is
            not one that airdate wrote and cannot be read.
    """
    if state.feed is None or state.feed.body == build.feed:
        return
    try:
        live = read_items(state.feed.body)
    except InputError as error:
        if FEED in state.written:
            return
        raise GuardError(
            f"{FEED} in the store was not written by airdate and cannot be read: {error}",
            "move it away, or publish to another place",
        ) from error
    new = read_items(build.feed)
    allowed = _allowed(state, changes, policy, today)
    slimmed = _slimmed_now(live, new, build.slimmed) - changes.records.keys()
    check_feed(live, new, replace(allowed, explained={*allowed.explained, *slimmed}))


def _slimmed_now(live: Mapping[str, Item], new: Mapping[str, Item], slimmed: Collection[str]) -> set[str]:
    """Episodes whose notes the feed had room for until now: they shrink, and nobody edited them."""
    return {guid for guid in slimmed if guid in live and live[guid].notes_bytes > new[guid].notes_bytes}


def renderable(state: State, changes: Changes) -> list[EpisodeRecord]:
    """All records but those whose media is lost and that no live feed lists: a feed names what is there."""
    records = changes.all_records(state)
    if not changes.lost:
        return list(records.values())
    listed = listed_guids(state)
    return [record for guid, record in records.items() if guid not in changes.lost or guid in listed]


def listed_guids(state: State) -> set[str]:
    """What the live feed lists; nothing where there is none, or it cannot be read."""
    try:
        return set(read_items(state.feed.body)) if state.feed else set()
    except InputError:
        return set()


def read_items(feed: bytes, name: str = FEED) -> dict[str, Item]:
    """The items of a feed by guid, as the guard compares them.

    Raises:
        InputError: It cannot be read.
    """
    from pipeline.feed.read import looks_of, read_feed

    return {
        item.guid: Item(
            item.guid,
            item.title or item.guid,
            item.date,
            item.media_hash or f"{item.length} bytes of {item.type}",
            item.content_sha256,
            looks_of(item),
            item.notes_bytes,
        )
        for item in read_feed(feed, name=name).items
    }


def _allowed(state: State, changes: Changes, policy: Policy, today: date) -> Allowed:
    records = changes.all_records(state)
    withdrawn = {guid for guid, record in records.items() if record.withdrawn}
    removed = {*changes.allowed.removed, *withdrawn, *_beyond_limit(changes, state)}
    acted = {guid: record.acts for guid, record in records.items() if record.acts}
    changed = {*changes.allowed.changed, *_with_ended_offer(changes, state, today), *acted}
    allowed = replace(
        changes.allowed,
        removed=removed,
        changed=changed,
        earlier_dates={
            guid: {datetime.fromisoformat(act.was) for act in acts if act.fact == "date"}
            for guid, acts in acted.items()
        },
        earlier_media={
            guid: {hash_in_key(act.was) for act in acts if act.fact == "media"}
            for guid, acts in acted.items()
        },
    )
    if policy.allow_mass_change:
        return replace(allowed, mass_change="--allow-mass-change")
    if _has_new_show(state, changes):
        return replace(allowed, mass_change="the show changed")
    return allowed


def _has_new_show(state: State, changes: Changes) -> bool:
    """The show changes now, or did in a run that ended before it had written the feed."""
    if state.show is None:
        return False
    unfinished = state.rendered_from not in (None, state.show.value.revision)
    return unfinished or changes.show != state.show.value


def _beyond_limit(changes: Changes, state: State) -> set[str]:
    """The oldest episodes, where the show limits its feed by name."""
    limit = changes.show.show.feed.max_items
    if limit is None:
        return set()
    return {record.guid for record in newest_first(changes.all_records(state).values())[limit:]}


def _with_ended_offer(changes: Changes, state: State, today: date) -> set[str]:
    """Episodes that change by themselves, because a sponsor's offer is over."""
    sponsors = changes.show.show.sponsors
    ended = {name for name, each in sponsors.items() if each.ends and each.ends < today.isoformat()}
    return {
        guid
        for guid, record in changes.all_records(state).items()
        if ended.intersection(record.front.sponsors)
    } - changes.records.keys()
