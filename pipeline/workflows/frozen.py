"""Frozen facts: what a clone says against a released episode is not applied, but said."""

from collections.abc import Iterator

from pipeline.core.record import EpisodeRecord
from pipeline.errors import Level, Problem
from pipeline.source.local_episode import LocalEpisode
from pipeline.workflows.records import has_other_audio


def frozen_problems(record: EpisodeRecord, local: LocalEpisode) -> list[Problem]:
    """One warning for each frozen fact that this clone says otherwise (design: frozen facts).

    A guid is what a record goes by, so it is frozen as soon as there is one.
    """
    return [*_other_guid(record, local), *(_frozen(record, local) if record.released_at else ())]


def _other_guid(record: EpisodeRecord, local: LocalEpisode) -> Iterator[Problem]:
    if local.front.guid not in (None, record.guid):
        yield _warning(local, "guid", f'"{local.front.guid}"', f"write guid: {record.guid}")


def _frozen(record: EpisodeRecord, local: LocalEpisode) -> Iterator[Problem]:
    if local.date is not None and local.date != record.date:
        act = f"airdate change-date {record.slug} {local.date.isoformat()}"
        fix = f"write date: {record.date.isoformat()}, or {act} if it is meant"
        yield _warning(local, "date", f'"{local.front.date}"', fix)
    if local.slug != record.slug:
        yield Problem(
            local.shown_index,
            0,
            f"the folder was renamed; the episode keeps its address {record.slug}",
            f"rename it back to {record.slug}",
            Level.WARNING,
        )
    if has_other_audio(local, record):
        yield _warning(
            local,
            "audio",
            f'"{local.front.audio}", another file than the one published',
            f"put the published file back, or airdate replace-audio {record.slug} if it is meant",
        )


def _warning(local: LocalEpisode, key: str, seen: str, fix: str) -> Problem:
    text = f"'{key}' is {seen}, but this episode is published and keeps its {key}"
    return Problem(local.shown_index, local.line_of(key), text, fix, Level.WARNING)
