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
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        with _held(folder):
            _remove_abandoned(folder.parent)
            yield folder


if sys.platform == "win32":

    @contextmanager
    def _held(_folder: Path) -> Iterator[None]:
        yield

    def _remove_abandoned(_home: Path) -> None:
        """Nothing: a system that lets no open file be removed needs other ways to tell who is alive."""

else:
    import fcntl

    @contextmanager
    def _held(folder: Path) -> Iterator[None]:
        """The lock is taken before the file has the name that others look for."""
        descriptor = os.open(folder / f"{HELD}.new", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with suppress(OSError):  # a disk that knows no locks: then nobody takes it for abandoned
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                (folder / f"{HELD}.new").rename(folder / HELD)
            yield
        finally:
            os.close(descriptor)

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
