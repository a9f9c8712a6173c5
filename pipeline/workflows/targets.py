"""Which episodes a command is about: those that were named, or those that are ready."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.core.merge import has_edit, is_old, judge_parts
from pipeline.core.record import EpisodeRecord
from pipeline.core.slugs import slugify
from pipeline.errors import InputError, Problem
from pipeline.source.folder import INDEX, BrokenEpisode, Episodes, Folder
from pipeline.source.known_words import suggest
from pipeline.source.local_episode import LocalEpisode
from pipeline.workflows.contribute import parts_of
from pipeline.workflows.records import has_other_audio, record_of
from pipeline.workflows.state import State


def find_targets(folder: Folder, names: Sequence[str], cwd: Path) -> list[LocalEpisode]:
    """The episodes that were named: by folder, by `index.md`, by flat file, or by slug.

    Raises:
        InputError: One of them is unknown or has errors.
    """
    problems: list[Problem] = []
    found: dict[str, LocalEpisode] = {}
    for name in names:
        episode = _find(folder, name, cwd)
        if isinstance(episode, LocalEpisode):
            found[episode.slug] = episode
        else:
            problems += episode.problems if episode else [_unknown(folder, name)]
    if problems:
        raise InputError(problems)
    return list(found.values())


def find_one(folder: Folder, name: str, cwd: Path) -> LocalEpisode:
    """The one episode that was named.

    Raises:
        InputError: It is unknown or has errors.
    """
    return find_targets(folder, [name], cwd)[0]


def _find(folder: Folder, name: str, cwd: Path) -> LocalEpisode | BrokenEpisode | None:
    path = (cwd / name).resolve()
    path = path.parent if path.name == INDEX else path
    everything: list[LocalEpisode | BrokenEpisode] = [*folder.episodes, *folder.broken]
    for episode in everything:
        index = episode.index if isinstance(episode, LocalEpisode) else episode.path
        home = index.parent if index.name == INDEX else index
        if path == home.resolve() or name.rstrip("/") == episode.slug:
            return episode
    return None


def _unknown(folder: Folder, name: str) -> Problem:
    slugs = [episode.slug for episode in folder.episodes]
    near = suggest(slugify(Path(name).name), slugs)
    fix = f"name episodes/{near}" if near else "name one of the folders below episodes/"
    return Problem(name, 0, "there is no such episode", fix)


def check_publishable(local: LocalEpisode, record: EpisodeRecord | None) -> list[Problem]:
    """What keeps a named episode from going out, besides its contents. What is public needs no audio."""
    if local.front.draft:
        text = "the episode is a draft"
        return [
            Problem(
                local.shown_index,
                local.line_of("draft"),
                text,
                "delete the line draft: true when it is ready",
            )
        ]
    if not needs_audio(record):
        return []
    if local.audio_file is None:
        return [
            Problem(
                local.shown_index,
                1,
                "'audio' is missing",
                "put the audio beside index.md and add audio: NAME",
            )
        ]
    if local.audio_state != "present":
        return [local.missing_file_problem(local.audio_file.name)]
    return []


def needs_audio(record: EpisodeRecord | None) -> bool:
    """Whether publishing reads the producer's audio: not once it is released and frozen."""
    return record is None or record.released_at is None


def is_ready(local: LocalEpisode) -> bool:
    """Not a draft, and its audio is here."""
    return not local.front.draft and local.audio_state == "present"


def find_ready(folder: Folder, state: State) -> list[LocalEpisode]:
    """Episodes that a publish would put out: new ones that are ready, and edited ones."""
    return [
        local
        for local in folder.episodes
        if (is_ready(local) and record_of(state, local) is None) or is_edited(local, state)
    ]


def find_held(folder: Episodes, state: State) -> set[str]:
    """Guids of scheduled episodes that are drafts here: somebody wants them held back."""
    drafts = (record_of(state, local) for local in folder.episodes if local.front.draft)
    return {record.guid for record in drafts if record is not None and record.released_at is None}


def is_edited(local: LocalEpisode, state: State) -> bool:
    """Published, with changes here that are not out yet."""
    record = record_of(state, local)
    if record is None or record.withdrawn or local.front.draft:
        return False
    verdicts = judge_parts(record.sources, parts_of(local))
    return (has_edit(verdicts) or _has_other_audio(local, record)) and not is_old(verdicts)


def _has_other_audio(local: LocalEpisode, record: EpisodeRecord) -> bool:
    """Whether a scheduled episode's audio was replaced here, as far as its size tells, or its name."""
    other = has_other_audio(local, record) or local.slug != record.slug
    return needs_audio(record) and local.audio_state == "present" and other
