"""The documentation can be followed: its commands run, its examples are valid, its links lead somewhere."""

import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import click
import feedparser
import pytest
import ryaml

from pipeline.cli.program import COMMANDS, airdate
from pipeline.source.episode_file import parse_episode
from pipeline.source.show_file import parse_show
from tests.docs.markdown import (
    PAGES,
    README,
    REPOSITORY,
    Block,
    read_anchors,
    read_blocks,
    read_code_spans,
    read_command_lines,
    read_links,
)
from tests.docs.terminal import environment, run_at_a_terminal

RECORDING = REPOSITORY / "tests" / "audio" / "files" / "cbr-with-everything.mp3"
FIRST_SCREEN_LINES = 45
SERVE = "airdate serve --published"

EVERY_LINE = sorted({line for page in PAGES for line in read_command_lines(page)})
FOLLOWED = [block.text for block in read_blocks(README, "sh")]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address that the README's last command serves at, on a port that is free."""
    command = [*shlex.split(SERVE), "--port", "0"]
    with subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()
            server.wait(10)


def fetch(url: str) -> bytes:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        assert answer.status == 200, url
        return answer.read()
    finally:
        connection.close()


def test_the_first_screen_shows_both_ways_in() -> None:
    """Nobody scrolls to find out how to begin."""
    screen = "\n".join(README.read_text().splitlines()[:FIRST_SCREEN_LINES])
    for line in (
        "pipx install airdate",
        "airdate init",
        "airdate new",
        "airdate publish",
        "make demo",
        "make test",
    ):
        assert line in screen
    for system in ("macOS", "Windows"):
        assert system in screen


def test_a_producer_can_follow_the_readme(tmp_path: Path) -> None:
    """From nothing to an episode that an app on this machine can play, by typing what stands there."""
    install, begin, finish, *_ = FOLLOWED
    assert install.split() == ["pipx", "install", project()["name"]]
    shutil.copy(RECORDING, tmp_path / "tape.mp3")
    index = run_at_a_terminal(begin, tmp_path).splitlines()[-1]
    show = tmp_path / "my-show"
    drop_line(show / index, "draft: true\n")
    publish, serve = finish.splitlines()
    assert serve == SERVE
    run_at_a_terminal(publish, show)
    assert feedparser.parse((show / "out/public/feed.xml").read_bytes()).entries
    with serving(show) as url:
        (entry,) = feedparser.parse(fetch(f"{url}feed.xml")).entries
        assert fetch(entry.enclosures[0].href).startswith(b"ID3")
        assert entry.title.encode() in fetch(url)


def test_the_report_in_the_readme_is_a_real_one(tmp_path: Path) -> None:
    """It is what the second line of the example says of a feed that breaks one rule."""
    shutil.copy(REPOSITORY / "tests/feeds/apple-explicit-value/breaks-19.xml", tmp_path / "feed.xml")
    (lines,) = (each for each in FOLLOWED if each.startswith("airdate check"))
    command = lines.splitlines()[1]
    printed = run_at_a_terminal(f"{command} || [ $? = 3 ]", tmp_path)
    assert printed in [block.text for block in read_blocks(README, "text")]


def drop_line(path: Path, line: str) -> None:
    """What the README says to do by hand."""
    text = path.read_text()
    assert line in text
    path.write_text(text.replace(line, ""))


def project() -> dict[str, object]:
    table: dict[str, object] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    return table


def test_every_make_target_that_is_named_exists() -> None:
    """And every target is named."""
    makefile = (REPOSITORY / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE)) - {"help"}
    named = {
        match[1]
        for page in PAGES
        for text in [*read_code_spans(page), *(block.text for block in read_blocks(page, "sh"))]
        for match in re.finditer(r"^make ([a-z-]+)$", text, re.MULTILINE)
    }
    assert named == targets


def test_the_demo_leaves_what_the_readme_promises() -> None:
    """The same paths and the same next step."""
    demo, readme = (REPOSITORY / ".ci" / "demo.sh").read_text(), README.read_text()
    for promised in ("out/public/feed.xml", "out/public/index.html", "http://127.0.0.1:8000/feed.xml"):
        assert promised in demo
        assert promised in readme
    assert '"$airdate" publish' in demo
    assert "$airdate serve" in demo
    assert "`.venv/bin/airdate serve`" in readme


@pytest.mark.parametrize("line", EVERY_LINE)
def test_every_command_line_in_the_documentation_parses(line: str) -> None:
    """No command, option or choice is named that does not exist."""
    _, name, *rest = shlex.split(line, comments=True)
    group = airdate.make_context("airdate", [], resilient_parsing=True)
    command = airdate.get_command(group, name)
    assert command is not None, line
    context = click.Context(command, parent=group, info_name=name)
    values, unread, _ = command.make_parser(context).parse_args(rest)
    assert not unread, line
    for param in command.params:
        if isinstance(param.type, click.Choice) and values.get(str(param.name)) is not None:
            param.type_cast_value(context, values[str(param.name)])


def test_every_command_is_shown_in_the_readme() -> None:
    """Whoever reads the README has heard of each."""
    assert {line.split()[1] for line in read_command_lines(README)} == set(COMMANDS)


def test_the_exit_statuses_are_those_of_the_help() -> None:
    """The table of the README and `airdate --help` count the same."""
    shown = set(re.findall(r"^\| (\d) \|", README.read_text(), re.MULTILINE))
    promised = set(re.findall(r"\b(\d) [a-z]", str(airdate.epilog).partition("Exit status")[2]))
    assert shown == promised


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    """To a file that is there and, where one is named, to a heading in it."""
    for target in read_links(page):
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), target
        assert not anchor or anchor in read_anchors(found), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_are_there(page: Path) -> None:
    """A path into this repository that was moved shows."""
    for span in read_code_spans(page):
        if re.fullmatch(r"(pipeline|tests|docs|\.ci)/[\w./-]*", span):
            assert (REPOSITORY / span).exists(), span


@pytest.mark.parametrize("block", [b for page in PAGES for b in read_blocks(page, "toml")], ids=str)
def test_every_toml_example_is_a_valid_part_of_podcast_toml(block: Block) -> None:
    """It can be pasted as it is, into a show that has what is required."""
    assert parse_show(with_required_keys(block.text)).show.title


def with_required_keys(text: str) -> str:
    """The example after those required keys that it leaves out."""
    required = next(each.text for each in read_blocks(README, "toml"))
    given = tomllib.loads(text)
    lines = [row for row in required.splitlines() if row.partition(" = ")[0] not in given]
    return "\n".join([*lines, text])


@pytest.mark.parametrize("block", [b for page in PAGES for b in read_blocks(page, "yaml")], ids=str)
def test_every_yaml_example_is_an_episode(block: Block) -> None:
    """Front matter that we read, with notes below it, in YAML that others read too."""
    episode = parse_episode(block.text, str(block))
    assert episode.front.title
    assert episode.notes.strip()
    assert ryaml.loads(episode.front_text)
