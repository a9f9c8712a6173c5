"""Two roots in two buckets, each with keys of its own: what may not be copied is carried through."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.core.location import Location
from pipeline.errors import AccessError, OutageError
from pipeline.store.open import open_roots
from pipeline.store.patience import Patience
from pipeline.store.protocol import Roots
from pipeline.store.retrying import RetryingStore
from pipeline.store.s3 import S3Store
from pipeline.store.s3_multipart import MIB
from tests.servers.fake_s3 import FakeS3, fake_s3
from tests.servers.fake_s3_manners import Manners, Rule
from tests.servers.running import S3Server, free_port
from tests.store.conftest import SMALL, headers_of, some_bytes

PUBLIC_KEY, PRIVATE_KEY = "public-key", "private-key"
APART = (Rule(PUBLIC_KEY, "*", "shown"), Rule(PRIVATE_KEY, "*", "records"))
"""Neither key may do anything with the other's bucket."""
ASIDE = (*APART, Rule(PUBLIC_KEY, "s3:GetObject", "records/staging/"))
"""The public one may read what waits for its release."""
SIZES = pytest.mark.parametrize("size_bytes", [1000, 11 * MIB], ids=["small", "in parts"])


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two profiles, where boto3 looks for them."""
    path = tmp_path / "credentials"
    path.write_text(
        "".join(
            f"[{name}]\naws_access_key_id = {name}-key\naws_secret_access_key = made-up\n"
            for name in ("public", "private")
        )
    )
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(path))


@pytest.fixture
def fake() -> Iterator[FakeS3]:
    with fake_s3(Manners(rules=APART), "shown", "records") as server:
        yield server


def location_of(server: S3Server, **changes: object) -> Location:
    return server.location(
        public="s3://shown",
        private="s3://records",
        public_profile="public",
        private_profile="private",
        **changes,
    )


def inner(store: object) -> S3Store:
    assert isinstance(store, RetryingStore)
    assert isinstance(store.inner, S3Store)
    return store.inner


def opened(location: Location, tmp_path: Path) -> Roots:
    roots = open_roots(location, tmp_path, patience=Patience(deadline_s=0.0))
    for store in (roots.public, roots.private):
        inner(store).limits = SMALL
    return roots


def release(roots: Roots, size_bytes: int) -> None:
    """As a scheduled episode's media goes out, and looked at afterwards."""
    body = some_bytes(size_bytes)
    roots.private.put("staging/media/a.mp3", body, replace(headers_of(body), cache_control="no-store"))
    roots.public.copy_from(roots.private, "staging/media/a.mp3", "media/a.mp3", headers_of(body))
    head, fetched = roots.public.head("media/a.mp3"), roots.public.get("media/a.mp3")
    assert head is not None
    assert fetched is not None
    assert (head.size_bytes, head.sha256) == (size_bytes, headers_of(body).sha256)
    assert fetched.body == body


@SIZES
@pytest.mark.usefixtures("profiles")
def test_what_the_other_key_may_not_read_is_carried_through(
    fake: FakeS3, tmp_path: Path, size_bytes: int
) -> None:
    """Read with one key, written with the other; each does no more than it may."""
    release(opened(location_of(fake.server()), tmp_path), size_bytes)
    stored = fake.state.objects["shown/media/a.mp3"]
    assert stored.headers["cache-control"] == headers_of(b"").cache_control
    assert "GET records/staging/media/a.mp3" in fake.requests
    assert fake.state.uploads == {}


@SIZES
@pytest.mark.usefixtures("profiles")
def test_what_the_other_key_may_read_is_copied_there(fake: FakeS3, tmp_path: Path, size_bytes: int) -> None:
    """On the server, with headers set anew."""
    fake.manners = Manners(rules=ASIDE)
    release(opened(location_of(fake.server()), tmp_path), size_bytes)
    assert fake.state.objects["shown/media/a.mp3"].headers["cache-control"] == headers_of(b"").cache_control
    assert "GET records/staging/media/a.mp3" not in fake.requests


@pytest.mark.usefixtures("profiles")
def test_each_key_stays_in_its_bucket(fake: FakeS3, tmp_path: Path) -> None:
    """A mix-up would be refused by the server."""
    roots = opened(location_of(fake.server()), tmp_path)
    release(roots, 10)
    swapped = replace(inner(roots.public), bucket="records")
    with pytest.raises(AccessError, match="could not write s3://records/a"):
        swapped.put("a", b"", headers_of(b""))


@SIZES
@pytest.mark.usefixtures("profiles")
def test_a_bucket_of_the_same_name_is_not_taken_for_theirs(
    fake: FakeS3, tmp_path: Path, size_bytes: int
) -> None:
    """Where each account has its own names, the object that our key finds is another one."""
    fake.manners = Manners(rules=ASIDE)
    roots = opened(location_of(fake.server()), tmp_path)
    body = some_bytes(size_bytes)
    etag = roots.private.put("staging/media/a.mp3", body, headers_of(body))
    head = roots.private.head("staging/media/a.mp3")
    assert head is not None
    private = inner(roots.private)

    class Mistaken(S3Store):
        """Says of the object what it was before somebody else's came into its place."""

        def head(self, key: str) -> object:  # type: ignore[override] # as S3Store's
            return replace(head, etag='"what our key sees"')

    source = Mistaken(private.clients, private.bucket, limits=SMALL)
    assert etag == head.etag
    roots.public.copy_from(source, "staging/media/a.mp3", "media/a.mp3", headers_of(body))
    assert "GET records/staging/media/a.mp3" in fake.requests


@SIZES
@pytest.mark.usefixtures("profiles")
def test_two_stores_are_never_asked_to_copy_between_them(
    fake: FakeS3, tmp_path: Path, size_bytes: int
) -> None:
    """Another endpoint: all goes through this machine."""
    with fake_s3(Manners(rules=APART), "shown") as elsewhere:
        location = location_of(
            fake.server(), public_endpoint_url=elsewhere.server().endpoint_url, public_region="eu-west-1"
        )
        roots = opened(location, tmp_path)
        release(roots, size_bytes)
        assert list(elsewhere.state.objects) == ["shown/media/a.mp3"]
        assert inner(roots.public).clients.patient.meta.region_name == "eu-west-1"
        assert inner(roots.private).clients.patient.meta.region_name == "us-east-1"


@pytest.mark.usefixtures("profiles")
def test_an_address_that_never_answered_is_not_waited_for(fake: FakeS3, tmp_path: Path) -> None:
    """Although the other root's has answered."""
    nowhere = f"http://127.0.0.1:{free_port()}"
    location = location_of(fake.server(), public_endpoint_url=nowhere)
    roots = open_roots(location, tmp_path, patience=Patience(deadline_s=600.0))
    assert roots.private.get("show.json") is None
    with pytest.raises(OutageError, match=r"s3://shown/feed\.xml"):
        roots.public.get("feed.xml")


@pytest.mark.parametrize("copies", ["501", "403"])
@SIZES
def test_a_store_that_does_not_copy_at_all_is_served(copies: str, size_bytes: int, tmp_path: Path) -> None:
    """Whatever it says to that."""
    manners = Manners(copies="501" if copies == "501" else "403")
    with fake_s3(manners, "shown", "records") as fake:
        server = fake.server()
        location = server.location(public="s3://shown", private="s3://records")
        roots = open_roots(location, tmp_path, session=server.session(), patience=Patience(deadline_s=0.0))
        for store in (roots.public, roots.private):
            inner(store).limits = SMALL
        release(roots, size_bytes)
        assert fake.state.uploads == {}
