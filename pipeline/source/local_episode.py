"""One episode of this folder: what is written, and which files lie beside it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipeline.core.dates import DateError, parse_date
from pipeline.core.front_matter import FrontMatter, Guest
from pipeline.core.show import Show
from pipeline.core.transcript_files import is_transcript_name
from pipeline.errors import InputError, Problem
from pipeline.source.chapters_file import IMAGE, read_pictures
from pipeline.source.episode_file import EpisodeFile, read_episode
from pipeline.source.known_words import suggest
from pipeline.source.references import parse_pictures
from pipeline.source.side_files import (
    PathError,
    Place,
    SideFile,
    State,
    look_up_published,
    missing_file_problem,
    with_hashes,
)
from pipeline.source.wording import show_value

CHAPTERS_JSON = "chapters.json"

_WEB = re.compile("https?://")


@dataclass(frozen=True)
class LocalEpisode:
    """An episode that could be read."""

    slug: str
    root: Path
    """The show folder."""
    index: Path
    """The `index.md`, or the flat `NNN-slug.md`."""
    file: EpisodeFile
    date: datetime | None
    """Aware, in the offset that the show's zone had then; None where none is set."""
    audio_file: SideFile | None
    """None where the front matter names no audio. It is never hashed here."""
    files: Mapping[str, SideFile]
    """Pictures, artwork and transcripts, by name: those that are absent here too."""
    chapters: SideFile | None
    """The chapters file, named or found."""
    problems: tuple[Problem, ...] = ()
    """What can stop a first release, but not the episode from being read."""

    @property
    def directory(self) -> Path:
        return self.index.parent

    @property
    def front(self) -> FrontMatter:
        return self.file.front

    @property
    def notes(self) -> str:
        return self.file.notes

    @property
    def lines(self) -> Mapping[str, int]:
        return self.file.lines

    @property
    def text_sha256(self) -> str:
        return self.file.text_sha256

    @property
    def shown_index(self) -> str:
        """The `index.md` as the producer would type it."""
        return self.shown(self.index)

    @property
    def audio(self) -> Path | None:
        """Where the audio is, or ought to be."""
        return self.audio_file.path if self.audio_file else None

    @property
    def audio_state(self) -> State:
        return self.audio_file.state if self.audio_file else "absent"

    @property
    def audio_size_bytes(self) -> int | None:
        """Of the file, or of what a Git LFS pointer points to; None where it is absent."""
        return self.audio_file.size_bytes if self.audio_file else None

    @property
    def audio_sha256(self) -> str | None:
        """As a Git LFS pointer says it; None for a real file, which only `publish` reads."""
        return self.audio_file.sha256 if self.audio_file else None

    @property
    def chapters_name(self) -> str | None:
        return self.chapters.name if self.chapters else None

    def shown(self, path: Path) -> str:
        """A path as the producer would type it."""
        return shown_in(self.root, path)

    def line_of(self, key: str, value: str | None = None) -> int:
        """The line of a key or of a value below it; 1 where the key is not there."""
        return self.file.line_of(key, value)

    def missing_file_problem(self, name: str) -> Problem:
        """What to say of a file that is named, not here, and not known from the record either."""
        named = [side for side in (self.audio_file, self.chapters) if side and side.name == name]
        side = (named or [self.files[name]])[0]
        namer = self.chapters.path if self.chapters and side.key == IMAGE else self.index
        return missing_file_problem(self.shown(namer), side)


def shown_in(root: Path, path: Path) -> str:
    """A path as somebody in the show folder would type it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def load_episode(place: Place, index: Path, slug: str, show: Show | None) -> LocalEpisode:
    """Read an episode and look up what it names.

    Args:
        place: Its folder. What is there is found by name (`transcript.vtt`,
            `chapters.json`) unless the episode is flat.
        index: Its text.
        slug: As its folder's name says.
        show: For its zone and ids; None leaves both unchecked.

    Raises:
        InputError: Everything that is wrong with it, each with its line.
    """
    loader = _Loader(place, index)
    date = loader.date(show)
    audio = loader.named("audio", loader.file.front.audio)
    chapters = loader.chapters()
    files = {side.name: with_hashes(side) for side in loader.files(chapters)}
    if loader.problems:
        raise InputError(loader.problems)
    problems = tuple(check_ids(loader.file, loader.shown, show)) if show else ()
    return LocalEpisode(slug, place.root, index, loader.file, date, audio, files, chapters, problems)


def check_ids(file: EpisodeFile, shown: str, show: Show) -> Iterator[Problem]:
    """Ids that the episode names and `podcast.toml` does not have."""
    front = file.front
    guests = [guest for guest in front.guests if isinstance(guest, str)]
    named: list[tuple[str, Sequence[str], Mapping[str, object], str]] = [
        ("hosts", front.hosts or (), show.people, "people"),
        ("guests", guests, show.people, "people"),
        ("sponsors", front.sponsors, show.sponsors, "sponsors"),
        ("calls_to_action", front.calls_to_action, show.calls_to_action, "calls_to_action"),
        ("reviews", front.reviews, show.reviews, "reviews"),
    ]
    for key, ids, known, table in named:
        for each in ids:
            if each not in known:
                near = suggest(each, known)
                fix = f"write {near}" if near else f"add [{table}.{each}] to podcast.toml, or correct the id"
                text = f"'{key}' names {show_value(each)}, which is not in podcast.toml"
                yield Problem(shown, file.line_of(key, each), text, fix)


def _pictures(front: FrontMatter) -> Iterator[tuple[str, str | None]]:
    """Pictures by the key that names them, here or on the web."""
    for guest in front.guests:
        if isinstance(guest, Guest):
            yield "guests", guest.image
    for image in front.images:
        yield "images", image.file
    for chapter in front.chapters if isinstance(front.chapters, list) else ():
        yield "chapters", chapter.image


class _Loader:
    """Looks up one episode's files and collects what is wrong with how they are named."""

    def __init__(self, place: Place, index: Path) -> None:
        self.place = place
        self.shown = index.relative_to(place.root).as_posix()
        self.file = read_episode(index, self.shown)
        self.is_flat = index.name != "index.md"
        self.problems: list[Problem] = []

    def date(self, show: Show | None) -> datetime | None:
        text = self.file.front.date
        if text is None or show is None:
            return None
        try:
            return parse_date(text, show.timezone, show.publish_time)
        except DateError as error:
            self._note("date", self.file.line_of("date"), str(error), error.fix)
        return None

    def named(self, key: str, name: str | None) -> SideFile | None:
        """A file that a key of the front matter names."""
        return self._found(name, key, self.file.line_of(key, name)) if name else None

    def chapters(self) -> SideFile | None:
        said = self.file.front.chapters
        if isinstance(said, str):
            side = self.named("chapters", said)
        elif said is None and not self.is_flat and CHAPTERS_JSON in self.place.names:
            side = self._found(CHAPTERS_JSON, "", 0)
        else:
            side = None
        return with_hashes(side) if side else None

    def files(self, chapters: SideFile | None) -> Iterator[SideFile]:
        """Every other file, in the order in which it is named."""
        for key, name in self._from_front():
            if side := self._found(name, key, self.file.line_of(key, name)):
                yield side
        yield from self._in_chapters_file(chapters)
        if self.file.front.transcript is None and not self.is_flat:
            yield from filter(None, (self._found(name, "", 0) for name in self._transcripts()))
        for reference in parse_pictures(self.file.notes):
            line = self.file.notes_line + reference.line - 1
            sides = [self._found(name, "", line) for name in reference.candidates]
            there = [side for side in sides if side and side.state != "absent"]
            yield from there[:1] or [side for side in sides if side][-1:]

    def _from_front(self) -> Iterator[tuple[str, str]]:
        front = self.file.front
        if front.artwork:
            yield "artwork", front.artwork
        transcripts = front.transcript if isinstance(front.transcript, list) else [front.transcript]
        for transcript in transcripts:
            if transcript:
                yield "transcript", transcript if isinstance(transcript, str) else transcript.file
        for alternative in front.alternatives:
            if alternative.file:
                yield "alternatives", alternative.file
        yield from ((key, name) for key, name in _pictures(front) if name and not _WEB.match(name))

    def _in_chapters_file(self, chapters: SideFile | None) -> Iterator[SideFile]:
        """Pictures on this disk that the chapters file names."""
        if chapters is None or chapters.state != "present":
            return
        shown = shown_in(self.place.root, chapters.path)
        try:
            named = list(read_pictures(chapters.path, shown))
        except InputError as error:
            self.problems += error.problems
            return
        yield from filter(None, (self._found(name, IMAGE, line, shown) for name, line in named))

    def _transcripts(self) -> list[str]:
        return sorted(name for name in self.place.names if is_transcript_name(name))

    def _found(self, name: str, key: str, line: int, shown: str | None = None) -> SideFile | None:
        """What a name means; `shown` is the file that names it, where that is not `index.md`."""
        try:
            return look_up_published(self.place, name, key, line)
        except PathError as error:
            self._note(key, line, str(error), error.fix, shown)
        return None

    def _note(self, key: str, line: int, text: str, fix: str, shown: str | None = None) -> None:
        said = f"'{key}': {text}" if key else f"the file {text}"
        problem = Problem(shown or self.shown, line, said, fix)
        if problem not in self.problems:
            self.problems.append(problem)
