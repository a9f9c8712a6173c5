"""The Dockerfile, held to what can be known without building it: linter, context, what it installs."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.specifiers import SpecifierSet

from pipeline.source.scaffold import render_workflow

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "Dockerfile"
HADOLINT = Path(sys.executable).with_name("hadolint")
BOUNDED_S = 120


def instructions(name: str = "") -> list[tuple[str, str]]:
    """Every instruction and its arguments, continued lines joined; those of one name, or all."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    found = [line.split(maxsplit=1) for line in text.splitlines() if line]
    return [(word, rest) for word, rest in found if name in ("", word)]


def arguments(name: str) -> list[str]:
    return [rest for _, rest in instructions(name)]


def context_files() -> list[str]:
    """What is copied from the build's context."""
    copies = [rest.split()[:-1] for rest in arguments("COPY") if "--from=" not in rest]
    return sorted({name for names in copies for name in names})


def lint(path: Path) -> subprocess.CompletedProcess[str]:
    command = [str(HADOLINT), "--no-color", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=BOUNDED_S, check=False)


def test_the_linter_finds_nothing() -> None:
    """hadolint, with every rule on."""
    done = lint(DOCKERFILE)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("python:3.13-slim AS", "python AS", "DL3006"),
        ("--no-cache-dir", "", "DL3042"),
        ('["airdate"]', "airdate", "DL3025"),
        ("/show", "show", "DL3000"),
    ],
)
def test_the_linter_finds_faults(old: str, new: str, rule: str, tmp_path: Path) -> None:
    """Else it would prove nothing."""
    path = tmp_path / "Dockerfile"
    text = DOCKERFILE.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    assert rule in lint(path).stdout


def test_the_context_is_what_is_copied_and_nothing_else() -> None:
    """Recordings, credentials and history never reach the builder."""
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    assert rules[0] == "*"
    assert sorted(rule[1:] for rule in rules if rule[0] == "!") == context_files()
    assert all((ROOT / name).exists() for name in context_files())


def test_what_is_copied_makes_the_wheel(tmp_path: Path) -> None:
    """Built as the Dockerfile builds it, from those files alone: the package is whole."""
    source = tmp_path / "source"
    source.mkdir()
    for name in context_files():
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(tmp_path), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=BOUNDED_S, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("airdate-*.whl")
    with ZipFile(wheel) as archive:
        assert "pipeline/source/templates/podcast.toml" in archive.namelist()
        assert any(name.endswith("/licenses/LICENSE") for name in archive.namelist())


def test_it_runs_the_projects_command_as_nobody_special() -> None:
    """By number, so that hosts which refuse root can tell."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert [f'["{name}"]' for name in scripts] == arguments("ENTRYPOINT")
    assert arguments("USER") == ["1000:1000"]
    assert [word for word, _ in instructions()].index("USER") > max(
        index for index, (word, _) in enumerate(instructions()) if word in {"RUN", "COPY"}
    )


def test_one_python_for_all_and_one_that_will_do() -> None:
    """The image, its builder and the GitLab workflow; with the versions that the tests ran with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    images = {rest.split()[0] for rest in arguments("FROM")}
    (image,) = images
    match = re.fullmatch(r"python:(\d+\.\d+)-slim", image)
    assert match
    assert match[1] in SpecifierSet(project["requires-python"])
    assert f"image: {image}\n" in render_workflow("gitlab", "1.2.3", is_hourly=False)
    installs = [rest for rest in arguments("RUN") if "pip install" in rest]
    assert all("--constraint" in rest for rest in installs)


def test_its_commands_are_ones_that_a_shell_reads() -> None:
    """Each step, continued lines and all."""
    for rest in arguments("RUN"):
        subprocess.run(["sh", "-n", "-c", rest], check=True, timeout=10)
