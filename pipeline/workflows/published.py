"""What was published: an episode found by any of its names, and the revisions that the store kept of it."""

from pipeline.core.addresses import HISTORY
from pipeline.core.record import EpisodeRecord, record_name
from pipeline.errors import InputError, Problem
from pipeline.source.folder import Episodes, load_episodes
from pipeline.workflows.context import Context
from pipeline.workflows.records import record_of, successor_of
from pipeline.workflows.state import State, parse_record


def find_published(context: Context, state: State, name: str) -> EpisodeRecord:
    """The record of an episode: named by its folder, its slug or its guid, here or in the store alone.

    Raises:
        InputError: Nothing of that name was ever published.
    """
    if name in state.records:
        return successor_of(state, state.records[name].value)
    slug = name.rstrip("/").removesuffix("/index.md").removesuffix(".md").rsplit("/", 1)[-1]
    folder = _load(context, state)
    local = next((each for each in folder.episodes if each.slug == slug), None) if folder else None
    found = record_of(state, local) if local else None
    if found is not None:
        return found
    known = [each.value for each in state.records.values() if each.value.slug == slug]
    if known:
        return min(known, key=lambda record: record.withdrawn is not None)
    text = "no episode of that name was ever published"
    raise InputError([Problem(name, 0, text, "airdate list shows what is published")])


def _load(context: Context, state: State) -> Episodes | None:
    """This folder's episodes; an act needs none of it, so that what is broken here does not stop it."""
    try:
        return load_episodes(context.folder, state.show.value.show) if state.show else None
    except InputError:
        return None


def revisions_of(context: Context, guid: str) -> list[EpisodeRecord]:
    """Every earlier revision that was kept, oldest first.

    Raises:
        StoreError: One of them cannot be read.
    """
    private = context.roots.private
    keys = [each.key for each in private.list(f"{HISTORY}{record_name(guid)}/")]
    found = [(key, private.get(key)) for key in keys]
    return [parse_record(each.body, EpisodeRecord, private.url(key)) for key, each in found if each]
