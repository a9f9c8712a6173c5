"""What is to be stored, read once and in order, and refused where it is not what was promised."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from pipeline.errors import OutageError, StoreError

WAIT = "wait until it is completely written, then run again"


@dataclass(frozen=True)
class Body:
    """A stream of known length."""

    stream: BinaryIO
    size_bytes: int
    name: str
    """What to call it in messages."""
    is_unchanged: Callable[[], bool] = lambda: True

    def parts(self, part_bytes: int, sha256: str | None) -> Iterator[bytes]:
        """The bytes in parts of one size; an empty body is one empty part.

        The last part is given only after size and digest were found right:
        a writer that commits after it never commits a broken body.

        Raises:
            StoreError: The stream ends early, goes on, has another digest,
                or its file changed while it was read.
        """
        digest = hashlib.sha256()
        seen_bytes = 0
        while True:
            wanted = min(part_bytes, self.size_bytes - seen_bytes)
            part = self._read(wanted)
            if sha256:
                digest.update(part)
            seen_bytes += len(part)
            if is_last := len(part) < wanted or seen_bytes == self.size_bytes:
                self._require_whole(seen_bytes)
                if sha256 and digest.hexdigest() != sha256.lower():
                    raise StoreError(f"{self.name} has other content than a moment ago", WAIT)
            yield part
            del part  # or it would stay in memory while the next one is read
            if is_last:
                return

    def _read(self, size_bytes: int) -> bytes:
        try:
            return read_exactly(self.stream, size_bytes)
        except OSError as error:
            raise StoreError(f"could not read {self.name}: {error.strerror or error}") from error

    def _require_whole(self, seen_bytes: int) -> None:
        if seen_bytes < self.size_bytes:
            text = f"{self.name} ends after {seen_bytes:,} of {self.size_bytes:,} bytes"
        elif self._read(1):
            text = f"{self.name} is longer than the {self.size_bytes:,} bytes it had a moment ago"
        elif not self.is_unchanged():
            text = f"{self.name} was changed while it was read"
        else:
            return
        raise StoreError(text, WAIT)


Opened = Callable[[], AbstractContextManager[Body]]
"""Opens what is to be sent, from its beginning; asked once more where it has to be sent once more."""


def rewinding(body: Body) -> Opened:
    """A stream from where it stands now.

    Raises:
        OutageError: When it is opened again, where it can be read only once.
    """
    start = body.stream.tell() if body.stream.seekable() else None
    times = 0

    @contextmanager
    def opened() -> Iterator[Body]:
        nonlocal times
        times += 1
        if times > 1 and start is None:
            raise OutageError(f"{body.name} has to be sent again", "run the command again", has_answered=True)
        if times > 1 and start is not None:
            body.stream.seek(start)
        yield body

    return opened


class Readable(Protocol):
    """The one thing that files and answers have in common."""

    def read(self, size_bytes: int, /) -> bytes: ...


def read_exactly(stream: Readable, size_bytes: int) -> bytes:
    """So many bytes; fewer only at the end of the stream."""
    blocks = []
    while size_bytes and (block := stream.read(size_bytes)):
        blocks.append(block)
        size_bytes -= len(block)
    return blocks[0] if len(blocks) == 1 else b"".join(blocks)


@contextmanager
def open_body(path: Path) -> Iterator[Body]:
    """A file as a body, watched for changes while it is read.

    Raises:
        StoreError: It cannot be read.
    """
    try:
        stream = path.open("rb", buffering=0)
    except OSError as error:
        raise StoreError(f"could not read {path}: {error.strerror}") from error
    with stream:
        before = _identity(stream.fileno())
        yield Body(stream, before[0], str(path), lambda: _identity(stream.fileno()) == before)


def _identity(descriptor: int) -> tuple[int, int]:
    status = os.fstat(descriptor)
    return status.st_size, status.st_mtime_ns
