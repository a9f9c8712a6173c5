"""Each server as a fixture, started once and only when a test asks for it."""

from collections.abc import Iterator

import pytest

from tests.servers.fake_s3 import FakeS3, fake_s3
from tests.servers.fake_s3_manners import Manners
from tests.servers.moto_server import GuardedServer, moto, moto_with_iam
from tests.servers.rclone_server import rclone
from tests.servers.running import S3Server
from tests.servers.swift_server import swift
from tests.servers.tls_forwarder import TlsFront, tls_in_front_of


@pytest.fixture(scope="session")
def moto_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """The everyday S3: it enforces conditions and accepts any credentials."""
    with moto(tmp_path_factory.mktemp("moto")) as server:
        yield server


@pytest.fixture(scope="session")
def moto_iam_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedServer]:
    """An S3 with permissions: its key may only use `show/open/`."""
    with moto_with_iam(tmp_path_factory.mktemp("moto-iam")) as server:
        yield server


@pytest.fixture(scope="session")
def moto_tls(moto_server: S3Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TlsFront]:
    """The everyday S3 over https; trust it by AWS_CA_BUNDLE."""
    port = int(moto_server.endpoint_url.rpartition(":")[2])
    with tls_in_front_of(port, tmp_path_factory.mktemp("tls")) as front:
        yield front


@pytest.fixture(scope="session")
def swift_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """OpenStack Swift: it verifies signatures and refuses If-Match. Takes seconds to start.

    Mark its tests with `pytest.mark.xdist_group("swift")`.
    """
    with swift(tmp_path_factory.mktemp("swift")) as server:
        yield server


@pytest.fixture(scope="session")
def rclone_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """rclone: it ignores conditions."""
    with rclone(tmp_path_factory.mktemp("rclone")) as server:
        yield server


@pytest.fixture(scope="session")
def strict_fake() -> Iterator[FakeS3]:
    """A store of our own that keeps AWS's rules for parts and copies, in small; it lists few at a time,
    and unfinished uploads by their whole key alone."""
    manners = Manners(page_size=3, max_parts=12, single_copy_bytes=5 * 1024**2, lists_uploads="exact key")
    with fake_s3(manners) as fake:
        yield fake


@pytest.fixture(scope="session")
def refusing_fake() -> Iterator[FakeS3]:
    """A store of our own that knows neither conditions nor copies, lists no uploads and serves no ranges."""
    manners = Manners(
        if_absent="501",
        if_match="501",
        complete_if_absent="501",
        copies="501",
        lists_uploads="501",
        serves_ranges=False,
    )
    with fake_s3(manners) as fake:
        yield fake
