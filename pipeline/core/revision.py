"""Revisions: how a record comes to be, takes up an edit, and is released. Pure decisions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.core.audio_facts import AudioFacts, Chapter
from pipeline.core.front_matter import FrontMatter
from pipeline.core.merge import Verdict, extend_history, extend_sources, has_edit
from pipeline.core.own_theme import ThemeSource, recorded_name, theme_path
from pipeline.core.record import (
    EMBEDDED_COVER,
    SCHEMA,
    TEXT,
    THEME,
    Act,
    EpisodeRecord,
    History,
    Media,
    ShowRecord,
    StoredFile,
)
from pipeline.core.show import Show
from pipeline.core.transcript_files import is_transcript_name


@dataclass(frozen=True)
class Contribution:
    """What one clone says of an episode, besides its audio."""

    slug: str
    front: FrontMatter
    notes: str
    date: datetime | None
    parts: Mapping[str, str]
    """SHA-256 of each part that is here: the words, and each file that is more than a pointer."""
    files: Mapping[str, StoredFile] = field(default_factory=dict)
    """The files that are really here."""
    wanted: frozenset[str] = frozenset()
    """The files the words ask for, here or not."""
    unminted_sha256: str | None = None
    """Of the words as they were before a date was written into them: other clones still say so."""
    chapters_file: str | None = None
    chapters: tuple[Chapter, ...] | None = None
    """What the chapters file says; None where it is not here."""


@dataclass(frozen=True)
class PublishedAudio:
    """What publishing the audio came to."""

    facts: AudioFacts
    media: Media
    cover: StoredFile | None = None
    """The cover inside the audio, where it serves as the episode's artwork."""


@dataclass(frozen=True)
class Stamp:
    """Who writes, and when."""

    now: datetime
    writer: str


def first_record(said: Contribution, guid: str, audio: PublishedAudio, stamp: Stamp) -> EpisodeRecord:
    """The record of an episode that was never published before; `said.date` is settled by now."""
    assert said.date is not None  # publish settles it first
    return EpisodeRecord(
        writer=stamp.writer,
        guid=guid,
        slug=said.slug,
        date=said.date,
        revision=1,
        changed_at=stamp.now,
        released_at=stamp.now if said.date <= stamp.now else None,
        front=said.front,
        notes=said.notes,
        audio=audio.facts,
        media=audio.media,
        files=_with_cover(
            {name: said.files[name] for name in sorted(said.wanted & said.files.keys())}, audio
        ),
        chapters=said.chapters,
        sources=_first_sources(said),
    )


def _first_sources(said: Contribution) -> dict[str, History]:
    sources = {part: History(now=sha256) for part, sha256 in sorted(said.parts.items())}
    if said.unminted_sha256:
        sources[TEXT] = extend_history(sources[TEXT], said.parts[TEXT], also=(said.unminted_sha256,))
    return sources


def revise(
    record: EpisodeRecord,
    said: Contribution,
    verdicts: Mapping[str, Verdict],
    stamp: Stamp,
    audio: PublishedAudio | None = None,
    *,
    replaces: bool = False,
) -> EpisodeRecord:
    """The record after an edit. What is frozen at release keeps the record's value.

    Args:
        record: As published.
        said: What this clone says.
        verdicts: Of each part; what is not an edit keeps the record's value.
        stamp: Of the new revision.
        audio: New audio of an episode that is not released yet.
        replaces: A named command puts the audio in the place of what is released.
    """
    words = verdicts.get(TEXT) is Verdict.EDIT
    frozen = record.released_at is not None
    audio = audio if replaces or not frozen else None
    new_chapters = verdicts.get(said.chapters_file or "") is Verdict.EDIT and said.chapters is not None
    changes: dict[str, object] = {
        "schema_version": SCHEMA,
        "writer": stamp.writer,
        "revision": record.revision + 1,
        "changed_at": stamp.now,
        "files": _with_cover(_files(record, said, verdicts, words=words), audio),
        "sources": dict(sorted(extend_sources(record.sources, said.parts, verdicts).items())),
    }
    if words:
        changes |= {"front": said.front, "notes": said.notes}
        if not frozen and said.date is not None:
            changes["date"] = said.date
    if new_chapters:
        changes["chapters"] = said.chapters
    if audio:
        changes |= {"audio": audio.facts, "media": audio.media}
        if not frozen:
            changes["slug"] = said.slug
        elif audio.media.key != record.media.key:
            act = Act(at=stamp.now, fact="media", was=record.media.key)
            changes["acts"] = (*record.acts, act)
    return record.model_copy(update=changes)


def _files(
    record: EpisodeRecord, said: Contribution, verdicts: Mapping[str, Verdict], *, words: bool
) -> dict[str, StoredFile]:
    """Edits from this clone; everything else as recorded. Words that no longer ask for a file drop it."""
    edits = _edited(said.files, verdicts)
    names = {*said.wanted, *_found_by_name(record, said)} if words else {*record.files, *edits}
    names |= {EMBEDDED_COVER} & record.files.keys()
    return _pick(names, record.files, said.files, edits)


def _edited(files: Mapping[str, StoredFile], verdicts: Mapping[str, Verdict]) -> set[str]:
    return {name for name in files if verdicts.get(name) is Verdict.EDIT}


def _pick(
    names: Iterable[str],
    recorded: Mapping[str, StoredFile],
    here: Mapping[str, StoredFile],
    edits: Collection[str],
) -> dict[str, StoredFile]:
    """The files of these names: as recorded, but for edits and for what the record has dropped before."""
    ours = {name for name in here if name in edits or name not in recorded}
    return {
        name: here[name] if name in ours else recorded[name]
        for name in sorted(names)
        if name in ours or name in recorded
    }


def _found_by_name(record: EpisodeRecord, said: Contribution) -> set[str]:
    """Recorded transcripts that no words ever named: absent here, they stand in like any other file."""
    named = record.front.transcript is not None or said.front.transcript is not None
    return set() if named else {name for name in record.files if is_transcript_name(name)}


def _with_cover(files: dict[str, StoredFile], audio: PublishedAudio | None) -> dict[str, StoredFile]:
    if audio is None:
        return files
    kept = {name: stored for name, stored in files.items() if name != EMBEDDED_COVER}
    return {**kept, EMBEDDED_COVER: audio.cover} if audio.cover else kept


def missing_files(record: EpisodeRecord, said: Contribution) -> tuple[str, ...]:
    """What the words ask for that is neither here nor in the record."""
    return tuple(sorted(said.wanted - record.files.keys() - said.files.keys()))


def is_due(record: EpisodeRecord, now: datetime) -> bool:
    """Published, its date has come, and it is not public yet."""
    return record.released_at is None and record.withdrawn is None and record.date <= now


def release(record: EpisodeRecord, stamp: Stamp) -> EpisodeRecord:
    """The record of an episode that becomes public now."""
    return record.model_copy(
        update={
            "released_at": stamp.now,
            "changed_at": stamp.now,
            "revision": record.revision + 1,
            "schema_version": SCHEMA,
            "writer": stamp.writer,
        }
    )


@dataclass(frozen=True)
class ShowContribution:
    """What one clone says of the show."""

    show: Show
    parts: Mapping[str, str]
    files: Mapping[str, StoredFile]
    wanted: frozenset[str]
    theme: ThemeSource | None = None
    """None where there is none here, or where it is empty: `parts` tells which."""


def revise_show(
    record: ShowRecord | None,
    said: ShowContribution,
    verdicts: Mapping[str, Verdict],
    stamp: Stamp,
    renderer: int,
) -> ShowRecord:
    """The show's record after what this clone says; the same object where nothing changes.

    `podcast:guid` is frozen once it is known: it is never recomputed, and
    words without it do not remove it.
    """
    if record is None:
        return _first_show_record(said, stamp, renderer)
    named_now = record.show.guid is None and said.show.guid is not None
    if not has_edit(verdicts) and not named_now:
        return record
    words = verdicts.get(TEXT) is Verdict.EDIT
    show = said.show if words else record.show
    edits = _edited(said.files, verdicts)
    names = said.wanted if words else {*record.files, *edits}
    files = _pick(_besides_theme(names), record.files, said.files, edits)
    new_theme = verdicts.get(THEME) is Verdict.EDIT
    themed = _theme_files(said) if new_theme else _recorded_theme_files(record)
    return record.model_copy(
        update={
            "schema_version": SCHEMA,
            "writer": stamp.writer,
            "revision": record.revision + 1,
            "changed_at": stamp.now,
            "show": show.model_copy(update={"guid": record.show.guid or said.show.guid}),
            "files": dict(sorted({**files, **themed}.items())),
            "theme": _theme_texts(said) if new_theme else record.theme,
            "sources": dict(sorted(extend_sources(record.sources, said.parts, verdicts).items())),
        }
    )


def _first_show_record(said: ShowContribution, stamp: Stamp, renderer: int) -> ShowRecord:
    files = {name: said.files[name] for name in said.wanted & said.files.keys()}
    return ShowRecord(
        writer=stamp.writer,
        renderer=renderer,
        revision=1,
        changed_at=stamp.now,
        show=said.show,
        files=dict(sorted({**files, **_theme_files(said)}.items())),
        theme=_theme_texts(said),
        sources={part: History(now=sha256) for part, sha256 in sorted(said.parts.items())},
    )


def _theme_texts(said: ShowContribution) -> dict[str, str] | None:
    return dict(sorted(said.theme.texts.items())) if said.theme else None


def _theme_files(said: ShowContribution) -> dict[str, StoredFile]:
    return {recorded_name(path): each for path, each in said.theme.files.items()} if said.theme else {}


def _recorded_theme_files(record: ShowRecord) -> dict[str, StoredFile]:
    return {name: each for name, each in record.files.items() if theme_path(name) is not None}


def _besides_theme(names: Iterable[str]) -> set[str]:
    return {name for name in names if theme_path(name) is None}
