"""Every kind of store, each with what may be expected of it."""

import hashlib
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import boto3
import pytest
from types_boto3_s3 import S3Client

from pipeline.core.location import Location
from pipeline.core.personality import Conditions
from pipeline.store.dry_run import DryRunStore
from pipeline.store.folder import FolderStore
from pipeline.store.keys import HOME, SCRATCH_PREFIX
from pipeline.store.memory import MemoryStore
from pipeline.store.protocol import Headers, Store
from pipeline.store.retrying import RetryingStore
from pipeline.store.s3 import S3Store
from pipeline.store.s3_client import S3Clients, open_clients
from pipeline.store.s3_multipart import MIB, Limits
from pipeline.store.workbench import open_workbench
from tests.servers.fake_s3 import FakeS3
from tests.servers.moto_server import GuardedServer
from tests.servers.running import S3Server
from tests.servers.scripted_server import Answer, Asked, ScriptedServer, answering
from tests.servers.tls_forwarder import TlsFront

BUCKET = "show"
SESSION = boto3.Session("key", "secret", region_name="us-east-1")
SMALL = Limits(single_put_bytes=MIB, part_bytes=5 * MIB, single_copy_bytes=5 * MIB, copy_part_bytes=5 * MIB)
"""5 MiB is the smallest part that servers accept."""

Request = pytest.FixtureRequest


@dataclass(frozen=True)
class Subject:
    """A store under test, and its personality."""

    store: Store
    sibling: Store
    """Another root of the same kind, as the private one is to the public one."""
    conditions: Conditions = Conditions.ENFORCES
    keeps_headers: bool = True
    """Whether any type can be stored, or it follows from the key."""
    reads_streams_back: bool = True
    admin: S3Client | None = None
    fake: FakeS3 | None = None

    tells_ages: bool = True
    """Whether unfinished uploads are as old as they are."""
    lists_uploads: bool = True
    """Whether all unfinished uploads can be seen by us; a folder's can."""
    lists_keys: bool = True
    """Whether those of one key can."""

    def unfinished_uploads(self) -> int:
        """How many uploads were begun and neither completed nor aborted below this root."""
        if isinstance(self.store, FolderStore):
            return len(list(self.store.root.parent.glob(f"{HOME}/{SCRATCH_PREFIX}*")))
        if self.fake:
            return sum(self._is_ours(upload.path) for upload in self.fake.state.uploads.values())
        if self.admin is None:
            return 0
        try:
            answer = self.admin.list_multipart_uploads(Bucket=BUCKET)
        except self.admin.exceptions.NoSuchUpload:  # how rclone says "none"
            return 0
        return sum(self._is_ours(f"{BUCKET}/{each['Key']}") for each in answer.get("Uploads", []))

    def _is_ours(self, path: str) -> bool:
        assert isinstance(self.store, S3Store)
        return path.startswith(f"{BUCKET}/{self.store.prefix}/")

    def leave_unfinished(self, key: str) -> None:
        """Begin an upload, as a run does that is killed then; a memory keeps nothing of it."""
        if isinstance(self.store, FolderStore):
            with open_workbench(self.store.root).scratch() as scratch:
                scratch.with_name(f"{SCRATCH_PREFIX}{uuid.uuid4().hex}").touch()
        elif self.admin and isinstance(self.store, S3Store):
            self.admin.create_multipart_upload(Bucket=BUCKET, Key=f"{self.store.prefix}/{key}")


@cache
def prepare(server: S3Server, endpoint_url: str = "") -> tuple[S3Client, S3Clients]:
    """Clients of a server that has the bucket; made once, for making them takes longer than most tests."""
    admin = server.admin()
    if BUCKET not in [each["Name"] for each in admin.list_buckets()["Buckets"]]:
        admin.create_bucket(Bucket=BUCKET)
    location = server.location(endpoint_url=endpoint_url or server.endpoint_url)
    return admin, open_clients(location, server.session())


def make_s3_subject(
    server: S3Server, conditions: Conditions = Conditions.ENFORCES, endpoint_url: str = ""
) -> Subject:
    """Two fresh roots in the server's one bucket."""
    admin, clients = prepare(server, endpoint_url)
    place = uuid.uuid4().hex
    public, private = (
        S3Store(clients, BUCKET, f"{place}/{root}", limits=SMALL) for root in ("public", "private")
    )
    return Subject(public, private, conditions, admin=admin)


def make_memory(request: Request) -> Subject:
    return Subject(MemoryStore(), MemoryStore("sibling"))


def make_folder(request: Request) -> Subject:
    root: Path = request.getfixturevalue("tmp_path") / "out"
    return Subject(FolderStore(root / "public"), FolderStore(root / "private"), keeps_headers=False)


def make_dry_run(request: Request) -> Subject:
    return Subject(DryRunStore(MemoryStore()), DryRunStore(MemoryStore("sibling")), reads_streams_back=False)


def make_retrying(request: Request) -> Subject:
    inner = make_moto(request)
    return replace(inner, store=RetryingStore(inner.store), sibling=RetryingStore(inner.sibling), admin=None)


def make_moto(request: Request) -> Subject:
    subject = make_s3_subject(request.getfixturevalue("moto_server"))
    return replace(subject, tells_ages=False)  # all uploads were begun in 2010


def make_moto_iam(request: Request) -> Subject:
    guarded: GuardedServer = request.getfixturevalue("moto_iam_server")
    return replace(make_s3_subject(guarded.owner), tells_ages=False)


def make_tls(request: Request) -> Subject:
    front: TlsFront = request.getfixturevalue("moto_tls")
    request.getfixturevalue("monkeypatch").setenv("AWS_CA_BUNDLE", str(front.ca_file))
    subject = make_s3_subject(request.getfixturevalue("moto_server"), endpoint_url=front.endpoint_url)
    return replace(subject, tells_ages=False)


def make_swift(request: Request) -> Subject:
    return make_s3_subject(request.getfixturevalue("swift_server"), Conditions.PARTLY)


def make_rclone(request: Request) -> Subject:
    return make_s3_subject(request.getfixturevalue("rclone_server"), Conditions.IGNORES)


def make_strict_fake(request: Request) -> Subject:
    fake: FakeS3 = request.getfixturevalue("strict_fake")
    return replace(make_s3_subject(fake.server()), fake=fake, lists_uploads=False)


def make_refusing_fake(request: Request) -> Subject:
    fake: FakeS3 = request.getfixturevalue("refusing_fake")
    subject = make_s3_subject(fake.server(), Conditions.REFUSES)
    return replace(subject, fake=fake, lists_uploads=False, lists_keys=False)


IN_SWIFT = pytest.mark.xdist_group("swift")
KINDS = {
    "memory": make_memory,
    "folder": make_folder,
    "dry run": make_dry_run,
    "retrying": make_retrying,
    "moto": make_moto,
    "moto with IAM": make_moto_iam,
    "tls": make_tls,
    "swift": make_swift,
    "rclone": make_rclone,
    "strict fake": make_strict_fake,
    "refusing fake": make_refusing_fake,
}
AT_S3 = ("moto", "moto with IAM", "tls", "swift", "rclone", "strict fake", "refusing fake")


def kinds(*names: str) -> list[object]:
    """Parameters for these kinds of store; the slow server stays with one worker."""
    return [pytest.param(name, marks=IN_SWIFT if name == "swift" else ()) for name in names]


def make_subject(kind: str, request: Request) -> Subject:
    """A fresh store of a kind."""
    make: Callable[[Request], Subject] = KINDS[kind]
    return make(request)


@pytest.fixture(params=kinds(*KINDS))
def subject(request: Request) -> Subject:
    """Every kind of store in turn."""
    return make_subject(request.param, request)


@pytest.fixture(params=kinds("folder", *AT_S3))
def transferring(request: Request) -> Subject:
    """The stores that really send bytes somewhere, in blocks or parts."""
    return make_subject(request.param, request)


@pytest.fixture(params=kinds(*AT_S3))
def at_s3(request: Request) -> Subject:
    """Every S3 server in turn."""
    return make_subject(request.param, request)


@pytest.fixture
def large_file(tmp_path: Path) -> Path:
    """11.5 MiB that differ everywhere: three parts at the smallest part size, the last one short."""
    path = tmp_path / "large.mp3"
    path.write_bytes(some_bytes(11 * MIB + MIB // 2))
    return path


def some_bytes(size_bytes: int) -> bytes:
    """Bytes that never repeat in step with a part."""
    block = b"".join(hashlib.sha256(str(number).encode()).digest() for number in range(1021))
    return (block * (size_bytes // len(block) + 1))[:size_bytes]


def sha256_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def headers_of(body: bytes, content_type: str = "audio/mpeg") -> Headers:
    """As media goes out."""
    return Headers(
        content_type,
        "public, max-age=31536000, immutable",
        content_disposition='inline; filename="tape.mp3"',
        sha256=sha256_of(body),
    )


class Scripted:
    """A store whose server answers as told."""

    def __init__(self, store: S3Store, answers: list[Answer | None], server: ScriptedServer) -> None:
        self.store, self.answers, self.server = store, answers, server

    def will_answer(self, *answers: Answer | None) -> None:
        self.answers.extend(answers)


@pytest.fixture(scope="module")
def scripted_clients() -> Iterator[tuple[S3Clients, list[Answer | None], ScriptedServer]]:
    """One client of a server that gives the listed answers, then 200 for ever."""
    answers: list[Answer | None] = []

    def script(asked: Asked) -> Answer | None:
        return answers.pop(0) if answers else Answer(headers={"ETag": '"e"', "Content-Length": "0"})

    with answering(script) as server:
        location = Location(endpoint_url=server.endpoint_url, addressing="path")
        yield open_clients(location, SESSION), answers, server


@pytest.fixture
def scripted(scripted_clients: tuple[S3Clients, list[Answer | None], ScriptedServer]) -> Scripted:
    clients, answers, server = scripted_clients
    answers.clear()
    server.asked.clear()
    store = S3Store(clients, BUCKET, limits=SMALL, sleep=lambda _: None)
    return Scripted(store, answers, server)
