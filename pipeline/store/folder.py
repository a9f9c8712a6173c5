"""A store in a plain folder, which any web server can serve."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from errno import EACCES, EDQUOT, EEXIST, EFBIG, ENOSPC, ENOTDIR, EPERM, EROFS
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from pipeline.core.content_types import served_type
from pipeline.core.personality import Conditions, Personality
from pipeline.errors import AccessError, StoreError
from pipeline.store.body import Body, open_body, read_exactly
from pipeline.store.copying import absent, copy_through, require_source
from pipeline.store.keys import HOME, SCRATCH_PREFIX, safe_key, safe_prefix
from pipeline.store.protocol import (
    Condition,
    Fetched,
    Head,
    Headers,
    Listed,
    Progress,
    Store,
)
from pipeline.store.versions import require_condition
from pipeline.store.workbench import open_workbench

BLOCK_BYTES = 1024 * 1024
_DENIED = {EACCES, EPERM, EROFS}
_FIXES = {
    **dict.fromkeys((ENOSPC, EDQUOT, EFBIG), "free some space on the disk, then run again"),
    **dict.fromkeys((ENOTDIR, EEXIST), "a file stands where a folder is needed: rename it"),
}


@dataclass
class FolderStore:
    """Objects as files below `root`, which is made at the first write.

    Headers are not kept: the type follows from the key, and the SHA-256 is
    computed when it is asked for.
    """

    root: Path
    name: str = ""
    """What to call it in messages; the path unless given."""
    _digests: dict[tuple[str, str], str] = field(default_factory=dict, init=False, repr=False)
    _is_tidy: bool = field(default=False, init=False, repr=False)

    def __post_init__(self) -> None:
        self.name = self.name or str(self.root)

    def url(self, key: str) -> str:
        return f"{self.name}/{key}"

    def list(self, prefix: str = "") -> Iterator[Listed]:
        inside = safe_prefix(prefix).rpartition("/")[0]
        with self._border("list", prefix):
            rows = sorted(_walk(self.root / inside, f"{inside}/" if inside else ""), key=lambda row: row.key)
        yield from (row for row in rows if row.key.startswith(prefix))

    def head(self, key: str) -> Head | None:
        with self._border("read", key), self._opened(key) as stream:
            if stream is None:
                return None
            status = os.fstat(stream.fileno())
            etag = etag_of(status)
            if (key, etag) not in self._digests:
                self._digests[key, etag] = _digest(stream)
            return Head(status.st_size, etag, served_type(key), self._digests[key, etag])

    def get(self, key: str) -> Fetched | None:
        with self._border("read", key), self._opened(key) as stream:
            return Fetched(stream.read(), etag_of(os.fstat(stream.fileno()))) if stream else None

    def get_if_changed(self, key: str, etag: str) -> Fetched | None:
        with self._border("read", key), self._opened(key) as stream:
            if stream is None:
                raise KeyError(key)
            current = etag_of(os.fstat(stream.fileno()))
            return Fetched(stream.read(), current) if current != etag else None

    def get_range(self, key: str, start: int, length: int) -> bytes:
        with self._border("read", key), self.open(key) as stream:
            stream.seek(start)
            part = read_exactly(stream, length)
        if len(part) < length:
            raise StoreError(f"could not read {self.url(key)}: it ends before byte {start + length:,}")
        return part

    def open(self, key: str) -> BinaryIO:
        with self._border("read", key):
            try:
                return self._path(key).open("rb")
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                raise absent(self.url(key)) from None

    @contextmanager
    def _opened(self, key: str) -> Iterator[BinaryIO | None]:
        """One open file, so that bytes and version belong together."""
        try:
            stream = self._path(key).open("rb")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            yield None
            return
        with stream:
            yield stream

    def put(
        self,
        key: str,
        body: bytes,
        headers: Headers,  # noqa: ARG002 # a folder keeps none
        condition: Condition = None,
    ) -> str:
        with self._border("write", key), open_workbench(self.root).scratch() as scratch:
            _write(scratch, iter([body]))
            return self._publish(scratch, key, condition)

    def put_file(self, key: str, path: Path, headers: Headers, progress: Progress | None = None) -> None:
        with open_body(path) as body:
            self._put_body(key, body, headers, progress)

    def put_stream(self, key: str, stream: BinaryIO, size_bytes: int, headers: Headers) -> None:
        self._put_body(key, Body(stream, size_bytes, f"what was to be {self.url(key)}"), headers, None)

    def _put_body(self, key: str, body: Body, headers: Headers, progress: Progress | None) -> None:
        with self._border("write", key), open_workbench(self.root).scratch() as scratch:
            _write(scratch, body.parts(BLOCK_BYTES, headers.sha256), progress)
            self._publish(scratch, key, None)

    def copy_from(self, source: Store, source_key: str, key: str, headers: Headers) -> None:
        size_bytes = require_source(source, source_key).size_bytes
        copy_through(source, source_key, size_bytes, self, key, headers)

    def delete(self, key: str) -> None:
        with self._border("delete", key), suppress(FileNotFoundError, NotADirectoryError):
            if not self._path(key).is_dir():
                self._path(key).unlink()

    def abort_leftovers(self, key: str) -> int:
        safe_key(key)
        return 0  # unfinished files do not say what they were to be

    def sweep(self, older_than_s: float, prefix: str = "") -> int:
        safe_prefix(prefix)
        if not self.root.is_dir():
            return 0
        with self._border("write", prefix), open_workbench(self.root).scratch() as fresh:
            fresh.touch()
            bench = open_workbench(self.root)
            with bench.locked():
                return bench.remove_leftovers(fresh, older_than_s)

    def probe(self) -> Personality:
        # Conditions hold by the lock below: nothing to be found out.
        return Personality(
            Conditions.ENFORCES, Conditions.ENFORCES, reads_after_writes=True, serves_ranges=True
        )

    def _path(self, key: str) -> Path:
        return self.root / safe_key(key)

    def _publish(self, scratch: Path, key: str, condition: Condition) -> str:
        """Put the written file in the object's place in one step, if the condition holds."""
        target, bench = self._path(key), open_workbench(self.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        with bench.locked():
            if not self._is_tidy:
                bench.remove_leftovers(scratch)
                self._is_tidy = True
            before = _status(target)
            require_condition(condition, etag_of(before) if before else None, self.url(key))
            if before:
                _make_newer(scratch, before)
            scratch.replace(target)
            _sync_folder(target.parent)
            return etag_of(target.stat())

    @contextmanager
    def _border(self, action: str, key: str) -> Iterator[None]:
        """Turn what the system refuses into our errors."""
        try:
            yield
        except OSError as error:
            text, fix = f"could not {action} {self.url(key)}: {error.strerror}", _FIXES.get(error.errno or 0)
            if error.errno in _DENIED:
                raise AccessError(text, f"make {self.name}, and {HOME} beside it, writable") from error
            raise StoreError(text, fix) from error


def etag_of(status: os.stat_result) -> str:
    """A file's version: inode, time and size, for each write makes a new file."""
    return f'"{status.st_ino:x}-{status.st_mtime_ns:x}-{status.st_size:x}"'


def _digest(stream: BinaryIO) -> str:
    digest = sha256()
    while block := stream.read(BLOCK_BYTES):
        digest.update(block)
    return digest.hexdigest()


def _walk(folder: Path, prefix: str) -> Iterator[Listed]:
    """Every file below, in no particular order; what vanishes meanwhile is left out."""
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == HOME or entry.name.startswith(SCRATCH_PREFIX):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
            elif status := _status(Path(entry.path)):
                written = datetime.fromtimestamp(status.st_mtime, UTC)
                yield Listed(prefix + entry.name, status.st_size, etag_of(status), written)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write(path: Path, parts: Iterator[bytes], progress: Progress | None = None) -> None:
    """Write a new file, down to the disk."""
    with path.open("xb") as stream:
        for part in parts:
            stream.write(part)
            if progress:
                progress(len(part))
        stream.flush()
        os.fsync(stream.fileno())


def _make_newer(path: Path, before: os.stat_result) -> None:
    """Let no two versions share a time: clocks tick slowly, and inodes are used again."""
    if path.stat().st_mtime_ns <= before.st_mtime_ns:
        later = before.st_mtime_ns + 1_000_000
        os.utime(path, ns=(later, later))


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system lets a folder be opened."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
