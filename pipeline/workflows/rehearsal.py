"""Rehearse: the records of a folder as if all of it were public; no audio is tagged, no store touched."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid5

from pipeline.audio.settled import Fingerprint, fingerprint
from pipeline.core.addresses import media_key
from pipeline.core.audio_facts import AudioFacts
from pipeline.core.merge import has_edit, is_old, judge_parts
from pipeline.core.record import EpisodeRecord, Media, ShowRecord, StoredFile
from pipeline.core.revision import PublishedAudio, ShowContribution, first_record, revise, revise_show
from pipeline.core.transfer import Places
from pipeline.errors import InputError, Problem
from pipeline.source.folder import BrokenEpisode, Folder, load_folder
from pipeline.source.local_episode import LocalEpisode
from pipeline.source.show_file import ShowFile
from pipeline.workflows.context import Context
from pipeline.workflows.contribute import Said, contribution_of, contribution_of_show
from pipeline.workflows.frozen import frozen_problems
from pipeline.workflows.pictures import Making, PictureMaker
from pipeline.workflows.prepare import AudioSource, named_audio, read_audio
from pipeline.workflows.records import has_other_audio, record_of
from pipeline.workflows.render import RENDERER
from pipeline.workflows.show_guid import with_guid
from pipeline.workflows.state import State
from pipeline.workflows.targets import is_edited
from pipeline.workflows.transcripts import TranscriptMaker

_REHEARSAL = UUID("b2c1f0a4-7c39-4b0e-8f57-0f4a7a1d6c55")
"""Names the guids of episodes that have none yet."""
_SILENT = AudioFacts(content_type="audio/mpeg", extension=".mp3", size_bytes=0, duration_s=None)
"""Of an episode whose audio nobody has yet."""


@dataclass(frozen=True)
class Rehearsed:
    """One episode, as it would be public."""

    record: EpisodeRecord
    published: EpisodeRecord | None
    """As the store has it."""
    local: LocalEpisode | None = None
    """As this folder has it; None where it is not here, or cannot be read."""
    is_edited: bool = False
    """It is published, and what is here is not out yet."""
    is_old: bool = False
    """What is here is older than what is published, which stays."""
    is_stale: bool = False
    """It cannot be read: this is how it was before."""


@dataclass(frozen=True)
class Rehearsal:
    """A whole show, as it would be public."""

    show: ShowRecord | None = None
    """None while podcast.toml could never be read."""
    episodes: Mapping[str, Rehearsed] = field(default_factory=dict)
    """By slug."""
    files: Mapping[str, Path] = field(default_factory=dict)
    """Audio and side files on this machine, by key."""
    problems: Sequence[Problem] = ()
    """What keeps something from being shown as it is written, and what is not applied."""
    is_stale: bool = False
    """podcast.toml cannot be read: all is as it was before."""


class AudioMemory:
    """Reads audio once for each version of a file, however often a show is rehearsed."""

    def __init__(self) -> None:
        self.known: dict[tuple[Path, Fingerprint, str, bool], AudioSource] = {}
        """By file, version, slug, and whether the cover inside is wanted."""

    def read(self, context: Context, said: Said, path: Path) -> AudioSource:
        """As `read_audio`.

        Raises:
            InputError: It cannot be published.
        """
        with named_audio(said.local):
            version = fingerprint(path)
        key = (path, version, said.contribution.slug, said.contribution.front.artwork is None)
        if key not in self.known:
            self.known[key] = read_audio(context, said, path)
        return self.known[key]


class Rehearser:
    """Rehearses a folder again and again; what cannot be read stays as it was."""

    def __init__(self, context: Context, audio: AudioMemory) -> None:
        self.context, self.audio = context, audio
        self.last = Rehearsal()
        self.paths: dict[str, str] = {}
        """Local files by SHA-256, of this and of earlier rehearsals."""

    def rehearse(self, state: State) -> Rehearsal:
        """The folder as it is now, on top of what the store has."""
        try:
            folder = load_folder(self.context.folder)
        except InputError as error:
            self.last = Rehearsal(
                self.last.show, self.last.episodes, self.last.files, error.problems, is_stale=True
            )
            return self.last
        self.last = _Look(self, state).rehearse(folder)
        return self.last


class _Look:
    """One rehearsal."""

    def __init__(self, rehearser: Rehearser, state: State) -> None:
        self.context, self.audio = rehearser.context, rehearser.audio
        self.last, self.paths, self.state = rehearser.last, rehearser.paths, state
        self.problems: list[Problem] = []
        self.files: dict[str, Path] = {}

    def rehearse(self, folder: Folder) -> Rehearsal:
        show = self.show = self._show(folder.show_file)
        self.transcripts = TranscriptMaker(show.show, self.context.roots, self.context.scratch, self.paths)
        places = Places({}, {}, self.paths)
        self.pictures = PictureMaker(
            self.context.roots, self.context.scratch, places, self.paths, Making.NOTHING
        )
        found = [*map(self._local, folder.episodes), *map(self._broken, folder.broken)]
        episodes = {each.record.slug: each for each in [*self._elsewhere(found), *filter(None, found)]}
        for each in episodes.values():
            self._take_files(each)
        self._take_stored(show.files.values())
        return Rehearsal(show, episodes, self.files, tuple(self.problems))

    def _show(self, file: ShowFile) -> ShowRecord:
        record = self.state.show.value if self.state.show else None
        try:
            said, gathered = contribution_of_show(self.context, file)
            self.paths.update(gathered.paths)
        except InputError as error:
            self.problems += error.problems
            said = ShowContribution(file.show, {}, {}, frozenset())
        said = with_guid(said, self.state)
        verdicts = judge_parts(record.sources if record else {}, said.parts)
        return revise_show(record, said, verdicts, self.context.stamp, RENDERER)

    def _local(self, local: LocalEpisode) -> Rehearsed | None:
        published = record_of(self.state, local)
        if published and published.withdrawn:
            return None
        try:
            said = contribution_of(self.context, local)
            self.paths.update(said.gathered.paths)
            if published is None:
                return Rehearsed(self._as_public(self._first(said), self._before(local.slug)), None, local)
            self.problems += frozen_problems(published, local)
            return self._revised(said, published)
        except InputError as error:
            self.problems += error.problems
            return self._stand_in(local.slug, published)

    def _first(self, said: Said) -> EpisodeRecord:
        local, known = said.local, said.contribution
        said = said if known.date else said.with_date(self.context.now)
        guid = local.front.guid or str(uuid5(_REHEARSAL, local.slug))
        return first_record(said.contribution, guid, self._audio(said), self.context.stamp)

    def _revised(self, said: Said, published: EpisodeRecord) -> Rehearsed:
        verdicts = judge_parts(published.sources, said.contribution.parts)
        takes_audio = published.released_at is None and has_other_audio(said.local, published)
        audio = self._audio(said) if takes_audio and said.local.audio_state == "present" else None
        revised = revise(published, said.contribution, verdicts, self.context.stamp, audio)
        record = self._as_public(revised, published)
        return Rehearsed(
            record,
            published,
            said.local,
            is_edited=is_edited(said.local, self.state),
            is_old=is_old(verdicts) and not has_edit(verdicts),
        )

    def _audio(self, said: Said) -> PublishedAudio:
        """The producer's own file, under an address that changes with the file."""
        local = said.local
        facts, cover = _SILENT, None
        version = local.slug
        if local.audio is not None and local.audio_state == "present":
            source = self.audio.read(self.context, said, local.audio)
            facts, cover = source.facts, source.cover
            self.paths.update(source.paths)
            version = f"{local.audio} {fingerprint(local.audio)}"
        media = Media(
            key=media_key(sha256(version.encode()).hexdigest(), local.slug, facts.extension),
            content_type=facts.content_type,
            size_bytes=facts.size_bytes,
            sha256="",
            master_sha256="",
            master_size_bytes=facts.size_bytes,
            tag_inputs_sha256="",
            tagger=0,
        )
        return PublishedAudio(facts, media, cover)

    def _as_public(self, record: EpisodeRecord, before: EpisodeRecord | None) -> EpisodeRecord:
        """The record with what is made of its files, released."""
        made = self.pictures.renew(before, self.transcripts.renew(before, record), self.show)
        return _released(made, self.context.now)

    def _before(self, slug: str) -> EpisodeRecord | None:
        known = self.last.episodes.get(slug)
        return known.record if known else None

    def _broken(self, broken: BrokenEpisode) -> Rehearsed | None:
        self.problems += broken.problems
        rows = (row.value for row in self.state.records.values())
        known = next((each for each in rows if each.guid == broken.guid or each.slug == broken.slug), None)
        return self._stand_in(broken.slug, known)

    def _stand_in(self, slug: str, published: EpisodeRecord | None) -> Rehearsed | None:
        """How it was rehearsed before, or else as the store has it."""
        before = self.last.episodes.get(published.slug if published else slug)
        if before:
            return Rehearsed(before.record, published, before.local, is_stale=True)
        if published is None or published.withdrawn:
            return None
        return Rehearsed(_released(published, self.context.now), published, is_stale=True)

    def _elsewhere(self, found: Iterable[Rehearsed | None]) -> Iterable[Rehearsed]:
        """Episodes that only the store has."""
        here = {each.published.guid for each in found if each and each.published}
        for row in self.state.records.values():
            if row.value.guid not in here and row.value.withdrawn is None:
                yield Rehearsed(_released(row.value, self.context.now), row.value)

    def _take_files(self, each: Rehearsed) -> None:
        local = each.local
        if local and local.audio and local.audio_state == "present":
            is_ours = each.published is None or not has_other_audio(local, each.published)
            if is_ours or each.record.media != (each.published and each.published.media):
                self.files[each.record.media.key] = local.audio
        self._take_stored(each.record.files.values())

    def _take_stored(self, stored: Iterable[StoredFile]) -> None:
        here = ((each.key, self.paths.get(each.sha256)) for each in stored)
        self.files.update({key: Path(path) for key, path in here if path})


def _released(record: EpisodeRecord, now: datetime) -> EpisodeRecord:
    return record.model_copy(update={"released_at": record.released_at or now})
