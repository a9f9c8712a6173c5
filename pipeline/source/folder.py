"""Loads a producer's whole folder: the show, and every episode; a bad one stops only itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.core.show import Show
from pipeline.core.slugs import is_slug, slugify
from pipeline.errors import InputError, Level, Problem
from pipeline.source.episode_file import find_guid
from pipeline.source.local_episode import LocalEpisode, load_episode
from pipeline.source.show_file import ShowFile, read_show
from pipeline.source.side_files import (
    PathError,
    Place,
    SideFile,
    look_up,
    look_up_published,
    read_place,
    with_hashes,
)
from pipeline.source.text_file import parse_text, read_bytes
from pipeline.source.theme_folder import load_theme
from pipeline.source.together import refuse_twins
from pipeline.source.wording import KeyPath

__all__ = [
    "BrokenEpisode",
    "Episodes",
    "Folder",
    "LocalEpisode",
    "SideFile",
    "load_episodes",
    "load_folder",
]

EPISODES = "episodes"
INDEX = "index.md"

_OTHER_MARKDOWN = {".markdown", ".mdown", ".mdx", ".mkd", ".md"}


@dataclass(frozen=True)
class BrokenEpisode:
    """An episode that cannot be read, or must not be: its record stands in."""

    slug: str
    """The folder's name as it is: perhaps no slug."""
    path: Path
    problems: tuple[Problem, ...]
    guid: str | None
    """Where it can still be made out."""


@dataclass(frozen=True)
class Episodes:
    """Every episode of a folder as it is on this disk."""

    root: Path
    """The show folder, resolved."""
    episodes: tuple[LocalEpisode, ...]
    """By slug."""
    broken: tuple[BrokenEpisode, ...]
    """By slug."""
    problems: tuple[Problem, ...]
    """Of the folder itself and, in a `Folder`, of the show."""

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """These and those of every episode, by path and line."""
        of_episodes = [*(each.problems for each in self.episodes), *(each.problems for each in self.broken)]
        found = [*self.problems, *(problem for problems in of_episodes for problem in problems)]
        return tuple(sorted(found, key=lambda problem: (problem.path, problem.line, problem.text)))


@dataclass(frozen=True)
class Folder(Episodes):
    """A show's folder as it is on this disk."""

    show_file: ShowFile


def load_folder(folder: Path) -> Folder:
    """Read a show's folder, all but its audio.

    Raises:
        InputError: `podcast.toml` has problems: these, and all others that
            can be found without it.
    """
    root = folder.resolve()
    try:
        show_file = read_show(root)
    except InputError as error:
        raise InputError([*error.problems, *load_episodes(root, None).all_problems]) from error
    problems: list[Problem] = []
    files = {side.name: side for side in _show_files(root, show_file, problems)}
    found = load_episodes(root, show_file.show)
    of_episodes = () if show_file.show.is_list and not found.episodes else found.problems
    whole = replace(show_file, files=files, theme=load_theme(root))
    return Folder(root, found.episodes, found.broken, (*problems, *of_episodes), whole)


def load_episodes(folder: Path, show: Show | None) -> Episodes:
    """Read the episodes alone.

    Args:
        folder: The show folder.
        show: For zone and ids: of `podcast.toml` or, where that is broken, of
            the show's record; None leaves dates and ids unread.
    """
    root = folder.resolve()
    problems: list[Problem] = []
    found = refuse_twins([_load(root, entry, show) for entry in _entries(root, problems)], _refused)
    episodes = tuple(each for each in found if isinstance(each, LocalEpisode))
    broken = tuple(each for each in found if isinstance(each, BrokenEpisode))
    return Episodes(root, episodes, broken, tuple(problems))


def _show_files(root: Path, show_file: ShowFile, problems: list[Problem]) -> Iterator[SideFile]:
    """The artwork and every other picture that the show names."""
    place = read_place(root, root)
    for path, name in _named_pictures(show_file.show):
        if path != ("artwork",) and re.match("https?://", name):
            continue
        shown, line = show_file.place_of(*path)
        key = ".".join(map(str, path))
        try:
            yield with_hashes(look_up_published(place, name, key, line))
        except PathError as error:
            problems.append(Problem(shown, line, f"'{key}': {error}", error.fix))


def _named_pictures(show: Show) -> Iterator[tuple[KeyPath, str]]:
    """Pictures by the key that names them."""
    people = ((("people", each, "image"), person.image) for each, person in show.people.items())
    seasons = ((("seasons", each, "artwork"), season.artwork) for each, season in show.seasons.items())
    live = ((("live", each, "artwork"), stream.artwork) for each, stream in enumerate(show.live))
    images = ((("images", each, "file"), image.file) for each, image in enumerate(show.images))
    of_live = (
        (("live", number, "images", each, "file"), image.file)
        for number, stream in enumerate(show.live)
        for each, image in enumerate(stream.images)
    )
    named: list[tuple[KeyPath, str | None]] = [
        (("artwork",), show.artwork),
        *people,
        *seasons,
        *live,
        *images,
        *of_live,
    ]
    return ((path, name) for path, name in named if name is not None)


def _entries(root: Path, problems: list[Problem]) -> list[Path]:
    """What may be an episode, by name."""
    directory = root / EPISODES
    if directory.exists() and not (directory.is_dir() and directory.resolve().is_relative_to(root)):
        text = "this is not a folder inside the show folder"
        problems.append(Problem(EPISODES, 0, text, "put the real folder there"))
        return []
    found = sorted(entry for entry in _scan(directory) if _may_be_episode(entry))
    if not found:
        fix = "make one with airdate new AUDIO"
        problems.append(Problem(EPISODES, 0, "there are no episodes here", fix, Level.WARNING))
    return found


def _scan(directory: Path) -> list[Path]:
    try:
        return list(directory.iterdir())
    except OSError:
        return []


def _may_be_episode(entry: Path) -> bool:
    if entry.name.startswith((".", "_")) or entry.name.casefold() == "readme.md":
        return False
    if entry.is_dir():
        return any(_scan(entry))
    return entry.suffix.lower() in _OTHER_MARKDOWN


def _load(root: Path, entry: Path, show: Show | None) -> LocalEpisode | BrokenEpisode:
    is_folder = entry.is_dir()
    index = entry / INDEX if is_folder else entry
    slug = entry.name if is_folder else entry.stem
    problems = list(_check_name(root, entry, slug))
    try:
        episode = load_episode(_place(root, index), index, slug, show)
    except InputError as error:
        problems += error.problems
    else:
        if not problems:
            return episode
    return BrokenEpisode(slug, index, tuple(problems), _guid(index))


def _check_name(root: Path, entry: Path, slug: str) -> Iterator[Problem]:
    shown = entry.relative_to(root).as_posix()
    if not is_slug(slug):
        better = slugify(slug) + (entry.suffix.lower() if entry.is_file() else "")
        what = "a to z, 0 to 9 and -, at most 80 of them"
        yield Problem(
            shown, 0, f"the name becomes part of addresses and may only hold {what}", f"rename it to {better}"
        )
    elif entry.is_file() and entry.suffix != ".md":
        yield Problem(shown, 0, "an episode's file ends in .md", f"rename it to {slug}.md")


def _place(root: Path, index: Path) -> Place:
    """The folder of an episode.

    Raises:
        InputError: There is no text, or it lies outside of the show folder.
    """
    shown = index.relative_to(root).as_posix()
    try:
        place = read_place(root, index.parent)
        side = look_up(Place(root, index.parent), index.name)
    except (PathError, OSError) as error:
        raise InputError([Problem(shown, 0, f"the file {error}", "put the real file there")]) from error
    if side.state == "absent":
        raise InputError([_no_index(shown, place)])
    return place


def _no_index(shown: str, place: Place) -> Problem:
    named = sorted(name for name in place.names if Path(name).suffix.lower() in _OTHER_MARKDOWN)
    parent = Path(shown).parent.as_posix()
    if named:
        return Problem(parent, 0, f"there is no {INDEX}, but {named[0]}", f"rename it to {INDEX}")
    fix = "write one, or begin the folder's name with _ if it is no episode"
    return Problem(parent, 0, f"there is no {INDEX}", fix)


def _guid(index: Path) -> str | None:
    try:
        return find_guid(parse_text(read_bytes(index, ""), ""))
    except InputError:
        return None


def _refused(episode: LocalEpisode, problem: Problem) -> BrokenEpisode:
    return BrokenEpisode(episode.slug, episode.index, (problem,), episode.front.guid)
