"""Which objects of an episode must move, and from where, so that all stand where the records say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.core.addresses import STAGING
from pipeline.core.plan import LocalFile, Skip, Staged, Step
from pipeline.core.record import EpisodeRecord, Media, ShowRecord, StoredFile
from pipeline.core.serving import Group, Root, serve_media


@dataclass(frozen=True)
class Places:
    """What there is to move from, and what is there already."""

    there: Mapping[str, int]
    """Sizes in bytes by key of what stands in the public root."""
    staged: Mapping[str, int]
    """The same of what waits below `staging/`, by the key it will have."""
    paths: Mapping[str, str]
    """Local files by the SHA-256 of their bytes."""


@dataclass
class Transfer:
    """What has to move for one record."""

    steps: list[Step] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    nowhere: list[str] = field(default_factory=list)
    """Keys of what is neither where it ought to be, nor staged, nor on this machine."""


def plan_transfer(old: EpisodeRecord | None, new: EpisodeRecord, places: Places) -> Transfer:
    """Bring an episode's media and files to where its record says they are.

    A live episode's objects stand in the public root; those of a scheduled
    one below `staging/` of the private root, so that nothing of it can be
    read before its time. New media is always sent through its checks, even
    where something of its name and size stands already.

    Args:
        old: The record as it is in the store.
        new: The record as it will be; `old` itself to see that all is there.
        places: Where objects are.
    """
    known = {each.key for each in _objects(old)} if old and old.is_live == new.is_live else set()
    here = places.there if new.is_live else places.staged
    transfer = Transfer()
    for each in _objects(new):
        is_new_media = isinstance(each, Media) and each.key not in known
        if here.get(each.key) == each.size_bytes and not is_new_media:
            transfer.skips.append(Skip(each.key, "already there"))
        else:
            _add_step(transfer, each, places, live=new.is_live, slug=new.slug)
    return transfer


def plan_show_transfer(new: ShowRecord, places: Places) -> Transfer:
    """The same for the show's artwork and pictures, which are always public."""
    transfer = Transfer()
    for each in new.files.values():
        if places.there.get(each.key) != each.size_bytes:
            _add_step(transfer, each, places, live=True, slug="the show")
    return transfer


def _objects(record: EpisodeRecord) -> list[Media | StoredFile]:
    return [record.media, *record.files.values()]


def _add_step(transfer: Transfer, each: Media | StoredFile, places: Places, *, live: bool, slug: str) -> None:
    source: LocalFile | Staged
    if live and places.staged.get(each.key) == each.size_bytes:
        source, reason = Staged(STAGING + each.key), f"{slug} becomes public"
    elif each.sha256 in places.paths:
        source = LocalFile(places.paths[each.sha256])
        reason = f"new in {slug}" if live else f"held back until {slug} is due"
    else:
        transfer.nowhere.append(each.key)
        return
    group = Group.MEDIA if isinstance(each, Media) else Group.FILES
    root, key = (Root.PUBLIC, each.key) if live else (Root.PRIVATE, STAGING + each.key)
    serving = serve_media(each.content_type, each.key)
    transfer.steps.append(Step(group, root, key, reason, source, serving, each.size_bytes, each.sha256))
