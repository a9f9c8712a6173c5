"""What the folder alone promises: nobody ever sees half a file, and of many writers one wins."""

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.errors import ConditionError, StoreError
from pipeline.store.folder import FolderStore
from pipeline.store.keys import HOME, LOCK_NAME, SCRATCH_PREFIX
from pipeline.store.protocol import Headers, IfAbsent, IfMatch
from pipeline.store.workbench import open_workbench

TEXT = Headers("text/plain; charset=utf-8", "no-store")
PROJECT = Path(__file__).parents[2]


def run(script: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    """Another process that works on the same folder."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_it_is_a_plain_folder(tmp_path: Path) -> None:
    """Any web server can serve it: files under their keys, readable as the umask says."""
    store = FolderStore(tmp_path / "out" / "public", "out/public")
    store.put("episodes/060-tape.html", b"<p>", TEXT)
    path = tmp_path / "out" / "public" / "episodes" / "060-tape.html"
    assert path.read_bytes() == b"<p>"
    umask = os.umask(0)
    os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o666 & ~umask
    assert store.url("feed.xml") == "out/public/feed.xml"


def test_nothing_is_made_before_the_first_write(tmp_path: Path) -> None:
    """Looking leaves no folder behind."""
    store = FolderStore(tmp_path / "out")
    assert list(store.list()) == []
    assert store.head("feed.xml") is None
    store.delete("feed.xml")
    assert list(tmp_path.iterdir()) == []


def test_the_root_holds_nothing_but_objects(tmp_path: Path) -> None:
    """Lock and unfinished files stand beside it: the root is served as it is."""
    root = tmp_path / "out" / "public"
    FolderStore(root).put("a/b.txt", b"", TEXT)
    assert [path.name for path in root.rglob("*")] == ["a", "b.txt"]
    assert [path.name for path in (tmp_path / "out" / HOME).iterdir()] == ["public.lock"]


def test_every_way_to_a_root_leads_to_one_lock(tmp_path: Path) -> None:
    """Somebody's link, and the folder itself."""
    root, link = tmp_path / "a" / "public", tmp_path / "b" / "linked"
    root.mkdir(parents=True)
    link.parent.mkdir()
    link.symlink_to(root)
    assert open_workbench(link) == open_workbench(root)
    assert [path.name for path in link.parent.iterdir()] == ["linked"]


def test_the_root_serves_where_nothing_can_stand_beside_it(tmp_path: Path) -> None:
    """Its own files are not listed then."""
    (tmp_path / HOME).write_bytes(b"a file of somebody else")
    store = FolderStore(tmp_path / "public")
    store.put("a/b.txt", b"", TEXT)
    (tmp_path / "public" / f"{SCRATCH_PREFIX}0123").touch()
    assert (tmp_path / "public" / LOCK_NAME).exists()
    assert [row.key for row in store.list()] == ["a/b.txt"]


def test_a_store_beside_this_one_is_not_listed(tmp_path: Path) -> None:
    """Its workbench may stand in our root."""
    FolderStore(tmp_path / "other").put("feed.xml", b"", TEXT)
    assert (tmp_path / HOME).is_dir()
    assert [row.key for row in FolderStore(tmp_path).list()] == ["other/feed.xml"]


def test_what_killed_runs_left_is_removed_after_an_hour(tmp_path: Path) -> None:
    """What is younger may still be written by somebody."""
    bench = open_workbench(tmp_path / "public")
    now = bench.folder.stat().st_mtime
    for name, age_s in {"old": 3700, "young": 3500}.items():
        path = bench.folder / f"{SCRATCH_PREFIX}{name}"
        path.touch()
        os.utime(path, (now - age_s, now - age_s))
    (bench.folder / "mine.txt").touch()
    os.utime(bench.folder / "mine.txt", (1, 1))
    FolderStore(tmp_path / "public").put("feed.xml", b"", TEXT)
    left = sorted(path.name for path in bench.folder.iterdir())
    assert left == [f"{SCRATCH_PREFIX}young", "mine.txt", "public.lock"]


def test_a_file_in_the_place_of_the_root_is_told_with_a_fix(tmp_path: Path) -> None:
    """`out` may be somebody's file."""
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(StoreError, match="Fix: a file stands where a folder is needed: rename it"):
        FolderStore(tmp_path / "out" / "public", "out/public").put("feed.xml", b"", TEXT)


def test_the_type_follows_from_the_key(tmp_path: Path) -> None:
    """A folder keeps no headers, and a digest is computed from what is there."""
    store = FolderStore(tmp_path)
    store.put("x.chapters.json", b"{}", TEXT)
    head = store.head("x.chapters.json")
    assert head is not None
    assert head.content_type == "application/json+chapters"
    (tmp_path / "x.chapters.json").write_bytes(b"{ }")
    assert (store.head("x.chapters.json") or head).sha256 == hashlib.sha256(b"{ }").hexdigest()


def test_every_write_has_an_etag_of_its_own(tmp_path: Path) -> None:
    """However quickly the same bytes follow each other, and though inodes are used again."""
    store = FolderStore(tmp_path)
    etags = [store.put("feed.xml", b"same", TEXT) for _ in range(200)]
    assert len(set(etags)) == 200


def test_who_is_reading_reads_on_what_was_there(tmp_path: Path) -> None:
    """A write never reaches into a file that somebody has open: it puts another in its place."""
    store = FolderStore(tmp_path)
    store.put("feed.xml", b"before", TEXT)
    with store.open("feed.xml") as stream:
        store.put("feed.xml", b"after!", TEXT)
        assert stream.read() == b"before"


def test_of_many_threads_with_one_etag_one_wins(tmp_path: Path) -> None:
    """Each round exactly one, and it is the one whose bytes are there."""
    store = FolderStore(tmp_path)
    etag = store.put("feed.xml", b"start", TEXT)

    def attempt(number: int) -> bytes | None:
        try:
            FolderStore(tmp_path).put("feed.xml", b"%d" % number, TEXT, IfMatch(etag))
        except ConditionError:
            return None
        return b"%d" % number

    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            winners = [won for won in pool.map(attempt, range(8)) if won]
            assert len(winners) == 1
            fetched = store.get("feed.xml")
            assert fetched is not None
            assert fetched.body == winners[0]
            etag = fetched.etag


def test_of_many_processes_each_addition_survives(tmp_path: Path) -> None:
    """Read, add, write if it is unchanged, or begin again: no line is lost."""
    FolderStore(tmp_path).put("feed.xml", b"", TEXT)
    script = """
        import sys
        from pathlib import Path
        from pipeline.errors import ConditionError
        from pipeline.store.folder import FolderStore
        from pipeline.store.protocol import Headers, IfMatch
        store = FolderStore(Path(sys.argv[1]))
        for number in range(25):
            while True:
                now = store.get("feed.xml")
                line = f"{sys.argv[2]}-{number}\\n".encode()
                try:
                    store.put("feed.xml", now.body + line, Headers("text/plain", ""), IfMatch(now.etag))
                except ConditionError:
                    continue
                break
        """
    with ThreadPoolExecutor(3) as pool:
        results = list(pool.map(lambda name: run(script, tmp_path, name), "abc"))
    assert [result.stderr for result in results] == ["", "", ""]
    lines = (tmp_path / "feed.xml").read_text().split()
    assert sorted(lines) == sorted(f"{name}-{number}" for name in "abc" for number in range(25))


def test_a_claim_is_granted_once(tmp_path: Path) -> None:
    """Of many who find nothing there, one may write."""

    def claim(number: int) -> bool:
        try:
            FolderStore(tmp_path).put("slugs/tape", b"%d" % number, TEXT, IfAbsent())
        except ConditionError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(32))) == 1


def test_a_condition_is_decided_when_the_others_are_done(tmp_path: Path) -> None:
    """What somebody writes while they hold the lock is seen by who waits for it."""
    root = tmp_path / "out"
    bench = open_workbench(root)
    with ThreadPoolExecutor(1) as pool, bench.locked():  # let go before the pool waits
        claim = pool.submit(FolderStore(root).put, "tape", b"ours", TEXT, IfAbsent())
        while not claim.done() and not list(bench.folder.glob(f"{SCRATCH_PREFIX}*")):
            time.sleep(0.01)  # until all that is left to do needs the lock
        with suppress(TimeoutError):
            claim.result(0.5)
        (root / "tape").write_bytes(b"theirs")
    with pytest.raises(ConditionError):
        claim.result()
    assert (root / "tape").read_bytes() == b"theirs"


def test_a_killed_upload_leaves_the_old_file(tmp_path: Path) -> None:
    """kill -9 in the middle: what was published is still whole, and the next run succeeds."""
    store = FolderStore(tmp_path / "out")
    store.put("a.mp3", b"old", TEXT)
    source = tmp_path / "a.mp3"
    source.write_bytes(b"x" * 8_000_000)
    script = """
        import os, signal, sys
        from pathlib import Path
        from pipeline.store.folder import FolderStore
        from pipeline.store.protocol import Headers
        done = 0
        def die(step):
            global done
            done += step
            if done > 4_000_000:
                os.kill(os.getpid(), signal.SIGKILL)
        FolderStore(Path(sys.argv[1])).put_file("a.mp3", Path(sys.argv[2]), Headers("audio/mpeg", ""), die)
        """
    assert run(script, tmp_path / "out", source).returncode == -signal.SIGKILL
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.mp3"]
    assert [(row.key, row.size_bytes) for row in store.list()] == [("a.mp3", 3)]
    store.put_file("a.mp3", source, Headers("audio/mpeg", ""))
    assert [(row.key, row.size_bytes) for row in store.list()] == [("a.mp3", 8_000_000)]


def test_a_full_disk_is_said_and_harms_nothing(tmp_path: Path) -> None:
    """The message says what to do; the old file stays, and no scratch file."""
    FolderStore(tmp_path / "out").put("feed.xml", b"old", TEXT)
    script = """
        import resource, signal, sys
        from pathlib import Path
        from pipeline.errors import StoreError
        from pipeline.store.folder import FolderStore
        from pipeline.store.protocol import Headers
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            FolderStore(Path(sys.argv[1]), "out").put("feed.xml", b"x" * 5000, Headers("text/plain", ""))
        except StoreError as error:
            sys.stdout.write(str(error))
        """
    result = run(script, tmp_path / "out")
    assert result.stdout.startswith("could not write out/feed.xml: ")
    assert "Fix: free some space on the disk" in result.stdout
    assert (tmp_path / "out" / "feed.xml").read_bytes() == b"old"
    assert [path.name for path in (tmp_path / HOME).iterdir()] == ["out.lock"]


def test_a_key_cannot_be_folder_and_file(tmp_path: Path) -> None:
    """S3 can do that, a folder cannot: an error with the key, and nothing lost."""
    store = FolderStore(tmp_path, "out")
    store.put("a/b", b"x", TEXT)
    with pytest.raises(StoreError, match="could not write out/a: "):
        store.put("a", b"y", TEXT)
    with pytest.raises(StoreError, match="could not write out/a/b/c: "):
        store.put("a/b/c", b"y", TEXT)
    assert store.head("a") is None
    assert store.head("a/b/c") is None
    store.delete("a")
    assert [row.key for row in store.list()] == ["a/b"]


def test_a_thousand_and_more_are_listed(tmp_path: Path) -> None:
    """There are no pages in a folder."""
    (tmp_path / "records").mkdir()
    for number in range(1100):
        (tmp_path / "records" / f"{number:05d}.json").touch()
    assert len(list(FolderStore(tmp_path).list("records/0"))) == 1100
