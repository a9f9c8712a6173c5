"""A public root with something of each kind, and a server that shows it."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from pipeline.web.server import PreviewServer, make_server

BASE = "https://wind.example/show/"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A public root as a folder store leaves it."""
    public = tmp_path / "public"
    for name, body in {
        "index.html": f'<a href="{BASE}episodes/060.html">60</a>'.encode(),
        "feed.xml": f'<rss><enclosure url="{BASE}media/1/a.mp3"/></rss>'.encode(),
        "episodes/060.html": b"<h1>60</h1>",
        "media/1/a.mp3": bytes(range(256)) * 1000,
        "files/1/x.chapters.json": f'{{"img": "{BASE}files/1/a.jpg"}}'.encode(),
        "files/1/t.vtt": f"WEBVTT {BASE}".encode(),
        "files/1/empty.txt": b"",
        ".secret": b"no",
    }.items():
        path = public / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "show.json").write_text("private")
    (public / "files" / "leak.json").symlink_to(tmp_path / "private" / "show.json")
    (public / "files" / "loop.html").symlink_to(public / "files" / "loop.html")
    return public


@pytest.fixture
def server(root: Path) -> Iterator[PreviewServer]:
    """A server on a free loopback port, stopped at the end."""
    with make_server(root, 0, base_url=BASE) as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join(timeout=10)
