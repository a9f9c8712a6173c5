"""One suite for every store: what `pipeline/store/protocol.py` promises."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.core.personality import Conditions
from pipeline.errors import ConditionError, StoreError, UnsupportedError
from pipeline.store.folder import FolderStore
from pipeline.store.memory import MemoryStore
from pipeline.store.probing import PROBE_KEY
from pipeline.store.protocol import Headers, IfAbsent, IfMatch, Store
from pipeline.store.s3 import S3Store
from pipeline.store.s3_multipart import MIB
from tests.store.conftest import Subject, headers_of, sha256_of, some_bytes

TEXT = Headers("text/plain; charset=utf-8", "no-store")
STALE = IfMatch('"00000000000000000000000000000000"')
UNSAFE = [
    "",
    "/a",
    "a/",
    "a//b",
    "..",
    "../a",
    "a/../b",
    "a/./b",
    "ä.mp3",
    "a\nb",
    "a\\b",
    "c:d",
    ".airdate-lock",
    ".airdate/public.lock",
    "a/.airdate",
    "a" * 1000,
]


def keys(store: Store, prefix: str = "") -> list[str]:
    return [row.key for row in store.list(prefix)]


def body_of(store: Store, key: str) -> bytes | None:
    fetched = store.get(key)
    return fetched.body if fetched else None


def test_what_is_absent_reads_as_nothing(subject: Subject) -> None:
    """Absence is an answer for head and get, and an error for those that promise bytes."""
    store = subject.store
    assert store.head("a.mp3") is None
    assert store.get("a.mp3") is None
    assert keys(store) == []
    with pytest.raises(KeyError):
        store.get_if_changed("a.mp3", '"x"')
    for read in (lambda: store.get_range("a.mp3", 0, 1), lambda: store.open("a.mp3")):
        with pytest.raises(StoreError, match=r"could not read .*a\.mp3: there is no such object"):
            read()


@pytest.mark.parametrize("body", [b"", b"x", b"\x00\xff" * 5000], ids=["empty", "short", "binary"])
def test_what_is_put_comes_back(subject: Subject, body: bytes) -> None:
    """The same bytes, under one ETag wherever it is told."""
    etag = subject.store.put("records/a.json", body, TEXT)
    fetched, head = subject.store.get("records/a.json"), subject.store.head("records/a.json")
    assert fetched is not None
    assert head is not None
    assert fetched.body == body
    assert head.size_bytes == len(body)
    (row,) = subject.store.list()
    assert (row.key, row.size_bytes) == ("records/a.json", len(body))
    assert {etag, fetched.etag, head.etag, row.etag} == {etag}


def test_other_content_has_another_etag(subject: Subject) -> None:
    """Overwriting shows."""
    first = subject.store.put("a.json", b"one", TEXT)
    second = subject.store.put("a.json", b"two", TEXT)
    assert first != second
    assert body_of(subject.store, "a.json") == b"two"


def test_a_head_tells_how_it_is_served(subject: Subject) -> None:
    """Type and digest are as they were put."""
    body = b"sound"
    content_type = "audio/x-made-up" if subject.keeps_headers else "audio/mpeg"
    subject.store.put("a.mp3", body, headers_of(body, content_type))
    head = subject.store.head("a.mp3")
    assert head is not None
    assert (head.content_type, head.sha256) == (content_type, sha256_of(body))


def test_a_listing_says_when_each_object_was_written(subject: Subject, tmp_path: Path) -> None:
    """By the store's clock; one that has none says nothing rather than something wrong."""
    subject.store.put("a.json", b"one", TEXT)
    (row,) = subject.store.list()
    if row.modified_at is None:
        assert subject.admin is None
        assert not isinstance(subject.store, FolderStore)
    else:
        (tmp_path / "now").touch()
        assert abs(row.modified_at.timestamp() - (tmp_path / "now").stat().st_mtime) < 60


def test_memory_asks_its_clock_when_it_writes() -> None:
    """A test says what time it is."""
    moments = iter([datetime(2026, 11, 5, tzinfo=UTC), datetime(2026, 11, 6, tzinfo=UTC)])
    store = MemoryStore(clock=lambda: next(moments))
    store.put("a.json", b"one", TEXT)
    store.put("a.json", b"one", TEXT)
    (row,) = store.list()
    assert row.modified_at == datetime(2026, 11, 6, tzinfo=UTC)


def test_a_listing_is_sorted_and_complete(subject: Subject) -> None:
    """By key, across folders and pages, and without what stands beside the root."""
    names = ["a/b.txt", "a-b.txt", "a.txt", "ab/c.txt", "a/b/c.txt", "b.txt", "a b.txt", "A.txt", "a/c.txt"]
    names += [f"records/{number:03d}.json" for number in range(12)]
    for name in names:
        subject.store.put(name, name.encode(), TEXT)
    subject.sibling.put("beside.txt", b"", TEXT)
    if isinstance(subject.store, type(subject.sibling)) and hasattr(subject.store, "page_size"):
        subject.store.page_size = 4
    assert keys(subject.store) == sorted(names)
    assert keys(subject.store, "records/") == sorted(names)[-12:]
    assert keys(subject.store, "a/") == ["a/b.txt", "a/b/c.txt", "a/c.txt"]
    assert keys(subject.store, "a") == [name for name in sorted(names) if name.startswith("a")]
    assert keys(subject.store, "nothing/") == []


def test_odd_but_safe_keys_survive(subject: Subject) -> None:
    """What is ASCII and fits a file name is kept as it is."""
    key = "it's/100% (true) & more/a b+c=d,e;f@g!h~i#j$k^l`m[n]{o}.txt"
    subject.store.put(key, b"odd", TEXT)
    assert keys(subject.store) == [key]
    assert body_of(subject.store, key) == b"odd"
    subject.sibling.copy_from(subject.store, key, key, TEXT)
    assert body_of(subject.sibling, key) == b"odd"


@pytest.mark.parametrize("key", UNSAFE)
def test_unsafe_keys_are_refused(subject: Subject, key: str, tmp_path: Path) -> None:
    """Nothing leaves the root, on any system, whichever way it is asked."""
    path = tmp_path / "file"
    path.touch()
    store = subject.store
    for use in (
        lambda: store.put(key, b"", TEXT),
        lambda: store.put_file(key, path, TEXT),
        lambda: store.put_stream(key, io.BytesIO(), 0, TEXT),
        lambda: store.get(key),
        lambda: store.head(key),
        lambda: store.delete(key),
        lambda: store.open(key),
    ):
        with pytest.raises(StoreError, match="no object can be stored under the key"):
            use()
    assert keys(store) == []


def test_an_unchanged_object_is_not_sent_again(subject: Subject) -> None:
    """None while the version is the same, the new one when it is not."""
    etag = subject.store.put("feed.xml", b"one", TEXT)
    assert subject.store.get_if_changed("feed.xml", etag) is None
    newer = subject.store.put("feed.xml", b"two", TEXT)
    fetched = subject.store.get_if_changed("feed.xml", etag)
    assert fetched is not None
    assert (fetched.body, fetched.etag) == (b"two", newer)


def test_ranges_are_exact(subject: Subject) -> None:
    """The bytes asked for, or an error; never fewer."""
    subject.store.put("a.mp3", b"0123456789", TEXT)
    assert subject.store.get_range("a.mp3", 0, 1) == b"0"
    assert subject.store.get_range("a.mp3", 3, 4) == b"3456"
    assert subject.store.get_range("a.mp3", 9, 1) == b"9"
    assert subject.store.get_range("a.mp3", 0, 10) == b"0123456789"
    for start, length in ((8, 3), (10, 1), (50, 2)):
        with pytest.raises(StoreError):
            subject.store.get_range("a.mp3", start, length)


def test_a_stream_can_be_read_in_pieces_and_left_early(subject: Subject) -> None:
    """As a file would be."""
    body = some_bytes(3 * MIB)
    subject.store.put("a.mp3", body, TEXT)
    with subject.store.open("a.mp3") as stream:
        assert stream.read(10) + stream.read(70_000) == body[:70_010]
    with subject.store.open("a.mp3") as stream:
        assert stream.read() == body


def test_an_object_is_written_only_where_nothing_is(subject: Subject) -> None:
    """IfAbsent holds for the first, and for the second where the store enforces it."""
    if subject.conditions is Conditions.REFUSES:
        with pytest.raises(UnsupportedError):
            subject.store.put("slugs/a", b"first", TEXT, IfAbsent())
        assert subject.store.head("slugs/a") is None
        return
    subject.store.put("slugs/a", b"first", TEXT, IfAbsent())
    if subject.conditions is Conditions.IGNORES:
        subject.store.put("slugs/a", b"second", TEXT, IfAbsent())
        return
    with pytest.raises(ConditionError, match=r"could not write .*slugs/a"):
        subject.store.put("slugs/a", b"second", TEXT, IfAbsent())
    assert body_of(subject.store, "slugs/a") == b"first"


def test_an_object_is_written_only_over_the_version_meant(subject: Subject) -> None:
    """IfMatch is enforced, refused or ignored, by the store's personality."""
    etag = subject.store.put("feed.xml", b"one", TEXT)
    if subject.conditions in {Conditions.PARTLY, Conditions.REFUSES}:
        with pytest.raises(UnsupportedError):
            subject.store.put("feed.xml", b"two", TEXT, IfMatch(etag))
        assert body_of(subject.store, "feed.xml") == b"one"
        return
    newer = subject.store.put("feed.xml", b"two", TEXT, IfMatch(etag))
    if subject.conditions is Conditions.IGNORES:
        subject.store.put("feed.xml", b"three", TEXT, IfMatch(etag))
        return
    for stale in (IfMatch(etag), STALE):
        with pytest.raises(ConditionError, match=r"could not write .*feed\.xml"):
            subject.store.put("feed.xml", b"three", TEXT, stale)
    with pytest.raises(ConditionError):
        subject.store.put("absent.xml", b"three", TEXT, IfMatch(etag))
    assert subject.store.head("absent.xml") is None
    fetched = subject.store.get("feed.xml")
    assert fetched is not None
    assert (fetched.body, fetched.etag) == (b"two", newer)


def test_the_probe_tells_the_personality(subject: Subject) -> None:
    """And touches nothing but its scratch object."""
    subject.store.put("feed.xml", b"one", TEXT)
    for _ in range(2):
        seen = subject.store.probe()
        assert (seen.conditions, seen.is_certain) == (subject.conditions, True)
    assert set(keys(subject.store)) <= {"feed.xml", PROBE_KEY}
    assert body_of(subject.store, "feed.xml") == b"one"


def test_what_killed_runs_left_can_be_swept_away(subject: Subject) -> None:
    """What is young stays, and what is finished; asked for nothing, a sweep does nothing."""
    assert subject.store.sweep(0.0) == 0
    subject.store.put("media/done.mp3", b"done", TEXT)
    for key in ("media/a.mp3", "media/a.mp3", "media/b.mp3"):
        subject.leave_unfinished(key)
    left = subject.unfinished_uploads()
    if subject.tells_ages:
        assert subject.store.sweep(3600.0, "media/") == 0
    assert subject.unfinished_uploads() == left
    removed = subject.store.sweep(-60.0, "media/")
    assert removed == (left if subject.lists_uploads else 0)
    assert subject.unfinished_uploads() == left - removed
    assert keys(subject.store) == ["media/done.mp3"]
    assert body_of(subject.store, "media/done.mp3") == b"done"


def test_an_upload_first_aborts_what_is_left_of_its_key(subject: Subject, large_file: Path) -> None:
    """Of that very key, not of one that begins like it; where the store shows them."""
    for key in ("media/a.mp3", "media/a.mp3", "media/a.mp3.bak"):
        subject.leave_unfinished(key)
    left = subject.unfinished_uploads()
    subject.store.put_file("media/a.mp3", large_file, headers_of(large_file.read_bytes()))
    aborts = isinstance(subject.store, S3Store) and subject.lists_keys
    assert subject.unfinished_uploads() == (1 if aborts else left)
    assert keys(subject.store) == ["media/a.mp3"]


@pytest.mark.parametrize("size_bytes", [0, 1, MIB, MIB + 1, 10 * MIB])
def test_a_file_arrives_whole(subject: Subject, tmp_path: Path, size_bytes: int) -> None:
    """Below, at and above the size at which an upload is cut into parts."""
    body = some_bytes(size_bytes)
    path = tmp_path / "tape.mp3"
    path.write_bytes(body)
    subject.store.put_file("media/1/tape.mp3", path, headers_of(body))
    fetched, head = subject.store.get("media/1/tape.mp3"), subject.store.head("media/1/tape.mp3")
    assert fetched is not None
    assert head is not None
    assert fetched.body == body
    assert (head.size_bytes, head.content_type, head.sha256) == (size_bytes, "audio/mpeg", sha256_of(body))
    assert subject.unfinished_uploads() == 0


def test_progress_adds_up_to_the_size(transferring: Subject, large_file: Path) -> None:
    """In many steps, each byte once."""
    steps: list[int] = []
    body = large_file.read_bytes()
    transferring.store.put_file("a.mp3", large_file, headers_of(body), steps.append)
    assert sum(steps) == len(body)
    assert len(steps) > 10
    assert min(steps) > 0


@pytest.mark.parametrize("size_bytes", [0, 1000, 6 * MIB])
def test_a_stream_arrives_whole(subject: Subject, size_bytes: int) -> None:
    """As a file does; a dry run only remembers that it would."""
    body = some_bytes(size_bytes)
    subject.store.put_stream("a.mp3", io.BytesIO(body), size_bytes, headers_of(body))
    head = subject.store.head("a.mp3")
    assert head is not None
    assert (head.size_bytes, head.sha256) == (size_bytes, sha256_of(body))
    if subject.reads_streams_back:
        assert body_of(subject.store, "a.mp3") == body
    else:
        with pytest.raises(StoreError, match="a dry run does not keep streams"):
            subject.store.get("a.mp3")


@pytest.mark.parametrize("size_bytes", [1000, 12 * MIB])
@pytest.mark.parametrize("claimed", ["less", "more", "other"])
def test_a_broken_body_leaves_what_was_there(transferring: Subject, size_bytes: int, claimed: str) -> None:
    """Shorter, longer or other than announced: the old object stays, and no parts."""
    transferring.store.put("a.mp3", b"before", TEXT)
    body = some_bytes(size_bytes)
    size = size_bytes + {"less": -1, "more": 1, "other": 0}[claimed]
    headers = headers_of(b"something else" if claimed == "other" else body)
    with pytest.raises(StoreError, match="Fix: wait until it is completely written"):
        transferring.store.put_stream("a.mp3", io.BytesIO(body), size, headers)
    assert body_of(transferring.store, "a.mp3") == b"before"
    assert keys(transferring.store) == ["a.mp3"]
    assert transferring.unfinished_uploads() == 0


@pytest.mark.parametrize("becomes_bytes", [7 * MIB, 50 * MIB])
def test_a_file_that_changes_on_the_way_is_refused(
    transferring: Subject, tmp_path: Path, becomes_bytes: int
) -> None:
    """It shrinks or grows while the first blocks are sent: nothing is published."""
    path = tmp_path / "still-exporting.mp3"
    path.write_bytes(some_bytes(40 * MIB))

    def change(_: int) -> None:
        with path.open("r+b") as stream:
            stream.truncate(becomes_bytes)

    with pytest.raises(StoreError, match=r"still-exporting\.mp3") as caught:
        transferring.store.put_file("a.mp3", path, Headers("audio/mpeg", "no-cache"), change)
    assert "Fix: wait until it is completely written" in str(caught.value)
    assert keys(transferring.store) == []
    assert transferring.unfinished_uploads() == 0


def test_a_file_that_is_not_there_is_named(subject: Subject, tmp_path: Path) -> None:
    """With the path that was asked for."""
    with pytest.raises(StoreError, match=r"could not read .*missing\.mp3: No such file"):
        subject.store.put_file("a.mp3", tmp_path / "missing.mp3", TEXT)


def test_an_interrupted_upload_leaves_nothing(transferring: Subject, large_file: Path) -> None:
    """Ctrl-C in the middle: no object, no parts, no scratch file."""
    sent_bytes = 0

    def interrupt(step_bytes: int) -> None:
        nonlocal sent_bytes
        sent_bytes += step_bytes
        if sent_bytes > 6 * MIB:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        transferring.store.put_file("a.mp3", large_file, headers_of(large_file.read_bytes()), interrupt)
    assert keys(transferring.store) == []
    assert transferring.unfinished_uploads() == 0


@pytest.mark.parametrize("size_bytes", [10, 11 * MIB])
def test_a_copy_has_the_bytes_and_its_own_headers(subject: Subject, size_bytes: int) -> None:
    """From the private root to the public one, small and in parts; the source stays."""
    body = some_bytes(size_bytes)
    subject.store.put("staging/a.mp3", body, Headers("text/plain", "no-store", sha256="0" * 64))
    subject.sibling.copy_from(subject.store, "staging/a.mp3", "media/a.mp3", headers_of(body))
    head = subject.sibling.head("media/a.mp3")
    assert head is not None
    assert (head.size_bytes, head.content_type, head.sha256) == (size_bytes, "audio/mpeg", sha256_of(body))
    assert body_of(subject.sibling, "media/a.mp3") == body
    assert body_of(subject.store, "staging/a.mp3") == body
    assert subject.unfinished_uploads() == 0


def test_a_copy_crosses_from_one_kind_of_store_to_another(subject: Subject) -> None:
    """To memory and back, through this machine."""
    memory, body = MemoryStore(), some_bytes(2 * MIB)
    subject.store.put("a.mp3", body, headers_of(body))
    memory.copy_from(subject.store, "a.mp3", "b.mp3", headers_of(body))
    subject.store.copy_from(memory, "b.mp3", "c.mp3", headers_of(body))
    assert memory.objects["b.mp3"].body == body
    assert body_of(subject.store, "c.mp3") == body


def test_a_copy_of_nothing_says_so(subject: Subject) -> None:
    """And makes nothing."""
    with pytest.raises(StoreError, match=r"could not read .*a\.mp3: there is no such object"):
        subject.sibling.copy_from(subject.store, "a.mp3", "b.mp3", TEXT)
    assert keys(subject.sibling) == []


def test_deleting_is_final_and_may_be_repeated(subject: Subject) -> None:
    """Also of what never was."""
    subject.store.put("a/b.mp3", b"x", TEXT)
    subject.store.put("a/c.mp3", b"y", TEXT)
    for _ in range(2):
        subject.store.delete("a/b.mp3")
        assert subject.store.head("a/b.mp3") is None
    subject.store.delete("never/was.mp3")
    assert keys(subject.store) == ["a/c.mp3"]


def test_repeating_a_write_changes_nothing(subject: Subject, large_file: Path) -> None:
    """Every method may be called again: the result is the same as of one call."""
    headers = headers_of(large_file.read_bytes())
    for _ in range(2):
        subject.store.put("a.json", b"x", TEXT)
        subject.store.put_file("a.mp3", large_file, headers)
        subject.sibling.copy_from(subject.store, "a.mp3", "b.mp3", headers)
    assert keys(subject.store) == ["a.json", "a.mp3"]
    assert keys(subject.sibling) == ["b.mp3"]


def test_messages_name_an_object_by_its_address(subject: Subject) -> None:
    """The root's name, a slash, the key."""
    assert subject.store.url("feed.xml") == f"{subject.store.name}/feed.xml"
    assert subject.store.name != subject.sibling.name


@pytest.mark.parametrize("kind", ["memory", "folder"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_history_reads_like_a_dictionary(
    kind: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Puts and deletes in any order leave what they would leave in a dict; an ETag says which version."""
    store = MemoryStore() if kind == "memory" else FolderStore(tmp_path_factory.mktemp("any"))
    meant: dict[str, bytes] = {}
    names = st.sampled_from(["a.txt", "b/c.txt", "b/d.txt", "b-c.txt"])
    for name, body in data.draw(st.lists(st.tuples(names, st.none() | st.binary(max_size=3)), max_size=12)):
        if body is None:
            store.delete(name)
            meant.pop(name, None)
        else:
            store.put(name, body, TEXT)
            meant[name] = body
    assert keys(store) == sorted(meant)
    assert {name: body_of(store, name) for name in meant} == meant
