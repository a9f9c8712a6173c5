"""Which objects of an episode must move, and from where, when its record goes from one state to another."""

from collections.abc import Mapping

from pipeline.core.addresses import STAGING
from pipeline.core.plan import LocalFile, Skip, Staged, Step
from pipeline.core.record import EpisodeRecord, Media, ShowRecord, StoredFile
from pipeline.core.serving import Group, Root, serve_media


class NotHereError(LookupError):
    """An object that has to go out is neither in the store nor on this machine."""


def plan_transfer(
    old: EpisodeRecord | None, new: EpisodeRecord, paths: Mapping[str, str]
) -> tuple[list[Step], list[Skip]]:
    """Steps that bring an episode's media and files to where its record says they are.

    A live episode's objects stand in the public root; those of a scheduled
    one below `staging/` of the private root, so that nothing of it can be
    read before its time.

    Args:
        old: The record as it is in the store.
        new: The record as it will be.
        paths: Local files by the SHA-256 of their bytes.

    Raises:
        NotHereError: With the key of what is nowhere.
    """
    stood = {each.key for each in _objects(old)} if old else set()
    staged = stood if old and not old.is_live else set()
    public = stood - staged
    steps, skips = [], []
    for each in _objects(new):
        if each.key in (public if new.is_live else staged):
            if isinstance(each, Media):
                skips.append(Skip(each.key, "media is already there"))
            continue
        steps.append(_step(each, paths, live=new.is_live, is_staged=each.key in staged, slug=new.slug))
    return steps, skips


def plan_show_transfer(old: ShowRecord | None, new: ShowRecord, paths: Mapping[str, str]) -> list[Step]:
    """The same for the show's artwork and pictures, which are always public."""
    stood = {each.key for each in old.files.values()} if old else set()
    return [
        _step(each, paths, live=True, is_staged=False, slug="the show")
        for each in new.files.values()
        if each.key not in stood
    ]


def _objects(record: EpisodeRecord) -> list[Media | StoredFile]:
    return [record.media, *record.files.values()]


def _step(
    each: Media | StoredFile, paths: Mapping[str, str], *, live: bool, is_staged: bool, slug: str
) -> Step:
    source: LocalFile | Staged
    if is_staged and live:
        source, reason = Staged(STAGING + each.key), f"{slug} becomes public"
    elif each.sha256 in paths:
        source, reason = (
            LocalFile(paths[each.sha256]),
            f"new in {slug}" if live else f"held back until {slug} is due",
        )
    else:
        raise NotHereError(each.key)
    return Step(
        Group.MEDIA if isinstance(each, Media) else Group.FILES,
        Root.PUBLIC if live else Root.PRIVATE,
        each.key if live else STAGING + each.key,
        reason,
        source,
        serve_media(each.content_type, each.key),
        each.size_bytes,
        each.sha256,
    )
