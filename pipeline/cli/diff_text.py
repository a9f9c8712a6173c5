"""What differs between two feeds, as people read it, and as machines do."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.cli.plan_text import format_size
from pipeline.cli.run import problem_document
from pipeline.core.address_moves import Move
from pipeline.core.feed_diff import FeedDiff, ItemChange, Named
from pipeline.core.feed_fields import FieldChange
from pipeline.core.rules.table import one_line
from pipeline.core.text_change import compare_texts
from pipeline.errors import GuardError
from pipeline.workflows.diff import Comparison

SHOWN = 20
"""More items or fields than this are counted rather than listed, unless asked for."""
COMMON = 3
"""A change that more items share is told once."""
SHORT = 80
"""Characters of a value that is shown whole."""
EXCERPT = 240

_PLURALS = {
    "enclosure url": "enclosure URLs",
    "link": "links",
    "image": "images",
    "transcript": "transcripts",
    "chapters": "chapters files",
}


def render_summary(found: Comparison) -> str:
    """One line: how many items came, changed and went, and how large the feed is."""
    diff = found.diff
    if not diff.differs and not found.waiting:
        return "No differences."
    reissued = len(diff.reissued)
    counts = [
        f"{len(diff.added)} new",
        *([f"{len(found.waiting)} without audio"] if found.waiting else []),
        f"{len(diff.changed) - reissued} changed",
        *([f"{reissued} with a new guid"] if reissued else []),
        f"{len(diff.removed)} removed",
    ]
    return f"{', '.join(counts)}; feed {format_size(diff.new_size_bytes)} ({_growth(diff)})"


def _growth(diff: FeedDiff) -> str:
    more = diff.new_size_bytes - diff.old_size_bytes
    return f"{'-' if more < 0 else '+'}{format_size(abs(more))}"


def render_comparison(found: Comparison, *, verbose: bool = False) -> str:
    """Everything, in the order of how much it matters to listeners."""
    diff = found.diff
    most = None if verbose else SHOWN
    lines = [
        *(f"! {_name(each.title)}: {_new_guid(each)}" for each in diff.reissued[:most]),
        *(f"- {_named(each)}" for each in diff.removed[:most]),
        *_beyond(max(len(diff.removed), len(diff.reissued)), most),
        *(f"+ {_named(each)}" for each in diff.added[:most]),
        *_beyond(len(diff.added), most),
        *_changes(diff, most),
        *_around(diff, most),
        *(f"  {note}" for note in found.notes),
        *(f"? {each.path}: {_name(each.title)} needs its audio, {each.audio}" for each in found.waiting),
        render_summary(found),
    ]
    return "\n".join([*lines, *render_refusal(found.refusal)])


def render_refusal(refusal: GuardError | None) -> list[str]:
    """What the guard says, if it would stop this."""
    if refusal is None:
        return []
    first, *rest = str(refusal).split("\n")
    return [f"The guard would refuse this: {first.removeprefix('refused: ')}", *rest]


def _new_guid(change: ItemChange) -> str:
    return f"the guid changed from {one_line(change.old_guid)} to {one_line(change.guid)}"


def _name(title: str) -> str:
    return one_line(title) if title else "an item without a title"


def _named(item: Named) -> str:
    return f"{_name(item.title)}  {item.date:%Y-%m-%d %H:%M}" if item.date else _name(item.title)


def _beyond(count: int, most: int | None) -> list[str]:
    return [f"  … and {count - most} more (--verbose lists them)"] if most and count > most else []


def _changes(diff: FeedDiff, most: int | None) -> Iterator[str]:
    """Changed items with their fields; what many of them share is told once."""
    counts = Counter(each for item in diff.changed for each in item.fields)
    common = [each for each, count in counts.items() if count > COMMON]
    for each in common:
        yield f"~ {counts[each]} items: {_field(each)}"
    told = set(common)
    items = [
        (item, fields)
        for item in diff.changed
        if (fields := [each for each in item.fields if each not in told and each.field != "guid"])
    ]
    for item, fields in items[:most]:
        yield f"~ {_name(item.title)}"
        yield from (f"    {_field(each)}" for each in fields[:most])
        yield from _beyond(len(fields), most)
    yield from _beyond(len(items), most)


def _around(diff: FeedDiff, most: int | None) -> Iterator[str]:
    """What is no item's own: the show, addresses that moved, the order."""
    yield from (["~ the show"] if diff.channel else [])
    yield from (f"    {_field(each)}" for each in diff.channel[:most])
    yield from _beyond(len(diff.channel), most)
    yield from (f"~ {render_move(each, diff.kept)}" for each in diff.moves[:most])
    yield from _beyond(len(diff.moves), most)
    if diff.reordered:
        names = ", ".join(_name(each) for each in diff.reordered[:3])
        more = f" and {len(diff.reordered) - 3} more" if len(diff.reordered) > 3 else ""
        yield f"~ another order: {names}{more}"


def _field(change: FieldChange) -> str:
    """A field with its old and new value; of a long text, what changed in it."""
    old, new = change.old, change.new
    if old is None:
        return f"{change.field}: added {_value(new)}"
    if new is None:
        return f"{change.field}: removed {_value(old)}"
    if max(len(old), len(new)) <= SHORT and not {"\n", "<"}.intersection(old + new):
        return f"{change.field}: {_value(old)} → {_value(new)}"
    return f"{change.field}: {_text_change(old, new)}"


def _value(text: str | None) -> str:
    return one_line(text or "", SHORT)


def _text_change(old: str, new: str) -> str:
    change = compare_texts(old, new)
    more = len(new.encode()) - len(old.encode())
    growth = f"{more:+d} bytes"
    if not change.excerpt:
        return f"only blanks differ, {growth}"
    excerpt = one_line(change.excerpt, EXCERPT)[1:-1]
    words = "word" if change.removed == 1 else "words"
    return f"{change.removed} {words} out, {change.added} in, {growth}\n        {excerpt}"


def render_move(move: Move, kept: int) -> str:
    """Addresses that moved together, in one line."""
    items = {name: count for name, count in move.fields.items() if not name.startswith("channel ")}
    told = [
        f"{'all ' if 1 < count == kept else ''}{count} {_PLURALS.get(name, name)}"
        for name, count in items.items()
    ]
    told += ["the show's own addresses"] if len(items) < len(move.fields) else []
    return f"{', '.join(told)} {_way(move)}"


def _way(move: Move) -> str:
    old, new = (f"{start}…{end}" if end else start for start, end in _ends(move))
    was_bare, is_bare = (
        start.endswith("://") and not end
        for start, end in ((move.old, move.old_end), (move.new, move.new_end))
    )
    if was_bare and not is_bare:
        return f"now go through {new}"
    if is_bare and not was_bare:
        return f"no longer go through {old}"
    return f"moved from {old} to {new}"


def _ends(move: Move) -> tuple[tuple[str, str], tuple[str, str]]:
    return (move.old, move.old_end), (move.new, move.new_end)


def comparison_document(found: Comparison) -> dict[str, object]:
    """Everything, for `--json`."""
    diff, refusal = found.diff, found.refusal
    return {
        "old": {"name": found.old_name, "items": diff.old_items, "size_bytes": diff.old_size_bytes},
        "new": {"name": found.new_name, "items": diff.new_items, "size_bytes": diff.new_size_bytes},
        "differs": diff.differs,
        "added": [_item_document(each) for each in diff.added],
        "removed": [_item_document(each) for each in diff.removed],
        "changed": [
            {
                "guid": each.guid,
                "old_guid": each.old_guid,
                "title": each.title,
                "fields": _field_documents(each.fields),
            }
            for each in diff.changed
        ],
        "show": _field_documents(diff.channel),
        "moves": [
            {"old": each.old, "new": each.new, "old_end": each.old_end, "new_end": each.new_end}
            | {"fields": dict(each.fields), "items": each.items}
            for each in diff.moves
        ],
        "reordered": list(diff.reordered),
        "guard": {"refuses": refusal is not None, "text": refusal.text if refusal else None}
        | {"fix": refusal.fix if refusal else None},
        "notes": list(found.notes),
        "waiting": [{"path": each.path, "title": each.title, "audio": each.audio} for each in found.waiting],
        "problems": [problem_document(each) for each in found.problems],
    }


def _item_document(item: Named) -> dict[str, object]:
    date = item.date.isoformat() if item.date else None
    return {"guid": item.guid, "title": item.title, "date": date, "url": item.url or None}


def _field_documents(changes: Sequence[FieldChange]) -> list[dict[str, object]]:
    return [{"field": each.field, "old": each.old, "new": each.new} for each in changes]
