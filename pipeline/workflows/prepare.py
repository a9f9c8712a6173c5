"""Prepare: read an episode's audio, tag the copy that will be published, once, into scratch space."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from pipeline.audio.media_tags import MediaTags, inputs_sha256
from pipeline.audio.probe import probe, read_cover
from pipeline.audio.settled import check_unchanged, fingerprint
from pipeline.audio.tagging import TAGGER_VERSION, hash_file, measure_tagged, write_tagged
from pipeline.core.addresses import Addresses, media_key
from pipeline.core.audio_facts import AudioFacts
from pipeline.core.chapters import settle_chapters
from pipeline.core.content_types import TAGGED
from pipeline.core.episode import Details, Material, settle_details
from pipeline.core.picture_facts import PictureFacts
from pipeline.core.record import EMBEDDED_COVER, EpisodeRecord, Media, StoredFile
from pipeline.core.revision import PublishedAudio, ShowContribution
from pipeline.core.show import Show
from pipeline.errors import AudioError, InputError, Problem
from pipeline.pictures.metadata import strip_metadata
from pipeline.pictures.probe import cover_for_tags, probe_picture
from pipeline.source.local_episode import LocalEpisode
from pipeline.workflows.apply import Makers
from pipeline.workflows.context import Context
from pipeline.workflows.contribute import Said
from pipeline.workflows.state import State
from pipeline.workflows.transcripts import write_scratch

ARTWORK_PX = range(1400, 3001)
"""Sides that Apple takes for artwork (A Podcaster's Guide to RSS)."""


@dataclass(frozen=True)
class Prepared:
    """An episode's audio, ready to go out."""

    audio: PublishedAudio
    paths: dict[str, str]
    """Local files by SHA-256: the copy to upload, and the cover from inside the audio."""
    makers: Makers
    """What makes the copy, when its turn to be uploaded comes."""


@dataclass(frozen=True)
class AudioSource:
    """The producer's file, as read."""

    path: Path
    facts: AudioFacts
    cover: StoredFile | None
    """The picture inside, where directories would take it as artwork."""
    cover_facts: PictureFacts | None
    paths: dict[str, str]

    def details(self, said: Said, show: Show) -> Details:
        """Final values with this audio."""
        contribution = said.contribution
        names = {*contribution.wanted, *({EMBEDDED_COVER} if self.cover else ())}
        material = Material(
            contribution.front,
            contribution.notes,
            contribution.slug,
            self.facts,
            names,
            contribution.chapters,
        )
        return settle_details(material, show)


@contextmanager
def named_audio(local: LocalEpisode) -> Iterator[None]:
    """Make of what is wrong with the audio a problem of the line that names it.

    Raises:
        InputError: Where an AudioError is raised inside.
    """
    try:
        yield
    except AudioError as error:
        name = local.front.audio or ""
        text = f"audio file {name} {error.reason}"
        line = local.line_of("audio")
        raise InputError([Problem(local.shown_index, line, text, error.reason_fix)]) from error


def read_audio(context: Context, said: Said, path: Path) -> AudioSource:
    """Probe the producer's file; it is never changed.

    Raises:
        InputError: It cannot be published.
    """
    with named_audio(said.local):
        before = fingerprint(path)
        facts = probe(path)
        inside = read_cover(path) if facts.cover and said.contribution.front.artwork is None else None
        check_unchanged(path, before)
    picture = _artwork_facts(inside) if inside else None
    if inside is None or picture is None:
        return AudioSource(path, facts, None, None, {})
    try:
        cover, paths = _cover_file(context, said, inside, picture)
    except InputError:
        return AudioSource(path, facts, None, None, {})
    return AudioSource(path, facts, cover, picture, paths)


def _artwork_facts(data: bytes) -> PictureFacts | None:
    """What the picture inside the audio is like, if directories would take it as artwork."""
    try:
        facts = probe_picture(data)
    except InputError:
        return None
    fits = facts.width == facts.height and facts.width in ARTWORK_PX and facts.mode == "RGB"
    return facts if fits and not facts.has_alpha and facts.extension_for_bytes in {".jpg", ".png"} else None


def _cover_file(
    context: Context, said: Said, data: bytes, facts: PictureFacts
) -> tuple[StoredFile, dict[str, str]]:
    """The picture inside the audio as a file of its own, without what it tells besides itself.

    Raises:
        InputError: It tells something that cannot be taken out.
    """
    name = f"{said.contribution.slug}{facts.extension_for_bytes}"
    stored, path = write_scratch(context.scratch, name, data)
    width, height = facts.width, facts.height
    if stripped := strip_metadata(Path(path), "the cover inside", facts):
        stored, path = write_scratch(context.scratch, name, stripped.body)
        width, height = stripped.width, stripped.height
    return stored.model_copy(update={"width": width, "height": height}), {stored.sha256: path}


@dataclass(frozen=True)
class ShowSide:
    """What of the show goes into an episode's tags."""

    show: Show
    addresses: Addresses
    artwork: bytes | None


def prepare_audio(
    context: Context, said: Said, source: AudioSource, side: ShowSide, guid: str, old: EpisodeRecord | None
) -> Prepared | None:
    """Tag a copy of the audio, unless the record's is of the same file with the same tags.

    Returns:
        None where nothing about the published audio would change.
    """
    before = fingerprint(source.path)
    master = hash_file(source.path)
    extension = source.facts.extension
    tags = None
    if side.show.tag_media and extension in TAGGED:
        tags = _tags(said, source, side, guid)
    inputs = inputs_sha256(tags) if tags else ""
    slug = said.contribution.slug
    if (
        old
        and old.slug == slug
        and (old.media.master_sha256, old.media.tag_inputs_sha256) == (master, inputs)
    ):
        return None
    path, digest, size_bytes = source.path, master, source.facts.size_bytes
    makers: dict[str, Callable[[], None]] = {}
    if tags:
        copy = measure_tagged(source.path, tags)
        path, digest, size_bytes = context.scratch / f"{copy.sha256}{extension}", copy.sha256, copy.size_bytes
        makers[str(path)] = partial(_make_copy, said.local, source.path, path, tags, digest)
    check_unchanged(source.path, before)
    media = Media(
        key=media_key(digest, slug, extension),
        content_type=source.facts.content_type,
        size_bytes=size_bytes,
        sha256=digest,
        master_sha256=master,
        master_size_bytes=source.facts.size_bytes,
        tag_inputs_sha256=inputs,
        tagger=TAGGER_VERSION if tags else 0,
    )
    audio = PublishedAudio(source.facts, media, source.cover)
    return Prepared(audio, {digest: str(path), **source.paths}, makers)


def _make_copy(local: LocalEpisode, master: Path, path: Path, tags: MediaTags, digest: str) -> None:
    """Write the tagged copy that was measured; scratch space never holds more than one."""
    with named_audio(local):
        if write_tagged(master, path, tags).sha256 != digest:
            raise AudioError(str(master), "changed while it was published", "run the command again")


@lru_cache(maxsize=4)
def _cover_for_tags(picture: bytes, name: str = "the cover") -> bytes:
    """The show's artwork is in every episode: it is scaled once."""
    return cover_for_tags(picture, name=name)


def _tags(said: Said, source: AudioSource, side: ShowSide, guid: str) -> MediaTags:
    """What goes into the copy. A preview address is not: nothing permanent is made from it."""
    details = source.details(said, side.show)
    public = None if side.addresses.is_preview else side.addresses
    date = said.contribution.date
    assert date is not None  # publish settles it first
    return MediaTags(
        title=details.title,
        artist=side.show.author,
        album=side.show.title,
        number=details.number,
        season=details.season,
        date=date,
        language=side.show.language,
        summary=details.summary,
        page_url=public.page(said.contribution.slug) if public else None,
        feed_url=public.feed if public else None,
        guid=guid,
        cover=_cover(said, source, side),
        chapters=settle_chapters(details.chapters, source.facts.duration_s, details.title),
    )


def _cover(said: Said, source: AudioSource, side: ShowSide) -> bytes | None:
    """The episode's artwork, the picture inside the audio, or the show's artwork."""
    contribution = said.contribution
    named = contribution.files.get(contribution.front.artwork or "")
    if named and named.sha256 in said.gathered.paths:
        return _cover_for_tags(Path(said.gathered.paths[named.sha256]).read_bytes())
    inside = read_cover(source.path) if source.facts.cover else None
    if inside:
        return _cover_for_tags(inside, f"{said.local.shown(source.path)}, its cover")
    return _cover_for_tags(side.artwork) if side.artwork else None


def artwork_bytes(
    context: Context, said: ShowContribution, paths: Mapping[str, str], state: State
) -> bytes | None:
    """The show's artwork: from this folder or, where it is absent here, from the store."""
    local = said.files.get(said.show.artwork)
    if local and local.sha256 in paths:
        return Path(paths[local.sha256]).read_bytes()
    record = state.show.value if state.show else None
    stored = record.files.get(record.show.artwork) if record else None
    found = context.roots.public.get(stored.key) if stored else None
    return found.body if found else None
