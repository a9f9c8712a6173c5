"""What odd and ailing stores answer, what is made of it, and what is said when it goes wrong."""

from dataclasses import replace
from pathlib import Path

import pytest
from botocore.awsrequest import AWSPreparedRequest

from pipeline.core.location import Location
from pipeline.errors import AccessError, ConditionError, OutageError, StoreError
from pipeline.store.protocol import Head, Headers, IfAbsent, IfMatch
from pipeline.store.s3 import S3Store
from pipeline.store.s3_client import open_clients
from pipeline.store.s3_multipart import MIB
from tests.servers.moto_server import GuardedServer
from tests.servers.running import S3Server, free_port
from tests.servers.scripted_server import Answer
from tests.servers.tls_forwarder import TlsFront
from tests.store.conftest import (
    BUCKET,
    IN_SWIFT,
    SESSION,
    SMALL,
    Scripted,
    Subject,
    headers_of,
    prepare,
    some_bytes,
)

TEXT = Headers("text/plain; charset=utf-8", "no-store")


def s3(subject: Subject) -> S3Store:
    assert isinstance(subject.store, S3Store)
    return subject.store


def test_a_conflict_is_tried_again(scripted: Scripted) -> None:
    """409 means that two writes met, not that one lost."""
    conflict = Answer.error(409, "ConditionalRequestConflict")
    scripted.will_answer(conflict, conflict, Answer(headers={"ETag": '"e"'}))
    assert scripted.store.put("feed.xml", b"x", TEXT, IfMatch('"d"')) == '"e"'
    assert len(scripted.server.asked) == 3


def test_a_conflict_that_stays_is_one(scripted: Scripted) -> None:
    """After some attempts somebody else is taken to have won."""
    scripted.will_answer(*[Answer.error(409, "ConditionalRequestConflict")] * 9)
    with pytest.raises(ConditionError, match="ConditionalRequestConflict"):
        scripted.store.put("feed.xml", b"x", TEXT, IfAbsent())
    assert len(scripted.server.asked) == 5


@pytest.mark.parametrize("answer", [None, Answer.error(503, "SlowDown"), Answer.error(500, "InternalError")])
def test_a_conditional_write_is_sent_once(scripted: Scripted, answer: Answer | None) -> None:
    """Repeated blindly it would meet itself; whoever wrote it reads again first."""
    scripted.will_answer(answer)
    with pytest.raises(OutageError, match=r"could not write s3://show/feed\.xml"):
        scripted.store.put("feed.xml", b"x", TEXT, IfMatch('"d"'))
    assert len(scripted.server.asked) == 1


def test_an_unconditional_write_is_repeated(scripted: Scripted) -> None:
    """It does no harm, and most outages are short."""
    scripted.will_answer(Answer.error(503, "SlowDown"), None, Answer(headers={"ETag": '"e"'}))
    assert scripted.store.put("feed.xml", b"x", TEXT) == '"e"'


def test_an_etag_goes_back_with_its_quotes(scripted: Scripted) -> None:
    """As the store gave it."""
    scripted.store.put("feed.xml", b"x", TEXT, IfMatch('"abc"'))
    assert scripted.server.asked[0].headers["if-match"] == '"abc"'


@pytest.mark.parametrize("status", [400, 501])
def test_a_condition_the_store_does_not_know_is_unsupported(scripted: Scripted, status: int) -> None:
    """Some say 501, some complain of the argument."""
    scripted.will_answer(Answer.error(status, "NotImplemented" if status == 501 else "InvalidArgument"))
    with pytest.raises(StoreError) as caught:
        scripted.store.put("feed.xml", b"x", TEXT, IfAbsent())
    assert type(caught.value).__name__ == "UnsupportedError"


def test_half_an_answer_is_an_outage(scripted: Scripted) -> None:
    """A body that ends early is never taken for the object."""
    scripted.will_answer(Answer(body=b"half", headers={"ETag": '"e"'}, missing_bytes=4))
    with pytest.raises(OutageError, match=r"could not read s3://show/feed\.xml"):
        scripted.store.get("feed.xml")
    scripted.will_answer(Answer(body=b"half", headers={"ETag": '"e"'}, missing_bytes=4))
    with scripted.store.open("feed.xml") as stream, pytest.raises(OutageError):
        stream.read()


def test_a_store_that_ignores_ranges_is_cut_to_size(scripted: Scripted) -> None:
    """All of it comes, and what was asked for is returned."""
    scripted.will_answer(Answer(body=b"0123456789", headers={"ETag": '"e"'}))
    assert scripted.store.get_range("a.mp3", 3, 4) == b"3456"


def test_a_200_that_carries_an_error_is_one(scripted: Scripted) -> None:
    """Copying may fail after the status was sent."""
    head = Answer(headers={"ETag": '"e"', "Content-Length": "5"})
    failed = Answer(200, Answer.error(200, "InternalError").body)
    scripted.will_answer(head, failed, Answer(body=b"<R><ETag>e</ETag></R>"), head)
    scripted.store.copy_from(scripted.store, "a.mp3", "b.mp3", TEXT)
    assert scripted.server.requests.count("PUT /show/b.mp3") == 2


@pytest.mark.parametrize("refusal", [Answer.error(403, "AccessDenied"), Answer.error(501, "NotImplemented")])
def test_a_refused_copy_goes_through_this_machine(scripted: Scripted, refusal: Answer) -> None:
    """Reading there and writing here may be allowed where copying is not."""
    head = Answer(headers={"ETag": '"e"', "Content-Length": "5"})
    body = Answer(body=b"12345", headers={"ETag": '"e"'})
    scripted.will_answer(head, refusal, body, Answer(headers={"ETag": '"e"'}), head)
    scripted.store.copy_from(scripted.store, "a.mp3", "b.mp3", TEXT)
    assert scripted.server.asked[-2].body == b"12345"


def test_a_copy_says_that_its_headers_are_its_own(scripted: Scripted) -> None:
    """Otherwise the store keeps those of the private root: nobody may cache what is public now."""
    head = Answer(headers={"ETag": '"e"', "Content-Length": "5"})
    scripted.will_answer(head, Answer(body=b"<R><ETag>e</ETag></R>"), head)
    scripted.store.copy_from(scripted.store, "a.mp3", "b.mp3", TEXT)
    sent = scripted.server.asked[1].headers
    assert sent["x-amz-metadata-directive"] == "REPLACE"
    assert (sent["content-type"], sent["cache-control"]) == (TEXT.content_type, TEXT.cache_control)


def test_a_missing_object_may_be_missing_its_bucket(scripted: Scripted) -> None:
    """A HEAD does not tell; it is looked up once."""
    scripted.will_answer(Answer(404), Answer(404))
    with pytest.raises(StoreError, match="NoSuchBucket"):
        scripted.store.head("a.mp3")
    scripted.will_answer(Answer(404), Answer(200), Answer(404))
    assert scripted.store.head("a.mp3") is None
    assert scripted.store.head("b.mp3") is None
    assert scripted.server.requests[-1] == "HEAD /show/b.mp3"


@pytest.mark.parametrize(
    ("answer", "kind", "said", "fix"),
    [
        (Answer.error(403, "AccessDenied"), AccessError, "AccessDenied", "need s3:PutObject on this key"),
        (Answer.error(403, "RequestTimeTooSkewed"), AccessError, "Skewed", "clock is wrong"),
        (Answer.error(403, "InvalidAccessKeyId"), AccessError, "InvalidAccessKeyId", "check the access key"),
        (Answer.error(403, "SignatureDoesNotMatch"), AccessError, "Signature", "check the access key"),
        (Answer.error(400, "ExpiredToken"), AccessError, "ExpiredToken", "sign in again"),
        (Answer.error(401, "Unauthorized"), AccessError, "Unauthorized", "check the access key"),
        (
            Answer.error(400, "AuthorizationHeaderMalformed", Region="eu-central-1"),
            AccessError,
            "AuthorizationHeaderMalformed",
            'set region = "eu-central-1"',
        ),
        (Answer.error(404, "NoSuchBucket"), StoreError, "NoSuchBucket", "create the bucket"),
        (Answer.error(411, "MissingContentLength"), StoreError, "MissingContentLength", None),
        (Answer.error(400, "EntityTooLarge", "Too big"), StoreError, r"EntityTooLarge \(Too big\)", None),
    ],
    ids=lambda value: value.body.decode()[13:40] if isinstance(value, Answer) else None,
)
def test_an_error_names_the_object_and_the_way_out(
    scripted: Scripted, answer: Answer, kind: type[StoreError], said: str, fix: str | None
) -> None:
    """Where, what, and one fix."""
    scripted.will_answer(*[answer] * 9)
    with pytest.raises(kind, match=rf"^could not write s3://show/feed\.xml: .*{said}") as caught:
        scripted.store.put("feed.xml", b"x", TEXT)
    assert type(caught.value) is kind
    assert (fix in (caught.value.fix or "")) if fix else caught.value.fix is None
    assert caught.value.__cause__ is not None


def test_an_endless_outage_ends_in_an_error(scripted: Scripted) -> None:
    """After the client's own attempts."""
    scripted.will_answer(*[Answer.error(500, "InternalError")] * 9)
    with pytest.raises(OutageError, match="InternalError") as caught:
        scripted.store.get("feed.xml")
    assert caught.value.has_answered
    assert len(scripted.server.asked) == 8


def test_nobody_listens(tmp_path: Path) -> None:
    """An unreachable address is said to be one, and soon."""
    location = Location(endpoint_url=f"http://127.0.0.1:{free_port()}", addressing="path")
    store = S3Store(open_clients(location, SESSION), BUCKET)
    with pytest.raises(OutageError, match=r"could not list s3://show/: Could not connect") as caught:
        list(store.list())
    assert not caught.value.has_answered
    assert "check the network and 'endpoint_url'" in str(caught.value)


def test_missing_credentials_are_explained(moto_server: S3Server) -> None:
    """Which variables, which file, which key."""
    store = S3Store(open_clients(moto_server.location()), BUCKET)
    with pytest.raises(AccessError, match="Unable to locate credentials") as caught:
        store.get("feed.xml")
    assert "AWS_ACCESS_KEY_ID" in str(caught.value)


def test_an_unknown_profile_is_explained() -> None:
    """With its name."""
    with pytest.raises(AccessError, match=r"could not open .*profile \(nobody\)"):
        open_clients(Location(profile="nobody"))


def test_a_certificate_of_nobody_known_is_explained(moto_tls: TlsFront) -> None:
    """Where to name the authority."""
    location = Location(endpoint_url=moto_tls.endpoint_url, addressing="path")
    with pytest.raises(StoreError, match="CERTIFICATE_VERIFY_FAILED") as caught:
        S3Store(open_clients(location, SESSION), BUCKET).get("feed.xml")
    assert "AWS_CA_BUNDLE" in str(caught.value)


def test_a_bucket_that_is_not_there_is_named(at_s3: Subject, tmp_path: Path) -> None:
    """Whatever is done first, on every server; never taken for an absent object."""
    store, path = replace(s3(at_s3), bucket="not-there"), tmp_path / "a"
    path.write_bytes(b"x")
    for use in (
        lambda: store.head("a"),
        lambda: store.get("a"),
        lambda: store.open("a"),
        lambda: list(store.list()),
        lambda: store.put("a", b"", TEXT),
        lambda: store.put("a", b"", TEXT, IfAbsent()),
        lambda: store.put_file("a", path, TEXT),
        lambda: store.get_if_changed("a", '"x"'),
    ):
        with pytest.raises(StoreError, match=r"s3://not-there/.*NoSuchBucket"):
            use()


@IN_SWIFT
def test_a_wrong_secret_is_told_from_a_missing_permission(swift_server: S3Server) -> None:
    """Swift verifies signatures."""
    _, clients = prepare(swift_server)
    wrong = replace(swift_server, secret_key="wrong")
    store = S3Store(open_clients(wrong.location(), wrong.session()), BUCKET)
    with pytest.raises(AccessError, match=r"s3://show/feed\.xml: SignatureDoesNotMatch") as caught:
        store.put("feed.xml", b"", TEXT)
    assert "secret key" in str(caught.value)
    with pytest.raises(AccessError):
        store.head("feed.xml")
    assert S3Store(clients, BUCKET).head("feed.xml") is None


@IN_SWIFT
def test_a_damaged_body_is_refused_by_the_server(swift_server: S3Server) -> None:
    """Bodies are signed, so a byte changed on the way cannot be stored."""
    _, clients = prepare(swift_server)

    client = open_clients(swift_server.location(), swift_server.session()).patient
    client.meta.events.register_last("before-send.s3.PutObject", _damage)
    store = S3Store(replace(clients, patient=client), BUCKET)
    with pytest.raises(StoreError, match="Mismatch"):
        store.put("damaged.txt", b"correct", TEXT)
    assert store.get("damaged.txt") is None


def _damage(request: AWSPreparedRequest, **_: object) -> None:
    request.body = b"damaged"


def test_permissions_are_real(moto_iam_server: GuardedServer, tmp_path: Path) -> None:
    """What is allowed works without any right to list; everything else is an AccessError."""
    clients = open_clients(moto_iam_server.location(), moto_iam_server.session())
    allowed = S3Store(clients, moto_iam_server.bucket, moto_iam_server.allowed_prefix, limits=SMALL)
    body = some_bytes(6 * MIB)
    path = tmp_path / "a.mp3"
    path.write_bytes(body)
    allowed.put_file("a.mp3", path, headers_of(body))
    assert isinstance(allowed.head("a.mp3"), Head)
    assert allowed.head("absent.mp3") is None
    forbidden = S3Store(clients, moto_iam_server.bucket, "other", limits=SMALL)
    for use, action in (
        (lambda: forbidden.put("a.mp3", b"", TEXT), "write"),
        (lambda: forbidden.put_file("a.mp3", path, TEXT), "write"),
        (lambda: forbidden.get("a.mp3"), "read"),
        (lambda: forbidden.head("a.mp3"), "read"),
        (lambda: forbidden.delete("a.mp3"), "delete"),
        (lambda: list(allowed.list()), "list"),
        (lambda: forbidden.copy_from(allowed, "a.mp3", "a.mp3", TEXT), "write"),
    ):
        with pytest.raises(AccessError, match=f"could not {action} s3://show/") as caught:
            use()
        assert "the credentials in use need s3:" in str(caught.value)


def test_a_forbidden_head_is_never_absence(scripted: Scripted) -> None:
    """Without the right to list, a store answers 403 for both; the message says so."""
    scripted.will_answer(Answer(403))
    with pytest.raises(AccessError, match="could not read") as caught:
        scripted.store.head("a.mp3")
    assert "an absent key is answered in the same way" in str(caught.value)
