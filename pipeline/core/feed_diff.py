"""What differs between two feeds, item by item and field by field: ours or anybody's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipeline.core.address_moves import Move, find_moves, is_explained
from pipeline.core.feed_document import Node
from pipeline.core.feed_fields import FieldChange, compare_fields
from pipeline.core.feed_times import parse_feed_date, parse_feed_duration
from pipeline.core.rising import longest_rise
from pipeline.core.same_episode import Looks, pair_up

PASSING = frozenset({"item", "lastBuildDate", "pubDate"})
"""Of a channel: what is compared elsewhere, and dates that follow from the rest."""


@dataclass(frozen=True)
class WholeFeed:
    """A feed as it was read, without what an app never sees: comments, the order of attributes."""

    channel: Node
    """Without its items."""
    items: tuple[Node, ...]
    size_bytes: int


@dataclass(frozen=True)
class Named:
    """An item that stands in one of the feeds alone."""

    guid: str
    title: str
    date: datetime | None
    url: str
    """Of its media; empty where it has none."""


@dataclass(frozen=True)
class ItemChange:
    """An item of both feeds that differs."""

    guid: str
    """As the new feed has it."""
    title: str
    """As the old feed has it, or the new one where the old has none."""
    fields: tuple[FieldChange, ...]
    old_guid: str | None = None
    """The guid that the same episode had before; None where it stays."""


@dataclass(frozen=True)
class FeedDiff:
    """All that differs; empty where apps would see the same."""

    added: tuple[Named, ...] = ()
    removed: tuple[Named, ...] = ()
    changed: tuple[ItemChange, ...] = ()
    """In the order of the new feed; without what `moves` says already."""
    channel: tuple[FieldChange, ...] = ()
    moves: tuple[Move, ...] = ()
    """Addresses that changed alike in several places: a new host, a prefix."""
    reordered: tuple[str, ...] = ()
    """Titles of items that stand elsewhere among the others than before."""
    kept: int = 0
    """How many items both feeds have."""
    old_items: int = 0
    new_items: int = 0
    old_size_bytes: int = 0
    new_size_bytes: int = 0

    @property
    def differs(self) -> bool:
        """Whether apps would see anything else."""
        return bool(
            self.added or self.removed or self.changed or self.channel or self.moves or self.reordered
        )

    @property
    def reissued(self) -> tuple[ItemChange, ...]:
        """Episodes whose guid changed: listeners would get them once more."""
        return tuple(each for each in self.changed if each.old_guid is not None)


def diff_feeds(old: WholeFeed | None, new: WholeFeed) -> FeedDiff:
    """Compare two feeds.

    Items go by their guid; an item that seems to be the same episode under
    another guid is a changed item with an `old_guid`, not one lost and one
    added.

    Args:
        old: None where there is no feed yet.
        new: The feed that comes after it.
    """
    before, after = _by_identity(old.items if old else ()), _by_identity(new.items)
    pairs = _pairs(before, after)
    found = {mate: compare_fields(before[identity], after[mate]) for identity, mate in pairs.items()}
    channel = compare_fields(old.channel, new.channel, PASSING) if old else ()
    moves = find_moves([*found.values(), channel])
    mates = {mate: identity for identity, mate in pairs.items()}
    changes = (
        _item_change(
            before[mates[mate]], after[mate], [each for each in found[mate] if not is_explained(each, moves)]
        )
        for mate in after
        if mate in found
    )
    return FeedDiff(
        added=tuple(_named(node) for identity, node in after.items() if identity not in mates),
        removed=tuple(_named(node) for identity, node in before.items() if identity not in pairs),
        changed=tuple(each for each in changes if each is not None),
        channel=tuple(each for each in channel if not is_explained(each, moves)),
        moves=moves,
        reordered=tuple(_title(after[mate]) for mate in _reordered(list(pairs.values()), list(after))),
        kept=len(pairs),
        old_items=len(before),
        new_items=len(after),
        old_size_bytes=old.size_bytes if old else 0,
        new_size_bytes=new.size_bytes,
    )


def guid_of(node: Node) -> str:
    """What an item goes by: its guid or, without one, what apps take instead."""
    return node.text_of("guid") or _url(node) or node.text_of("link") or node.text_of("title")


def looks_of_node(node: Node) -> Looks:
    """What apps go by when they guess whether two items are one episode."""
    enclosure = node.find("enclosure")
    return Looks(
        node.text_of("title"),
        parse_feed_date(node.text_of("pubDate")),
        _url(node),
        parse_feed_duration(node.text_of("itunes:duration")),
        enclosure.attributes.get("type") if enclosure else None,
    )


Identity = tuple[str, int]
"""A guid, and how many items before had the same: there ought to be none."""


def _by_identity(items: Iterable[Node]) -> dict[Identity, Node]:
    seen: dict[str, int] = {}
    found = {}
    for node in items:
        guid = guid_of(node)
        found[guid, seen.setdefault(guid, 0)] = node
        seen[guid] += 1
    return found


def _pairs(before: Mapping[Identity, Node], after: Mapping[Identity, Node]) -> dict[Identity, Identity]:
    """Which item of the new feed is which of the old one, in the order of the old one."""
    gone = {each: looks_of_node(node) for each, node in before.items() if each not in after}
    come = {each: looks_of_node(node) for each, node in after.items() if each not in before}
    reissued = pair_up(gone, come)
    return {each: reissued.get(each, each) for each in before if each in after or each in reissued}


def _item_change(old: Node, new: Node, fields: Sequence[FieldChange]) -> ItemChange | None:
    old_guid, guid = guid_of(old), guid_of(new)
    if not fields and old_guid == guid:
        return None
    return ItemChange(guid, _title(old) or _title(new), tuple(fields), old_guid if old_guid != guid else None)


def _reordered(pairs: Sequence[Identity], after: Sequence[Identity]) -> list[Identity]:
    """The fewest items that would have to be taken out for the rest to stand as before.

    Args:
        pairs: Items of both feeds, in the order of the old one.
        after: All items of the new feed, in its order.
    """
    places = {identity: place for place, identity in enumerate(after)}
    numbers = [places[each] for each in pairs]
    moved = set(numbers) - set(longest_rise(numbers))
    return [each for place, each in enumerate(after) if place in moved]


def _named(node: Node) -> Named:
    return Named(guid_of(node), _title(node), parse_feed_date(node.text_of("pubDate")), _url(node))


def _title(node: Node) -> str:
    return node.text_of("title")


def _url(node: Node) -> str:
    enclosure = node.find("enclosure")
    return enclosure.attributes.get("url", "").strip() if enclosure else ""
