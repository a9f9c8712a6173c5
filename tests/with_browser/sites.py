"""Whole sites on loopback: the sample show as it is published, and the golden shows as they are built."""

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.core.addresses import PREVIEW_URL
from pipeline.web.server import answering, make_server
from tests.cli.building import ROOT, run

NOW = "2026-11-20T12:00:00+00:00"
GOLDEN = {path.parent.name: path.parent for path in sorted((ROOT / "tests/golden").glob("*/podcast.toml"))}
FOLDER_OF_A_SHOW = ("podcast.toml", "cover.jpg", "theme", "episodes")


@dataclass(frozen=True)
class Site:
    """What is found at an address, and the files behind it."""

    root: Path
    url: str
    base_url: str
    """What the files themselves say the address is."""

    @cached_property
    def keys(self) -> list[str]:
        """Every object of it."""
        found = (path for path in self.root.rglob("*") if path.is_file() and path.name[0] != ".")
        return sorted(path.relative_to(self.root).as_posix() for path in found)

    @cached_property
    def pages(self) -> list[str]:
        """The address of every page, those of transcripts included."""
        return [self.url + key for key in self.keys if key.endswith(".html")]


def publish_sample(folder: Path) -> Path:
    """Publish the sample show from a copy in `folder`, pictures drawn; its public root."""
    for name in FOLDER_OF_A_SHOW:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
    ran = run(folder, "publish", "--yes", "--quiet", "--now", NOW)
    assert ran.code == 0, ran.stderr
    return folder / "out" / "public"


def build_golden(name: str, target: Path) -> Path:
    """Build a golden show into `target`, which is then its public root."""
    ran = run(GOLDEN[name], "build", "--quiet", "--to", str(target))
    assert ran.code == 0, ran.stderr
    return target


@contextmanager
def serve_site(root: Path, show: Path) -> Iterator[Site]:
    """Serve a public root on a free port, as the show in the folder `show` says it is addressed."""
    said = tomllib.loads((show / "podcast.toml").read_text(encoding="utf-8"))
    base_url: str = said.get("base_url", PREVIEW_URL)
    with make_server(root, 0, base_url=base_url) as server, answering(server):
        yield Site(root, server.url, base_url)
