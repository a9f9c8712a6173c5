"""The wheel, as producers install it: complete, and at work where no repository and no test library is."""

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from http.client import HTTPConnection
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
AUDIO = ROOT / "tests/audio/files/cbr-with-everything.mp3"
BOUNDED_S = 120

pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once, without a network: hatchling is here already."""
    folder = tmp_path_factory.mktemp("dist")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
    pip("wheel", *options, "--wheel-dir", str(folder), str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`airdate` in an environment of its own, with nothing but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    for name in needed_by(metadata_of(wheel).get_all("Requires-Dist", [])):
        link_distribution(name, packages)
    pip("--python", str(folder / "bin/python"), "install", "--no-deps", "--no-index", str(wheel))
    return folder / "bin/airdate"


def pip(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", *arguments],
        capture_output=True,
        text=True,
        timeout=BOUNDED_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def metadata_of(wheel: Path) -> Message:
    with ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
        return message_from_bytes(archive.read(name))


def needed_by(requirements: list[str]) -> set[str]:
    """Every distribution that these ask for, and those that they ask for in turn."""
    found: set[str] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        each = waiting.pop()
        extras = each.extras or {""}
        if each.marker and not any(each.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        if each.name.lower() not in found:
            found.add(each.name.lower())
            waiting += [Requirement(text) for text in distribution(each.name).requires or []]
    return found


def link_distribution(name: str, packages: Path) -> None:
    """Make an installed distribution seen in another environment as well."""
    installed = distribution(name)
    tops = {file.parts[0] for file in installed.files or [] if file.parts[0] not in {"..", "__pycache__"}}
    for top in tops:
        source = Path(str(installed.locate_file(top)))
        if source.exists() and not (packages / top).exists():
            (packages / top).symlink_to(source)


def run(program: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed command; it has to succeed."""
    done = subprocess.run(
        [program, *arguments],
        cwd=folder,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=BOUNDED_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def clean_environment() -> dict[str, str]:
    """Nothing that could lead back to the repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}


def test_the_wheel_holds_the_package_whole_and_nothing_else(wheel: Path) -> None:
    """Templates, theme and all; no tests, no sample show."""
    with ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    files = (path for path in (ROOT / "pipeline").rglob("*") if path.is_file())
    assert held == {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert {"pipeline/source/templates/podcast.toml", "pipeline/site/theme/page.css"} <= held


def test_the_wheel_names_its_command_and_licence(wheel: Path) -> None:
    """As package indexes and pipx read them."""
    facts = metadata_of(wheel)
    assert (facts["Name"], facts["License-Expression"]) == ("airdate", "GPL-3.0-or-later")
    with ZipFile(wheel) as archive:
        names = {name.partition(".dist-info/")[2]: name for name in archive.namelist()}
        assert b"airdate = pipeline.cli:main" in archive.read(names["entry_points.txt"])
        assert archive.read(names["licenses/LICENSE"]) == (ROOT / "LICENSE").read_bytes()


def test_the_environment_has_neither_the_repository_nor_test_libraries(program: Path, tmp_path: Path) -> None:
    """Else the journey below would prove nothing."""
    specs = "u.find_spec('pytest'), u.find_spec('moto')"
    look = f"import importlib.util as u, pipeline; print(pipeline.__file__, {specs})"
    found = run(program.with_name("python"), tmp_path, "-c", look).stdout.split()
    assert Path(found[0]).is_relative_to(program.parents[1])
    assert found[1:] == ["None", "None"]


@pytest.fixture
def published(program: Path, tmp_path: Path) -> Path:
    """A producer's first steps: init, new, delete the draft line, publish."""
    shutil.copyfile(AUDIO, tmp_path / "recording.mp3")
    run(program, tmp_path, "init", "my-show", "--title", "My Show", "--author", "Ada Marsh")
    show = tmp_path / "my-show"
    made = run(program, show, "new", "../recording.mp3", "--title", "First steps")
    index = show / made.stdout.strip()
    assert index.name == "index.md"
    index.write_text(index.read_text().replace("draft: true\n", ""))
    run(program, show, "check", "--level", "error")
    run(program, show, "publish", "--yes", str(index.parent))
    return show


@pytest.fixture
def address(program: Path, published: Path) -> Iterator[str]:
    """Where the installed command serves the show, until the test is over."""
    process = subprocess.Popen(
        [program, "serve", "--published", "--port", "0"],
        cwd=published,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    yield process.stdout.readline().strip()
    process.terminate()
    process.communicate(timeout=BOUNDED_S)
    assert process.returncode == 0


def fetch(address: str, path: str, **headers: str) -> tuple[int, str, bytes]:
    connection = HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=BOUNDED_S)
    connection.request("GET", f"/{path}", headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers["Content-Type"].partition(";")[0], body


def test_an_installed_airdate_goes_from_nothing_to_a_show_that_can_be_heard(address: str) -> None:
    """Feed, page and part of the media, each with its type, at the address that serve printed."""
    status, kind, feed = fetch(address, "feed.xml")
    assert (status, kind) == (200, "application/xml")
    assert "<title>First steps</title>" in feed.decode()
    media = re.search(rf'<enclosure url="{address}(media/[^"]+\.mp3)"', feed.decode())
    page = re.search(rf"<link>{address}(episodes/[^<]+\.html)</link>", feed.decode())
    assert media
    assert page
    assert fetch(address, media[1], Range="bytes=0-2") == (206, "audio/mpeg", b"ID3")
    assert fetch(address, page[1])[:2] == (200, "text/html")
