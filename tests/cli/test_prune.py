"""`airdate prune`: what is shown, asked and deleted, in a folder."""

import os

from tests.cli.building import EPISODE, NOW, ShowFolder

LATER = "2027-03-05T12:00:00+00:00"
ORPHAN = "out/public/media/0123456789abcdef/009-lost.mp3"
LONG_AGO_S = 1_700_000_000


def littered(show: ShowFolder) -> ShowFolder:
    """A published show with what a failed run left long ago."""
    assert show.publish(EPISODE).code == 0
    show.write(ORPHAN, b"left" * 1000)
    for path in (show.path / "out").rglob("*"):
        if path.is_file():
            os.utime(path, (LONG_AGO_S, LONG_AGO_S))
    return show


def test_the_plan_tells_sizes_and_is_carried_out(show: ShowFolder) -> None:
    """The plan on stdout, how it went on stderr."""
    ran = littered(show).run("prune", "--yes", "--now", LATER)
    assert ran.code == 0, ran.stderr
    assert (
        "delete public/media/0123456789abcdef/009-lost.mp3  4.0 kB  (nothing names it any more)" in ran.stdout
    )
    assert "1 objects to delete, 4.0 kB in all." in ran.stdout
    assert "Deleted 1 objects, 4.0 kB in all." in ran.stderr
    assert not (show.path / ORPHAN).exists()
    again = show.run("prune", "--yes", "--now", LATER)
    assert (again.code, again.stdout) == (0, "")
    assert "Nothing to delete" in again.stderr


def test_a_dry_run_deletes_nothing(show: ShowFolder) -> None:
    """It is the same plan."""
    before = littered(show).tree()
    ran = show.run("prune", "--dry-run", "--now", LATER)
    assert ran.code == 0
    assert "009-lost.mp3" in ran.stdout
    assert show.tree() == before


def test_prune_reports_to_machines(show: ShowFolder) -> None:
    """One document with what went."""
    document = littered(show).run("prune", "--yes", "--json", "--now", LATER).document
    assert document["done"] is True
    assert document["removed"] == ["public/media/0123456789abcdef/009-lost.mp3"]
    assert document["freed_bytes"] == 4000
    assert document["plan"]["removals"][0]["size_bytes"] == 4000


def test_without_anybody_to_ask_it_is_a_usage_error(show: ShowFolder) -> None:
    """--yes answers."""
    assert littered(show).run("prune", "--now", LATER).code == 2
    assert (show.path / ORPHAN).exists()


def test_a_show_that_was_never_published_is_told_so(show: ShowFolder) -> None:
    """Exit 1, with what to do."""
    ran = show.run("prune", "--yes", "--now", NOW)
    assert ran.code == 1
    assert "never published" in ran.stderr
