"""`airdate build`: everything rendered into a folder, and nothing else touched."""

import re

import pytest

from tests.cli.building import AUDIO, INDEX, ShowFolder, read_tree, run


def test_build_prints_where_to_look(show: ShowFolder) -> None:
    """The page and the feed; how large that is, is conversation."""
    before = show.tree()
    ran = show.run("build")
    assert (ran.code, ran.stdout) == (0, "build/index.html\nbuild/feed.xml\n")
    assert re.fullmatch(r"feed\.xml: \d\.\d kB; 1 episode, \d\.\d kB each\n", ran.stderr)
    after = show.tree()
    assert {name for name in after if not name.startswith("build")} == before.keys()
    assert {name: after[name] for name in before} == before
    assert (show.path / "build/episodes/001-heel.html").is_file()


def test_the_same_folder_builds_to_the_same_bytes(show: ShowFolder) -> None:
    """Whatever the time, unless SOURCE_DATE_EPOCH sets it; the earlier build is replaced."""
    assert show.run("build", "--to", "one").code == 0
    assert show.run("build", "--to", "two", SOURCE_DATE_EPOCH="1900000000").code == 0
    assert show.run("build", "--to", "two").code == 0
    assert read_tree(show.path / "one") == read_tree(show.path / "two")


@pytest.mark.parametrize("text", ["4133980800", "99999999999999999999", "9" * 5000, "-1", "today", "²"])
def test_a_source_date_that_is_none_is_wrong_usage(show: ShowFolder, text: str) -> None:
    """It is named, for it may have been set far away."""
    ran = show.run("build", SOURCE_DATE_EPOCH=text)
    assert (ran.code, ran.stdout) == (2, "")
    assert f'SOURCE_DATE_EPOCH is "{text[:40]}"' in ran.stderr
    assert not (show.path / "build").exists()


@pytest.mark.parametrize("text", ["", "0", "4133980799"])
def test_a_source_date_may_be_any_of_ours(show: ShowFolder, text: str) -> None:
    """Empty is as good as none."""
    assert show.run("build", SOURCE_DATE_EPOCH=text).code == 0


def test_drafts_are_built_when_asked_for(show: ShowFolder) -> None:
    """They are no part of a build otherwise; drafts without audio never are."""
    show.add_front("draft: true")
    ran = show.run("build")
    assert (ran.code, ran.stdout) == (3, "")
    assert ran.stderr == "error: episodes: no episode is ready\n  Fix: add one with airdate new AUDIO\n"
    assert show.run("build", "--drafts").code == 0
    (show.path / AUDIO).unlink()
    assert show.run("build", "--drafts").code == 3


def test_a_folder_that_build_did_not_make_is_left_alone(show: ShowFolder) -> None:
    """Not even its name is borrowed."""
    show.write("site/mine.txt", "mine")
    before = show.tree()
    ran = show.run("build", "--to", "site")
    assert (ran.code, ran.stdout) == (3, "")
    assert ran.stderr.startswith("error: site: this folder was not made by airdate build")
    assert "\n  Fix: name another with --to\n" in ran.stderr
    assert show.tree() == before


@pytest.mark.parametrize(
    "target", ["episodes", "episodes/002-preview", "episodes/001-heel/preview", "linked"]
)
def test_nothing_is_built_among_the_episodes(show: ShowFolder, target: str) -> None:
    """Every later command would take it for an episode that is broken."""
    (show.path / "linked").symlink_to(show.path / "episodes/preview")
    before = show.tree()
    ran = show.run("build", "--to", target)
    assert ran.code == 3
    assert "Fix: name another with --to" in ran.stderr
    assert show.tree() == before


def test_the_folder_that_airdate_runs_in_is_not_replaced(show: ShowFolder) -> None:
    """Whoever stands in it would see nothing of the build."""
    inside = show.path / "preview"
    inside.mkdir()
    ran = run(inside, "build", "-C", "..", "--to", ".")
    assert (ran.code, ran.stdout) == (3, "")
    assert ran.stderr == (
        f"error: {inside}: a build replaces its folder, and airdate runs inside of this one\n"
        "  Fix: go up one folder, or name another with --to\n"
    )
    assert list(inside.iterdir()) == []


def test_a_build_follows_a_link(show: ShowFolder) -> None:
    """What is replaced is the folder that it means."""
    (show.path / "site").symlink_to(show.path.parent / "elsewhere")
    assert [show.run("build", "--to", "site").code for _ in range(2)] == [0, 0]
    assert (show.path / "site").is_symlink()
    assert (show.path.parent / "elsewhere/feed.xml").is_file()


def test_a_failed_build_leaves_the_last_one(show: ShowFolder) -> None:
    """What could be looked at can still be looked at."""
    assert show.run("build").code == 0
    show.add_front("titel: x")
    before = show.tree()
    assert show.run("build").code == 3
    assert show.tree() == before


def test_a_build_as_a_document(show: ShowFolder) -> None:
    """The plan, what is public, and the problems."""
    document = show.run("build", "--json").document
    assert document["done"] is True
    assert {step["root"] for step in document["plan"]["steps"]} == {"public", "private"}
    assert document["problems"] == []


def test_a_guid_is_not_minted_by_a_build(show: ShowFolder) -> None:
    """It is a look ahead: index.md gets its lines when it is published."""
    show.change(INDEX, "guid: 0b6f6ac4-5d0a-4a6f-9a3e-2f1c54a1f060\n", "")
    before = (show.path / INDEX).read_bytes()
    assert show.run("build").code == 0
    assert (show.path / INDEX).read_bytes() == before
