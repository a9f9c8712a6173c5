"""A store that reads through and writes nothing, but remembers within the run what it would write."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import BinaryIO

from pipeline.core.personality import Conditions, Personality
from pipeline.errors import StoreError
from pipeline.store.body import open_body, read_exactly
from pipeline.store.copying import absent, require_source
from pipeline.store.keys import safe_key, safe_prefix
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


@dataclass(frozen=True)
class Pretended:
    """An object as it would stand, and where its bytes can be read."""

    head: Head
    open: Callable[[], BinaryIO]


@dataclass
class DryRunStore:
    """What `inner` would look like after this run."""

    inner: Store
    _objects: dict[str, Pretended | None] = field(default_factory=dict, init=False)
    """By key; None where it would be deleted."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1), init=False)

    @property
    def name(self) -> str:
        return self.inner.name

    def url(self, key: str) -> str:
        return self.inner.url(key)

    def list(self, prefix: str = "") -> Iterator[Listed]:
        rows = {row.key: row for row in self.inner.list(safe_prefix(prefix))}
        for key, pretended in self._objects.items():
            if pretended is None:
                rows.pop(key, None)
            elif key.startswith(prefix):
                rows[key] = Listed(key, pretended.head.size_bytes, pretended.head.etag)
        yield from (rows[key] for key in sorted(rows))

    def head(self, key: str) -> Head | None:
        if safe_key(key) not in self._objects:
            return self.inner.head(key)
        pretended = self._objects[key]
        return pretended.head if pretended else None

    def get(self, key: str) -> Fetched | None:
        if safe_key(key) not in self._objects:
            return self.inner.get(key)
        if pretended := self._objects[key]:
            with pretended.open() as stream:
                return Fetched(stream.read(), pretended.head.etag)
        return None

    def get_if_changed(self, key: str, etag: str) -> Fetched | None:
        if safe_key(key) not in self._objects:
            return self.inner.get_if_changed(key, etag)
        fetched = self.get(key)
        if fetched is None:
            raise KeyError(key)
        return fetched if fetched.etag != etag else None

    def get_range(self, key: str, start: int, length: int) -> bytes:
        if safe_key(key) not in self._objects:
            return self.inner.get_range(key, start, length)
        with self.open(key) as stream:
            read_exactly(stream, start)
            part = read_exactly(stream, length)
        if len(part) < length:
            raise StoreError(f"could not read {self.url(key)}: it ends before byte {start + length:,}")
        return part

    def open(self, key: str) -> BinaryIO:
        if safe_key(key) not in self._objects:
            return self.inner.open(key)
        if pretended := self._objects[key]:
            return pretended.open()
        raise absent(self.url(key))

    def put(self, key: str, body: bytes, headers: Headers, condition: Condition = None) -> str:
        if condition:
            head = self.head(key)
            require_condition(condition, head.etag if head else None, self.url(key))
        return self._pretend(key, len(body), headers, lambda: io.BytesIO(body))

    def put_file(
        self,
        key: str,
        path: Path,
        headers: Headers,
        progress: Progress | None = None,  # noqa: ARG002 # nothing is transferred
    ) -> None:
        with open_body(path) as body:
            size_bytes = body.size_bytes
        self._pretend(key, size_bytes, headers, lambda: path.open("rb"))

    def put_stream(
        self,
        key: str,
        stream: BinaryIO,  # noqa: ARG002 # it can be read only once, and nobody may need it
        size_bytes: int,
        headers: Headers,
    ) -> None:
        def refuse() -> BinaryIO:
            raise StoreError(f"could not read {self.url(key)}: a dry run does not keep streams")

        self._pretend(key, size_bytes, headers, refuse)

    def copy_from(self, source: Store, source_key: str, key: str, headers: Headers) -> None:
        size_bytes = require_source(source, source_key).size_bytes
        self._pretend(key, size_bytes, headers, lambda: source.open(source_key))

    def _pretend(
        self, key: str, size_bytes: int, headers: Headers, open_bytes: Callable[[], BinaryIO]
    ) -> str:
        etag = f'"dry-run-{next(self._numbers)}"'
        head = Head(size_bytes, etag, headers.content_type, headers.sha256)
        self._objects[safe_key(key)] = Pretended(head, open_bytes)
        return etag

    def delete(self, key: str) -> None:
        self._objects[safe_key(key)] = None

    def abort_leftovers(self, key: str) -> int:
        safe_key(key)
        return 0

    def sweep(self, older_than_s: float, prefix: str = "") -> int:  # noqa: ARG002 # nothing is removed
        safe_prefix(prefix)
        return 0

    def probe(self) -> Personality:
        return Personality(Conditions.ENFORCES)  # what is only remembered is always under control
