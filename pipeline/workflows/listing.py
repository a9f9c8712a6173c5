"""List: every episode, here or in the store, and its state."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from pipeline.core.record import EpisodeRecord
from pipeline.core.revision import is_due
from pipeline.source.folder import BrokenEpisode, load_folder
from pipeline.source.local_episode import LocalEpisode
from pipeline.workflows.context import Context
from pipeline.workflows.records import record_of, successor_of
from pipeline.workflows.state import State, load_state
from pipeline.workflows.targets import find_held, is_edited, is_ready


class EpisodeState(StrEnum):
    """The states of an episode (design: the words)."""

    DRAFT = "draft"
    READY = "ready"
    SCHEDULED = "scheduled"
    LIVE = "live"
    EDITED = "edited"
    WITHDRAWN = "withdrawn"
    BROKEN = "broken"
    """It cannot be read; a record, if there is one, serves it."""


@dataclass(frozen=True)
class Row:
    """One episode in the list."""

    slug: str
    title: str
    state: EpisodeState
    date: datetime | None
    number: int | None = None
    guid: str | None = None
    is_here: bool = True
    """False where only the store knows it."""
    is_due: bool = False
    """It is scheduled and its date has come: the next run releases it, unless it is held back."""


def list_episodes(context: Context) -> tuple[Row, ...]:
    """Every episode of this folder and of the store, newest first; those without a date on top.

    Dates are in the show's zone.

    Raises:
        InputError: podcast.toml has problems.
        StoreError: The store cannot be read.
    """
    state = load_state(context.roots)
    folder = load_folder(context.folder)
    zone = ZoneInfo(folder.show_file.show.timezone)
    held = find_held(folder, state)
    due = {each.value.guid for each in state.records.values() if is_due(each.value, context.now)} - held
    rows = [*(_local_row(each, state) for each in folder.episodes), *map(_broken_row, folder.broken)]
    here = {row.guid for row in rows} | {
        record.guid for local in folder.episodes if (record := record_of(state, local))
    }
    known = [each.value for each in state.records.values() if each.value.guid not in here]
    known = [record for record in known if successor_of(state, record) is record]  # the others were reissued
    rows += [_record_row(record, _state_of(record), is_here=False) for record in known]
    rows = [
        replace(row, date=row.date.astimezone(zone) if row.date else None, is_due=row.guid in due)
        for row in rows
    ]
    return tuple(
        sorted(rows, key=lambda row: (row.date is None, row.date or context.now, row.slug), reverse=True)
    )


def _local_row(local: LocalEpisode, state: State) -> Row:
    record = record_of(state, local)
    if record is None:
        ready = EpisodeState.READY if is_ready(local) else EpisodeState.DRAFT
        return Row(local.slug, local.front.title, ready, local.date, local.front.episode, local.front.guid)
    return _record_row(record, EpisodeState.EDITED if is_edited(local, state) else _state_of(record))


def _record_row(record: EpisodeRecord, state: EpisodeState, *, is_here: bool = True) -> Row:
    return Row(
        record.slug,
        record.front.title,
        state,
        record.date,
        record.front.episode,
        record.guid,
        is_here=is_here,
    )


def _broken_row(broken: BrokenEpisode) -> Row:
    return Row(broken.slug, str(broken.problems[0].text), EpisodeState.BROKEN, None, None, broken.guid)


def _state_of(record: EpisodeRecord) -> EpisodeState:
    if record.withdrawn:
        return EpisodeState.WITHDRAWN
    return EpisodeState.LIVE if record.released_at else EpisodeState.SCHEDULED
