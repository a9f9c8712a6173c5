"""The named acts on an episode: withdraw, change its date, give it another guid, restore a revision. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime

from pipeline.core.front_matter import FrontMatter
from pipeline.core.merge import extend_history
from pipeline.core.record import (
    EMBEDDED_COVER,
    SCHEMA,
    TEXT,
    Act,
    EpisodeRecord,
    History,
    ShowRecord,
    Tombstone,
)
from pipeline.core.revision import Stamp
from pipeline.errors import Problem


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


def withdrawn_problem(where: str, withdrawn: Tombstone, line: int = 0) -> Problem:
    """What to tell who wants to do something with an episode that was withdrawn."""
    text = f"the episode was withdrawn on {withdrawn.at:%Y-%m-%d} and stays so"
    fix = "to publish it as a new episode, give its folder another name and delete its line guid:"
    return Problem(where, line, text, fix)


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


def finish_reissues(records: Mapping[str, EpisodeRecord], stamp: Stamp) -> dict[str, EpisodeRecord]:
    """New revisions by guid that a killed `reissue` still owes: one of its two records was written.

    The record that ended has all that the one that goes on needs, and the
    other way round, so that any later run can finish it: an episode is
    neither lost nor there twice for longer than that.
    """
    owed: dict[str, EpisodeRecord] = {}
    for record in records.values():
        successor = record.withdrawn.reissued_as if record.withdrawn else None
        if successor is not None and successor not in records:
            before = {"withdrawn": None, "revision": record.revision - 1}
            owed[successor] = reissue(record.model_copy(update=before), successor, stamp)[1]
        old = records.get(record.acts[-1].was) if record.acts and record.acts[-1].fact == "guid" else None
        if old is not None and old.withdrawn is None and record.withdrawn is None:
            owed[old.guid] = reissue(old, record.guid, stamp)[0]
    return owed


def restore(record: EpisodeRecord, earlier: EpisodeRecord, stamp: Stamp) -> EpisodeRecord:
    """The words, files and chapters of an earlier revision, as a new one; what is frozen stays.

    What is undone counts as old from now on: a clone that still has it is
    told so, and does not bring it back (design: the merge rule).
    """
    changes = _said_earlier(record, earlier)
    changes["sources"] = _restored_sources(record, earlier)
    return _next(record, stamp, **changes)


def restores_nothing(record: EpisodeRecord, earlier: EpisodeRecord) -> bool:
    """Whether the earlier revision says what this one says."""
    return all(getattr(record, name) == value for name, value in _said_earlier(record, earlier).items())


def _said_earlier(record: EpisodeRecord, earlier: EpisodeRecord) -> dict[str, object]:
    """What goes back. Audio never does: its name, and the cover inside it, belong to the media."""
    is_released = record.released_at is not None
    frozen = ("guid", "date", "audio") if is_released else ("guid", "audio")
    cover = {EMBEDDED_COVER: record.files[EMBEDDED_COVER]} if EMBEDDED_COVER in record.files else {}
    files = {name: each for name, each in earlier.files.items() if name != EMBEDDED_COVER}
    return {
        "front": _with_frozen(earlier.front, record.front, frozen),
        "notes": earlier.notes,
        "files": dict(sorted({**files, **cover}.items())),
        "chapters": earlier.chapters,
        **({} if is_released else {"date": earlier.date}),
    }


def _with_frozen(front: FrontMatter, now: FrontMatter, keys: Collection[str]) -> FrontMatter:
    """The earlier front matter with these keys as they are, or not, in the present one."""
    said = {key: getattr(front, key) for key in front.model_fields_set.difference(keys)}
    kept = {key: getattr(now, key) for key in now.model_fields_set.intersection(keys)}
    return FrontMatter.model_construct(_fields_set={*said, *kept}, **said, **kept)


def restore_show(record: ShowRecord, earlier: ShowRecord, stamp: Stamp) -> ShowRecord:
    """The settings, pictures and theme of an earlier revision, as a new one; `podcast:guid` stays."""
    return record.model_copy(
        update={
            **_show_said_earlier(record, earlier),
            "schema_version": SCHEMA,
            "writer": stamp.writer,
            "revision": record.revision + 1,
            "changed_at": stamp.now,
            "sources": _restored_sources(record, earlier),
        }
    )


def restores_no_setting(record: ShowRecord, earlier: ShowRecord) -> bool:
    """Whether the earlier revision of the show says what this one says."""
    said = _show_said_earlier(record, earlier)
    return all(getattr(record, name) == value for name, value in said.items())


def _show_said_earlier(record: ShowRecord, earlier: ShowRecord) -> dict[str, object]:
    guid = record.show.guid or earlier.show.guid
    show = earlier.show if earlier.show.guid == guid else earlier.show.model_copy(update={"guid": guid})
    return {"show": show, "files": earlier.files, "theme": earlier.theme}


def _restored_sources(
    record: EpisodeRecord | ShowRecord, earlier: EpisodeRecord | ShowRecord
) -> dict[str, History]:
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
