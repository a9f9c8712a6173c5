"""The named acts on an episode: withdraw, change its date, give it another guid, restore a revision. Pure."""

from collections.abc import Collection
from datetime import datetime

from pipeline.core.merge import extend_history
from pipeline.core.record import SCHEMA, TEXT, Act, EpisodeRecord, History, Tombstone
from pipeline.core.revision import Stamp


def withdraw(record: EpisodeRecord, keys: Collection[str], stamp: Stamp, reason: str = "") -> EpisodeRecord:
    """The record of an episode that is taken back for good.

    Args:
        record: As published or scheduled.
        keys: All that any revision of it ever had, besides what this one has.
        stamp: Of the new revision.
        reason: In the producer's words; never published.
    """
    everything = {*keys, *keys_of(record)}
    return _next(
        record, stamp, withdrawn=Tombstone(at=stamp.now, reason=reason, keys=tuple(sorted(everything)))
    )


def keys_of(record: EpisodeRecord) -> set[str]:
    """The keys of all that this revision has in the store, as keys of the public root."""
    return {record.media.key, *(each.key for each in record.files.values())}


def change_date(record: EpisodeRecord, date: datetime, stamp: Stamp) -> EpisodeRecord:
    """The record with another date; what it was is kept, so that the live feed may follow."""
    act = Act(at=stamp.now, fact="date", was=record.date.isoformat())
    return _next(record, stamp, date=date, acts=(*record.acts, act))


def reissue(record: EpisodeRecord, guid: str, stamp: Stamp) -> tuple[EpisodeRecord, EpisodeRecord]:
    """The same episode under another guid: the record that ends, and the one that goes on.

    The words' hashes go with it, so that a clone of any age is judged as before.
    """
    act = Act(at=stamp.now, fact="guid", was=record.guid)
    ended = _next(record, stamp, withdrawn=Tombstone(at=stamp.now, reason="reissued", reissued_as=guid))
    return ended, _next(record, stamp, guid=guid, acts=(*record.acts, act))


def restore(record: EpisodeRecord, earlier: EpisodeRecord, stamp: Stamp) -> EpisodeRecord:
    """The words, files and chapters of an earlier revision, as a new one; what is frozen stays.

    What is undone counts as old from now on: a clone that still has it is
    told so, and does not bring it back (design: the merge rule).
    """
    changes: dict[str, object] = {
        "front": earlier.front,
        "notes": earlier.notes,
        "files": earlier.files,
        "chapters": earlier.chapters,
        "sources": _restored_sources(record, earlier),
    }
    if record.released_at is None:
        changes["date"] = earlier.date
    return _next(record, stamp, **changes)


def restores_nothing(record: EpisodeRecord, earlier: EpisodeRecord) -> bool:
    """Whether the earlier revision says what this one says."""
    same = (record.front, record.notes, record.files, record.chapters)
    return same == (earlier.front, earlier.notes, earlier.files, earlier.chapters)


def _restored_sources(record: EpisodeRecord, earlier: EpisodeRecord) -> dict[str, History]:
    parts = {*record.sources, *earlier.sources, TEXT}
    return {
        part: _restored(record.sources.get(part), earlier.sources.get(part))
        for part in sorted(parts)
        if part in record.sources or part in earlier.sources
    }


def _restored(now: History | None, before: History | None) -> History:
    if now is None or before is None or now.now == before.now:
        found = now or before
        assert found is not None  # the part is of one of the two
        return found
    return extend_history(now, before.now)


def _next(record: EpisodeRecord, stamp: Stamp, **changes: object) -> EpisodeRecord:
    return record.model_copy(
        update={
            "schema_version": SCHEMA,
            "writer": stamp.writer,
            "revision": record.revision + 1,
            "changed_at": stamp.now,
            **changes,
        }
    )
