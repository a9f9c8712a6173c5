"""A small show in a folder, the stores it goes to, and what listeners find there."""

import io
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from urllib.parse import unquote
from uuid import UUID

from pipeline.core.addresses import FEED, INDEX, record_key
from pipeline.core.made_pictures import is_made_picture
from pipeline.core.personality import Conditions
from pipeline.core.plan import Plan
from pipeline.core.record import EpisodeRecord, ShowRecord
from pipeline.errors import Problem
from pipeline.feed.read import LiveItem, read_feed
from pipeline.store.folder import FolderStore
from pipeline.store.memory import MemoryStore
from pipeline.store.protocol import Progress, Roots, Store
from pipeline.workflows.carry_out import Result
from pipeline.workflows.context import Context
from pipeline.workflows.guarding import Policy
from pipeline.workflows.publish import publish
from pipeline.workflows.regenerate import Regenerated, regenerate
from pipeline.workflows.state import parse_record

AUDIO = Path(__file__).parent.parent / "audio" / "files"
BASE_URL = "https://wind.example/show/"
NOW = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TAPE = "cbr-without-header.mp3"
OTHER_TAPE = "mpeg2-stereo.mp3"
OPEN = Policy(allow_mass_change=True)

PODCAST_TOML = f"""\
title = "Second Wind"
description = "Running injuries, explained."
language = "en"
author = "Second Wind Radio"
artwork = "cover.jpg"
categories = ["Sports > Running"]
explicit = false
base_url = "{BASE_URL}"
guid = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
tag_media = false

[owner]
name = "Second Wind Radio"
email = "feed@wind.example"
"""


def guid_of(number: int) -> str:
    """A guid as `new` would have minted it."""
    return str(UUID(int=(number << 64) + (4 << 76) + (8 << 60), version=4))


@cache
def picture(width: int = 1400, colour: str = "teal", kind: str = "JPEG") -> bytes:
    """A square picture; one that directories take unless told otherwise."""
    from PIL import Image

    body = io.BytesIO()
    Image.new("RGB", (width, width), colour).save(body, kind)
    return body.getvalue()


@dataclass
class Talk:
    """A conversation kept in lists; answers every question the same way."""

    answer: bool = True
    approval: bool = True
    goes_back: bool = False
    said: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.said.append(text)

    def warn(self, problem: Problem | str) -> None:
        self.warned.append(str(problem))

    def ask(self, question: str) -> bool:
        self.asked.append(question)
        return self.answer

    def ask_back(self, question: str) -> bool:
        self.asked.append(question)
        return self.goes_back

    def approve(self, plan: Plan) -> bool:
        self.plans.append(plan)
        return self.approval

    @contextmanager
    def uploading(self, what: str, size_bytes: int) -> Iterator[Progress]:
        yield lambda _: None


@dataclass(frozen=True)
class Clone:
    """A folder as one producer has it, and the store that all of them share."""

    folder: Path
    roots: Roots
    scratch: Path
    first_mint: int = 0xA000

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file into the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def episode(
        self,
        number: int,
        *,
        title: str | None = None,
        date: datetime | str | None = NOW - HOUR,
        guid: str | None = "",
        notes: str = "It is rarely the tendon alone.\n",
        audio: str = TAPE,
        slug: str | None = None,
        more: str = "",
    ) -> str:
        """Write an episode whose audio is its own; returns its slug."""
        slug = slug or slug_of(number)
        lines = [f"title: {title or f'Part {number}'}", "audio: tape.mp3"]
        lines += [f"date: {date.isoformat() if isinstance(date, datetime) else date}"] if date else []
        lines += [f"guid: {guid or guid_of(number)}"] if guid is not None else []
        lines += [more.strip()] if more else []
        self.write(f"episodes/{slug}/index.md", "\n".join(["---", *lines, "---", "", notes]))
        # The same sound with another tag behind it: every episode's bytes differ.
        tail = b"TAG" + f"{number}".encode().ljust(125, b"\0")
        self.write(f"episodes/{slug}/tape.mp3", (AUDIO / audio).read_bytes() + tail)
        return slug

    def edit(self, number: int, old: str, new: str) -> None:
        """Replace words in an episode's file, which must hold them."""
        self.edit_file(f"episodes/{slug_of(number)}/index.md", old, new)

    def edit_file(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_bytes().decode()
        assert old in text, text
        path.write_bytes(text.replace(old, new).encode())

    def context(self, now: datetime = NOW, talk: Talk | None = None) -> Context:
        """One run from this folder."""
        self.scratch.mkdir(exist_ok=True)
        numbers = count(self.first_mint)
        return Context(
            folder=self.folder,
            roots=self.roots,
            now=now,
            talk=talk or Talk(),
            scratch=self.scratch,
            cwd=self.folder,
            wait=lambda _: None,
            mint=lambda: guid_of(next(numbers)),
        )

    def publish(
        self,
        *numbers: int,
        now: datetime = NOW,
        talk: Talk | None = None,
        policy: Policy = Policy(),  # noqa: B008  # frozen
        slugs: tuple[str, ...] = (),
    ) -> Result | None:
        names = [*(f"episodes/{slug_of(each)}" for each in numbers), *slugs]
        return publish(self.context(now, talk), names, policy)

    def regenerate(
        self,
        now: datetime = NOW,
        talk: Talk | None = None,
        policy: Policy = Policy(),  # noqa: B008  # frozen
    ) -> Regenerated:
        return regenerate(self.context(now, talk), policy)

    def copy(self, name: str, *, without: str = "", roots: Roots | None = None) -> "Clone":
        """Another clone beside this one, without files of some names."""
        folder = self.folder.parent / name
        ignore = shutil.ignore_patterns(*without.split()) if without else None
        shutil.copytree(self.folder, folder, ignore=ignore)
        return Clone(
            folder,
            roots or self.roots,
            self.scratch.with_name(f"scratch-{name}"),
            self.first_mint + 0x100 * len(name),
        )

    def with_roots(self, roots: Roots) -> "Clone":
        """The same folder, publishing elsewhere."""
        return Clone(self.folder, roots, self.scratch, self.first_mint)

    def files(self) -> dict[str, bytes]:
        """Every file of the folder, by name."""
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}


def slug_of(number: int) -> str:
    return f"{number:03d}-part-{number}"


def make_clone(folder: Path, roots: Roots, toml: str = PODCAST_TOML) -> Clone:
    """A show without episodes yet."""
    clone = Clone(folder / "laptop", roots, folder / "scratch")
    clone.write("podcast.toml", toml)
    clone.write("cover.jpg", picture())
    return clone


def memory_roots(conditions: Conditions = Conditions.ENFORCES) -> Roots:
    """Two roots that note in one list what is written to either."""
    written: list[str] = []
    return Roots(
        MemoryStore("public", conditions, written=written),
        MemoryStore("private", conditions, written=written),
    )


def folder_roots(folder: Path) -> Roots:
    return Roots(FolderStore(folder / "out" / "public"), FolderStore(folder / "out" / "private"))


def written_to(roots: Roots) -> list[str]:
    """The keys written since it was last cleared, in order; memory stores only."""
    assert isinstance(roots.public, MemoryStore)
    return roots.public.written


def listing(roots: Roots) -> dict[str, str]:
    """The version of every object of both roots."""
    return {store.url(row.key): row.etag for store in (roots.public, roots.private) for row in store.list()}


def objects(store: Store) -> dict[str, bytes]:
    """The bytes of every object of a root."""
    return {row.key: body_of(store, row.key) for row in store.list()}


def body_of(store: Store, key: str) -> bytes:
    found = store.get(key)
    assert found is not None, f"{store.url(key)} is absent"
    return found.body


def final_state(roots: Roots) -> dict[str, dict[str, bytes]]:
    """Both roots, but for what only tells how they came to be: earlier revisions and the snapshot."""
    private = {
        key: body
        for key, body in objects(roots.private).items()
        if not key.startswith("history/") and key != "snapshot.json"
    }
    return {"public": objects(roots.public), "private": private}


def feed_items(roots: Roots) -> dict[str, LiveItem]:
    """The live feed's items by guid, in its order."""
    return {item.guid: item for item in read_feed(body_of(roots.public, FEED)).items}


def titles(roots: Roots) -> list[str]:
    """What the feed lists, in its order."""
    return [item.title for item in feed_items(roots).values()]


def record(roots: Roots, number: int) -> EpisodeRecord:
    key = record_key(guid_of(number))
    return parse_record(body_of(roots.private, key), EpisodeRecord, key)


def show_record(roots: Roots) -> ShowRecord:
    return parse_record(body_of(roots.private, "show.json"), ShowRecord, "show.json")


def own_files(found: EpisodeRecord | ShowRecord) -> set[str]:
    """What a record has of files, but for the pictures that publishing makes."""
    return {name for name in found.files if not is_made_picture(name)}


def named_objects(document: bytes) -> set[str]:
    """The keys that a feed or page names; what ends in a slash is a folder for a script to look in."""
    urls = re.findall(re.escape(BASE_URL) + r"([^\s\"'<>&#;)?]*)", document.decode())
    return {unquote(url) for url in urls if url and not url.endswith("/")}


def check_names(public: Store) -> None:
    """Fail where the feed, or a page, names media or a file that is not completely there."""
    documents = {row.key for row in public.list() if row.key == FEED or row.key.endswith(".html")}
    for key in documents:
        for name in named_objects(body_of(public, key)):
            if key == FEED or name.startswith(("media/", "files/")):
                assert public.head(name) is not None, f"{key} names {name}, which is not there"
    if FEED in documents:
        _check_enclosures(public)


def _check_enclosures(public: Store) -> None:
    for item in read_feed(body_of(public, FEED)).items:
        assert item.enclosure_url is not None
        assert item.media_hash is not None
        body = body_of(public, item.enclosure_url.removeprefix(BASE_URL))
        assert len(body) == item.length
        assert sha256(body).hexdigest().startswith(item.media_hash)


def check_settled(roots: Roots, expected: set[str]) -> None:
    """The end of every story: these episodes are in the feed and on the index page, and all links hold."""
    check_names(roots.public)
    assert set(feed_items(roots)) == expected
    index = body_of(roots.public, INDEX)
    for key in (row.key for row in roots.public.list() if row.key.endswith(".html")):
        for name in named_objects(body_of(roots.public, key)):
            assert roots.public.head(name) is not None, f"{key} names {name}, which is not there"
    for guid, item in feed_items(roots).items():
        assert item.title.encode() in index, f"{guid} is not on the index page"


def lfs_pointer(data: bytes) -> bytes:
    """What a checkout without Git LFS has instead of a file."""
    return b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n" % (
        sha256(data).hexdigest().encode(),
        len(data),
    )


def point(clone: Clone, *patterns: str) -> None:
    """Replace files by Git LFS pointers."""
    for path in (found for pattern in patterns for found in clone.folder.rglob(pattern)):
        path.write_bytes(lfs_pointer(path.read_bytes()))
