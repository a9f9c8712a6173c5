"""`airdate history` and `airdate rollback`: what is printed where, and how each ends."""

from tests.cli.building import EPISODE, INDEX, ShowFolder

LATER = "2026-11-06T12:00:00+00:00"


def edited(show: ShowFolder) -> ShowFolder:
    assert show.publish(EPISODE).code == 0
    show.change(INDEX, "rarely", "never")
    assert show.run("publish", "--yes", "--now", LATER, EPISODE).code == 0
    return show


def test_history_is_the_result(show: ShowFolder) -> None:
    """Newest first, each moment in the show's zone and in UTC; the lines where they are asked for."""
    ran = edited(show).run("history", EPISODE)
    assert (ran.code, ran.stderr) == (0, "")
    first, change, *_ = ran.stdout.splitlines()
    assert first.startswith("revision 2  2026-11-06 12:00 GMT (2026-11-06 12:00 UTC)  airdate ")
    assert first.endswith("(published now)")
    assert change == "  notes: 1 word gone, 1 word new"
    assert "+It is never the bone." in show.run("history", EPISODE, "--verbose").stdout


def test_history_without_an_episode_is_the_shows(show: ShowFolder) -> None:
    """With the option or without."""
    edited(show)
    ran = show.run("history", "--show-settings")
    assert "first published" in ran.stdout
    assert show.run("history").stdout == ran.stdout


def test_history_has_stable_keys(show: ShowFolder) -> None:
    """For machines."""
    document = edited(show).run("history", EPISODE, "--json").document
    assert document["name"] == "001-heel"
    newest, oldest = document["revisions"]
    assert set(newest) == {"revision", "at", "writer", "current", "changes", "lines"}
    assert (newest["revision"], newest["current"], newest["at"]) == (2, True, LATER)
    assert (oldest["revision"], oldest["current"]) == (1, False)


def test_an_unknown_episode_has_no_history(show: ShowFolder) -> None:
    """Said on stderr, with exit 3."""
    ran = edited(show).run("history", "099-nothing")
    assert (ran.code, ran.stdout) == (3, "")
    assert "no episode of that name was ever published" in ran.stderr


def test_rollback_shows_the_difference_and_the_plan(show: ShowFolder) -> None:
    """The conversation on stderr, the plan on stdout."""
    ran = edited(show).run("rollback", EPISODE, "1", "--yes", "--now", LATER)
    assert ran.code == 0, ran.stderr
    assert "+It is rarely the bone." in ran.stderr
    assert "001-heel says again what it said in revision 1" in ran.stdout
    assert show.run("history", EPISODE, "--json").document["revisions"][0]["revision"] == 3


def test_a_dry_run_of_rollback_writes_nothing(show: ShowFolder) -> None:
    """It is the same plan."""
    before = edited(show).tree()
    ran = show.run("rollback", EPISODE, "1", "--dry-run", "--now", LATER)
    assert ran.code == 0, ran.stderr
    assert "revision 1" in ran.stdout
    assert show.tree() == before


def test_rollback_reports_to_machines(show: ShowFolder) -> None:
    """One document."""
    document = edited(show).run("rollback", EPISODE, "1", "--yes", "--json", "--now", LATER).document
    assert document["done"] is True
    assert document["plan"]["notes"] == ["001-heel says again what it said in revision 1"]


def test_rollback_of_the_shows_settings(show: ShowFolder) -> None:
    """The revision follows the option, or is left out."""
    edited(show)
    show.change("podcast.toml", "Anna Berg", "Berta Berg")
    assert show.run("regenerate", "--now", LATER).code == 0
    assert show.run("rollback", "--show-settings", "9", "--yes").code == 3
    ran = show.run("rollback", "--yes", "--now", LATER, "--show-settings", "1")
    assert ran.code == 0, ran.stderr
    assert "are again those of revision" in ran.stdout


def test_rollback_needs_to_know_of_what(show: ShowFolder) -> None:
    """Nothing, or both, is a usage error; so is having nobody to ask."""
    edited(show)
    assert show.run("rollback").code == 2
    assert show.run("rollback", EPISODE, "--show-settings").code == 2
    assert show.run("history", EPISODE, "--show-settings").code == 2
    assert show.run("rollback", EPISODE, "--now", LATER).code == 2


def test_a_script_names_the_revision(show: ShowFolder) -> None:
    """Run again after a cut, it does not go back once more."""
    ran = edited(show).run("rollback", EPISODE, "--yes", "--now", LATER)
    assert ran.code == 2
    assert "With --yes name the revision too" in ran.stderr
    for _ in range(2):
        assert show.run("rollback", EPISODE, "1", "--yes", "--now", LATER).code == 0
    assert len(show.run("history", EPISODE, "--json").document["revisions"]) == 3
