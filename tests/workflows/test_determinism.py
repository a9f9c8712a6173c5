"""Same inputs, same bytes: whatever the machine's zone, language, hash seed and order of files."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipeline.workflows.build import build
from tests.workflows.small_show import (
    AUDIO,
    DAY,
    NOW,
    Clone,
    folder_roots,
    make_clone,
    memory_roots,
    objects,
    picture,
    slug_of,
)

ENVIRONMENTS = [
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "4711"},
]


@pytest.fixture
def rich(tmp_path: Path) -> Clone:
    """Four episodes: tags written anew, pictures, transcripts, chapters, a sponsor, people, no guids."""
    clone = make_clone(tmp_path, memory_roots())
    clone.edit_file("podcast.toml", "tag_media = false", 'tag_media = true\ntimezone = "Europe/Berlin"')
    clone.edit_file(
        "podcast.toml",
        "[owner]",
        '[people.zoe]\nname = "Zoë"\n\n[people.adam]\nname = "Adam"\n\n[sponsors.tarn]\nname = "Tarn"\n'
        'text = "Maps."\nurl = "https://tarn.example/"\nends = "2026-11-30"\n\n[owner]',
    )
    for number, audio in enumerate(("cbr-without-header.mp3", "vbr-with-xing.mp3", "chapters.m4a"), 1):
        slug = clone.episode(
            number,
            guid=None,
            date=f"2026-10-{number:02d} 06:30",
            audio=audio,
            notes="Ünïcode ![a heel](heel.png) ![a toe](toe.png)\n\n- 00:00 A\n- 00:01 B\n- 00:02 C\n",
            more="hosts: [zoe, adam]\nsponsors: [tarn]\ntags: [b, a]",
        )
        if audio.endswith(".m4a"):
            (clone.folder / "episodes" / slug / "tape.mp3").unlink()
            clone.write(f"episodes/{slug}/tape.m4a", (AUDIO / audio).read_bytes())
            clone.edit(number, "tape.mp3", "tape.m4a")
        for name in ("heel.png", "toe.png"):
            clone.write(f"episodes/{slug}/{name}", picture(40 + number, "navy", "PNG"))
        for language in ("en", "de"):
            clone.write(
                f"episodes/{slug}/transcript.{language}.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n"
            )
    return clone


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def shuffled(clone: Clone, name: str) -> Clone:
    """The same files, made in the opposite order and much later."""
    folder = clone.folder.parent / name
    for path in sorted(clone.folder.rglob("*"), reverse=True):
        if path.is_file():
            target = folder / path.relative_to(clone.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            os.utime(target, (1_000_000_000, 1_000_000_000))
    return Clone(folder, clone.roots, clone.scratch)


def run_build(folder: Path, target: Path, environment: dict[str, str]) -> dict[str, bytes]:
    command: Sequence[str | Path] = [
        sys.executable,
        "-m",
        "pipeline",
        "build",
        "--to",
        target,
        "--show",
        folder,
    ]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return tree(target)


def test_a_build_is_the_same_in_every_environment(rich: Clone, tmp_path: Path) -> None:
    """Zone, language, hash seed, order and age of files: the trees are equal byte by byte."""
    folders = [rich.folder, shuffled(rich, "reversed").folder, rich.folder]
    with ThreadPoolExecutor(2) as pool:
        trees = list(
            pool.map(
                lambda number: run_build(folders[number], tmp_path / f"build{number}", ENVIRONMENTS[number]),
                range(len(ENVIRONMENTS)),
            )
        )
    assert trees[0]
    assert any(name.startswith("media/") for name in trees[0])
    for other in trees[1:]:
        assert other == trees[0]


def test_two_builds_in_one_process_are_the_same(rich: Clone, tmp_path: Path) -> None:
    """Nothing is remembered from one run to the next, and the clock does not count."""
    first = build(rich.context(NOW), tmp_path / "one", drafts=False, clock=None)
    second = build(rich.context(NOW + 400 * DAY), tmp_path / "two", drafts=False, clock=None)
    assert first.done
    assert second.done
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_a_build_leaves_the_folder_as_it_was(rich: Clone, tmp_path: Path) -> None:
    """No guid is minted, no file is touched."""
    before = rich.files()
    build(rich.context(), tmp_path / "one", drafts=False, clock=None)
    assert rich.files() == before


def test_two_stores_published_to_at_the_same_moment_are_equal(rich: Clone, tmp_path: Path) -> None:
    """A folder and a memory, from folders whose files were made in another order."""
    stores = []
    for name, roots in (("one", folder_roots(tmp_path / "one")), ("two", memory_roots())):
        clone = shuffled(rich, name).with_roots(roots)
        clone.publish()
        clone.edit(2, "Ünïcode", "Änderung")
        clone.publish(2, now=NOW + DAY)
        stores.append((objects(roots.public), objects(roots.private)))
    (public, private), (other_public, other_private) = stores
    assert public == other_public
    assert {key: body for key, body in private.items() if key not in UNEQUAL} == {
        key: body for key, body in other_private.items() if key not in UNEQUAL
    }


UNEQUAL = {"snapshot.json", "store.json", "probe"}
"""What holds the store's own ETags, or was found out about it."""


def test_one_publish_at_a_time_is_as_good_as_all_at_once(rich: Clone, tmp_path: Path) -> None:
    """The order in which episodes are published does not show."""
    at_once, one_by_one = (rich.copy(name, roots=memory_roots()) for name in ("once", "turns"))
    at_once.publish(1, 2, 3)
    for number in (3, 1, 2):
        index = at_once.folder / "episodes" / slug_of(number) / "index.md"
        one_by_one.write(f"episodes/{slug_of(number)}/index.md", index.read_bytes())
        one_by_one.publish(number)
    assert objects(at_once.roots.public) == objects(one_by_one.roots.public)
