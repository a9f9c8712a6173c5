"""Dry run and patience: what wraps a store changes when and whether it is asked, never what it promises."""

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.personality import Conditions
from pipeline.errors import AccessError, ConditionError, OutageError, StoreError, UnsupportedError
from pipeline.store.dry_run import DryRunStore
from pipeline.store.memory import MemoryStore
from pipeline.store.patience import Patience
from pipeline.store.protocol import Condition, Head, Headers, IfAbsent, IfMatch, Store
from pipeline.store.retrying import RetryingStore

TEXT = Headers("text/plain; charset=utf-8", "no-store", sha256="ab")


@dataclass
class Clock:
    """A time that passes only while somebody sleeps."""

    now_s: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now_s += seconds

    def patience(self, deadline_s: float = 600.0, *, has_answered: bool = True) -> Patience:
        return Patience(deadline_s, self.sleep, lambda: self.now_s, lambda: 1.0, has_answered=has_answered)


@dataclass
class AilingStore(MemoryStore):
    """A memory that fails as listed before it works."""

    failures: list[StoreError] = field(default_factory=list)

    def _ail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)

    def head(self, key: str) -> Head | None:
        self._ail()
        return super().head(key)

    def put(self, key: str, body: bytes, headers: Headers, condition: Condition = None) -> str:
        self._ail()
        return super().put(key, body, headers, condition)


def outages(count: int) -> list[StoreError]:
    return [OutageError("could not write memory/a: SlowDown") for _ in range(count)]


# Patience


def test_an_outage_is_waited_out() -> None:
    """Longer each time, and the caller notices nothing but the time."""
    clock = Clock()
    store = RetryingStore(AilingStore(failures=outages(7)), clock.patience())
    store.put("a", b"x", TEXT)
    assert clock.pauses == [1, 2, 4, 8, 16, 20, 20]


def test_a_minute_of_outage_costs_nothing() -> None:
    """As G5 of reliability.md asks."""
    clock = Clock()

    def is_down_for_a_minute() -> str:
        if clock.now_s < 60:
            raise OutageError("down")
        return "up"

    assert clock.patience().keep_trying(is_down_for_a_minute) == "up"
    assert clock.now_s < 90


def test_patience_ends_at_the_deadline() -> None:
    """With the last error, and not later."""
    clock = Clock()
    store = RetryingStore(AilingStore(failures=outages(999)), clock.patience(100))
    with pytest.raises(OutageError):
        store.head("a")
    assert 60 < clock.now_s <= 100


@pytest.mark.parametrize("kind", [AccessError, ConditionError, UnsupportedError, StoreError])
def test_only_outages_are_tried_again(kind: type[StoreError]) -> None:
    """A refusal stays one."""
    clock = Clock()
    store = AilingStore(failures=[kind("no"), *outages(1)])
    with pytest.raises(kind):
        RetryingStore(store, clock.patience()).head("a")
    assert clock.pauses == []


def test_a_store_that_never_answered_is_not_waited_for() -> None:
    """More likely its address is wrong."""
    clock = Clock()
    store = RetryingStore(AilingStore(failures=outages(1)), clock.patience(has_answered=False))
    with pytest.raises(OutageError):
        store.head("a")
    assert clock.pauses == []


@pytest.mark.parametrize(
    "answer",
    [None, AccessError("no"), OutageError("SlowDown", has_answered=True)],
    ids=["yes", "no", "later"],
)
def test_any_answer_earns_patience(answer: StoreError | None) -> None:
    """Also one that says no, or not now."""
    clock = Clock()
    store = AilingStore(failures=[answer] if answer else [])
    patient = RetryingStore(store, clock.patience(has_answered=False))
    with suppress(AccessError):
        patient.head("a")
    store.failures = outages(2)
    assert patient.head("a") is None
    assert len(clock.pauses) >= 2


def test_waiting_is_announced() -> None:
    """Whoever sits before the screen learns what is going on."""
    told: list[tuple[str, float]] = []
    clock = Clock()
    patience = clock.patience()
    patience.on_wait = lambda error, pause_s: told.append((error.text, pause_s))
    RetryingStore(AilingStore(failures=outages(1)), patience).head("a")
    assert told == [("could not write memory/a: SlowDown", 1.0)]


def test_a_stream_is_sent_again_from_where_it_began() -> None:
    """If it can be wound back; otherwise the error is passed on."""
    stream = io.BytesIO(b"skipped-body")
    stream.seek(8)

    store = AilingStore(failures=outages(1))  # it reads all of it, then fails
    RetryingStore(store, Clock().patience()).put_stream("a", stream, 4, Headers("text/plain", ""))
    assert store.objects["a"].body == b"body"

    class OneWay(io.BytesIO):
        def seekable(self) -> bool:
            return False

    store.failures = outages(1)
    with pytest.raises(OutageError):
        RetryingStore(store, Clock().patience()).put_stream(
            "b", OneWay(b"body"), 4, Headers("text/plain", "")
        )


@given(st.floats(0, 1), st.integers(0, 40))
def test_pauses_stay_within_bounds(jitter: float, count: int) -> None:
    """Never longer than the longest, never so short that it floods the store."""
    clock = Clock()
    patience = Patience(1e9, clock.sleep, lambda: clock.now_s, lambda: jitter, has_answered=True)
    RetryingStore(AilingStore(failures=outages(count)), patience).head("a")
    assert len(clock.pauses) == count
    assert all(0.5 <= pause_s <= 20 for pause_s in clock.pauses)


# Dry run


def read(store: Store, key: str) -> bytes:
    with store.open(key) as stream:
        return stream.read()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    """Whatever is asked of it."""
    inner = MemoryStore()
    inner.put("a", b"one", TEXT)
    before, written = dict(inner.objects), list(inner.written)
    path = tmp_path / "file"
    path.write_bytes(b"from a file")
    store = DryRunStore(inner)
    store.put("a", b"two", TEXT)
    store.put_file("b", path, TEXT)
    store.put_stream("c", io.BytesIO(b"x"), 1, TEXT)
    store.copy_from(inner, "a", "d", TEXT)
    store.delete("a")
    assert store.probe().conditions is Conditions.ENFORCES
    assert (store.sweep(0.0), store.abort_leftovers("a")) == (0, 0)
    assert (inner.objects, inner.written) == (before, written)


def test_a_dry_run_remembers_what_it_would_have_done(tmp_path: Path) -> None:
    """Reads after writes answer as they would after a real run."""
    inner = MemoryStore()
    for key in ("old", "overwritten", "deleted"):
        inner.put(key, key.encode(), TEXT)
    path = tmp_path / "file"
    path.write_bytes(b"from a file")
    store = DryRunStore(inner)
    store.put("overwritten", b"new", TEXT)
    store.put_file("uploaded", path, TEXT)
    store.copy_from(inner, "old", "copied", TEXT)
    store.delete("deleted")
    bodies = {row.key: read(store, row.key) for row in store.list()}
    assert bodies == {"copied": b"old", "old": b"old", "overwritten": b"new", "uploaded": b"from a file"}
    assert store.get_range("uploaded", 5, 4) == b"a fi"
    assert store.get("deleted") is None


def test_a_dry_run_sees_conflicts() -> None:
    """Conditions are held against what would be there by then."""
    inner = MemoryStore()
    etag = inner.put("feed.xml", b"one", TEXT)
    store = DryRunStore(inner)
    with pytest.raises(ConditionError):
        store.put("feed.xml", b"two", TEXT, IfAbsent())
    newer = store.put("feed.xml", b"two", TEXT, IfMatch(etag))
    with pytest.raises(ConditionError):
        store.put("feed.xml", b"three", TEXT, IfMatch(etag))
    store.put("feed.xml", b"three", TEXT, IfMatch(newer))
    store.delete("feed.xml")
    store.put("feed.xml", b"four", TEXT, IfAbsent())


def test_a_dry_run_copies_what_it_only_pretends_to_have() -> None:
    """From a pretended private root to a pretended public one."""
    private, public = DryRunStore(MemoryStore("private")), DryRunStore(MemoryStore("public"))
    private.put("staging/a.mp3", b"sound", TEXT)
    public.copy_from(private, "staging/a.mp3", "media/a.mp3", TEXT)
    assert read(public, "media/a.mp3") == b"sound"


# Personalities of the memory, which other tests build on


@pytest.mark.parametrize("conditions", list(Conditions))
def test_the_memory_plays_every_personality(conditions: Conditions) -> None:
    """And the probe finds out which."""
    store = MemoryStore(conditions=conditions)
    assert store.probe().conditions is conditions
    expected: dict[Conditions, Callable[[], object]] = {
        Conditions.IGNORES: lambda: store.put("probe", b"", TEXT, IfAbsent()),
    }
    if conditions in expected:
        assert expected[conditions]()
    else:
        with pytest.raises(StoreError):
            store.put("probe", b"", TEXT, IfAbsent())


def test_the_memory_tells_the_order_of_writes() -> None:
    """So that a workflow's test can say that the feed came last."""
    store = MemoryStore()
    store.put("media/a.mp3", b"", TEXT)
    store.put("feed.xml", b"", TEXT)
    store.put("feed.xml", b"x", TEXT)
    assert store.written == ["media/a.mp3", "feed.xml", "feed.xml"]
