"""Where a run keeps unfinished files; what a run that was killed left there is removed by the next one."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "airdate-"
HELD = "held"
"""The file in each scratch folder that its run holds locked: the lock goes with the process."""


@contextmanager
def open_scratch() -> Iterator[Path]:
    """A folder of this run's own, gone when the block ends."""
    is_ours = False
    while not is_ours:  # a run that tidies up may take a folder that is not held yet
        with tempfile.TemporaryDirectory(prefix=PREFIX) as name, _held(Path(name)) as is_ours:
            if is_ours:
                _remove_abandoned(Path(name).parent)
                yield Path(name)


if sys.platform == "win32":

    @contextmanager
    def _held(_folder: Path) -> Iterator[bool]:
        yield True

    def _remove_abandoned(_home: Path) -> None:
        """Nothing: a system that lets no open file be removed needs other ways to tell who is alive."""

else:
    import fcntl

    @contextmanager
    def _held(folder: Path) -> Iterator[bool]:
        """Whether the folder is ours: locked, and not removed by another run before that."""
        try:
            descriptor = os.open(folder / HELD, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            yield False
            return
        try:
            yield _lock(descriptor) and os.fstat(descriptor).st_nlink > 0
        finally:
            os.close(descriptor)

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a disk that knows no locks: then nobody can take it for abandoned either
            return True
        return True

    def _remove_abandoned(home: Path) -> None:
        """Folders of this user whose runs are no more; whatever cannot be removed stays."""
        with suppress(OSError), os.scandir(home) as entries:
            for entry in entries:
                if entry.name.startswith(PREFIX) and entry.is_dir(follow_symlinks=False):
                    _remove_if_free(Path(entry.path))

    def _remove_if_free(folder: Path) -> None:
        if folder.stat(follow_symlinks=False).st_uid != os.getuid():
            return
        with suppress(OSError):
            descriptor = os.open(folder / HELD, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(descriptor)
