"""The same small show at every S3 server: published once, then left alone until something changes."""

import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from types_boto3_s3 import S3Client

from pipeline.core.location import Location
from pipeline.errors import AccessError, InputError
from pipeline.store.open import open_roots
from pipeline.store.protocol import Roots
from tests.servers.moto_server import GuardedServer
from tests.servers.running import S3Server
from tests.servers.tls_forwarder import TlsFront
from tests.workflows.small_show import (
    DAY,
    NOW,
    Clone,
    Talk,
    check_settled,
    feed_items,
    guid_of,
    make_clone,
    memory_roots,
    objects,
    picture,
    point,
    record,
    slug_of,
)

ROOT = Path(__file__).parents[2]
BUCKET = "airdate-shows"
DUE = NOW + DAY
CANARY = "Quietly forthcoming"


@dataclass(frozen=True)
class Place:
    """Where a show goes, and somebody who may look behind the store's back."""

    server: S3Server
    location: Location
    bucket: str
    prefixes: tuple[str, ...]
    keeps_headers: bool = True

    def roots(self) -> Roots:
        return open_roots(self.location, Path("/nowhere"), session=self.server.session())

    def listing(self) -> dict[str, str]:
        """The ETag of every object below both roots, as the server says."""
        pages = admin_of(self.server).get_paginator("list_objects_v2")
        return {
            row["Key"]: row["ETag"]
            for prefix in self.prefixes
            for page in pages.paginate(Bucket=self.bucket, Prefix=prefix)
            for row in page.get("Contents", [])
        }


@cache
def admin_of(server: S3Server) -> S3Client:
    """Made once, for making it takes longer than most tests."""
    return server.admin()


@cache
def make_bucket(server: S3Server, bucket: str) -> None:
    admin_of(server).create_bucket(Bucket=bucket)


def one_place(server: S3Server, **changes: object) -> Place:
    """A prefix of its own in one bucket, for both roots."""
    make_bucket(server, BUCKET)
    prefix = uuid.uuid4().hex
    location = server.location(store=f"s3://{BUCKET}/{prefix}", **changes)
    return Place(server, location, BUCKET, (f"{prefix}/",))


def two_roots(server: S3Server) -> Place:
    """Each root with a name of its own, as where private must be a bucket apart."""
    make_bucket(server, BUCKET)
    prefix = uuid.uuid4().hex
    location = server.location(public=f"s3://{BUCKET}/{prefix}-a", private=f"s3://{BUCKET}/{prefix}-b")
    return Place(server, location, BUCKET, (f"{prefix}-a/", f"{prefix}-b/"))


Request = pytest.FixtureRequest


def at_moto(request: Request) -> Place:
    return one_place(request.getfixturevalue("moto_server"))


def at_moto_with_iam(request: Request) -> Place:
    guarded: GuardedServer = request.getfixturevalue("moto_iam_server")
    return one_place(guarded.owner)


def at_moto_with_two_roots(request: Request) -> Place:
    return two_roots(request.getfixturevalue("moto_server"))


def at_moto_through_tls(request: Request) -> Place:
    front: TlsFront = request.getfixturevalue("moto_tls")
    request.getfixturevalue("monkeypatch").setenv("AWS_CA_BUNDLE", str(front.ca_file))
    return one_place(request.getfixturevalue("moto_server"), endpoint_url=front.endpoint_url)


def at_swift(request: Request) -> Place:
    return one_place(request.getfixturevalue("swift_server"))


def at_rclone(request: Request) -> Place:
    return replace(one_place(request.getfixturevalue("rclone_server")), keeps_headers=False)


PLACES = [
    pytest.param(at_moto, id="moto"),
    pytest.param(at_moto_with_iam, id="moto with IAM"),
    pytest.param(at_moto_with_two_roots, id="two roots"),
    pytest.param(at_moto_through_tls, id="tls"),
    pytest.param(at_swift, id="swift", marks=pytest.mark.xdist_group("swift")),
    pytest.param(at_rclone, id="rclone"),
]


@pytest.fixture(params=PLACES)
def place(request: Request) -> Place:
    """Every server in turn."""
    make: Callable[[Request], Place] = request.param
    return make(request)


@pytest.fixture
def show(tmp_path: Path, place: Place) -> Clone:
    """A show with a live episode, its picture and transcript, and a scheduled one; published."""
    clone = make_clone(tmp_path, place.roots())
    write_show(clone)
    clone.publish(1, 2)
    return clone


def write_show(clone: Clone) -> None:
    clone.episode(1, notes="It is rarely the tendon.\n\n![a heel](heel.png)\n")
    clone.write(f"episodes/{slug_of(1)}/heel.png", picture(40, "navy", "PNG"))
    clone.write(f"episodes/{slug_of(1)}/transcript.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n")
    clone.episode(2, title=CANARY, date=DUE)


def test_a_show_goes_to_every_server_once(show: Clone, place: Place) -> None:
    """All links hold; then publish, and regenerate from every kind of clone, write nothing."""
    check_settled(show.roots, {guid_of(1)})
    in_memory = show.with_roots(memory_roots())
    in_memory.publish(1, 2)
    assert objects(show.roots.public) == objects(in_memory.roots.public)
    before = place.listing()
    again = show.publish(1, 2)
    assert again is not None
    assert not again.plan
    assert not show.regenerate().result.plan
    for name, without in (("ci", "*.mp3"), ("bare", "*.mp3 *.png *.jpg *.vtt")):
        assert not show.copy(name, without=without).regenerate(NOW + DAY / 2).result.plan
    pointers = show.copy("pointers")
    point(pointers, "*.mp3", "*.png", "*.jpg", "*.vtt")
    assert not pointers.regenerate(NOW + DAY / 2).result.plan
    assert place.listing() == before


def test_the_sample_show_goes_to_every_server(place: Place, tmp_path: Path) -> None:
    """As `make demo` publishes it; then a clone without audio, and one with older words, change nothing."""
    folder = tmp_path / "sample"
    for name in ("podcast.toml", "cover.jpg"):
        folder.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "episodes", folder / "episodes")
    clone = Clone(folder, place.roots(), tmp_path / "scratch")
    old = clone.copy("old")
    result = clone.publish()
    assert result is not None
    assert result.done
    clone.edit_file("episodes/000-trailer/index.md", "What Back on Foot is about", "What this is about")
    clone.regenerate()
    before = place.listing()
    assert len(feed_items(clone.roots)) == 4
    for other in (clone.copy("ci", without="*.mp3 *.m4a"), old):
        assert not other.regenerate(NOW + DAY).result.plan
    assert place.listing() == before


def test_an_old_clone_changes_nothing_at_any_server(show: Clone, place: Place) -> None:
    """An edit goes out; a clone from before it writes nothing."""
    old = show.copy("old", without="*.mp3")
    show.edit(1, "rarely", "never")
    show.publish(1)
    assert "never" in record(show.roots, 1).notes
    before = place.listing()
    outcome = old.regenerate(NOW + DAY / 2)
    assert ["older than what is published" in problem.text for problem in outcome.problems] == [True]
    assert place.listing() == before


def test_a_scheduled_episode_is_released_on_the_server(show: Clone, place: Place) -> None:
    """Staged in private, invisible in public, and copied there by a run that has no audio."""
    media = record(show.roots, 2).media
    assert show.roots.private.head(f"staging/{media.key}") is not None
    for key, body in objects(show.roots.public).items():
        assert slug_of(2) not in key
        assert CANARY.encode() not in body
    show.copy("ci", without="*.mp3 *.png").regenerate(DUE)
    check_settled(show.roots, {guid_of(1), guid_of(2)})
    key = next(key for key in place.listing() if key.endswith(media.key) and "staging" not in key)
    head = admin_of(place.server).head_object(Bucket=place.bucket, Key=key)
    assert head["ContentType"] == "audio/mpeg"
    if place.keeps_headers:
        assert head["CacheControl"] == "public, max-age=31536000, immutable"
        assert head["Metadata"]["sha256"] == media.sha256


def test_bad_input_leaves_every_server_untouched(show: Clone, place: Place) -> None:
    """Refused before the first write."""
    before = place.listing()
    show.episode(3, audio="cut-short.mp3")
    show.episode(4, audio="lfs-pointer.mp3")
    show.episode(5, audio="text.mp3")
    for number in (3, 4, 5):
        with pytest.raises(InputError):
            show.publish(number)
        with pytest.raises(InputError):
            show.publish(1, number)
    assert place.listing() == before


def test_a_store_that_does_not_enforce_conditions_says_so_once(show: Clone, place: Place) -> None:
    """The first publish told it; later runs keep quiet."""
    talk = Talk()
    show.edit(1, "rarely", "never")
    show.publish(1, talk=talk)
    assert talk.warned == []


def guarded_show(server: GuardedServer, folder: Path, prefix: str) -> Clone:
    """The show, to be published with the fewest rights, below a prefix of the bucket."""
    location = server.location(store=f"s3://{server.bucket}/{prefix}")
    clone = make_clone(folder, open_roots(location, folder, session=server.publisher.session()))
    write_show(clone)
    return clone


def test_few_rights_are_enough(moto_iam_server: GuardedServer, tmp_path: Path) -> None:
    """To list, read and write: publish, edit and release need no more, and above all no right to delete."""
    clone = guarded_show(moto_iam_server, tmp_path, moto_iam_server.published_prefix)
    clone.publish(1, 2)
    clone.edit(1, "rarely", "never")
    clone.publish(1)
    clone.copy("ci", without="*.mp3 *.png").regenerate(DUE)
    check_settled(clone.roots, {guid_of(1), guid_of(2)})
    assert not clone.regenerate(DUE + DAY).result.plan


def test_credentials_that_may_not_write_are_named(moto_iam_server: GuardedServer, tmp_path: Path) -> None:
    """Another prefix is closed to them: the message says which right is missing for what."""
    clone = guarded_show(moto_iam_server, tmp_path, "closed")
    with pytest.raises(AccessError, match="s3://show/closed/") as caught:
        clone.publish(1, 2)
    assert caught.value.exit_code == 4
    assert "the credentials in use need s3:" in str(caught.value)
