"""Addresses that changed alike in many places: told once instead of many times."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.core.feed_fields import FieldChange

WEB = ("http://", "https://")
_HOST_SLASHES = 3
"""An address with so many slashes names a host; one with fewer is only `https://`."""


@dataclass(frozen=True)
class Move:
    """Everything that began with `old` begins with `new`."""

    old: str
    new: str
    old_end: str = ""
    """A query that stood behind all of them: `?from=feed`."""
    new_end: str = ""
    fields: Mapping[str, int] = field(default_factory=dict, compare=False)
    """How many addresses moved, by field."""
    items: int = field(default=0, compare=False)
    """How many items have one of them."""


def find_moves(owners: Sequence[Iterable[FieldChange]]) -> tuple[Move, ...]:
    """The moves that at least two owners share; those of most addresses first.

    Args:
        owners: The changed fields of each item, and of the channel as the last.
    """
    fields: dict[Move, dict[str, int]] = {}
    places: dict[Move, set[int]] = {}
    channel = len(owners) - 1
    for index, changes in enumerate(owners):
        for change in changes:
            move = _move_of(change)
            if move:
                name = _plain(change.field) if index != channel else f"channel {_plain(change.field)}"
                counts = fields.setdefault(move, {})
                counts[name] = counts.get(name, 0) + 1
                places.setdefault(move, set()).add(index)
    shared = [
        Move(each.old, each.new, each.old_end, each.new_end, fields[each], len(found - {channel}))
        for each, found in places.items()
        if len(found) > 1
    ]
    return tuple(sorted(shared, key=lambda each: (-sum(each.fields.values()), each.old, each.new)))


def is_explained(change: FieldChange, moves: Sequence[Move]) -> bool:
    """Whether a field differs by moves alone: as an address, or in the addresses that a text holds."""
    move = _move_of(change)
    if move is not None and move in moves:
        return True
    if change.old is None or change.new is None or _is_identity(change):
        return False
    text = change.old
    for each in moves:
        if each.old.count("/") >= _HOST_SLASHES:
            text = text.replace(each.old, each.new)
    return text == change.new


def _is_identity(change: FieldChange) -> bool:
    """A guid is no address, even where it looks like one."""
    return change.field.partition(" ")[0] in {"guid", "podcast:guid"}


def _plain(name: str) -> str:
    """A field's name without the number that tells it from its neighbours.

    >>> _plain("transcript 2"), _plain("enclosure url")
    ('transcript', 'enclosure url')
    """
    return " ".join(word for word in name.split(" ") if not word.isdigit())


def _move_of(change: FieldChange) -> Move | None:
    """How an address changed, but for the path that stayed; None where it is no address."""
    old, new = change.old or "", change.new or ""
    if not (old.startswith(WEB) and new.startswith(WEB)) or _is_identity(change):
        return None
    if len(old.split()) != 1 or len(new.split()) != 1:
        return None
    old_path, old_mark, old_query = old.partition("?")
    new_path, new_mark, new_query = new.partition("?")
    ends = ("", "") if old_query == new_query else (old_mark + old_query, new_mark + new_query)
    before, after = old_path.split("/"), new_path.split("/")
    shared = 0
    while shared < min(len(before), len(after)) - 2 and before[-1 - shared] == after[-1 - shared]:
        shared += 1
    return Move(_head(before, shared), _head(after, shared), *ends)


def _head(segments: Sequence[str], shared: int) -> str:
    return "/".join(segments[: len(segments) - shared]) + ("/" if shared else "")
