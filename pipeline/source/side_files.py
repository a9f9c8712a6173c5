"""Finds the files that an episode or the show names: inside the show folder or not at all."""

import difflib
import hashlib
import os
import re
import stat
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pipeline.core.content_types import RUNNING_SUFFIXES, TRANSCRIPT_TYPES
from pipeline.core.slugs import same_name
from pipeline.errors import Problem
from pipeline.source.wording import show_value

State = Literal["present", "absent", "lfs"]
"""There, not there, or there as a Git LFS pointer alone."""

TEXT_SUFFIXES = frozenset(TRANSCRIPT_TYPES)
"""Side files that a checkout on Windows may give other line ends."""
MAX_TEXT_BYTES = 8_000_000
"""A day of speech, with a time for every word."""

_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n.*?oid sha256:([0-9a-f]{64})\nsize (\d+)", re.S
)
_POINTER_BYTES = 1024
"""No pointer is longer (the Git LFS specification)."""
_BESIDE = "put the file beside it and write its name"


class PathError(ValueError):
    """A path that may not be used; `str()` says why, `fix` what to write."""

    def __init__(self, text: str, fix: str) -> None:
        super().__init__(text)
        self.fix = fix


@dataclass(frozen=True)
class SideFile:
    """A file as an episode or the show names it."""

    name: str
    """As it is named, relative to the folder: the key of `record.files`."""
    path: Path
    """Where it is, or would be."""
    state: State
    key: str
    """The key that names it; empty where the notes do, or where it was found by its own name."""
    line: int
    """Of the file that names it; 0 where none does."""
    sha256: str | None = None
    """What this clone says: of a text, the hash with `\\n` line ends; of a pointer, of what it points to."""
    size_bytes: int | None = None
    """Of what a pointer points to, where it is one."""
    bytes_sha256: str | None = None
    """Of the bytes that are here; None where it is not present."""


@dataclass(frozen=True)
class Place:
    """A folder that files are looked up in."""

    root: Path
    """The show folder, resolved: nothing outside of it is ever read."""
    directory: Path
    names: frozenset[str] = frozenset()
    """Plain files right in the directory, symbolic links not among them."""


def read_place(root: Path, directory: Path) -> Place:
    """List a folder once, for all that is looked up in it."""
    with os.scandir(directory) as entries:
        names = frozenset(entry.name for entry in entries if entry.is_file(follow_symlinks=False))
    return Place(root, directory, names)


def check_path(text: str) -> None:
    """Refuse what is no relative path of a file that may be published.

    Raises:
        PathError: It is a web address, absolute, hidden, or no path at all.
    """
    if re.match(r"[a-z][a-z0-9+.-]+:|//", text, re.IGNORECASE):
        raise PathError(f"{show_value(text)} is a web address, not a file", _BESIDE)
    if "\\" in text:
        raise PathError(f"{show_value(text)} holds a backslash", f"write {text.replace(chr(92), '/')}")
    if text.startswith(("/", "~")) or re.match("[a-z]:", text, re.IGNORECASE):
        raise PathError(f"{show_value(text)} is not inside the show folder", _BESIDE)
    parts = [part for part in text.split("/") if part not in {"", "."}]
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    if not parts or hidden or not text.isprintable():
        raise PathError(f"{show_value(text)} is not the name of a file that can be published", _BESIDE)


def look_up(place: Place, name: str, key: str = "", line: int = 0) -> SideFile:
    """Find a file and say what is there, without reading more than a pointer.

    Names are compared as typed and then without regard to how accents are
    composed, because macOS stores them apart.

    Raises:
        PathError: The path may not be used, leaves the show folder (also by
            a symbolic link), or is not a file.
    """
    check_path(name)
    path = place.directory / name
    if name not in place.names:
        path = _as_stored(place.directory, name)
        _check_inside(place, path, name)
    try:
        status = path.stat()
    except OSError:
        return SideFile(name, path, "absent", key, line)
    if not stat.S_ISREG(status.st_mode):
        raise PathError(f"{show_value(name)} is not a file", "name a file")
    pointer = read_pointer(path, status.st_size)
    if pointer:
        return SideFile(name, path, "lfs", key, line, *pointer)
    return SideFile(name, path, "present", key, line, None, status.st_size)


def look_up_published(place: Place, name: str, key: str = "", line: int = 0) -> SideFile:
    """The same for a file that goes out as it is, at the show's own address.

    Raises:
        PathError: As in `look_up`, browsers would run what it holds, or it
            is a text that is larger than any.
    """
    suffix = Path(name).suffix.lower()
    if suffix in RUNNING_SUFFIXES:
        text = f"{show_value(name)} is of a kind that browsers run ({suffix})"
        raise PathError(text, "save a picture as PNG, JPEG or WebP, and anything else on another site")
    side = look_up(place, name, key, line)
    if suffix in TEXT_SUFFIXES and side.state == "present" and (side.size_bytes or 0) > MAX_TEXT_BYTES:
        text = f"{show_value(name)} has {side.size_bytes:,} bytes; a text has {MAX_TEXT_BYTES:,} at most"
        raise PathError(text, "check that it is the right file, or export it without single words")
    return side


def read_pointer(path: Path, size_bytes: int) -> tuple[str, int] | None:
    """What a Git LFS pointer points to: SHA-256 and size in bytes; None for any other file."""
    if size_bytes > _POINTER_BYTES:
        return None
    found = _POINTER.match(path.read_bytes().replace(b"\r\n", b"\n"))
    return (found[1].decode(), int(found[2])) if found else None


def with_hashes(side: SideFile) -> SideFile:
    """The same with the hashes of a file that is present."""
    if side.state != "present":
        return side
    if side.path.suffix.lower() not in TEXT_SUFFIXES:
        with side.path.open("rb") as body:
            here = hashlib.file_digest(body, "sha256").hexdigest()
        return replace(side, sha256=here, bytes_sha256=here)
    data = side.path.read_bytes()
    said, here = (hashlib.sha256(each).hexdigest() for each in (data.replace(b"\r\n", b"\n"), data))
    return replace(side, sha256=said, bytes_sha256=here)


def missing_file_problem(shown: str, side: SideFile) -> Problem:
    """What to say of a file that is named, not here, and not known from a record either.

    Args:
        shown: The file that names it, as messages call it.
        side: What was looked for.
    """
    what = {"audio": "audio file ", "artwork": "artwork "}.get(side.key, "")
    if side.state == "lfs":
        text = f"{what}{side.name} is a Git LFS pointer, not the file itself"
        return Problem(shown, side.line, text, f'run git lfs pull --include="**/{side.path.name}"')
    correct = f"correct '{side.key}'" if side.key else "correct the name in the notes"
    near = _near_name(side)
    fix = f"write {near}, which is there" if near else f"put it next to {Path(shown).name}, or {correct}"
    return Problem(shown, side.line, f"{what}{side.name} does not exist", fix)


def _near_name(side: SideFile) -> str | None:
    """A file beside the missing one whose name differs in case or by a slip."""
    wanted, names = side.path.name, _names_in(side.path.parent)
    same = [name for name in names if same_name(name) == same_name(wanted)]
    alike = [name for name in names if Path(name).suffix.lower() == side.path.suffix.lower()]
    nearest = same or difflib.get_close_matches(wanted, alike, n=1, cutoff=0.8)
    return nearest[0] if nearest else None


def _as_stored(directory: Path, name: str) -> Path:
    """The path of this name, with accents composed as the disk has them."""
    path = directory
    for part in name.split("/"):
        path = _stored_part(path, part)
    return path


def _stored_part(directory: Path, part: str) -> Path:
    direct = directory / part
    if part == ".." or direct.is_symlink() or direct.exists():
        return direct
    wanted = unicodedata.normalize("NFC", part)
    twins = (each for each in _names_in(directory) if unicodedata.normalize("NFC", each) == wanted)
    return directory / next(twins, part)


def _names_in(directory: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in directory.iterdir())
    except OSError:
        return []


def _check_inside(place: Place, path: Path, name: str) -> None:
    try:
        inside = path.resolve().relative_to(place.root)
    except (ValueError, OSError, RuntimeError) as error:
        raise PathError(f"{show_value(name)} leaves the show folder", _BESIDE) from error
    if any(part.startswith(".") for part in inside.parts):
        raise PathError(f"{show_value(name)} is a hidden file", "name another file")
