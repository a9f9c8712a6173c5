"""What this clone says: a local episode, or podcast.toml, with the files beside it, made ready to merge."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from pipeline.core.addresses import file_key
from pipeline.core.audio_facts import Chapter
from pipeline.core.content_types import PICTURE_TYPES, served_type
from pipeline.core.own_theme import ThemeSource
from pipeline.core.picture_facts import PictureFacts
from pipeline.core.record import TEXT, THEME, StoredFile
from pipeline.core.revision import Contribution, ShowContribution
from pipeline.core.slugs import ascii_name
from pipeline.errors import InputError, Problem
from pipeline.pictures.probe import probe_picture
from pipeline.source.chapters_file import read_chapters
from pipeline.source.episode_file import text_hash
from pipeline.source.local_episode import LocalEpisode
from pipeline.source.show_file import ShowFile, show_hash
from pipeline.source.side_files import SideFile
from pipeline.source.theme_folder import LocalTheme
from pipeline.workflows.context import Context
from pipeline.workflows.pictures import read_stripped
from pipeline.workflows.transcripts import read_converted


@dataclass(frozen=True)
class Gathered:
    """Side files that are here: as they will be stored, where they are, and what pictures are like."""

    files: Mapping[str, StoredFile]
    paths: Mapping[str, str]
    """Local files by the SHA-256 of their bytes."""
    pictures: Mapping[str, PictureFacts]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class GatheredTheme:
    """The show's own theme, as it will be published."""

    source: ThemeSource | None = None
    """None where there is none, or it cannot be published."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """What this clone says: nothing where there is no folder of it, or where it cannot be published."""
    paths: Mapping[str, str] = field(default_factory=dict)
    """Local files by the SHA-256 of their bytes."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Said:
    """A contribution, and where its files are on this machine."""

    local: LocalEpisode
    contribution: Contribution
    gathered: Gathered

    def with_date(self, date: datetime) -> "Said":
        """The same with a settled date, as if it stood in the front matter."""
        said = self.contribution
        front = said.front.model_copy(update={"date": date.isoformat()})
        parts = {**said.parts, TEXT: text_hash(front, said.notes)}
        settled = replace(said, front=front, date=date, parts=parts, unminted_sha256=said.parts[TEXT])
        return replace(self, contribution=settled)


def contribution_of(context: Context, local: LocalEpisode) -> Said:
    """Read what an episode's folder says, all but the audio.

    Raises:
        InputError: A picture is none, a chapters file cannot be read.
    """
    gathered = gather(context, local.files)
    problems = list(gathered.problems)
    chapters = _read_chapters(local, problems)
    if problems:
        raise InputError(problems)
    contribution = Contribution(
        slug=local.slug,
        front=local.front,
        notes=local.notes,
        date=local.date,
        parts=parts_of(local),
        files=gathered.files,
        wanted=frozenset(local.files),
        chapters_file=local.chapters_name,
        chapters=chapters,
    )
    return Said(local, contribution, gathered)


def contribution_of_show(context: Context, file: ShowFile) -> tuple[ShowContribution, Gathered]:
    """Read what podcast.toml says, with its pictures.

    Raises:
        InputError: A picture is none.
    """
    gathered = gather(context, file.files)
    if gathered.problems:
        raise InputError(gathered.problems)
    theme = gather_theme(context, file.theme)
    parts = {TEXT: show_hash(file.show), **_hashes(file.files), **theme.parts}
    wanted = frozenset(file.files)
    said = ShowContribution(file.show, parts, gathered.files, wanted, theme.source)
    return said, replace(gathered, paths={**gathered.paths, **theme.paths})


def gather_theme(context: Context, local: LocalTheme | None) -> GatheredTheme:
    """Read a show's own theme; one that cannot be published is left out, and the record's stands in."""
    if local is None or not local.is_whole:
        return GatheredTheme()
    gathered = gather(context, local.files)
    if gathered.problems:
        return GatheredTheme(problems=gathered.problems)
    # Without a size nothing is made of them: they are shown as they are.
    files = {
        name: each.model_copy(update={"width": None, "height": None}) for name, each in gathered.files.items()
    }
    source = None if local.is_empty else ThemeSource(local.texts, files)
    return GatheredTheme(source, {THEME: local.sha256}, gathered.paths)


def gather(context: Context, sides: Mapping[str, SideFile]) -> Gathered:
    """Read the side files that are here."""
    files: dict[str, StoredFile] = {}
    paths: dict[str, str] = {}
    pictures: dict[str, PictureFacts] = {}
    problems: list[Problem] = []
    for name, side in sides.items():
        if side.bytes_sha256 is None:
            continue
        try:
            facts = _picture(context, side)
            made = read_converted(context.scratch, side) or _stripped(context, side, facts)
        except InputError as error:
            problems += error.problems
            continue
        if facts:
            pictures[name] = facts
        if made:
            files[name], path = made
            paths[files[name].sha256] = path
            continue
        paths[side.bytes_sha256] = str(side.path)
        files[name] = StoredFile(
            key=file_key(side.bytes_sha256, ascii_name(Path(name).name)),
            content_type=served_type(name),
            size_bytes=side.path.stat().st_size,
            sha256=side.bytes_sha256,
            width=facts.width if facts else None,
            height=facts.height if facts else None,
        )
    return Gathered(files, paths, pictures, tuple(problems))


def parts_of(local: LocalEpisode) -> dict[str, str]:
    """SHA-256 of each part of an episode that is here: its words, and the files beside them."""
    chapters = {local.chapters.name: local.chapters} if local.chapters else {}
    return {TEXT: local.text_sha256, **_hashes({**local.files, **chapters})}


def _hashes(sides: Mapping[str, SideFile]) -> dict[str, str]:
    """Of what is really here: a Git LFS pointer promises bytes that this run cannot publish."""
    return {
        name: side.sha256
        for name, side in sides.items()
        if side.sha256 is not None and side.state == "present"
    }


def _picture(context: Context, side: SideFile) -> PictureFacts | None:
    is_artwork = side.key.rpartition(".")[2] == "artwork"  # whatever it is called
    is_picture = is_artwork or Path(side.name).suffix.lower() in PICTURE_TYPES
    return probe_picture(side.path, context.shown(side.path)) if is_picture else None


def _stripped(context: Context, side: SideFile, facts: PictureFacts | None) -> tuple[StoredFile, str] | None:
    """The picture without what it tells besides itself, where it tells something."""
    return read_stripped(context.scratch, side, facts, context.shown(side.path)) if facts else None


def _read_chapters(local: LocalEpisode, problems: list[Problem]) -> tuple[Chapter, ...] | None:
    """What the chapters file says; None where it is not here."""
    side = local.chapters
    if side is None or side.state != "present":
        return None
    try:
        return read_chapters(side.path, local.shown(side.path))
    except InputError as error:
        problems += error.problems
        return None
