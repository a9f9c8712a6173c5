"""Checkouts that are not what the producer has: what git, an editor or a file system makes of a show."""

import os
import subprocess
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.audio.building import frame
from tests.cli.building import INDEX, SHOW_TEXT, ShowFolder, draw_picture

FIRST, SECOND = "episodes/001-heel", "episodes/002-hip"
ACCENTED = "talón.mp3"
TALON = f"{FIRST}/{ACCENTED}"
GUIDS = ("0b6f6ac4-5d0a-4a6f-9a3e-2f1c54a1f060", "0b6f6ac4-5d0a-4a6f-9a3e-2f1c54a1f061")
CUES = "WEBVTT\n\n00:00.000 --> 00:04.000\nIt is rarely the bone.\n"
_AUTHOR = ("-c", "user.name=Anna", "-c", "user.email=anna@feet.example", "-c", "protocol.file.allow=always")


def git(folder: Path, *words: str, fails: bool = False) -> None:
    """Run git as nobody in particular, by no settings but those given here."""
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *_AUTHOR, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode != 0) == fails, f"git {words}: {done.stdout}{done.stderr}"


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def make_origin(folder: Path, out: Path) -> ShowFolder:
    """The repository all clones come from: a year ago one episode, now two; `other` has other words."""
    origin = ShowFolder(folder)
    text = f'store = "folder:{out}"\n{SHOW_TEXT}'
    origin.write("podcast.toml", text)
    origin.write("cover.jpg", draw_picture())
    _write_episode(origin, FIRST, "Why your heel hurts", ACCENTED, GUIDS[0])
    origin.write(f"{FIRST}/transcript.vtt", CUES)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "One episode")
    git(folder, "tag", "last-year")
    git(folder, "switch", "--quiet", "--create", "other")
    origin.change(INDEX, "rarely", "seldom if ever")
    origin.change("podcast.toml", "explained by", "told by")
    commit(folder, "Other words")
    git(folder, "switch", "--quiet", "main")
    origin.change(INDEX, "rarely", "hardly ever")
    origin.change("podcast.toml", "explained by", "explained to")
    _write_episode(origin, SECOND, "Why your hip hurts", "hip.mp3", GUIDS[1])
    commit(folder, "Two episodes")
    git(folder, "switch", "--quiet", "--orphan", "pages")
    origin.write("README.md", "Nothing here.\n")
    commit(folder, "No show")
    git(folder, "switch", "--quiet", "main")
    return origin


def _write_episode(show: ShowFolder, folder: str, title: str, audio: str, guid: str) -> None:
    front = f"title: {title}\naudio: {audio}\ndate: 2026-11-05\nguid: {guid}\n"
    show.write(f"{folder}/index.md", f"---\n{front}---\n\nIt is rarely the bone.\n")
    show.write(f"{folder}/{audio}", noise(title))


@cache
def noise(title: str) -> bytes:
    """Thirteen seconds that hold every byte there is."""
    return b"".join(frame()[:4] + Random(f"{title} {number}").randbytes(413) for number in range(500))


def clone(origin: Path, folder: Path, *options: str) -> ShowFolder:
    git(origin, "clone", "--quiet", *options, origin.as_uri(), str(folder))
    return ShowFolder(folder)


Make = Callable[[Path, Path], ShowFolder]
"""From the origin, in a folder that is not there yet."""


def _cloned(change: Callable[[ShowFolder], None]) -> Make:
    def make(origin: Path, folder: Path) -> ShowFolder:
        show = clone(origin, folder)
        change(show)
        return show

    return make


def _pointers(*patterns: str) -> Make:
    """What git leaves where Git LFS is not installed."""

    def change(show: ShowFolder) -> None:
        for path in (found for pattern in patterns for found in show.path.rglob(pattern)):
            data = path.read_bytes()
            text = f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256(data).hexdigest()}\n"
            path.write_text(f"{text}size {len(data)}\n")

    return _cloned(change)


def shallow(origin: Path, folder: Path) -> ShowFolder:
    return clone(origin, folder, "--depth", "1")


def sparse(origin: Path, folder: Path) -> ShowFolder:
    show = clone(origin, folder, "--sparse")
    git(folder, "sparse-checkout", "set", "--no-cone", "/podcast.toml", f"/{SECOND}/index.md")
    return show


def without_checkout(origin: Path, folder: Path) -> ShowFolder:
    return clone(origin, folder, "--no-checkout")


def wrong_branch(origin: Path, folder: Path) -> ShowFolder:
    return clone(origin, folder, "--branch", "pages")


def without_episodes(show: ShowFolder) -> None:
    git(show.path, "rm", "-r", "--quiet", "episodes")


def last_year(origin: Path, folder: Path) -> ShowFolder:
    return clone(origin, folder, "--branch", "last-year")


def crlf(origin: Path, folder: Path) -> ShowFolder:
    show = clone(origin, folder, "--config", "core.autocrlf=true")
    assert b"\r\n" in (folder / INDEX).read_bytes()
    return show


def crlf_in_audio(origin: Path, folder: Path) -> ShowFolder:
    """Attributes that take everything for text."""
    show = clone(origin, folder, "--no-checkout")
    show.write(".git/info/attributes", "*.mp3 text eol=crlf\n")
    git(folder, "checkout", "--quiet", "main")
    assert (folder / TALON).read_bytes().count(b"\r\n") > 20
    return show


def decomposed_names(show: ShowFolder) -> None:
    """As an archive made on a Mac has them."""
    path = show.path / TALON
    other = path.with_name(unicodedata.normalize("NFD", ACCENTED))
    assert other.name != path.name
    path.rename(other)


def colliding_case(show: ShowFolder) -> None:
    """Two folders that differ in case alone: on most laptops they are one."""
    git(show.path, "mv", SECOND, "episodes/001-Heel")


def directory_for_notes(show: ShowFolder) -> None:
    (show.path / INDEX).unlink()
    (show.path / INDEX).mkdir()


def dangling(name: str) -> Callable[[ShowFolder], None]:
    return lambda show: show.link(name, Path("/nowhere") / Path(name).name)


def links_as_text(show: ShowFolder) -> None:
    """A checkout where links cannot be: each is a file that holds where it led."""
    show.write(TALON, "../../audio/heel.mp3")
    show.write("cover.jpg", "assets/cover.jpg")


def copied_folder(name: str) -> Callable[[ShowFolder], None]:
    def change(show: ShowFolder) -> None:
        for path in (show.path / SECOND).iterdir():
            show.write(f"episodes/{name}/{path.name}", path.read_bytes())

    return change


def half_merged(show: ShowFolder) -> None:
    git(show.path, "merge", "origin/other", fails=True)
    assert b"<<<<<<<" in (show.path / INDEX).read_bytes()
    assert b"<<<<<<<" in (show.path / "podcast.toml").read_bytes()


def conflict_in_notes(show: ShowFolder) -> None:
    """The same, and somebody settled podcast.toml alone."""
    half_merged(show)
    git(show.path, "checkout", "--ours", "podcast.toml")


def cut_in_a_line(show: ShowFolder) -> None:
    path = show.path / "podcast.toml"
    path.write_bytes(path.read_bytes()[:-30])


def cut_between_lines(show: ShowFolder) -> None:
    """Still TOML, and less than a show."""
    path = show.path / "podcast.toml"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:4]))


def recoded(encoding: str) -> Callable[[ShowFolder], None]:
    def change(show: ShowFolder) -> None:
        for name in ("podcast.toml", INDEX):
            path = show.path / name
            path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))

    return change


def without_submodule(origin: Path, folder: Path) -> ShowFolder:
    """Episodes live in a repository of their own, which nobody fetched."""
    own, outer = folder.with_name("episodes-alone"), folder.with_name("with-submodule")
    clone(origin, own)
    git(own, "filter-branch", "--subdirectory-filter", "episodes", "--", "--all")
    clone(origin, outer)
    git(outer, "rm", "-r", "--quiet", "episodes")
    git(outer, "submodule", "--quiet", "add", own.as_uri(), "episodes")
    commit(outer, "Episodes are elsewhere")
    return clone(outer, folder)


@dataclass(frozen=True)
class Checkout:
    """One kind, and what is said about it."""

    name: str
    make: Make
    regenerate: tuple[int, str]
    """Exit code, and words of the answer."""
    publish: tuple[int, str]
    """The same of publishing both episodes by name."""


SETTLED = (0, "Nothing to do: everything is already there.")
NO_SUCH = "there is no such episode"
NO_SHOW = (3, "podcast.toml: there is none in")
KEEPS_AUDIO = "another file than the one published, but this episode is published and keeps its audio"
LEAVES = "leaves the show folder"
CUT_TOML = (3, "podcast.toml:12: this is not TOML")
LACKING = (3, "podcast.toml:1: 'artwork' is missing")
UTF_16 = (3, "podcast.toml:1: the file is UTF-16, not UTF-8")
CAPITAL = "episodes/001-Heel: the name becomes part of addresses and may only hold a to z, 0 to 9 and -"
BLANK = "episodes/002-hip copy: the name becomes part of addresses and may only hold a to z, 0 to 9 and -"
HALF_MERGED = (3, "podcast.toml:3: a merge is not finished: git left both versions here")
CONFLICT = (3, "episodes/001-heel/index.md:8: a merge is not finished: git left both versions here")

KINDS = [
    Checkout("LFS pointers for audio", _pointers("*.mp3"), SETTLED, SETTLED),
    Checkout("LFS pointer for the cover", _pointers("cover.jpg"), SETTLED, SETTLED),
    Checkout("LFS pointer for a transcript", _pointers("*.vtt"), SETTLED, SETTLED),
    Checkout("LFS pointers for everything", _pointers("*.mp3", "*.jpg", "*.vtt"), SETTLED, SETTLED),
    Checkout("shallow", shallow, SETTLED, SETTLED),
    Checkout("sparse", sparse, SETTLED, (3, f"001-heel: {NO_SUCH}")),
    Checkout("nothing checked out", without_checkout, NO_SHOW, NO_SHOW),
    Checkout("wrong branch", wrong_branch, NO_SHOW, NO_SHOW),
    Checkout("no episodes", _cloned(without_episodes), SETTLED, (3, f"001-heel: {NO_SUCH}")),
    Checkout("last year's", last_year, (0, "is older than what is published"), (3, f"002-hip: {NO_SUCH}")),
    Checkout("CRLF", crlf, SETTLED, SETTLED),
    Checkout("CRLF in audio", crlf_in_audio, (0, KEEPS_AUDIO), (0, KEEPS_AUDIO)),
    Checkout("NFD names", _cloned(decomposed_names), SETTLED, SETTLED),
    Checkout("colliding case", _cloned(colliding_case), (3, CAPITAL), (3, f"002-hip: {NO_SUCH}")),
    Checkout("a directory for notes", _cloned(directory_for_notes), (3, "not a file"), (3, "not a file")),
    Checkout("a dangling link for notes", _cloned(dangling(INDEX)), (3, LEAVES), (3, LEAVES)),
    Checkout("a dangling link for audio", _cloned(dangling(TALON)), (3, LEAVES), (3, LEAVES)),
    Checkout("a dangling link for the show", _cloned(dangling("podcast.toml")), NO_SHOW, NO_SHOW),
    Checkout("links as text", _cloned(links_as_text), (3, "cover.jpg: is not"), (3, "cover.jpg: is not")),
    Checkout("a copied folder", _cloned(copied_folder("002-hip copy")), (3, BLANK), SETTLED),
    Checkout("a copied folder, renamed", _cloned(copied_folder("003-hip")), (3, "003-hip"), (3, "003-hip")),
    Checkout("half merged", _cloned(half_merged), HALF_MERGED, HALF_MERGED),
    Checkout("a conflict in notes", _cloned(conflict_in_notes), CONFLICT, CONFLICT),
    Checkout("podcast.toml cut in a line", _cloned(cut_in_a_line), CUT_TOML, CUT_TOML),
    Checkout("podcast.toml cut between lines", _cloned(cut_between_lines), LACKING, LACKING),
    Checkout("a BOM", _cloned(recoded("utf-8-sig")), SETTLED, SETTLED),
    Checkout("UTF-16", _cloned(recoded("utf-16")), UTF_16, UTF_16),
    Checkout("a missing submodule", without_submodule, SETTLED, (3, f"001-heel: {NO_SUCH}")),
]
