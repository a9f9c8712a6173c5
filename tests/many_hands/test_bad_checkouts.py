"""Clones that are not what the producer has: whatever is wrong with them, the public stays as it is."""

from pathlib import Path

import pytest

from tests.cli.building import NOW, Ran, ShowFolder, read_tree
from tests.many_hands.checkouts import KINDS, Checkout, last_year, make_origin

EPISODES = ("001-heel", "002-hip")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose show was published last year, and again lately; the store is beside it."""
    home = tmp_path_factory.mktemp("home")
    origin = make_origin(home / "origin", home / "out")
    for show, episodes in ((last_year(origin.path, home / "first"), EPISODES[:1]), (origin, EPISODES)):
        done = show.publish(*episodes)
        assert done.code == 0, done.stderr
    return home


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_bad_checkout_changes_nothing_in_the_store(kind: Checkout, home: Path, tmp_path: Path) -> None:
    """Neither by the nightly run nor by publishing both episodes by name; and what is said is true."""
    before = read_tree(home / "out")
    show = kind.make(home / "origin", tmp_path / "clone")
    regenerated, published = run_both(show)
    assert read_tree(home / "out") == before
    for ran, (code, words) in ((regenerated, kind.regenerate), (published, kind.publish)):
        assert (ran.code, words in ran.stdout + ran.stderr) == (code, True), ran
        assert "Traceback" not in ran.stderr


def run_both(show: ShowFolder) -> tuple[Ran, Ran]:
    return show.run("regenerate", "--now", NOW), show.publish(*EPISODES)


def test_there_are_enough_kinds() -> None:
    """A dozen at least (reliability.md G6)."""
    assert len({kind.name for kind in KINDS}) >= 12


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_bad_checkout_publishes_nothing_that_is_not_whole(kind: Checkout, tmp_path: Path) -> None:
    """The same as a first publish: what goes out has the real audio, or nothing goes out."""
    origin = make_origin(tmp_path / "origin", tmp_path / "out")
    show = kind.make(origin.path, tmp_path / "clone")
    done = show.publish(*EPISODES)
    media = [*(tmp_path / "out").rglob("*.mp3")]
    assert bool(media) == (done.code == 0)
    assert {path.stat().st_size > 100_000 for path in media} <= {True}
