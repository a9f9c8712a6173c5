"""Stores that fail on purpose, that somebody else uses in between, or that are looked at all the time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import BinaryIO

from pipeline.core.personality import Personality
from pipeline.store.protocol import (
    Condition,
    Fetched,
    Head,
    Headers,
    Listed,
    Progress,
    Roots,
    Store,
)

Write = Callable[[], object]


class Killed(BaseException):
    """The process is gone: nothing catches this."""


@dataclass
class Trigger:
    """Counts the writes to both roots, and does its worst at the n-th."""

    at: int
    """Counts from 1; 0 never fires."""
    applies: bool = False
    """Whether the n-th write still reaches the store."""
    error: Callable[[], BaseException] = Killed
    stays_dead: bool = True
    """Whether every later write fails too."""
    only: Callable[[str, Condition], bool] = lambda _key, _condition: True
    """Which writes count."""
    count: int = 0
    _lock: RLock = field(default_factory=RLock)

    def read(self) -> None:
        """Reads go through."""

    def write(self, key: str, condition: Condition, write: Write) -> object:
        with self._lock:
            if not self.only(key, condition):
                return write()
            self.count += 1
            if self.at and self.stays_dead and self.count > self.at:
                raise self.error()
            if self.count != self.at:
                return write()
            if self.applies:
                write()
            raise self.error()

    @property
    def has_fired(self) -> bool:
        return bool(self.at) and self.count >= self.at


@dataclass
class Watcher:
    """Lets every write happen, one at a time, and looks at the store after each."""

    look: Callable[[], None]
    count: int = 0
    _lock: RLock = field(default_factory=RLock)

    def read(self) -> None:
        """Reads change nothing."""

    def write(self, key: str, condition: Condition, write: Write) -> object:
        with self._lock:
            result = write()
            self.count += 1
            self.look()
            return result


@dataclass
class Interruption:
    """Lets somebody else do something before the n-th operation, be it a read or a write."""

    at: int
    meanwhile: Callable[[], object]
    count: int = 0
    _lock: RLock = field(default_factory=RLock)

    def read(self) -> None:
        with self._lock:
            self.count += 1
            if self.count == self.at:
                self.meanwhile()

    def write(self, key: str, condition: Condition, write: Write) -> object:
        with self._lock:
            self.read()
            return write()

    @property
    def has_fired(self) -> bool:
        return self.count >= self.at


@dataclass
class Tapped:
    """A store whose operations go through a trigger, a watcher or an interruption."""

    inner: Store
    tap: Trigger | Watcher | Interruption

    @property
    def name(self) -> str:
        return self.inner.name

    def url(self, key: str) -> str:
        return self.inner.url(key)

    def list(self, prefix: str = "") -> Iterator[Listed]:
        self.tap.read()
        return iter(tuple(self.inner.list(prefix)))

    def head(self, key: str) -> Head | None:
        self.tap.read()
        return self.inner.head(key)

    def get(self, key: str) -> Fetched | None:
        self.tap.read()
        return self.inner.get(key)

    def get_if_changed(self, key: str, etag: str) -> Fetched | None:
        self.tap.read()
        return self.inner.get_if_changed(key, etag)

    def get_range(self, key: str, start: int, length: int) -> bytes:
        self.tap.read()
        return self.inner.get_range(key, start, length)

    def open(self, key: str) -> BinaryIO:
        self.tap.read()
        return self.inner.open(key)

    def put(self, key: str, body: bytes, headers: Headers, condition: Condition = None) -> str:
        return str(self.tap.write(key, condition, lambda: self.inner.put(key, body, headers, condition)))

    def put_file(self, key: str, path: Path, headers: Headers, progress: Progress | None = None) -> None:
        self.tap.write(key, None, lambda: self.inner.put_file(key, path, headers, progress))

    def put_stream(self, key: str, stream: BinaryIO, size_bytes: int, headers: Headers) -> None:
        self.tap.write(key, None, lambda: self.inner.put_stream(key, stream, size_bytes, headers))

    def copy_from(self, source: Store, source_key: str, key: str, headers: Headers) -> None:
        self.tap.write(key, None, lambda: self.inner.copy_from(source, source_key, key, headers))

    def delete(self, key: str) -> None:
        self.tap.write(key, None, lambda: self.inner.delete(key))

    def abort_leftovers(self, key: str) -> int:
        return self.inner.abort_leftovers(key)

    def sweep(self, older_than_s: float, prefix: str = "") -> int:
        return self.inner.sweep(older_than_s, prefix)

    def probe(self) -> Personality:
        return self.inner.probe()


def tapped(roots: Roots, tap: Trigger | Watcher | Interruption) -> Roots:
    """Both roots under one trigger."""
    return Roots(Tapped(roots.public, tap), Tapped(roots.private, tap))
