"""What a made-up S3 store holds: objects, their earlier versions, unfinished uploads."""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

DESCRIBING = ("content-type", "cache-control", "content-disposition", "content-encoding")


@dataclass(frozen=True)
class FakeObject:
    """One version of an object."""

    body: bytes
    headers: Mapping[str, str]
    etag: str
    modified_at: datetime


@dataclass
class FakeUpload:
    """An upload in parts that was begun."""

    path: str
    """`bucket/key`."""
    headers: Mapping[str, str]
    begun_at: datetime
    parts: dict[int, bytes] = field(default_factory=dict)


@dataclass
class FakeState:
    """Everything, by `bucket/key`."""

    buckets: set[str] = field(default_factory=set)
    objects: dict[str, FakeObject] = field(default_factory=dict)
    before: dict[str, FakeObject | None] = field(default_factory=dict)
    """Each object's version before the last one."""
    listings: list[dict[str, FakeObject]] = field(default_factory=lambda: [{}])
    """How the objects stood after each change."""
    uploads: dict[str, FakeUpload] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def put(self, path: str, body: bytes, headers: Mapping[str, str], etag: str | None = None) -> FakeObject:
        """Write an object, in one step."""
        etag = etag or f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
        stored = FakeObject(body, headers, etag, datetime.now(UTC))  # noqa: TID251 # a server has a clock
        with self.lock:
            self.before[path] = self.objects.get(path)
            self.objects[path] = stored
            self.listings.append(dict(self.objects))
        return stored

    def delete(self, path: str) -> None:
        """Remove an object, if it is there."""
        with self.lock:
            self.before[path] = self.objects.pop(path, None)
            self.listings.append(dict(self.objects))

    def begin(self, path: str, headers: Mapping[str, str]) -> str:
        """Begin an upload in parts and return its id."""
        now = datetime.now(UTC)  # noqa: TID251 # a server has a clock
        upload_id = f"upload-{next(self._numbers)}"
        self.uploads[upload_id] = FakeUpload(path, headers, now)
        return upload_id

    def age_uploads(self, by: timedelta) -> None:
        """Let the unfinished uploads be that much older."""
        for upload_id, upload in self.uploads.items():
            self.uploads[upload_id] = replace(upload, begun_at=upload.begun_at - by)

    def etag_of(self, path: str) -> str | None:
        stored = self.objects.get(path)
        return stored.etag if stored else None


def described(headers: Mapping[str, str]) -> dict[str, str]:
    """Those of a request's headers that are stored with the object."""
    return {
        name: text for name, text in headers.items() if name in DESCRIBING or name.startswith("x-amz-meta-")
    }
