"""A store in memory, for tests: it keeps every promise, or breaks those about conditions on request."""

import hashlib
import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import BinaryIO

from pipeline.core.personality import Conditions, Personality
from pipeline.errors import StoreError, UnsupportedError
from pipeline.store.body import Body, open_body
from pipeline.store.copying import absent, copy_through, require_source
from pipeline.store.keys import safe_key, safe_prefix
from pipeline.store.probing import probe_writes
from pipeline.store.protocol import (
    Condition,
    Fetched,
    Head,
    Headers,
    IfMatch,
    Listed,
    Progress,
    Store,
)
from pipeline.store.versions import require_condition

RACE_S = 0.02
"""How long after its look at the condition a racy store writes."""


@dataclass(frozen=True)
class Stored:
    """An object and how it is served."""

    body: bytes
    headers: Headers
    modified_at: datetime | None = None

    @property
    def etag(self) -> str:
        """Of the content, as at S3: the same bytes have the same ETag."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


@dataclass
class MemoryStore:
    """Objects in a dictionary."""

    name: str = "memory"
    conditions: Conditions = Conditions.ENFORCES
    """What it makes of conditional writes."""
    objects: dict[str, Stored] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    """The keys in the order in which they were written, repetitions included."""
    clock: Callable[[], datetime] | None = None
    """What tells when an object was written; nothing does where there is none."""
    _lock: RLock = field(default_factory=RLock, init=False, repr=False)

    def url(self, key: str) -> str:
        return f"{self.name}/{key}"

    def list(self, prefix: str = "") -> Iterator[Listed]:
        safe_prefix(prefix)
        with self._lock:
            rows = [
                Listed(key, len(stored.body), stored.etag, stored.modified_at)
                for key, stored in sorted(self.objects.items())
                if key.startswith(prefix)
            ]
        yield from rows

    def head(self, key: str) -> Head | None:
        stored = self.objects.get(safe_key(key))
        if stored is None:
            return None
        return Head(len(stored.body), stored.etag, stored.headers.content_type, stored.headers.sha256)

    def get(self, key: str) -> Fetched | None:
        stored = self.objects.get(safe_key(key))
        return Fetched(stored.body, stored.etag) if stored else None

    def get_if_changed(self, key: str, etag: str) -> Fetched | None:
        fetched = self.get(key)
        if fetched is None:
            raise KeyError(key)
        return fetched if fetched.etag != etag else None

    def get_range(self, key: str, start: int, length: int) -> bytes:
        part = self._require(key).body[start : start + length]
        if len(part) < length:
            raise StoreError(f"could not read {self.url(key)}: it ends before byte {start + length:,}")
        return part

    def open(self, key: str) -> BinaryIO:
        return io.BytesIO(self._require(key).body)

    def _require(self, key: str) -> Stored:
        stored = self.objects.get(safe_key(key))
        if stored is None:
            raise absent(self.url(key))
        return stored

    def put(self, key: str, body: bytes, headers: Headers, condition: Condition = None) -> str:
        safe_key(key)
        if condition and self.conditions is Conditions.RACY:
            self._require_condition(key, condition)
            time.sleep(RACE_S)
            condition = None
        with self._lock:
            self._require_condition(key, condition)
            stored = self.objects[key] = Stored(body, headers, self.clock() if self.clock else None)
            self.written.append(key)
        return stored.etag

    def _require_condition(self, key: str, condition: Condition) -> None:
        is_match = isinstance(condition, IfMatch)
        if condition is None or self.conditions is Conditions.IGNORES:
            return
        if self.conditions is Conditions.REFUSES or (self.conditions is Conditions.PARTLY and is_match):
            raise UnsupportedError(f"could not write {self.url(key)}: NotImplemented")
        stored = self.objects.get(key)
        require_condition(condition, stored.etag if stored else None, self.url(key))

    def put_file(self, key: str, path: Path, headers: Headers, progress: Progress | None = None) -> None:
        with open_body(path) as body:
            self._put_body(key, body, headers)
            if progress:
                progress(body.size_bytes)

    def put_stream(self, key: str, stream: BinaryIO, size_bytes: int, headers: Headers) -> None:
        self._put_body(key, Body(stream, size_bytes, f"what was to be {self.url(key)}"), headers)

    def _put_body(self, key: str, body: Body, headers: Headers) -> None:
        (whole,) = body.parts(body.size_bytes, headers.sha256)
        self.put(key, whole, headers)

    def copy_from(self, source: Store, source_key: str, key: str, headers: Headers) -> None:
        size_bytes = require_source(source, source_key).size_bytes
        copy_through(source, source_key, size_bytes, self, key, headers)

    def delete(self, key: str) -> None:
        with self._lock:
            self.objects.pop(safe_key(key), None)

    def abort_leftovers(self, key: str) -> int:
        safe_key(key)
        return 0  # a killed run takes its memory along

    def sweep(self, older_than_s: float, prefix: str = "") -> int:  # noqa: ARG002 # nothing is left, at any age
        safe_prefix(prefix)
        return 0

    def probe(self) -> Personality:
        return probe_writes(self)
