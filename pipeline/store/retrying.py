"""A store that waits out the outages of another one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pipeline.core.personality import Personality
from pipeline.store.patience import Patience
from pipeline.store.protocol import Condition, Fetched, Head, Headers, Listed, Progress, Store


@dataclass
class RetryingStore:
    """Each operation of `inner`, again and again while it fails with an OutageError.

    Nothing else is repeated: a refusal or a conflict stays one.
    """

    inner: Store
    patience: Patience = field(default_factory=Patience)

    @property
    def name(self) -> str:
        return self.inner.name

    def url(self, key: str) -> str:
        return self.inner.url(key)

    def list(self, prefix: str = "") -> Iterator[Listed]:
        yield from self.patience.keep_trying(lambda: tuple(self.inner.list(prefix)))

    def head(self, key: str) -> Head | None:
        return self.patience.keep_trying(lambda: self.inner.head(key))

    def get(self, key: str) -> Fetched | None:
        return self.patience.keep_trying(lambda: self.inner.get(key))

    def get_if_changed(self, key: str, etag: str) -> Fetched | None:
        return self.patience.keep_trying(lambda: self.inner.get_if_changed(key, etag))

    def get_range(self, key: str, start: int, length: int) -> bytes:
        return self.patience.keep_trying(lambda: self.inner.get_range(key, start, length))

    def open(self, key: str) -> BinaryIO:
        return self.patience.keep_trying(lambda: self.inner.open(key))

    def put(self, key: str, body: bytes, headers: Headers, condition: Condition = None) -> str:
        return self.patience.keep_trying(lambda: self.inner.put(key, body, headers, condition))

    def put_file(self, key: str, path: Path, headers: Headers, progress: Progress | None = None) -> None:
        self.patience.keep_trying(lambda: self.inner.put_file(key, path, headers, progress))

    def put_stream(self, key: str, stream: BinaryIO, size_bytes: int, headers: Headers) -> None:
        if not stream.seekable():  # what was read once is gone
            self.inner.put_stream(key, stream, size_bytes, headers)
            return
        start = stream.tell()

        def put() -> None:
            stream.seek(start)
            self.inner.put_stream(key, stream, size_bytes, headers)

        self.patience.keep_trying(put)

    def copy_from(self, source: Store, source_key: str, key: str, headers: Headers) -> None:
        # Unwrapped, so that the store sees whether the source is one it can copy from on the server.
        origin = source.inner if isinstance(source, RetryingStore) else source
        self.patience.keep_trying(lambda: self.inner.copy_from(origin, source_key, key, headers))

    def delete(self, key: str) -> None:
        self.patience.keep_trying(lambda: self.inner.delete(key))

    def abort_leftovers(self, key: str) -> int:
        return self.patience.keep_trying(lambda: self.inner.abort_leftovers(key))

    def sweep(self, older_than_s: float, prefix: str = "") -> int:
        return self.patience.keep_trying(lambda: self.inner.sweep(older_than_s, prefix))

    def probe(self) -> Personality:
        return self.patience.keep_trying(self.inner.probe)
