"""Which record belongs to a local episode."""

from pipeline.core.record import EpisodeRecord
from pipeline.source.local_episode import LocalEpisode
from pipeline.workflows.state import State


def record_of(state: State, local: LocalEpisode) -> EpisodeRecord | None:
    """By its guid or, where its front matter has none or another one, by its slug."""
    guid = local.front.guid
    if guid is not None and guid in state.records:
        return state.records[guid].value
    return next((each.value for each in state.records.values() if each.value.slug == local.slug), None)
