"""Crashes at local writes, by strace, and disks that are full: a show in a folder survives all of them.

The real command runs under `strace --inject`: the n-th fsync, rename or
write of a thread kills it, or fails, for n = 1, 2, 3 … until a run ends
undisturbed. Then it runs again, and the folder has to be what an
undisturbed run makes of it.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.commands import settle
from tests.chaos.invariants import open_ends
from tests.chaos.reading import parse_items
from tests.servers.running import clean_environment
from tests.workflows.small_show import NOW, make_clone, memory_roots, slug_of

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build" / "crashes"
PUBLISH = ["publish", "--yes", f"episodes/{slug_of(1)}", f"episodes/{slug_of(2)}", "--now", NOW.isoformat()]
RENAMES = "rename,renameat,renameat2"
NOT_COMPARED = ("private/history/", "private/snapshot.json", ".airdate/")
PYTHONS_OWN = re.compile(r"[a-z0-9_]{8}")
"""The file of four letters that Python tries a directory for temporary files with; killed then, it stays."""
FAR = 400
"""More calls than any thread makes."""


@dataclass(frozen=True)
class Injection:
    """What happens to the n-th call of a thread."""

    calls: str
    what: str
    step: int = 1

    def option(self, at: int) -> list[str]:
        return ["-e", f"trace={self.calls}", "-e", f"inject={self.calls}:{self.what}:when={at}"]


INJECTIONS = (
    Injection("fsync", "signal=SIGKILL"),
    Injection(RENAMES, "signal=SIGKILL"),
    Injection("write", "signal=SIGKILL", 5),
    Injection("fsync", "error=EIO", 3),
    Injection(RENAMES, "error=EIO", 3),
    Injection("fsync", "error=ENOSPC", 3),
)


def make_show(folder: Path) -> Path:
    """Two episodes, to be published into a folder."""
    clone = make_clone(folder, memory_roots())
    for number in (1, 2):
        clone.episode(number)
    settle(clone.folder)
    return clone.folder


def run(folder: Path, *front: str | Path, scratch: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """The real command, perhaps below another one."""
    scratch = scratch or folder.parent / "tmp"
    scratch.mkdir(exist_ok=True)
    environment = {**clean_environment(), "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch)}
    command = [*map(str, front), sys.executable, "-m", "pipeline", *PUBLISH]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


def tree(folder: Path) -> dict[str, bytes]:
    """What is in the store, but for what tells how it came to be."""
    out = folder / "out"
    files = (path for path in out.rglob("*") if path.is_file())
    named = {path.relative_to(out).as_posix(): path.read_bytes() for path in files}
    return {name: body for name, body in named.items() if not name.startswith(NOT_COMPARED)}


def check_public(files: Mapping[str, bytes]) -> Iterator[str]:
    """What a reader would trip over now."""
    public = {
        name.removeprefix("public/"): body for name, body in files.items() if name.startswith("public/")
    }
    if feed := public.get("feed.xml"):
        parse_items(feed)
        ends = open_ends(public)
        yield from (each for each in ends if each.startswith("feed.xml") or " media/" in each)


def crash(injection: Injection, expected: Mapping[str, bytes], folder: Path) -> Iterator[str]:
    """One way to crash, at one call after the other; what was broken by it."""
    for at in range(1, FAR, injection.step):
        home = folder / f"{injection.calls[:6]}-{injection.what.replace('=', '-')}-{at}"
        show = make_show(home)
        ran = run(show, "strace", "-f", "-qq", "-o", home / "strace", *injection.option(at))
        if (
            "INJECTED" not in (home / "strace").read_text()
            and "killed by" not in (home / "strace").read_text()
        ):
            yield from _compare(f"{injection}, undisturbed", ran.returncode, tree(show), expected)
            return
        name = f"{injection.calls.split(',')[0]} {injection.what} {at}"
        yield f"done {name}"
        yield from (f"{name}: {each}" for each in check_public(tree(show)))
        if "Traceback" in ran.stderr:
            yield f"{name}: {ran.stderr[-1500:]}"
        again = run(show)
        yield from _compare(name, again.returncode, tree(show), expected)
        left = [path.name for path in (home / "tmp").iterdir() if not PYTHONS_OWN.fullmatch(path.name)]
        yield from (f"{name}: scratch {each} is left" for each in left)
        shutil.rmtree(home)


def _compare(name: str, code: int, ours: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> Iterator[str]:
    if code != 0:
        yield f"{name}: the next run ended with {code}"
    for key in sorted(ours.keys() | theirs.keys()):
        if ours.get(key) != theirs.get(key):
            yield f"{name}: {key} differs from an undisturbed run"


def fill(expected: Mapping[str, bytes], folder: Path) -> Iterator[str]:
    """Disks of growing size, for the store and for scratch; needs a namespace of its own to mount in."""
    for what in ("store", "scratch"):
        for size_kb in (64, 200, 400, 600):
            name = f"{what} of {size_kb} kB"
            show = make_show(folder / name.replace(" ", "-"))
            disk = show / "out" if what == "store" else show.parent / "tmp"
            disk.mkdir()
            mount = ["mount", "-t", "tmpfs", "-o", f"size={size_kb}k", "none", str(disk)]
            subprocess.run(mount, check=True)
            ran = run(show)
            yield f"done {name}"
            if ran.returncode not in {0, 1, 4} or "Traceback" in ran.stderr:
                yield f"{name}: exit {ran.returncode}: {ran.stderr[-1500:]}"
            if ran.returncode and "space" not in ran.stderr:
                yield f"{name}: it does not say that the disk is full: {ran.stderr[-500:]}"
            yield from (f"{name}: {each}" for each in check_public(tree(show)))
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
            yield from _compare(name, run(show).returncode, tree(show), expected)
            subprocess.run(["umount", str(disk)], check=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Everything, or in a namespace of its own the full disks alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--disks", action="store_true", help="only the full disks, here and now")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    folder = BUILD / ("disks" if options.disks else "calls")
    shutil.rmtree(folder, ignore_errors=True)
    clean = make_show(folder / "clean")
    assert run(clean).returncode == 0
    expected = tree(clean)
    if options.disks:
        return _tell("full disks", list(fill(expected, folder)))
    with ThreadPoolExecutor(options.at_once) as pool:
        told = pool.map(lambda each: list(crash(each, expected, folder)), INJECTIONS)
        codes = [
            _tell(f"{each.calls.split(',')[0]} {each.what}", lines)
            for each, lines in zip(INJECTIONS, told, strict=True)
        ]
    unshared = ["unshare", "-rm", sys.executable, "-m", "tests.chaos.crashes", "--disks"]
    codes.append(subprocess.run(unshared, check=False).returncode)
    return max(codes)


def _tell(name: str, lines: Sequence[str]) -> int:
    """One line for each way to crash, and what was broken."""
    broken = [line for line in lines if not line.startswith("done ")]
    sys.stdout.write(f"{name:<24}{len(lines) - len(broken):>5} cases{len(broken):>5} broken\n")
    sys.stdout.writelines(f"  {line}\n" for line in broken[:20])
    sys.stdout.flush()
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
