"""A long recording goes from the producer's folder into the store with little memory and no trace."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.audio.building import frame
from tests.cli.building import AUDIO, DONE, LONG_AGO_S, NOW, ROOT, ShowFolder
from tests.cli.discarding_s3 import discarding

SIZE_BYTES = 2_000_000_000
LIMIT_MB = 150
PROGRAM = """
import resource, sys
from pathlib import Path
from pipeline.cli import main
sys.argv = ["airdate", *sys.argv[1:]]
try:
    main()
finally:
    status = Path("/proc/self/status")
    if status.exists():  # the peak since the program began; ru_maxrss also knows the parent's
        peak_kb = int(status.read_text().partition("VmHWM:")[2].split()[0])
    else:
        peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"\\npeak {peak_kb * 1024 // 1000**2}")
"""

pytestmark = pytest.mark.xdist_group("gigabytes")


@pytest.fixture
def long_show(show: ShowFolder) -> Iterator[ShowFolder]:
    """An episode of a day and a half; its gigabytes are gone when the test is over."""
    block = frame() * 10_000
    path = show.path / AUDIO
    with path.open("wb") as file:
        file.writelines(block for _ in range(SIZE_BYTES // len(block)))
    os.utime(path, (LONG_AGO_S, LONG_AGO_S))
    yield show
    shutil.rmtree(show.path)


def publish(show: ShowFolder, **environment: str) -> tuple[int, str]:
    """Publish in a program of its own: the peak of its resident memory in MB, and what it said."""
    scratch = show.path.parent / "scratch"
    scratch.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "publish", "--yes", "--now", NOW, "001-heel"],
        cwd=show.path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list(scratch.iterdir()) == []
    return int(done.stdout.rpartition("peak ")[2]), done.stderr


def test_two_gigabytes_go_into_a_folder_through_little_memory(long_show: ShowFolder) -> None:
    """Probed, tagged, hashed and copied; imports included."""
    peak_mb, said = publish(long_show)
    assert said.endswith(DONE)
    assert peak_mb < LIMIT_MB
    media = list((long_show.path / "out/public/media").rglob("*.mp3"))
    assert [file.stat().st_size > SIZE_BYTES * 0.99 for file in media] == [True]


def test_two_gigabytes_go_to_s3_through_little_memory(long_show: ShowFolder) -> None:
    """In parts, with boto3 loaded."""
    with discarding() as (server, store):
        long_show.use_bucket(server.endpoint_url)
        peak_mb, said = publish(long_show, AWS_ACCESS_KEY_ID="key", AWS_SECRET_ACCESS_KEY="secret")
    assert said.endswith("Done. The feed is https://feet.example/feed.xml\n")
    assert peak_mb < LIMIT_MB
    media = {path: kept.size_bytes for path, kept in store.objects.items() if "/media/" in path}
    assert [size_bytes > SIZE_BYTES * 0.99 for size_bytes in media.values()] == [True]
    assert "/a-bucket/show/public/feed.xml" in store.objects
