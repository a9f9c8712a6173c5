"""`airdate list`: every episode and its state."""

from tests.cli.building import EPISODE, GUID, INDEX, ShowFolder


def states(show: ShowFolder) -> dict[str, str]:
    return {row["slug"]: row["state"] for row in show.run("list", "--json").document}


def test_the_list_is_the_result(show: ShowFolder) -> None:
    """State, date in the show's zone, slug and title, newest first."""
    show.add_episode("002-toe", date="2026-11-06")
    ran = show.run("list")
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [
        "ready      2026-11-06 06:00  002-toe   About 002-toe",
        "ready      2026-11-05 06:00  001-heel  Why your heel hurts",
    ]


def test_an_episode_goes_through_its_states(show: ShowFolder) -> None:
    """Draft, ready, live, edited, broken."""
    show.add_front("draft: true")
    assert states(show) == {"001-heel": "draft"}
    show.change(INDEX, "draft: true\n", "")
    assert states(show) == {"001-heel": "ready"}
    show.publish(EPISODE)
    assert states(show) == {"001-heel": "live"}
    show.change(INDEX, "rarely", "never")
    assert states(show) == {"001-heel": "edited"}
    show.add_front("titel: x")
    assert states(show) == {"001-heel": "broken"}


def test_what_only_the_store_knows_is_listed_too(show: ShowFolder) -> None:
    """A clone may lack it."""
    show.publish(EPISODE)
    (show.path / EPISODE).rename(show.path / "elsewhere")
    ran = show.run("list")
    assert ran.stdout == "live       2026-11-05 06:00  001-heel  Why your heel hurts  (only in the store)\n"


def test_rows_have_stable_keys(show: ShowFolder) -> None:
    """For machines."""
    assert show.run("list", "--json").document == [
        {
            "slug": "001-heel",
            "title": "Why your heel hurts",
            "state": "ready",
            "date": "2026-11-05T06:00:00+00:00",
            "number": None,
            "guid": GUID,
            "here": True,
            "due": False,
        }
    ]


def test_a_new_show_has_an_empty_list(show: ShowFolder) -> None:
    """No episodes is no error."""
    (show.path / EPISODE).rename(show.path / "elsewhere")
    ran = show.run("list")
    assert (ran.code, ran.stdout) == (0, "")
    assert show.run("list", "--json").document == []
