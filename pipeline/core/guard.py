"""The guard: compares the feed to be written with the live one, item by item, and refuses harm."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.errors import GuardError


@dataclass(frozen=True)
class Item:
    """What identity rests on, and a hash of all the rest."""

    guid: str
    title: str
    date: datetime | None
    media: str
    """The content hash in the media's address, or its length and type: never the whole address."""
    content_sha256: str


@dataclass(frozen=True)
class Allowed:
    """What this run was told to change, by name."""

    removed: Collection[str] = ()
    """Guids that were withdrawn, or that `feed.max_items` pushes out."""
    changed: Collection[str] = ()
    """Guids of episodes the producer named."""
    mass_change: str | None = None
    """Why many items may change at once: "the show's settings changed"."""


def check_feed(live: Mapping[str, Item], new: Mapping[str, Item], allowed: Allowed) -> None:
    """Refuse to write a feed that would lose or alter what listeners have.

    Raises:
        GuardError: With one line per item that would disappear, or change
            its date or media; or because too many items change at once
            (more than max(10, 10 %)) without a known reason.
    """
    harm = [
        *(f'- "{item.title}" would disappear' for guid, item in live.items() if _lost(guid, new, allowed)),
        *(line for guid, item in live.items() if guid in new for line in _altered(item, new[guid])),
    ]
    if harm:
        raise GuardError(
            "refused: this would harm episodes that are already public\n" + "\n".join(harm),
            "restore what is missing or changed; nothing was written",
        )
    changed = [
        guid
        for guid, item in live.items()
        if guid in new and guid not in allowed.changed and item.content_sha256 != new[guid].content_sha256
    ]
    limit = max(10, len(live) // 10)
    if len(changed) > limit and allowed.mass_change is None:
        titles = "\n".join(f'- "{live[guid].title}"' for guid in changed[:5])
        raise GuardError(
            f"refused: {len(changed)} of {len(live)} public episodes would change at once\n{titles}\n- …",
            "look at the plan with --dry-run; if all of it is meant, add --allow-mass-change",
        )


def _lost(guid: str, new: Mapping[str, Item], allowed: Allowed) -> bool:
    return guid not in new and guid not in allowed.removed


def _altered(live: Item, new: Item) -> list[str]:
    lines = []
    if live.date != new.date:
        lines.append(f'- "{live.title}" would change its date from {live.date} to {new.date}')
    if live.media != new.media:
        lines.append(f'- "{live.title}" would change its media from {live.media} to {new.media}')
    return lines
