"""What time alone will change is known ahead, and told truly."""

from datetime import UTC, datetime, timedelta

from pipeline.core.coming import Kind, Timer, Timers, list_coming, next_run, tell_release
from pipeline.core.cron import parse_cron
from pipeline.core.record import EpisodeRecord, Tombstone
from pipeline.core.show import Sponsor
from tests.builders import make_record

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SHOES = Sponsor(name="Example Shoes", text="They fit.", url="https://example.com/", ends="2026-12-31")


def timer(text: str, path: str = ".github/workflows/airdate.yml") -> Timer:
    cron = parse_cron(text)
    assert cron
    return Timer(path, cron)


NIGHTLY = Timers((timer("17 3 * * *"),))
HOURLY = Timers((timer("17 3 * * *"), timer("41 * * * *")))


def episode(slug: str, date: datetime, released_at: datetime | None = None, *sponsors: str) -> EpisodeRecord:
    return make_record(slug=slug, guid=slug, date=date, released_at=released_at, sponsors=list(sponsors))


def kinds(*records: EpisodeRecord, now: datetime = NOW) -> list[tuple[Kind, str]]:
    found = list_coming(records, {"shoes": SHOES}, "Europe/Berlin", now)
    return [(each.kind, each.name) for each in found]


def test_releases_come_in_the_order_of_their_dates() -> None:
    """What is overdue is before all else; what is out or gone is not ahead."""
    gone = episode("gone", NOW + DAY).model_copy(update={"withdrawn": Tombstone(at=NOW)})
    later, due, out = episode("b", NOW + DAY), episode("a", NOW - DAY), episode("out", NOW - DAY, NOW)
    assert kinds(later, gone, due, out) == [(Kind.RELEASE, "a"), (Kind.RELEASE, "b")]


def test_an_offer_ends_at_midnight_in_the_shows_zone() -> None:
    """After its last day, and once, however many episodes have it."""
    both = (episode("a", NOW - DAY, NOW, "shoes"), episode("b", NOW - DAY, NOW, "shoes"))
    (coming,) = list_coming(both, {"shoes": SHOES}, "Europe/Berlin", NOW)
    assert (coming.kind, coming.at) == (Kind.OFFER_ENDS, datetime(2026, 12, 31, 23, tzinfo=UTC))


def test_an_offer_that_no_page_has_changes_nothing() -> None:
    """Nobody names it, it is over, or its episode comes later."""
    assert kinds(episode("a", NOW - DAY, NOW)) == []
    assert kinds(episode("a", NOW - DAY, NOW, "boots")) == []
    assert kinds(episode("a", NOW - DAY, NOW, "shoes"), now=NOW + 57 * DAY) == []
    assert kinds(episode("a", NOW + 60 * DAY, None, "shoes")) == [(Kind.RELEASE, "a")]


def test_what_is_held_back_is_never_late() -> None:
    """A draft of a scheduled episode is a decision."""
    (held,) = list_coming([episode("a", NOW - DAY)], {}, "UTC", NOW, {"a"})
    (due,) = list_coming([episode("a", NOW - DAY)], {}, "UTC", NOW)
    assert held.is_held
    assert held.late_by(NOW) < timedelta()
    assert due.late_by(NOW) == DAY


def test_the_first_of_several_timers_counts() -> None:
    """A nightly and an hourly one."""
    run = next_run(HOURLY, NOW)
    assert run
    assert run.at == datetime(2026, 11, 5, 12, 41, tzinfo=UTC)
    assert next_run(Timers(), NOW) is None


def test_a_release_is_told_as_it_will_happen() -> None:
    """On time, hours late, at times that nobody knows here, or never by itself."""
    date = datetime(2026, 11, 26, 6, tzinfo=UTC)
    path = "(.github/workflows/airdate.yml)"
    hourly = f"goes out with the run of 2026-11-26 06:41 UTC {path}"
    nightly = f"goes out with the run of 2026-11-27 03:17 UTC {path}, 21 h 17 min after its date"
    assert tell_release(date, HOURLY, NOW) == (hourly, None)
    assert tell_release(date, NIGHTLY, NOW) == (nightly, "schedule it hourly, or run airdate regenerate")
    told, fix = tell_release(date, Timers((), (".gitlab-ci.yml",)), NOW)
    assert (told, fix) == (
        "goes out with the first scheduled pipeline after that (.gitlab-ci.yml; its times are not here)",
        None,
    )
    told, fix = tell_release(date, Timers(), NOW)
    assert told == "nothing here runs airdate regenerate by itself"
    assert fix


def test_what_is_overdue_goes_out_with_a_run_to_come() -> None:
    """Not with one that has passed; how late is counted from its date."""
    told, _ = tell_release(NOW - 2 * DAY, NIGHTLY, NOW)
    assert "the run of 2026-11-06 03:17 UTC" in told
    assert told.endswith("2 days 15 h after its date")
