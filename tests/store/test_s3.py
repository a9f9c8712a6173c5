"""What S3 alone promises: large objects in parts, every header, and a client without surprises."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import boto3
import pytest

from pipeline.core.location import Location
from pipeline.errors import AccessError, StoreError
from pipeline.store.protocol import Headers
from pipeline.store.s3 import S3Store
from pipeline.store.s3_client import open_clients
from pipeline.store.s3_multipart import MIB
from tests.servers.running import S3Server
from tests.servers.scripted_server import Answer, answering
from tests.servers.tls_forwarder import tls_in_front_of
from tests.store.conftest import (
    BUCKET,
    SESSION,
    Scripted,
    Subject,
    headers_of,
    prepare,
    some_bytes,
)

TEXT = Headers("text/plain; charset=utf-8", "no-store")
NO_LEFTOVERS = Answer(body=b"<ListMultipartUploadsResult></ListMultipartUploadsResult>")


def s3(subject: Subject) -> S3Store:
    assert isinstance(subject.store, S3Store)
    return subject.store


@pytest.mark.parametrize("size_bytes", [1000, 11 * MIB], ids=["single", "multipart"])
def test_every_header_is_stored(at_s3: Subject, tmp_path: Path, size_bytes: int) -> None:
    """Cache-Control and Content-Disposition too, whichever way the object travels and is copied."""
    body, store = some_bytes(size_bytes), s3(at_s3)
    path = tmp_path / "a.mp3"
    path.write_bytes(body)
    headers = headers_of(body, "audio/x-made-up")
    store.put_file("file.mp3", path, headers)
    store.put_stream("stream.mp3", io.BytesIO(body), size_bytes, headers)
    store.copy_from(store, "file.mp3", "copy.mp3", replace(headers, cache_control="no-cache"))
    assert at_s3.admin is not None
    for key, cache_control in (("file", headers.cache_control), ("stream", headers.cache_control)):
        seen = at_s3.admin.head_object(Bucket=BUCKET, Key=f"{store.prefix}/{key}.mp3")
        assert seen["ContentType"] == "audio/x-made-up"
        assert seen["CacheControl"] == cache_control
        assert seen["ContentDisposition"] == headers.content_disposition
    copied = at_s3.admin.head_object(Bucket=BUCKET, Key=f"{store.prefix}/copy.mp3")
    assert (copied["ContentType"], copied["CacheControl"]) == ("audio/x-made-up", "no-cache")


def test_a_listing_goes_on_after_a_thousand(moto_server: S3Server) -> None:
    """As many keys as there are, page after page."""
    _, clients = prepare(moto_server)
    store = S3Store(clients, BUCKET, "thousands")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: store.put(f"{number:05d}", b"", TEXT), range(1005)))
    assert [row.key for row in store.list()] == [f"{number:05d}" for number in range(1005)]


def test_a_large_object_is_sent_in_few_requests_of_one_size(scripted: Scripted) -> None:
    """Parts of equal size but for the last, as R2 demands."""
    body = some_bytes(12 * MIB)
    scripted.will_answer(
        NO_LEFTOVERS,
        Answer(body=b"<R><UploadId>u1</UploadId></R>"),
        *[Answer(headers={"ETag": f'"{number}"'}) for number in range(3)],
        Answer(body=b"<R><ETag>x</ETag></R>"),
        Answer(headers={"ETag": '"e"', "Content-Length": str(len(body))}),
    )
    scripted.store.put_stream("a.mp3", io.BytesIO(body), len(body), TEXT)
    sizes = sorted(asked.size_bytes for asked in scripted.server.asked if "partNumber" in asked.query)
    assert sizes == [2 * MIB, 5 * MIB, 5 * MIB]
    assert len(scripted.server.asked) == 7
    assert scripted.server.asked[0].query == "uploads&prefix=a.mp3"


def test_a_failing_part_aborts_the_upload(scripted: Scripted) -> None:
    """The last request is the abort, and the first error is the one reported."""
    refused = Answer.error(403, "AccessDenied")
    scripted.will_answer(
        NO_LEFTOVERS, Answer(body=b"<R><UploadId>u1</UploadId></R>"), refused, refused, refused
    )
    body = some_bytes(11 * MIB)
    with pytest.raises(AccessError, match=r"could not write s3://show/a\.mp3: AccessDenied"):
        scripted.store.put_stream("a.mp3", io.BytesIO(body), len(body), TEXT)
    assert scripted.server.requests[-1] == "DELETE /show/a.mp3"


def test_a_failing_abort_is_noted_but_hides_nothing(scripted: Scripted) -> None:
    """What was wrong first stays the error; what is left is said."""
    refused = Answer.error(403, "AccessDenied")
    scripted.will_answer(NO_LEFTOVERS, Answer(body=b"<R><UploadId>u1</UploadId></R>"), *[refused] * 4)
    with pytest.raises(AccessError, match="could not write") as caught:
        scripted.store.put_stream("a.mp3", io.BytesIO(some_bytes(11 * MIB)), 11 * MIB, TEXT)
    assert "Parts of an unfinished upload may be left" in caught.value.__notes__[0]


@pytest.mark.parametrize("has_digest", [True, False])
def test_a_lost_reply_to_the_last_step_is_looked_up(scripted: Scripted, has_digest: bool) -> None:
    """What is there counts, where its digest proves it; otherwise it is sent again."""
    body = some_bytes(6 * MIB)
    headers = headers_of(body)
    stored = {"ETag": '"e"', "Content-Length": str(len(body)), "x-amz-meta-Sha256": str(headers.sha256)}
    sent = (
        Answer(body=b"<R><UploadId>u1</UploadId></R>"),
        Answer(headers={"ETag": '"1"'}),
        Answer(headers={"ETag": '"2"'}),
    )
    head = Answer(headers=stored)
    again = () if has_digest else (Answer(204), head, *sent, Answer(body=b"<R><ETag>e</ETag></R>"))
    scripted.will_answer(
        NO_LEFTOVERS,
        *sent,
        None,  # the store did it, and the reply was lost
        Answer.error(404, "NoSuchUpload"),
        head,
        *again,
        head,
    )
    wanted = headers if has_digest else replace(headers, sha256=None)
    scripted.store.put_stream("a.mp3", io.BytesIO(body), len(body), wanted)
    assert scripted.server.requests.count("PUT /show/a.mp3") == (2 if has_digest else 4)


def test_an_upload_that_arrives_short_is_an_error(scripted: Scripted) -> None:
    """The store said yes, but what it has is not what was sent."""
    scripted.will_answer(Answer(), Answer(headers={"ETag": '"e"', "Content-Length": "3"}))
    with pytest.raises(StoreError, match="3 bytes arrived instead of 5"):
        scripted.store.put_stream("a.mp3", io.BytesIO(b"12345"), 5, TEXT)


def test_a_repeated_request_is_not_counted_twice(scripted: Scripted, tmp_path: Path) -> None:
    """Progress never runs past the size."""
    path = tmp_path / "a.mp3"
    path.write_bytes(some_bytes(MIB))
    stored = Answer(headers={"ETag": '"e"', "Content-Length": str(MIB)})
    scripted.will_answer(Answer.error(503, "SlowDown"), None, Answer(), stored)
    steps: list[int] = []
    scripted.store.put_file("a.mp3", path, TEXT, steps.append)
    assert sum(steps) == MIB


@pytest.mark.parametrize("acl", [None, "public-read"])
def test_an_acl_is_sent_only_where_asked_for(scripted: Scripted, acl: str | None) -> None:
    """New AWS buckets refuse it."""
    store = replace(scripted.store, acl=acl)
    store.put("a.txt", b"", TEXT)
    assert scripted.server.asked[0].headers.get("x-amz-acl") == acl


@pytest.mark.parametrize("signed", [True, False])
def test_bodies_go_out_over_tls_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed: bool
) -> None:
    """No chunks, no trailing checksums; signed unless the show turns it off."""
    with (
        answering(lambda _: Answer(headers={"ETag": '"e"', "Content-Length": "5"})) as server,
        tls_in_front_of(server.port, tmp_path) as front,
    ):
        monkeypatch.setenv("AWS_CA_BUNDLE", str(front.ca_file))
        location = Location(endpoint_url=front.endpoint_url, addressing="path", signed_payload=signed)
        store = S3Store(open_clients(location, SESSION), BUCKET)
        store.put_stream("a.mp3", io.BytesIO(b"12345"), 5, TEXT)
        sent = server.asked[0]
    assert sent.body == b"12345"
    assert (sent.headers["x-amz-content-sha256"] == "UNSIGNED-PAYLOAD") is not signed
    assert not {name for name in sent.headers if "checksum" in name or "trailer" in name}
    assert "aws-chunked" not in sent.headers.get("content-encoding", "")


@pytest.mark.parametrize(
    ("location", "region", "style"),
    [
        (Location(), "us-east-1", "auto"),
        (Location(region="eu-west-1"), "eu-west-1", "auto"),
        (Location(endpoint_url="https://x.r2.cloudflarestorage.com"), "auto", "path"),
        (Location(endpoint_url="https://nyc3.digitaloceanspaces.com"), "us-east-1", "virtual"),
        (Location(endpoint_url="https://s3.example.net", region="garage"), "garage", "path"),
        (Location(endpoint_url="https://s3.example.net", addressing="virtual"), "us-east-1", "virtual"),
    ],
    ids=["aws", "region", "r2", "spaces", "garage", "asked for"],
)
def test_the_client_suits_the_provider(location: Location, region: str, style: str) -> None:
    """Region and addressing by what each is known to want."""
    config = open_clients(location, boto3.Session("key", "secret")).patient.meta.config
    assert config.region_name == region
    assert config.s3 is not None
    assert config.s3["addressing_style"] == style


def test_no_default_of_the_sdk_is_relied_on() -> None:
    """Each setting that releases have changed is ours."""
    clients = open_clients(Location(), SESSION)
    for client, attempts in ((clients.patient, 8), (clients.once, 1)):
        config = client.meta.config
        assert config.retries == {"mode": "standard", "total_max_attempts": attempts}
        assert (config.connect_timeout, config.read_timeout, config.tcp_keepalive) == (10, 60, True)
        assert config.request_checksum_calculation == "when_required"
        assert config.response_checksum_validation == "when_required"
        assert config.signature_version == "s3v4"
        assert config.s3 == {"addressing_style": "auto", "payload_signing_enabled": True}


def test_addresses_are_those_of_the_bucket() -> None:
    """With and without a prefix."""
    clients = open_clients(Location(), SESSION)
    assert S3Store(clients, "b", "p/q").url("k") == "s3://b/p/q/k"
    assert S3Store(clients, "b").url("k") == "s3://b/k"
