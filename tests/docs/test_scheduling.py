"""docs/scheduling.md can be followed: its commands, times, policy and examples are real."""

import json
import re
import shlex
import textwrap
from datetime import UTC, datetime, timedelta

import click
import pytest

from pipeline.cli.program import COMMANDS, airdate
from pipeline.core.coming import tell_release
from pipeline.core.cron import parse_cron
from pipeline.source.ci_files import read_timers
from pipeline.source.scaffold import CI_FILES, render_workflow
from tests.cli.building import ShowFolder, make_show_folder
from tests.docs.markdown import DOCS, read_blocks, read_code_spans

PAGE = DOCS / "scheduling.md"
CALLS = [
    match[1].strip()
    for block in read_blocks(PAGE, "crontab", "sh")
    for match in re.finditer(r"(?:^|&& |id -g\)\" |_KEY )(airdate [a-z][^\n>|&]*)", block.text, re.MULTILINE)
]


def test_the_page_has_calls() -> None:
    """Two of the alarm, two by cron, two in a container."""
    assert len(CALLS) == 6


@pytest.mark.parametrize("call", CALLS)
def test_every_call_parses(call: str) -> None:
    """Also those after a directory, or as an image's arguments."""
    _, name, *arguments = shlex.split(call)
    assert name in COMMANDS
    group = click.Context(airdate)
    command = airdate.get_command(group, name)
    assert command
    command.make_context(name, arguments, parent=group)


def test_the_times_are_those_of_the_workflows() -> None:
    """And can be read."""
    (crontab,) = read_blocks(PAGE, "crontab")
    for line in crontab.text.splitlines():
        assert parse_cron(" ".join(line.split()[:5]))
    named = {span for span in read_code_spans(PAGE) if parse_cron(span)}
    assert named == {"23 4 * * *", "41 * * * *"}
    for ci in CI_FILES:
        assert all(span in render_workflow(ci, "1.2.3", is_hourly=True) for span in named)


def test_the_settings_are_those_of_the_workflows() -> None:
    """What the page tells to set is what they read."""
    named = {span for span in read_code_spans(PAGE) if re.fullmatch(r"A[A-Z_]+", span)}
    workflows = "".join(render_workflow(ci, "1.2.3", is_hourly=False) for ci in CI_FILES)
    assert {"AIRDATE_ROLE", "AIRDATE_VERIFY", "AWS_ROLE_ARN", "AWS_REGION"} <= named
    assert all(name in workflows for name in named)
    assert "aud: https://gitlab.com" in workflows


def test_the_trust_policy_is_one() -> None:
    """For one branch of one repository, by token alone."""
    text = re.search(r"```json\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert text
    (statement,) = json.loads(textwrap.dedent(text[1]))["Statement"]
    assert statement["Action"] == "sts:AssumeRoleWithWebIdentity"
    conditions = statement["Condition"]["StringEquals"]
    assert {name.rpartition(":")[2] for name in conditions} == {"aud", "sub"}
    assert "*" not in json.dumps(statement)


@pytest.fixture
def show(tmp_path_factory: pytest.TempPathFactory) -> ShowFolder:
    """With the page's two episodes."""
    folder = make_show_folder(tmp_path_factory.mktemp("page") / "show")
    for slug, title, date in (
        ("060-heel", "Why your heel hurts", "2026-11-05"),
        ("061-tape-noise", "Tape noise", "2026-11-26"),
    ):
        folder.add_episode(slug, date=date)
        folder.change(f"episodes/{slug}/index.md", f"About {slug}", title)
    return folder


def test_the_example_of_next_is_a_real_one(show: ShowFolder) -> None:
    """It is what the command prints of such a show."""
    names = ("episodes/060-heel", "episodes/061-tape-noise")
    assert show.run("publish", "--yes", "--now", "2026-11-04T12:00:00+00:00", *names).code == 0
    printed = show.run("next", "--now", "2026-11-05T09:12:00+00:00").stdout
    assert printed in [block.text for block in read_blocks(PAGE, "text")]


def test_the_example_of_publish_is_a_real_one(show: ShowFolder) -> None:
    """With the workflow that init writes."""
    show.write(CI_FILES["github"], render_workflow("github", "1.2.3", is_hourly=False))
    date = datetime(2026, 11, 26, 6, tzinfo=UTC)
    told, fix = tell_release(date, read_timers(show.path), date - timedelta(days=21))
    first, second = read_blocks(PAGE, "text")[0].text.splitlines()
    assert first.endswith(f" UTC: {told}")
    assert second == f"  Fix: {fix}"
