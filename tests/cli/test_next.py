"""`airdate next`: what is due and when, and an alarm for what is overdue."""

import pytest

from tests.cli.building import EPISODE, INDEX, NOW, ShowFolder

LATER = "2026-11-06T09:12:00+00:00"
"""3 h 12 min after the scheduled episode's date."""


@pytest.fixture
def planned(show: ShowFolder) -> ShowFolder:
    """A live episode, and one scheduled for the morning after."""
    show.add_episode("002-toe", date="2026-11-06")
    assert show.publish(EPISODE, "episodes/002-toe").code == 0
    return show


def test_what_is_ahead_is_listed(planned: ShowFolder) -> None:
    """In the show's zone and in UTC, with how long it takes; who does it is conversation."""
    ran = planned.run("next", "--now", NOW)
    assert (ran.code, ran.stdout) == (
        0,
        "2026-11-06 06:00 Europe/London, 2026-11-06 06:00 UTC  in 18 h  002-toe  About 002-toe\n",
    )
    assert ran.stderr == (
        "002-toe: nothing here runs airdate regenerate by itself\n"
        "  Fix: run airdate regenerate after that time, or let a scheduler run it every hour\n"
    )


def test_what_is_overdue_is_first_and_says_since_when(planned: ShowFolder) -> None:
    """Ahead of what is to come."""
    planned.add_episode("003-arch", date="2026-11-07 18:30")
    planned.publish("episodes/003-arch")
    rows = planned.run("next", "--now", LATER).stdout.splitlines()
    assert [row.split("  ", 1)[1] for row in rows] == [
        "due since 3 h 12 min  002-toe   About 002-toe",
        "in 1 day 9 h          003-arch  About 003-arch",
    ]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--exit-code"], 8),
        (["--exit-code", "--grace", "4h"], 0),
        (["--exit-code", "--grace", "191min"], 8),
        (["--exit-code", "--grace", "192 min"], 0),
        (["--exit-code", "--grace", "1d"], 0),
        (["--exit-code", "--json"], 8),
    ],
)
def test_the_alarm_goes_off_after_the_grace(options: list[str], code: int, planned: ShowFolder) -> None:
    """Two hours unless set; only where it was asked for."""
    assert planned.run("next", "--now", LATER, *options).code == code


def test_after_a_regenerate_all_is_well(planned: ShowFolder) -> None:
    """What went out is neither due nor ahead."""
    assert planned.run("regenerate", "--now", LATER).code == 0
    ran = planned.run("next", "--exit-code", "--now", LATER)
    assert (ran.code, ran.stdout, ran.stderr) == (0, "", "Nothing is scheduled.\n")


def test_what_is_held_back_sets_off_no_alarm(planned: ShowFolder) -> None:
    """It is listed with the reason."""
    planned.change("episodes/002-toe/index.md", "audio:", "draft: true\naudio:")
    ran = planned.run("next", "--exit-code", "--now", "2026-12-06T09:12:00+00:00")
    assert (ran.code, ran.stderr) == (0, "")
    assert "  held back: a draft here  002-toe  " in ran.stdout


def test_an_offer_that_ends_is_ahead_too(planned: ShowFolder) -> None:
    """Its page changes at midnight after the last day, by itself."""
    offer = 'name = "Shoes"\ntext = "They fit."\nurl = "https://s.example/"\nends = "2026-11-30"\n'
    planned.change("podcast.toml", "[people.anna]", f"[sponsors.shoes]\n{offer}\n[people.anna]")
    planned.add_front("sponsors: [shoes]")
    assert planned.publish(EPISODE).code == 0
    rows = planned.run("next", "--now", NOW).stdout.splitlines()
    when = "2026-12-01 00:00 Europe/London, 2026-12-01 00:00 UTC  in 25 days 12 h"
    assert rows[1] == f"{when}  shoes    Shoes: the offer ends"


def test_the_document_has_stable_keys(planned: ShowFolder) -> None:
    """For machines; times carry their offset."""
    document = planned.run("next", "--json", "--now", LATER).document
    (change,) = document.pop("changes")
    guid = change.pop("guid")
    assert len(guid) == 36
    assert change == {
        "kind": "release",
        "at": "2026-11-06T06:00:00+00:00",
        "name": "002-toe",
        "title": "About 002-toe",
        "held": False,
        "late_s": 11_520,
    }
    assert document == {
        "now": LATER,
        "timezone": "Europe/London",
        "next_change_at": "2026-11-06T06:00:00+00:00",
        "next_run": None,
        "overdue": True,
    }


@pytest.mark.parametrize("span", ["2", "h", "-1h", "2 weeks", "1.5h", "٢h"])
def test_a_span_that_is_none_is_wrong_usage(span: str, show: ShowFolder) -> None:
    """With one that would do."""
    ran = show.run("next", f"--grace={span}")
    assert (ran.code, ran.stdout) == (2, "")
    assert f'"{span}" is not a length of time; write it as 90min, 2h or 1d' in ran.stderr


def test_publish_says_when_a_scheduled_episode_really_goes_out(show: ShowFolder) -> None:
    """A folder on this machine is out of reach for CI, whatever workflows say."""
    show.write(
        ".github/workflows/a.yml",
        'on: {schedule: [{cron: "17 3 * * *"}]}\njobs: {a: {run: airdate regenerate}}\n',
    )
    show.change(INDEX, "2026-11-05", "2026-11-26")
    ran = show.publish(EPISODE)
    assert ran.code == 0
    assert (
        "001-heel is for 2026-11-26 06:00 Europe/London, 2026-11-26 06:00 UTC: "
        "nothing here runs airdate regenerate by itself\n"
    ) in ran.stderr


def test_what_is_due_is_marked_in_the_list(planned: ShowFolder) -> None:
    """Until a run releases it."""
    row = "scheduled  2026-11-06 06:00  002-toe   About 002-toe"
    assert planned.run("list", "--now", NOW).stdout.splitlines()[0] == row
    listed = planned.run("list", "--now", LATER).stdout.splitlines()[0]
    assert listed == f"{row}  (due: the next run releases it)"
    (due, *rest) = planned.run("list", "--json", "--now", LATER).document
    assert (due["due"], [each["due"] for each in rest]) == (True, [False])


def test_the_list_has_dates_in_the_shows_zone(show: ShowFolder) -> None:
    """Whatever offset they were written with."""
    show.change(INDEX, "date: 2026-11-05", "date: 2026-11-05T06:00:00+09:00")
    assert "  2026-11-04 21:00  " in show.run("list").stdout
