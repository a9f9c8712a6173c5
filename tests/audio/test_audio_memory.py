"""A long recording is read and copied in bounded memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.audio.building import FILES, frame

MEASURE = """
import json, resource, sys
from pathlib import Path
from pipeline.audio.probe import probe
from pipeline.audio.tagging import write_tagged
from tests.audio.building import FILES, make_tags

def peak_kb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

big, small = Path(sys.argv[1]), FILES / sys.argv[2]
probe(small)
write_tagged(small, big.with_name("copy"), make_tags())
before = peak_kb()
facts = probe(big)
copy = write_tagged(big, big.with_name("copy"), make_tags())
print(json.dumps([peak_kb() - before, facts.duration_s, copy.size_bytes]))
"""
BIG_BYTES = 150_000_000


@pytest.mark.parametrize("name", ["cbr-without-header.mp3", "chapters.m4a"])
def test_a_large_file_costs_little_memory(name: str, tmp_path: Path) -> None:
    """150 MB are probed and tagged within 16 MB more than a small file takes."""
    big = tmp_path / name
    with big.open("wb") as file:
        if name.endswith(".mp3"):
            thousand = frame() * 1000
            file.writelines(thousand for _ in range(BIG_BYTES // len(thousand)))
        else:
            data = (FILES / name).read_bytes()
            file.write(data[: data.index(b"mdat") - 4])
            file.write((BIG_BYTES + 8).to_bytes(4, "big") + data[data.index(b"mdat") :])
            file.truncate(data.index(b"mdat") + 4 + BIG_BYTES)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, big, name],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    grown_kb, duration_s, size_bytes = json.loads(done.stdout)
    assert grown_kb < 16_000
    assert duration_s > 5
    assert size_bytes == pytest.approx(BIG_BYTES, rel=0.01)
