"""A real browser, and a published show to look at with it."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from pipeline.core.episode import settle
from pipeline.core.record import StoredFile
from pipeline.site.pages import render_pages
from pipeline.web.server import PreviewServer, make_server
from tests.builders import make_audio, make_media
from tests.site.rich_show import ADDRESSES, make_rich_episodes, make_rich_record, make_rich_show_record
from tests.with_browser.sites import GOLDEN, ROOT, Site, build_golden, publish_sample, serve_site

Run = Callable[..., subprocess.CompletedProcess[str]]

PACKAGES = Path(sys.prefix) / "web"
SPEECH = Path(__file__).parent / "files" / "speech.mp3"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    assert path, "no browser: apt-get install -y --no-install-recommends chromium fonts-dejavu-core"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rich show as a folder store leaves it, with real speech in it."""
    root = tmp_path_factory.mktemp("public")
    show = make_rich_show_record()
    media = make_media(size_bytes=SPEECH.stat().st_size)
    rich = make_rich_record(media=media, audio=make_audio(duration_s=15.9))
    plain, _ = make_rich_episodes(show)
    objects = render_pages(show, [plain, settle(rich, show.show)], ADDRESSES, date(2026, 11, 6))
    objects[media.key] = SPEECH.read_bytes()
    objects["feed.xml"] = b"<rss/>"
    for file in (*show.files.values(), *rich.files.values()):
        objects[file.key] = _body(file)
    for key, body in objects.items():
        (root / key).parent.mkdir(parents=True, exist_ok=True)
        (root / key).write_bytes(body)
    return root


def _body(file: StoredFile) -> bytes:
    """A picture of the right size, or captions."""
    if not file.width or not file.height:
        return b"WEBVTT\n\n00:00.000 --> 00:02.000\nWelcome\n"
    stream = BytesIO()
    kind = "PNG" if file.key.endswith(".png") else "JPEG"
    Image.new("RGB", (file.width, file.height), "#0a5a50").save(stream, kind)
    return stream.getvalue()


@pytest.fixture(scope="session")
def server(public: Path) -> Iterator[PreviewServer]:
    """`serve` on a free loopback port."""
    with make_server(public, 0, base_url=ADDRESSES.base_url) as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample show as it is published, pictures and all."""
    with serve_site(publish_sample(tmp_path_factory.mktemp("sample")), ROOT) as site:
        yield site


@pytest.fixture(scope="session")
def every_page(built_site: Site) -> list[str]:
    """The address of every page of the sample show, as found in its folder."""
    return built_site.pages


@pytest.fixture(scope="session")
def every_site(built_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """The sample show and the golden shows, by name."""
    folder = tmp_path_factory.mktemp("golden")
    with ExitStack() as stack:
        golden = {
            name: stack.enter_context(serve_site(build_golden(name, folder / name), show))
            for name, show in GOLDEN.items()
        }
        yield {"sample": built_site, **golden}


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The tools of package.json, as `make test-web` installs them beside Python's packages."""
    folder = PACKAGES / "node_modules"
    assert folder.is_dir(), f"nothing in {PACKAGES}: make test-web installs it"
    return folder


@pytest.fixture(scope="session")
def run_tool() -> Run:
    """Run a program that is on PATH and read what it says; how it ends is for the test to judge."""

    def run(program: str, *arguments: str | Path, timeout_s: float = 240) -> subprocess.CompletedProcess[str]:
        assert shutil.which(program), f"no {program}: make test-web installs it"
        command = [program, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=timeout_s)

    return run


class Watched:
    """A page, and what went on while it was open."""

    def __init__(self, context: BrowserContext) -> None:
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on(
            "response",
            lambda reply: (
                self.complaints.append(f"{reply.status} {reply.url}") if reply.status >= 400 else None
            ),
        )

    def _failed(self, request: Request) -> None:
        """A picture still on its way when the page is left or loaded anew is given up: no fault."""
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url} ({request.failure})")


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A fresh page of a desktop browser."""
    with browser.new_context() as context:
        yield Watched(context)


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Watched]:
    """The same with JavaScript switched off."""
    with browser.new_context(java_script_enabled=False) as context:
        yield Watched(context)
