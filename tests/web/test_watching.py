"""A folder is watched: what changes is told in bursts, and what is of no interest is not."""

from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from pipeline.web.watching import watch_folder

LIMIT_S = 20


def changed_by(folder: Path, *writes: str) -> set[str]:
    """The first burst of names, after writing files; the last of them must be of interest."""
    bursts = watch_folder(folder, lambda path: "out" in path.parts)
    assert next(bursts) == []
    for name in writes:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    found: set[str] = set()
    until = monotonic() + LIMIT_S
    while f"{folder / writes[-1]}" not in found and monotonic() < until:
        found |= {str(path) for path in next(bursts)}
    bursts.close()  # type: ignore[attr-defined]
    return {Path(each).relative_to(folder).as_posix() for each in found if Path(each).is_file()}


def test_what_is_written_is_told(tmp_path: Path) -> None:
    """In new folders as well."""
    (tmp_path / "episodes" / "1").mkdir(parents=True)
    assert changed_by(tmp_path, "podcast.toml", "episodes/1/index.md") >= {"episodes/1/index.md"}


def test_what_nobody_wrote_is_not_told(tmp_path: Path) -> None:
    """Hidden files, copies that editors make, and what the caller ignores."""
    for folder in (".git", "out", "episodes"):
        (tmp_path / folder).mkdir()
    written = (".git/index", "out/feed.xml", "episodes/.index.md.swp", "index.md~", "episodes/index.md")
    assert changed_by(tmp_path, *written) == {"episodes/index.md"}


def test_what_happens_while_the_caller_works_is_not_missed(tmp_path: Path) -> None:
    """The watch goes on between two bursts."""
    bursts = watch_folder(tmp_path, lambda _: False)
    next(bursts)
    written = Event()
    Thread(target=lambda: ((tmp_path / "a.md").write_text("x"), written.set())).start()
    assert written.wait(LIMIT_S)
    assert next(bursts) == [tmp_path / "a.md"]
    bursts.close()  # type: ignore[attr-defined]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    """However it is watched."""
    with pytest.raises(FileNotFoundError):
        next(watch_folder(tmp_path / "nowhere", lambda _: False))
