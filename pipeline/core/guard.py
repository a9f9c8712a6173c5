"""The guard: compares the feed to be written with the live one, item by item, and refuses harm."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.core.same_episode import Looks, find_twins, pair_up, seem_same
from pipeline.errors import GuardError

SHOWN = 50
"""Further lines of a refusal are counted rather than listed."""

_RESTORE = "restore what is missing or changed"
_KEEP_GUID = "write the earlier guid back into the front matter"
_TELL_APART = "give one of the two another title"
_TELL_FILES_APART = "give each of the two a file of its own"


@dataclass(frozen=True)
class Item:
    """What identity rests on, and a hash of all the rest."""

    guid: str
    title: str
    date: datetime | None
    media: str
    """The content hash in the media's address, or its length and type: never the whole address."""
    content_sha256: str
    looks: Looks | None = None
    """What apps go by when they guess whether two items are one; None where that is not asked."""
    notes_bytes: int = 0
    """How long its notes are, in every form together."""


@dataclass(frozen=True)
class Allowed:
    """What this run was told to change, by name."""

    removed: Collection[str] = ()
    """Guids that were withdrawn, or that `feed.max_items` pushes out."""
    changed: Collection[str] = ()
    """Guids of episodes the producer named."""
    explained: Collection[str] = ()
    """Guids of items that change for a known reason, such as notes that grow shorter with age."""
    earlier_dates: Mapping[str, Collection[datetime]] = field(default_factory=dict)
    """Dates by guid that a named command replaced: a live feed may still have one."""
    earlier_media: Mapping[str, Collection[str]] = field(default_factory=dict)
    """The same of media, as `Item.media` has it."""
    mass_change: str | None = None
    """Why many items may change at once: "the show's settings changed"."""


@dataclass(frozen=True)
class _Harm:
    """One line of a refusal, and what to do about it."""

    text: str
    fix: str


def check_feed(live: Mapping[str, Item], new: Mapping[str, Item], allowed: Allowed) -> None:
    """Refuse to write a feed that would lose or alter what listeners have.

    Raises:
        GuardError: With one line per item that would disappear, or change
            its guid, date or media, and per pair that apps would newly take
            for one episode; or because too many items change at once (more
            than max(10, 10 %)) without a known reason.
    """
    harm = [*_lost(live, new, allowed), *_altered(live, new, allowed), *_new_twins(live, new)]
    if harm:
        lines = [each.text for each in harm[:SHOWN]]
        more = [f"- … and {len(harm) - SHOWN} more"] if len(harm) > SHOWN else []
        fixes = "; ".join(dict.fromkeys(each.fix for each in harm[:SHOWN]))
        raise GuardError(
            "\n".join(["refused: this would harm episodes that are already public", *lines, *more]),
            f"{fixes}; nothing was written",
        )
    _refuse_mass_change(live, new, allowed)


def _refuse_mass_change(live: Mapping[str, Item], new: Mapping[str, Item], allowed: Allowed) -> None:
    explained = {*allowed.changed, *allowed.explained}
    changed = [
        guid
        for guid, item in live.items()
        if guid in new and guid not in explained and item.content_sha256 != new[guid].content_sha256
    ]
    limit = max(10, len(live) // 10)
    if len(changed) > limit and allowed.mass_change is None:
        titles = "\n".join(f'- "{live[guid].title}"' for guid in changed[:5])
        raise GuardError(
            f"refused: {len(changed)} of {len(live)} public episodes would change at once\n{titles}\n- …",
            "look at the plan with --dry-run; if all of it is meant, add --allow-mass-change",
        )


def _lost(live: Mapping[str, Item], new: Mapping[str, Item], allowed: Allowed) -> Iterator[_Harm]:
    """Items that would go; where one comes that is the same episode, only its guid has changed."""
    lost = {guid: item for guid, item in live.items() if guid not in new and guid not in allowed.removed}
    come = {guid: item for guid, item in new.items() if guid not in live}
    reissued = pair_up(_looks(lost), _looks(come)) if lost and come else {}
    for guid, item in lost.items():
        if guid in reissued:
            yield _Harm(
                f'- "{item.title}" would change its guid from {guid} to {reissued[guid]}: '
                "apps would list and download it once more",
                _KEEP_GUID,
            )
        else:
            yield _Harm(f'- "{item.title}" would disappear', _RESTORE)


def _altered(live: Mapping[str, Item], new: Mapping[str, Item], allowed: Allowed) -> Iterator[_Harm]:
    for guid, old in live.items():
        item = new.get(guid, old)
        if old.date != item.date and old.date not in allowed.earlier_dates.get(guid, ()):
            yield _Harm(f'- "{old.title}" would change its date from {old.date} to {item.date}', _RESTORE)
        if old.media != item.media and old.media not in allowed.earlier_media.get(guid, ()):
            yield _Harm(f'- "{old.title}" would change its media from {old.media} to {item.media}', _RESTORE)


def _new_twins(live: Mapping[str, Item], new: Mapping[str, Item]) -> Iterator[_Harm]:
    """Pairs that apps would take for one episode; those that are live as such already do no new harm."""
    known = _looks(live)
    for one, other in find_twins(_looks(new)):
        if one in known and other in known and seem_same(known[one], known[other]):
            continue
        first, second = new[one], new[other]
        shared = _share_address(first, second)
        why = "they name the same media" if shared else "title, day and length agree"
        yield _Harm(
            f'- "{first.title}" and "{second.title}" would look like one episode to apps: {why}',
            _TELL_FILES_APART if shared else _TELL_APART,
        )


def _share_address(one: Item, other: Item) -> bool:
    return bool(one.looks and other.looks and one.looks.url == other.looks.url)


def _looks(items: Mapping[str, Item]) -> dict[str, Looks]:
    return {guid: item.looks for guid, item in items.items() if item.looks}
