"""Two runs that send the same large object at once, and copies beyond what a server copies in one piece."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from pipeline.errors import OutageError, StoreError
from pipeline.store.memory import MemoryStore
from pipeline.store.s3 import UPLOAD_ATTEMPTS, S3Store
from pipeline.store.s3_client import open_clients
from pipeline.store.s3_multipart import MIB, Limits
from tests.servers.fake_s3 import FakeS3, fake_s3
from tests.servers.fake_s3_manners import Manners
from tests.store.conftest import BUCKET, SMALL, headers_of, some_bytes

BODY = some_bytes(11 * MIB)
KEY = "media/a.mp3"
STRICT = Manners(single_copy_bytes=5 * MIB, max_parts=3)


@pytest.fixture
def fake() -> Iterator[FakeS3]:
    with fake_s3(STRICT) as server:
        yield server


def store_at(fake: FakeS3, limits: Limits = SMALL) -> S3Store:
    server = fake.server()
    return S3Store(open_clients(server.location(), server.session()), BUCKET, limits=limits)


def aborting(fake: FakeS3, times: int, then: Callable[[], object] = lambda: None) -> Callable[[int], None]:
    """Progress that aborts every upload under way, so many times, as a twin that begins does."""
    left = [times]

    def progress(_: int) -> None:
        if left[0] and fake.state.uploads:
            left[0] -= 1
            fake.state.uploads.clear()
            then()

    return progress


class Interrupting(io.BytesIO):
    """A stream that aborts the uploads under way when it is read beyond the first part."""

    def __init__(self, fake: FakeS3, times: int) -> None:
        super().__init__(BODY)
        self.fake, self.times = fake, times

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 5 * MIB and self.times and self.fake.state.uploads:
            self.times -= 1
            self.fake.state.uploads.clear()
        return super().read(size)


def test_an_upload_that_a_twin_aborted_begins_again(fake: FakeS3) -> None:
    """And aborts nothing in its turn, so that the two come to an end."""
    store = store_at(fake)
    store.put_stream(KEY, Interrupting(fake, 2), len(BODY), headers_of(BODY))
    assert fake.state.objects[f"{BUCKET}/{KEY}"].body == BODY
    assert sum("uploads&prefix" in asked for asked in fake.requests) == 1
    assert fake.state.uploads == {}


def test_an_upload_that_a_twin_finished_is_done(fake: FakeS3, tmp_path: Path) -> None:
    """What is there has the digest that was meant: nothing is sent once more."""
    store, path = store_at(fake), tmp_path / "a.mp3"
    path.write_bytes(BODY)

    def finish() -> None:
        headers = {"content-type": "audio/mpeg", "x-amz-meta-sha256": str(headers_of(BODY).sha256)}
        fake.state.put(f"{BUCKET}/{KEY}", BODY, headers)

    store.put_file(KEY, path, headers_of(BODY), aborting(fake, 1, finish))
    assert sum(asked.startswith("POST") and asked.endswith("?uploads") for asked in fake.requests) == 1


def test_an_upload_that_is_always_aborted_gives_up(fake: FakeS3) -> None:
    """With what the store said, after some attempts."""
    with pytest.raises(StoreError, match=rf"could not write s3://{BUCKET}/{KEY}: NoSuchUpload"):
        store_at(fake).put_stream(KEY, Interrupting(fake, 99), len(BODY), headers_of(BODY))
    assert sum(asked.endswith("?uploads") for asked in fake.requests) == UPLOAD_ATTEMPTS


def test_a_stream_that_can_be_read_once_asks_to_be_called_again(fake: FakeS3) -> None:
    """Whoever waits out outages then does."""

    class OneWay(Interrupting):
        def seekable(self) -> bool:
            return False

    with pytest.raises(OutageError, match="has to be sent again"):
        store_at(fake).put_stream(KEY, OneWay(fake, 1), len(BODY), headers_of(BODY))


def test_what_is_carried_through_begins_again_too(fake: FakeS3) -> None:
    """From another store, which is simply read once more."""

    class Source(MemoryStore):
        def open(self, key: str) -> BinaryIO:
            return streams.pop()

    streams: list[BinaryIO] = [io.BytesIO(BODY), Interrupting(fake, 1)]
    source = Source()
    source.put("a.mp3", BODY, headers_of(BODY))
    store_at(fake).copy_from(source, "a.mp3", KEY, headers_of(BODY))
    assert fake.state.objects[f"{BUCKET}/{KEY}"].body == BODY


def test_many_twins_all_succeed(fake: FakeS3, tmp_path: Path) -> None:
    """Four runs send the same file at once: each says that it is done, and nothing is left."""
    path = tmp_path / "a.mp3"
    path.write_bytes(BODY)

    def send(_: int) -> None:
        store_at(fake).put_file(KEY, path, headers_of(BODY))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))
    assert fake.state.objects[f"{BUCKET}/{KEY}"].body == BODY
    assert fake.state.uploads == {}


@pytest.mark.parametrize("size_bytes", [5 * MIB, 5 * MIB + 1, 11 * MIB])
def test_a_copy_beyond_the_limit_goes_in_parts(fake: FakeS3, size_bytes: int) -> None:
    """The server refuses more in one piece; headers are set anew either way."""
    store, body = store_at(fake), BODY[:size_bytes]
    store.put("staging/a.mp3", body, replace(headers_of(body), cache_control="no-store"))
    fake.requests.clear()
    store.copy_from(store, "staging/a.mp3", KEY, headers_of(body))
    stored = fake.state.objects[f"{BUCKET}/{KEY}"]
    assert stored.body == body
    assert stored.headers["cache-control"] == headers_of(body).cache_control
    assert stored.headers["x-amz-meta-sha256"] == headers_of(body).sha256
    parts = [asked for asked in fake.requests if "partNumber" in asked]
    assert len(parts) == (0 if size_bytes == 5 * MIB else -(-size_bytes // (5 * MIB)))
    assert not [asked for asked in fake.requests if asked.startswith("GET") and "uploads" not in asked]


def test_a_copy_never_has_too_many_parts(fake: FakeS3) -> None:
    """The parts grow with the object."""
    fake.manners = replace(STRICT, max_parts=2)
    store = store_at(fake, replace(SMALL, max_parts=2))
    store.put("staging/a.mp3", BODY, headers_of(BODY))
    store.copy_from(store, "staging/a.mp3", KEY, headers_of(BODY))
    assert sum("partNumber" in asked for asked in fake.requests) == 2
    assert fake.state.objects[f"{BUCKET}/{KEY}"].body == BODY
