"""Apply, step by step: what is looked at after it was sent, and what is cleared away before."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.core.addresses import FEED
from pipeline.errors import ConditionError, StoreError
from pipeline.store.memory import MemoryStore
from pipeline.store.protocol import Headers, IfAbsent, Progress, Roots
from pipeline.workflows.apply import put_checked
from tests.workflows.faulty_stores import Tapped, Trigger
from tests.workflows.small_show import (
    Clone,
    body_of,
    check_settled,
    guid_of,
    make_clone,
    memory_roots,
    objects,
    record,
)

TEXT = Headers("text/plain; charset=utf-8", "no-store")


@dataclass
class Careless(MemoryStore):
    """Loses the end of every file, and says that all is well; notes what it is asked to sweep."""

    kept_bytes: int | None = 100
    """None for everything."""
    swept: list[tuple[float, str]] = field(default_factory=list)

    def put_file(self, key: str, path: Path, headers: Headers, progress: Progress | None = None) -> None:
        if self.kept_bytes is None:
            super().put_file(key, path, headers, progress)
        else:
            super().put(key, path.read_bytes()[: self.kept_bytes], headers)

    def sweep(self, older_than_s: float, prefix: str = "") -> int:
        self.swept.append((older_than_s, prefix))
        return super().sweep(older_than_s, prefix)


def test_media_that_arrived_otherwise_is_never_named(tmp_path: Path) -> None:
    """The store said yes: the run ends before a record or a feed tells of what it has."""
    clone = make_clone(tmp_path, Roots(Careless("public"), MemoryStore("private")))
    clone.episode(1)
    with pytest.raises(StoreError, match="is not what was sent: size is 100, not"):
        clone.publish(1)
    assert FEED not in objects(clone.roots.public)
    assert list(clone.roots.private.list("records/")) == []


def test_media_that_was_cut_short_is_sent_again(in_memory: Clone) -> None:
    """Its key alone proves nothing."""
    in_memory.episode(1)
    elsewhere = in_memory.with_roots(memory_roots())
    elsewhere.publish(1)
    media = record(elsewhere.roots, 1).media
    half = body_of(elsewhere.roots.public, media.key)[: media.size_bytes // 2]
    in_memory.roots.public.put(media.key, half, Headers(media.content_type, "no-store"))
    in_memory.publish(1)
    check_settled(in_memory.roots, {guid_of(1)})


def test_a_lost_reply_is_known_for_what_it_is_at_once() -> None:
    """The condition fails because of what this very write left there; what another left is not ours."""
    memory = MemoryStore()
    trigger = Trigger(1, applies=True, error=lambda: ConditionError("it is there"), stays_dead=False)
    etag = put_checked(Tapped(memory, trigger), "claim", b"mine", TEXT, IfAbsent(), enforced=True)
    found = memory.head("claim")
    assert found is not None
    assert etag == found.etag
    with pytest.raises(ConditionError):
        put_checked(memory, "claim", b"theirs", TEXT, IfAbsent(), enforced=True)
    assert body_of(memory, "claim") == b"mine"


def test_what_a_killed_run_left_is_swept_away_by_the_next(tmp_path: Path) -> None:
    """Where media, files and what is staged go, as soon as a run writes; a young upload may be under way."""
    public, private = (Careless(name, kept_bytes=None) for name in ("public", "private"))
    clone = make_clone(tmp_path, Roots(public, private))
    clone.episode(1)
    clone.publish(1)
    assert {prefix for _, prefix in public.swept} == {"media/", "files/"}
    assert {prefix for _, prefix in private.swept} == {"staging/"}
    assert min(age_s for age_s, _ in (*public.swept, *private.swept)) >= 24 * 3600
