"""The workflows that init writes are valid, safe, and call airdate as it is."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import ryaml

from pipeline.cli.program import COMMANDS, airdate
from pipeline.source.ci_files import read_timers
from pipeline.source.scaffold import CI_FILES, render_workflow

SCHEMAS = {"github": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}
BOTH = pytest.mark.parametrize("is_hourly", [False, True], ids=["nightly", "hourly"])
ALL = pytest.mark.parametrize("ci", CI_FILES)


def texts(value: Any) -> list[str]:
    """Every text within, at any depth."""
    if isinstance(value, str):
        return [value]
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in below for text in texts(each)]


def parsed(ci: str, *, is_hourly: bool = False) -> dict[str, Any]:
    document: dict[str, Any] = ryaml.loads(render_workflow(ci, "1.2.3", is_hourly=is_hourly))  # type: ignore[attr-defined]
    return document


def command_lines(ci: str) -> list[str]:
    """Every call of airdate in a workflow."""
    found = [
        re.findall(r"(?:^|[;&] |then )(airdate [^;&\n]+)", text, re.MULTILINE) for text in texts(parsed(ci))
    ]
    return [line for lines in found for line in lines]


@ALL
@BOTH
def test_a_workflow_is_what_its_host_accepts(ci: str, is_hourly: bool, tmp_path: Path) -> None:
    """By the schemas that SchemaStore and GitLab keep."""
    path = tmp_path / f"{ci}.yml"
    path.write_text(render_workflow(ci, "1.2.3", is_hourly=is_hourly))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS[ci], str(path)]
    if ci == "gitlab":
        command += ["--data-transform", "gitlab-ci"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_schemas_find_faults(tmp_path: Path) -> None:
    """Else they would prove nothing."""
    path = tmp_path / "github.yml"
    path.write_text(render_workflow("github", "1.2.3", is_hourly=False).replace("runs-on:", "run-on:"))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS["github"], str(path)]
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 1


@ALL
def test_every_call_is_a_real_one(ci: str) -> None:
    """Commands and options exist; what each workflow is for is among them."""
    lines = command_lines(ci)
    assert {shlex.split(line)[1] for line in lines} == {"regenerate", "next", "verify"}
    assert "airdate next --exit-code" in lines
    for line in lines:
        _, name, *arguments = shlex.split(line)
        assert name in COMMANDS
        group = click.Context(airdate)
        command = airdate.get_command(group, name)
        assert command
        command.make_context(name, arguments, parent=group)


@ALL
def test_the_shows_version_is_pinned(ci: str) -> None:
    """An upgrade is a decision."""
    installs = [text for text in texts(parsed(ci)) if re.search(r"\bpipx? install\b", text)]
    assert [text.rpartition(" ")[2] for text in installs] == ["airdate==1.2.3"]


def test_actions_are_pinned_by_their_commit() -> None:
    """A tag can be moved onto other code, which would have the credentials."""
    text = render_workflow("github", "1.2.3", is_hourly=False)
    uses = re.findall(r"uses: (\S+)(.*)", text)
    assert len(uses) == 2
    for action, comment in uses:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action


def test_a_job_may_do_no_more_than_it_must() -> None:
    """It reads the repository and asks for a role; what is checked out cannot push."""
    document = parsed("github")
    (job,) = document["jobs"].values()
    assert document["permissions"] == {}
    assert job["permissions"] == {"contents": "read", "id-token": "write"}
    checkout = job["steps"][0]
    assert checkout["with"] == {"lfs": False, "persist-credentials": False}


def test_one_run_waits_for_the_other() -> None:
    """And is not cut off by it."""
    assert parsed("github")["concurrency"] == {"group": "airdate", "cancel-in-progress": False}
    assert parsed("gitlab")["airdate"]["resource_group"] == "airdate"


@BOTH
def test_no_job_runs_at_the_full_hour(is_hourly: bool) -> None:
    """When everybody's do, and wait."""
    crons = [row["cron"] for row in parsed("github", is_hourly=is_hourly)["on"]["schedule"]]
    assert crons == ["23 4 * * *", "41 * * * *"][: 2 if is_hourly else 1]


@BOTH
def test_the_times_are_those_that_publish_tells_of(is_hourly: bool, tmp_path: Path) -> None:
    """What init writes is what airdate reads."""
    for ci, name in CI_FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(render_workflow(ci, "1.2.3", is_hourly=is_hourly))
    timers = read_timers(tmp_path)
    assert [timer.path for timer in timers.known] == [CI_FILES["github"]] * (2 if is_hourly else 1)
    assert timers.elsewhere == (CI_FILES["gitlab"],)


def test_the_look_at_the_public_show_is_for_the_night() -> None:
    """By the very line of the schedule."""
    document = parsed("github", is_hourly=True)
    (job,) = document["jobs"].values()
    (verify,) = (step for step in job["steps"] if step.get("run") == "airdate verify")
    assert document["on"]["schedule"][0]["cron"] in verify["if"]


def test_the_gitlab_script_is_one_that_a_shell_reads() -> None:
    """Each line, as GitLab hands it over."""
    job = parsed("gitlab")["airdate"]
    for line in [*job["before_script"], *job["script"]]:
        subprocess.run(["sh", "-n", "-c", line], check=True, timeout=10)


def test_gitlabs_role_takes_the_token_from_a_file(tmp_path: Path) -> None:
    """As boto3's own chain wants it; without a role nothing is set."""
    (role, *_) = parsed("gitlab")["airdate"]["before_script"]
    look = f'{role}\n[ -z "${{AWS_WEB_IDENTITY_TOKEN_FILE:-}}" ] || cat "$AWS_WEB_IDENTITY_TOKEN_FILE"'
    for arn, expected in (("arn:aws:iam::1:role/x", "a.b.c"), ("", "")):
        environment = {
            "PATH": "/usr/bin:/bin",
            "TMPDIR": str(tmp_path),
            "AIRDATE_ID_TOKEN": "a.b.c",
            "AWS_ROLE_ARN": arn,
        }
        done = subprocess.run(
            ["sh", "-ec", look], env=environment, capture_output=True, text=True, timeout=10, check=True
        )
        assert done.stdout == expected
