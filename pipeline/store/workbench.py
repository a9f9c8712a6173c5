"""Where a folder keeps its lock and unfinished files: beside what everybody can read, not in it."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.store.file_lock import locked
from pipeline.store.keys import HOME, LOCK_NAME, SCRATCH_PREFIX

STALE_S = 3600
"""A file that is being written changes all the time: one this old was left by a run that was killed."""


@dataclass(frozen=True)
class Workbench:
    """One root's lock, and a folder on the root's disk from where a finished file moves in one step."""

    folder: Path
    lock: Path

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A free name; whatever has it when the block ends is removed."""
        path = self.folder / f"{SCRATCH_PREFIX}{secrets.token_hex(8)}"
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other writer of the root out until the block ends."""
        with locked(self.lock):
            yield

    def remove_leftovers(self, fresh: Path, older_than_s: float = STALE_S) -> int:
        """Remove unfinished files that are so much older than one that was just written; hold the lock."""
        oldest, removed = fresh.stat().st_mtime - older_than_s, 0
        with os.scandir(self.folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # it was finished meanwhile
                    if entry.name == fresh.name or not _is_scratch(entry):
                        continue
                    if entry.stat(follow_symlinks=False).st_mtime < oldest:
                        Path(entry.path).unlink()
                        removed += 1
        return removed


def open_workbench(root: Path) -> Workbench:
    """The workbench of a root; both are made where they are not there yet.

    It stands beside the root as it really is, so that all who write into it,
    by whatever link, find the same lock. It stands in the root where that is
    a disk of its own, and where nothing can be made beside it.

    Raises:
        OSError: The root cannot be made.
    """
    real = root.resolve()
    real.mkdir(parents=True, exist_ok=True)
    home = real.parent / HOME
    if real.parent != real and real.parent.stat().st_dev == real.stat().st_dev:
        with suppress(OSError):
            home.mkdir(exist_ok=True)
            return Workbench(home, home / f"{real.name}.lock")
    return Workbench(real, real / LOCK_NAME)


def _is_scratch(entry: "os.DirEntry[str]") -> bool:
    is_ours = entry.name.startswith(SCRATCH_PREFIX) and entry.name != LOCK_NAME
    return is_ours and entry.is_file(follow_symlinks=False)
