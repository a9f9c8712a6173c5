"""What every store promises. Implementations and fakes are judged by this text and one contract suite."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from pipeline.core.personality import Personality


@dataclass(frozen=True)
class Headers:
    """How an object is served. Always explicit."""

    content_type: str
    cache_control: str
    content_disposition: str | None = None
    sha256: str | None = None
    """Hex digest of the body, kept as metadata of the object."""


@dataclass(frozen=True)
class Listed:
    """One row of a listing."""

    key: str
    size_bytes: int
    etag: str
    modified_at: datetime | None = None
    """When it was last written, by the store's own clock; None where it cannot say."""


@dataclass(frozen=True)
class Head:
    """What a store says of an object without sending it."""

    size_bytes: int
    etag: str
    content_type: str
    sha256: str | None
    """As put in `Headers`; None where the object was written by something else."""


@dataclass(frozen=True)
class Fetched:
    """An object's bytes and the version they are of."""

    body: bytes
    etag: str


@dataclass(frozen=True)
class IfMatch:
    """Write only over this version; the ETag as the store gave it."""

    etag: str


class IfAbsent:
    """Write only where nothing is yet."""


Condition = IfMatch | IfAbsent | None
"""None writes whatever is there."""

Progress = Callable[[int], None]
"""Called with the number of bytes that were just transferred; may be called from several threads."""


class Store(Protocol):
    """Objects by key below one root.

    Every method may be called again after any failure with the same
    arguments: the result is the same as of one call. Keys are relative,
    ASCII, without "..", and never begin with a slash.

    All methods raise OutageError for what may pass (unreachable, time-out),
    AccessError for credentials, StoreError for the rest; all leave the
    object as it was before or as it was meant to be, never in between.
    """

    @property
    def name(self) -> str:
        """What to call it in messages: `s3://bucket/prefix`, `out/public`."""
        ...

    def url(self, key: str) -> str:
        """The object in messages: `s3://bucket/prefix/key`."""
        ...

    def list(self, prefix: str = "") -> Iterator[Listed]:
        """Every object below `prefix`, sorted by key, however many there are."""
        ...

    def head(self, key: str) -> Head | None:
        """What is known of an object; None where it is absent."""
        ...

    def get(self, key: str) -> Fetched | None:
        """All of a small object; None where it is absent."""
        ...

    def get_if_changed(self, key: str, etag: str) -> Fetched | None:
        """The object unless it is still of this version.

        Raises:
            KeyError: It is absent.
        """
        ...

    def get_range(self, key: str, start: int, length: int) -> bytes:
        """`length` bytes from `start`.

        Raises:
            StoreError: Also where the object is absent or shorter.
        """
        ...

    def open(self, key: str) -> BinaryIO:
        """A stream of an object's bytes, to be closed by the caller; memory stays bounded.

        Raises:
            StoreError: Also where the object is absent.
        """
        ...

    def put(self, key: str, body: bytes, headers: Headers, condition: Condition = None) -> str:
        """Write a small object in one atomic step and return its ETag.

        Raises:
            ConditionError: The condition did not hold. Also where it was
                this very call whose reply was lost: the caller reads again
                and compares.
            UnsupportedError: The store refuses this kind of condition.
        """
        ...

    def put_file(self, key: str, path: Path, headers: Headers, progress: Progress | None = None) -> None:
        """Write a large object from a file with bounded memory, all or nothing.

        What a failed upload left behind is aborted, also on KeyboardInterrupt.

        Raises:
            StoreError: Also where the file changed while it was read.
        """
        ...

    def put_stream(self, key: str, stream: BinaryIO, size_bytes: int, headers: Headers) -> None:
        """The same from a stream of known length."""
        ...

    def copy_from(self, source: "Store", source_key: str, key: str, headers: Headers) -> None:
        """Copy an object here, on the server where it can be, with headers set anew.

        Raises:
            StoreError: Also where the source is absent.
        """
        ...

    def delete(self, key: str) -> None:
        """Remove an object; absent is fine."""
        ...

    def abort_leftovers(self, key: str) -> int:
        """Abort what unfinished uploads of this very object there are, and return how many.

        Writing a large object does so first. A run elsewhere that is sending
        the same object notices, and either finds it there or begins again.
        Of what the store does not let us see, nothing is aborted.
        """
        ...

    def sweep(self, older_than_s: float, prefix: str = "") -> int:
        """Remove unfinished uploads below `prefix` that a killed run left; return how many.

        Age is judged by the store's own clock. Of what the store does not
        let us see, nothing is removed.
        """
        ...

    def probe(self) -> Personality:
        """Find out, with a scratch object `probe`, what the store honours; see `probe_store`."""
        ...


@dataclass(frozen=True)
class Roots:
    """The two roots of a show's store."""

    public: Store
    private: Store
