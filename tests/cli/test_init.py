"""`airdate init`: a folder to start from, and nothing overwritten."""

from pathlib import Path

import pytest

from tests.cli.building import ShowFolder, read_tree, run


def test_init_lists_what_it_wrote_and_says_what_is_next(tmp_path: Path) -> None:
    """Paths are the result; the hint is conversation."""
    ran = run(tmp_path, "init", "my-show", "--title", "My Show", "--author", "Ada Marsh")
    written = [
        f"my-show/{name}" for name, data in read_tree(tmp_path / "my-show").items() if data is not None
    ]
    assert (ran.code, sorted(ran.stdout.splitlines())) == (0, sorted(written))
    assert ran.stderr == "Now look through my-show/podcast.toml, then: airdate new RECORDING.mp3\n"
    assert 'title = "My Show"' in (tmp_path / "my-show/podcast.toml").read_text()
    assert 'author = "Ada Marsh"' in (tmp_path / "my-show/podcast.toml").read_text()


def test_a_new_show_has_no_errors(tmp_path: Path) -> None:
    """What init writes passes check as it is."""
    assert run(tmp_path, "init", "my-show").code == 0
    ran = run(tmp_path / "my-show", "check", "--level", "error")
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.startswith("No problems found.\n")


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    """The folder's name makes the title."""
    ran = run(tmp_path, "init", "calm-feet")
    assert ran.code == 0
    assert 'title = "Calm feet"' in (tmp_path / "calm-feet/podcast.toml").read_text()


@pytest.mark.parametrize(
    ("zone", "written"), [("Europe/Berlin", "Europe/Berlin"), (":Asia/Tokyo", "Asia/Tokyo"), ("CET", "UTC")]
)
def test_the_machines_zone_is_proposed(zone: str, written: str, tmp_path: Path) -> None:
    """Where it says it by an IANA name; abbreviations mean different things in different places."""
    assert run(tmp_path, "init", "x", TZ=zone).code == 0
    assert f'timezone = "{written}"' in (tmp_path / "x/podcast.toml").read_text()


def test_what_is_there_is_never_overwritten(show: ShowFolder) -> None:
    """Each file that stands in the way is named, and nothing is written."""
    before = show.tree()
    ran = show.run("init")
    assert (ran.code, ran.stdout) == (3, "")
    assert "podcast.toml: is there already, and is not overwritten\n" in ran.stderr
    assert show.tree() == before


@pytest.mark.parametrize(
    ("ci", "file"),
    [("github", ".github/workflows/airdate.yml"), ("gitlab", ".gitlab-ci.yml"), ("none", None)],
)
def test_the_workflow_is_for_the_host_that_was_named(ci: str, file: str | None, tmp_path: Path) -> None:
    """One of them, or none."""
    assert run(tmp_path, "init", "x", "--ci", ci).code == 0
    names = {name for name in read_tree(tmp_path / "x") if name.endswith(".yml")}
    assert names == ({file} if file else set())


def test_an_hourly_workflow_is_written_for_shows_that_schedule(tmp_path: Path) -> None:
    """Otherwise the line is there as a comment."""
    line = '- cron: "41 * * * *"'
    assert run(tmp_path, "init", "night").code == run(tmp_path, "init", "hour", "--hourly").code == 0
    assert f"\n    # {line}" in (tmp_path / "night/.github/workflows/airdate.yml").read_text()
    assert f"\n    {line}" in (tmp_path / "hour/.github/workflows/airdate.yml").read_text()


def test_no_workflow_cannot_be_hourly(tmp_path: Path) -> None:
    """Nothing is written."""
    ran = run(tmp_path, "init", "x", "--ci", "none", "--hourly")
    assert (ran.code, ran.stdout) == (2, "")
    assert "leave one out" in ran.stderr
    assert not (tmp_path / "x").exists()
