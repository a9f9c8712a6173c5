"""What runs airdate by itself is read from the CI files, whoever wrote them."""

from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest

from pipeline.core.coming import next_run
from pipeline.source.ci_files import read_timers

NOON = datetime(2026, 11, 5, 12, tzinfo=UTC)
RUNS = "run: airdate regenerate"


def workflow(steps: str = RUNS, crons: str = '- cron: "17 3 * * *"', condition: str = "") -> str:
    return f"""\
on:
  schedule:
    {crons}
jobs:
  one:
    runs-on: ubuntu-latest
    {condition}
    steps:
      - {steps}
"""


def write(folder: Path, text: str | bytes, name: str = ".github/workflows/show.yml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def run_of(folder: Path) -> tuple[str, str] | None:
    run = next_run(read_timers(folder), NOON)
    return (f"{run.at:%d %H:%M}", run.path) if run else None


@pytest.mark.parametrize(
    "steps",
    [
        RUNS,
        "run: pipx install airdate==1.2.3 && airdate regenerate --json",
        "run: |\n          set -e\n          airdate \\\n          regenerate",
        "run: docker run --rm -v .:/show airdate:1.2.3 regenerate",
        "uses: docker://example.org/airdate:1\n        with:\n          args: airdate publish --yes",
    ],
)
def test_a_workflow_that_releases_is_found(steps: str, tmp_path: Path) -> None:
    """However the command is called."""
    write(tmp_path, workflow(steps.replace("\\\n          ", "")))
    assert run_of(tmp_path) == ("06 03:17", ".github/workflows/show.yml")


@pytest.mark.parametrize("steps", ["run: airdate check", "run: echo regenerate", "uses: actions/checkout@v7"])
def test_other_workflows_release_nothing(steps: str, tmp_path: Path) -> None:
    """Theirs are not our times."""
    write(tmp_path, workflow(steps))
    assert run_of(tmp_path) is None


def test_a_workflow_without_a_schedule_does_not_run_by_itself(tmp_path: Path) -> None:
    """A push is somebody's doing."""
    for text in (
        f"on: push\njobs: {{one: {{steps: [{{{RUNS}}}]}}}}\n",
        f"jobs: {{one: {{steps: [{{{RUNS}}}]}}}}\n",
    ):
        write(tmp_path, text)
        assert run_of(tmp_path) is None


def test_a_job_for_one_line_runs_by_that_alone(tmp_path: Path) -> None:
    """GitHub tells jobs which of several lines started them."""
    crons = '- cron: "17 3 * * *"\n    - cron: "41 * * * *"'
    write(tmp_path, workflow(crons=crons))
    assert run_of(tmp_path) == ("05 12:41", ".github/workflows/show.yml")
    write(tmp_path, workflow(crons=crons, condition="if: github.event.schedule == '17 3 * * *'"))
    assert run_of(tmp_path) == ("06 03:17", ".github/workflows/show.yml")


def test_a_line_has_a_zone_beside_it(tmp_path: Path) -> None:
    """UTC unless it says so."""
    write(tmp_path, workflow(crons='- cron: "30 13 * * *"\n      timezone: Europe/Berlin'))
    assert run_of(tmp_path) == ("05 12:30", ".github/workflows/show.yml")


def test_the_files_may_lie_at_the_repositorys_root(tmp_path: Path) -> None:
    """A show in a folder of a larger repository; a repository further up is another."""
    write(tmp_path, workflow())
    show = tmp_path / "sites" / "show"
    show.mkdir(parents=True)
    assert run_of(show) == ("06 03:17", ".github/workflows/show.yml")
    (show / ".git").mkdir()
    assert run_of(show) is None


def test_values_that_have_names_are_read(tmp_path: Path) -> None:
    """As long as they stay in bounds: a long list named a thousand times tells nothing, and costs nothing."""
    write(tmp_path, workflow(crons='- cron: &at "17 3 * * *"\n    - cron: *at'))
    assert run_of(tmp_path) == ("06 03:17", ".github/workflows/show.yml")
    repeated = "a: &a [" + "x," * 9_000 + "]\nb: [" + "*a," * 9_000 + "]\n"
    for bomb in (repeated, "a: " + "[" * 20_000 + "]" * 20_000 + "\n", "title: &a [*a]\n"):
        write(tmp_path, bomb + workflow())
        began_s = process_time()
        assert run_of(tmp_path) is None
        assert process_time() - began_s < 5


def test_gitlab_keeps_its_times_to_itself(tmp_path: Path) -> None:
    """The file says that it runs, and not when."""
    write(tmp_path, "airdate:\n  script:\n    - airdate regenerate\n", ".gitlab-ci.yml")
    timers = read_timers(tmp_path)
    assert (timers.known, timers.elsewhere) == ((), (".gitlab-ci.yml",))
    write(tmp_path, "pages:\n  script: [make]\n", ".gitlab-ci.yml")
    assert read_timers(tmp_path).elsewhere == ()


@pytest.mark.parametrize(
    "text",
    [
        b"\xff\xfe",
        "- a list",
        "a: [",
        "on: {schedule: 1}\njobs: {a: {run: airdate regenerate}}",
        "on: {schedule: [1, {cron: [1]}, {cron: never}]}\njobs: {a: {run: airdate regenerate}}",
        "jobs: [airdate regenerate]",
        "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}, *a]\n" for n in range(99)),
        "x: " + "[" * 9000,
        "#" * 300_000,
    ],
)
def test_a_file_that_is_none_tells_nothing(text: str | bytes, tmp_path: Path) -> None:
    """It is for others to complain."""
    write(tmp_path, text)
    write(tmp_path, text, ".gitlab-ci.yml")
    assert run_of(tmp_path) is None


def test_a_folder_in_place_of_a_file_tells_nothing(tmp_path: Path) -> None:
    """Nor does a link to nowhere."""
    (tmp_path / ".github/workflows/a.yml").mkdir(parents=True)
    (tmp_path / ".github/workflows/b.yml").symlink_to("gone")
    assert run_of(tmp_path) is None
