"""Reads a show's own theme from its `theme/` folder: templates, styles, a script, pictures and fonts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath

from pipeline.core.own_theme import (
    FOLDER,
    FONT_SUFFIXES,
    MAX_ALL_BYTES,
    MAX_TEXT_BYTES,
    PICTURE_SUFFIXES,
    SCRIPTS,
    STYLES,
    TEMPLATE_SUFFIX,
)
from pipeline.errors import InputError, Level, Problem
from pipeline.source.hashes import canonical_hash
from pipeline.source.side_files import PathError, Place, SideFile, look_up, with_hashes
from pipeline.source.text_file import read_text

_SILENT_NAMES = {"license", "licence", "readme", "ofl", "copying"}
_SILENT_SUFFIXES = {".md", ".txt"}
"""What people keep beside fonts and templates for themselves."""


@dataclass(frozen=True)
class LocalTheme:
    """A theme's folder as it is on this disk; an empty one says that the show has no theme."""

    texts: Mapping[str, str]
    """Templates, styles and scripts by path below `theme/`, with `\\n` line ends."""
    files: Mapping[str, SideFile]
    """Pictures and fonts, likewise."""
    problems: tuple[Problem, ...] = ()
    """What keeps it from being published, and warnings."""

    @property
    def sha256(self) -> str:
        """What the whole folder says; pointers of Git LFS say the same as what they point to."""
        texts = {path: sha256(text.encode()).hexdigest() for path, text in self.texts.items()}
        return canonical_hash({**texts, **{path: side.sha256 for path, side in self.files.items()}})

    @property
    def is_empty(self) -> bool:
        return not self.texts and not self.files

    @property
    def is_whole(self) -> bool:
        """Everything in it can be published from here."""
        here = all(side.state == "present" for side in self.files.values())
        return here and all(each.level is not Level.ERROR for each in self.problems)

    @property
    def all_problems(self) -> list[Problem]:
        """With one for each file that is only promised here."""
        pointers = (path for path, side in self.files.items() if side.state != "present")
        return [*self.problems, *(_pointer_problem(path) for path in pointers)]


def load_theme(root: Path) -> LocalTheme | None:
    """Read the theme of a show; None where there is no folder of it.

    Args:
        root: The show folder, resolved.
    """
    if not (root / FOLDER).is_dir():
        return None
    place = Place(root, root)
    texts: dict[str, str] = {}
    files: dict[str, SideFile] = {}
    problems: list[Problem] = []
    for path in _walk(root / FOLDER):
        try:
            side = look_up(place, f"{FOLDER}/{path}")
        except PathError as error:
            problems.append(Problem(f"{FOLDER}/{path}", 0, str(error), error.fix))
            continue
        try:
            _take(path, side, texts, files, problems)
        except InputError as error:
            problems += error.problems
    return LocalTheme(texts, files, (*problems, *_check_size(texts)))


def _walk(folder: Path) -> Iterator[str]:
    """Every file by path below the folder, hidden ones and editors' copies left out."""
    for entry in sorted(folder.rglob("*")):
        parts = entry.relative_to(folder).parts
        if entry.is_dir() or any(part.startswith(".") or part.endswith("~") for part in parts):
            continue
        yield "/".join(parts)


def _take(
    path: str, side: SideFile, texts: dict[str, str], files: dict[str, SideFile], problems: list[Problem]
) -> None:
    """Put one file where it belongs.

    Raises:
        InputError: It is a text that cannot be read.
    """
    suffix = PurePosixPath(path).suffix.lower()
    if path in STYLES or path in SCRIPTS or path.endswith(TEMPLATE_SUFFIX):
        _check_text_size(side)
        texts[path] = read_text(side.path, side.name)
    elif suffix in FONT_SUFFIXES | PICTURE_SUFFIXES:
        files[path] = _hashed(side)
    elif suffix not in _SILENT_SUFFIXES and PurePosixPath(path).stem.lower() not in _SILENT_NAMES:
        problems.append(
            Problem(side.name, 0, "no page uses a file of this name", _fix(suffix), Level.WARNING)
        )


def _hashed(side: SideFile) -> SideFile:
    """With what it says; a drawing that is text says the same with any line ends."""
    hashed = with_hashes(side)
    if side.state != "present" or side.path.suffix.lower() != ".svg":
        return hashed
    return replace(hashed, sha256=sha256(side.path.read_bytes().replace(b"\r\n", b"\n")).hexdigest())


def _fix(suffix: str) -> str:
    if suffix == ".css":
        return f"write its rules into {FOLDER}/extra.css"
    if suffix == ".js":
        return f"write it into {FOLDER}/extra.js"
    known = ", ".join(sorted(FONT_SUFFIXES | PICTURE_SUFFIXES))
    return f"take it out; pictures and fonts end in {known}"


def _check_text_size(side: SideFile) -> None:
    size_bytes = side.size_bytes or 0
    if side.state == "present" and size_bytes > MAX_TEXT_BYTES:
        text = f"the file has {size_bytes:,} bytes; a text of a theme has {MAX_TEXT_BYTES:,} at most"
        raise InputError([Problem(side.name, 0, text, "shorten it")])


def _check_size(texts: Mapping[str, str]) -> Iterator[Problem]:
    size_bytes = sum(len(text.encode()) for text in texts.values())
    if size_bytes > MAX_ALL_BYTES:
        text = f"its texts have {size_bytes:,} bytes together; {MAX_ALL_BYTES:,} at most are published"
        yield Problem(FOLDER, 0, text, "take out templates that are like ours")


def _pointer_problem(path: str) -> Problem:
    shown = f"{FOLDER}/{path}"
    text = "this is a Git LFS pointer, not the file itself"
    return Problem(shown, 0, text, f'run git lfs pull --include="{shown}"')
