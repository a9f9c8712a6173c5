"""A 2 GB file goes out to S3 with little memory, and to a folder a large one."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.scripted_server import Answer, Asked, answering

SIZE_BYTES = 2 * 1000**3
RESIDENT_LIMIT_MB = 150
SCRIPT = """
import hashlib, resource, sys
from pathlib import Path
import boto3
from pipeline.core.location import Location
from pipeline.store.open import open_roots
from pipeline.store.protocol import Headers

path, place, endpoint_url = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
with path.open("rb") as stream:
    digest = hashlib.file_digest(stream, "sha256").hexdigest()
location = Location(store=place, endpoint_url=endpoint_url)
store = open_roots(location, path.parent, session=boto3.Session("key", "secret")).public
sent = []
store.put_file("media/a.mp4", path, Headers("video/mp4", "no-cache", sha256=digest), sent.append)
assert sum(sent) == path.stat().st_size, sum(sent)
status = Path("/proc/self/status")
if status.exists():  # the peak since the program began; ru_maxrss also knows the parent's
    peak_kb = int(status.read_text().partition("VmHWM:")[2].split()[0])
else:
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
sys.stdout.write(str(peak_kb * 1024 // 1000**2))
"""


def discard(asked: Asked) -> Answer:
    """Just enough S3 to accept an upload in parts and forget it."""
    if asked.method == "POST" and "uploads" in asked.query.split("="):
        return Answer(body=b"<R><UploadId>u1</UploadId></R>")
    if asked.method == "POST":
        return Answer(body=b"<R><ETag>e</ETag></R>")
    return Answer(headers={"ETag": '"e"', "Content-Length": str(SIZE_BYTES)})


@pytest.mark.parametrize(
    ("place", "size_bytes"), [("s3://show", SIZE_BYTES), ("folder:out", SIZE_BYTES // 5)]
)
def test_a_large_file_fits_through_little_memory(tmp_path: Path, place: str, size_bytes: int) -> None:
    """Resident memory of the whole process, imports included, stays below 150 MB."""
    path = tmp_path / "long.mp4"
    with path.open("wb") as stream:
        stream.truncate(size_bytes)
    with answering(discard) as server:
        result = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(path), place, server.endpoint_url],
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert result.stderr == ""
    assert int(result.stdout) < RESIDENT_LIMIT_MB
