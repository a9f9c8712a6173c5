"""Eight made-up stores, each with a habit of its own, and what the probe makes of them."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.personality import Conditions, Personality, parse_personality, personality_document
from pipeline.errors import AccessError
from pipeline.store.memory import MemoryStore
from pipeline.store.probing import ATTEMPTS, PROBE_KEY, probe_store
from pipeline.store.s3 import S3Store
from pipeline.store.s3_client import open_clients
from tests.servers.fake_s3 import FakeS3, fake_s3
from tests.servers.fake_s3_manners import GOOD, PERSONALITIES, Manners, Rule
from tests.store.conftest import BUCKET

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
VERDICTS = {
    "enforces": Conditions.ENFORCES,
    "refuses": Conditions.REFUSES,
    "refuses with 400": Conditions.REFUSES,
    "ignores": Conditions.IGNORES,
    "racy": Conditions.RACY,
    "refuses If-Match": Conditions.PARTLY,
    "ignores If-Match": Conditions.PARTLY,
    "is always busy": Conditions.IGNORES,
}


def store_at(fake: FakeS3, key: str = "fake-key") -> S3Store:
    server = fake.server(key)
    return S3Store(open_clients(server.location(), server.session()), BUCKET, "private")


def probed(manners: Manners) -> Personality:
    with fake_s3(manners) as fake:
        return probe_store(store_at(fake), NOW)


@pytest.mark.parametrize("name", PERSONALITIES)
def test_each_of_eight_stores_is_seen_through(name: str) -> None:
    """And what cannot be told is not built on."""
    seen = probed(PERSONALITIES[name])
    assert seen.conditions is VERDICTS[name]
    assert seen.is_certain is (name != "is always busy")
    assert seen.probed_at == NOW


@pytest.mark.parametrize(
    ("manners", "expected"),
    [
        (GOOD, (Conditions.ENFORCES, True, True, True, True)),
        (Manners(complete_if_absent="501"), (Conditions.REFUSES, True, True, True, True)),
        (Manners(complete_if_absent="ignores"), (Conditions.IGNORES, True, True, True, True)),
        (Manners(lists_uploads="exact key"), (Conditions.ENFORCES, True, True, True, True)),
        (Manners(lists_uploads="501"), (Conditions.ENFORCES, False, None, True, True)),
        (Manners(lists_uploads="403"), (Conditions.ENFORCES, False, None, True, True)),
        (Manners(stale_lists=2), (Conditions.ENFORCES, True, True, False, True)),
        (Manners(stale_reads=True), (Conditions.ENFORCES, True, True, False, True)),
        (Manners(serves_ranges=False), (Conditions.ENFORCES, True, True, True, False)),
    ],
    ids=str,
)
def test_uploads_reads_and_ranges_are_looked_at_too(manners: Manners, expected: tuple[object, ...]) -> None:
    """Each by itself."""
    seen = probed(manners)
    assert expected == (
        seen.upload_conditions,
        seen.lists_uploads,
        seen.aborts_uploads,
        seen.reads_after_writes,
        seen.serves_ranges,
    )


@pytest.mark.parametrize("name", PERSONALITIES)
def test_a_probe_leaves_one_scratch_object_and_no_upload(name: str) -> None:
    """It never deletes, and asks few questions."""
    with fake_s3(PERSONALITIES[name]) as fake:
        store_at(fake).probe()
        assert {path.rpartition("/")[2] for path in fake.state.objects} == {PROBE_KEY}
        assert fake.state.uploads == {}
        assert not [
            asked for asked in fake.requests if asked.startswith("DELETE") and "uploadId" not in asked
        ]
        assert len(fake.requests) < 60


def test_an_uncertain_answer_is_asked_for_again() -> None:
    """A store that was busy for a moment is not taken for one that ignores conditions."""
    tries: list[Personality] = [replace(Personality(Conditions.IGNORES), is_certain=False)] * (ATTEMPTS - 1)

    class Busy(MemoryStore):
        def probe(self) -> Personality:
            return tries.pop() if tries else super().probe()

    assert probe_store(Busy(), NOW) == replace(MemoryStore().probe(), probed_at=NOW)


def test_permission_for_the_scratch_object_alone_is_enough() -> None:
    """As a policy gives it that was written for an older airdate."""
    scratch = f"{BUCKET}/private/{PROBE_KEY}"

    class OneKey(Manners):
        def allows(self, access_key: str, action: str, path: str) -> bool:
            return path in {BUCKET, scratch} and action != "s3:ListBucketMultipartUploads"

    seen = probed(OneKey())
    assert (seen.conditions, seen.is_certain, seen.lists_uploads) == (Conditions.ENFORCES, True, False)


def test_what_may_not_be_written_is_an_error() -> None:
    """Missing permissions are no personality."""
    rules = (Rule("fake-key", "s3:GetObject"),)
    with fake_s3(Manners(rules=rules)) as fake, pytest.raises(AccessError, match="s3:PutObject"):
        probe_store(store_at(fake), NOW)


@given(
    st.builds(
        Personality,
        st.sampled_from(Conditions),
        st.none() | st.sampled_from(Conditions),
        *[st.none() | st.booleans()] * 4,
        st.booleans(),
        st.none() | st.datetimes(timezones=st.just(UTC)),
    )
)
def test_a_personality_survives_being_written_down(personality: Personality) -> None:
    """As JSON and back."""
    assert parse_personality(json.dumps(personality_document(personality)).encode()) == personality


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"conditional_writes": 1}',
        b'{"conditional_writes": "ignores", "probed_at": 3}',
    ],
)
def test_a_broken_note_is_none(body: bytes) -> None:
    """Then the store is probed again."""
    assert parse_personality(body) is None


@pytest.mark.parametrize(
    ("personality", "is_due"),
    [
        (Personality(Conditions.ENFORCES), True),
        (Personality(Conditions.ENFORCES, probed_at=NOW), False),
        (Personality(Conditions.ENFORCES, probed_at=NOW - timedelta(days=29)), False),
        (Personality(Conditions.ENFORCES, probed_at=NOW - timedelta(days=31)), True),
        (Personality(Conditions.ENFORCES, probed_at=NOW + timedelta(days=31)), True),
        (Personality(Conditions.ENFORCES, is_certain=False, probed_at=NOW), True),
    ],
)
def test_a_store_is_probed_again_after_a_month(personality: Personality, is_due: bool) -> None:
    """Or when the clock cannot have been right, or the answer was none."""
    assert personality.is_due(NOW) is is_due
