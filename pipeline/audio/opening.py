"""Opening an audio file for reading, and nothing else: it is checked before, watched, and never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from pipeline.audio.flaws import FlawError
from pipeline.audio.kinds import render_fix
from pipeline.audio.settled import check_unchanged
from pipeline.errors import AudioError


@dataclass(frozen=True)
class OpenAudio:
    """A regular file with something in it, open for reading."""

    file: BufferedReader
    name: str
    size_bytes: int

    @property
    def extension(self) -> str:
        """With the dot, lower case; empty where the name has none."""
        return Path(self.name).suffix.lower()

    def read_at(self, pos: int, length: int) -> bytes:
        """Bytes from somewhere in the file."""
        self.file.seek(pos)
        return self.file.read(length)


@contextmanager
def open_audio(path: Path) -> Iterator[OpenAudio]:
    """Open a file, and give every flaw found while it is open the file's name.

    Raises:
        AudioError: The file is missing, no file, or empty; what was found
            in it (`FlawError`); or it changed meanwhile.
    """
    try:
        status = path.stat()
        _check_mode(path, status.st_mode, status.st_size)
        with path.open("rb") as file:
            yield OpenAudio(file, path.name, status.st_size)
    except FlawError as flaw:
        check_unchanged(path, (status.st_size, status.st_mtime_ns))
        raise AudioError(str(path), flaw.reason, render_fix(flaw.fix, path.name)) from flaw
    except OSError as error:
        raise _unreadable(path, error) from error
    check_unchanged(path, (status.st_size, status.st_mtime_ns))


def _unreadable(path: Path, error: OSError) -> AudioError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return AudioError(str(path), "does not exist", "put the file there, or correct its name in 'audio'")
    return AudioError(str(path), f"cannot be read: {error.strerror or error}")


def _check_mode(path: Path, mode: int, size_bytes: int) -> None:
    if S_ISDIR(mode):
        raise AudioError(str(path), "is a directory", "name the audio file inside it")
    if not S_ISREG(mode):
        raise AudioError(str(path), "is not a regular file", "name an audio file")
    if not size_bytes:
        raise AudioError(str(path), "is empty (0 bytes)", "export or copy it again")
