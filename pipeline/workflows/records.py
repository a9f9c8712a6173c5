"""Which record belongs to a local episode, and whether their audio is the same."""

from pipeline.core.record import EpisodeRecord
from pipeline.source.local_episode import LocalEpisode
from pipeline.workflows.state import State


def record_of(state: State, local: LocalEpisode) -> EpisodeRecord | None:
    """By its guid or, where its front matter has none or another one, by its slug.

    A guid that was reissued leads to the one that goes on.
    """
    guid = local.front.guid
    if guid is not None and guid in state.records:
        return successor_of(state, state.records[guid].value)
    same = (each.value for each in state.records.values() if each.value.slug == local.slug)
    return next((successor_of(state, record) for record in same), None)


def successor_of(state: State, record: EpisodeRecord) -> EpisodeRecord:
    """What goes on where the guid was reissued, or the record itself."""
    new = record.withdrawn.reissued_as if record.withdrawn else None
    return successor_of(state, state.records[new].value) if new and new in state.records else record


def has_other_audio(local: LocalEpisode, record: EpisodeRecord) -> bool:
    """Whether this folder's audio is another file than the published one.

    Only what costs nothing is looked at: the size, and the hash that a Git
    LFS pointer gives. Audio that is not here is no other audio.
    """
    size_bytes, sha256 = local.audio_size_bytes, local.audio_sha256
    media = record.media
    return size_bytes not in (None, media.master_size_bytes) or sha256 not in (None, media.master_sha256)
