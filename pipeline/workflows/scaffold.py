"""Init and new: the folder and the files a producer starts from."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline import __version__
from pipeline.audio.probe import probe
from pipeline.core.audio_facts import AudioFacts
from pipeline.core.episode import number_of
from pipeline.core.slugs import MAX_LENGTH, ascii_name, slugify
from pipeline.errors import InputError, Problem
from pipeline.pictures.placeholder import draw_cover
from pipeline.source.folder import EPISODES, Folder, load_folder
from pipeline.source.scaffold import Proposal, render_index, scaffold_files
from pipeline.workflows.context import Context, mint_guid


@dataclass(frozen=True)
class Beginning:
    """What is known of a new show."""

    title: str
    author: str
    language: str
    timezone: str
    ci: str | None = "github"
    """Whose workflow it gets, if any."""
    is_hourly: bool = False


def init_show(folder: Path, beginning: Beginning) -> list[Path]:
    """Write a new show folder; what is there already is never overwritten.

    Returns:
        The files that were written, relative to the folder.

    Raises:
        InputError: One of them exists.
    """
    files: dict[str, bytes] = scaffold_files(
        title=beginning.title,
        author=beginning.author,
        language=beginning.language,
        version=__version__,
        timezone=beginning.timezone,
        guid=mint_guid(),
        ci=beginning.ci,
        is_hourly=beginning.is_hourly,
    )
    files = {**files, "cover.jpg": draw_cover(beginning.title, beginning.author)}
    taken = sorted(name for name in files if (folder / name).exists())
    if taken:
        problems = [
            Problem(str(folder / name), 0, "is there already, and is not overwritten") for name in taken
        ]
        raise InputError(problems)
    _write_all(folder, files)
    return sorted(Path(name) for name in files)


def _write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def new_episode(context: Context, audio: Path, title: str | None) -> Path:
    """Make an episode's folder from an audio file, which is copied into it.

    Title, season and summary are proposed from its tags; the number is the
    tags' where it is free, else the next one.

    Args:
        context: The run.
        audio: The producer's file, anywhere; it is not changed.
        title: Instead of the tags'.

    Returns:
        The new folder.

    Raises:
        AudioError: The file cannot be published.
        InputError: podcast.toml has problems, or the folder exists.
    """
    facts = probe(audio)
    folder = load_folder(context.folder)
    named = title or facts.tags.title or _title_of(audio)
    number = _number(folder, facts)
    directory = context.folder / EPISODES / f"{number:03d}-{slugify(named)}"[:MAX_LENGTH].rstrip("-")
    name = ascii_name(audio.name)
    proposal = Proposal(
        title=named[:255].strip(),
        guid=context.mint(),
        audio=name,
        date=facts.tags.date if facts.tags.date and len(facts.tags.date) >= len("2026-11-05") else None,
        season=facts.tags.season,
        summary=facts.tags.summary[:255] if facts.tags.summary else None,
    )
    if directory.exists():
        problem = Problem(context.shown(directory), 0, "is there already", "give another title with --title")
        raise InputError([problem])
    directory.mkdir(parents=True)
    shutil.copyfile(audio, directory / name)
    (directory / "index.md").write_text(render_index(proposal), encoding="utf-8", newline="\n")
    return directory


def _title_of(audio: Path) -> str:
    """A title from a file's name: `tape_noise.mp3` is "Tape noise"."""
    words = audio.stem.replace("_", " ").replace("-", " ").strip() or "New episode"
    return words[:1].upper() + words[1:]


def _number(folder: Folder, facts: AudioFacts) -> int:
    """The tags' number where no episode has it, else one more than the highest."""
    slugs = [*(each.slug for each in folder.episodes), *(each.slug for each in folder.broken)]
    taken = {number for slug in slugs if (number := number_of(slug))}
    taken |= {each.front.episode for each in folder.episodes if each.front.episode}
    wished = facts.tags.number
    return wished if wished and wished not in taken else max(taken, default=0) + 1
