"""What becomes public, or changes in public, by itself as time passes. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pipeline.core.cron import Cron, first_run
from pipeline.core.record import EpisodeRecord
from pipeline.core.show import Sponsor

ON_TIME = timedelta(hours=2)
"""Schedulers start late: as much is no news."""


class Kind(StrEnum):
    """What happens."""

    RELEASE = "release"
    """An episode becomes public, and the teaser on the part before it becomes a link."""
    OFFER_ENDS = "offer-ends"
    """A sponsor's offer is over: notes and pages say so."""


@dataclass(frozen=True)
class Coming:
    """One thing that the first run after its time brings about."""

    kind: Kind
    at: datetime
    name: str
    """An episode's slug, or a sponsor's id."""
    title: str
    guid: str | None = None
    is_held: bool = False
    """A draft here: nothing of it goes out until that is over."""

    def late_by(self, now: datetime) -> timedelta:
        """For how long it has been due; less than nothing while it is ahead, or held back."""
        return timedelta(-1) if self.is_held else now - self.at


@dataclass(frozen=True)
class Timer:
    """What runs `airdate regenerate` by itself, and where that is written."""

    path: str
    cron: Cron


@dataclass(frozen=True)
class Timers:
    """All that runs it by itself, as far as the folder tells."""

    known: tuple[Timer, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """Files that run it at times which are written somewhere else."""


@dataclass(frozen=True)
class Run:
    """When it runs, and by which file."""

    at: datetime
    path: str


def list_coming(
    records: Iterable[EpisodeRecord],
    sponsors: Mapping[str, Sponsor],
    zone: str,
    now: datetime,
    held: Collection[str] = (),
) -> tuple[Coming, ...]:
    """Scheduled episodes, due ones included, and sponsors' offers that will end; earliest first.

    Args:
        records: Of all episodes.
        sponsors: Of the published show, by id.
        zone: The show's: an offer's last day is over at midnight there.
        now: Offers that ended before are left out.
        held: Guids of scheduled episodes that are drafts here.
    """
    known = [each for each in records if each.withdrawn is None]
    found = [*_releases(known, held), *_endings(known, sponsors, zone, now)]
    return tuple(sorted(found, key=lambda each: (each.at, each.kind, each.name)))


def _releases(records: Iterable[EpisodeRecord], held: Collection[str]) -> Iterator[Coming]:
    for each in records:
        if each.released_at is None:
            title = each.front.title
            yield Coming(Kind.RELEASE, each.date, each.slug, title, each.guid, is_held=each.guid in held)


def _endings(
    records: Iterable[EpisodeRecord], sponsors: Mapping[str, Sponsor], zone: str, now: datetime
) -> Iterator[Coming]:
    """Only of offers that a page has by then."""
    earliest: dict[str, datetime] = {}
    for record in records:
        for name in record.front.sponsors:
            since = record.released_at or record.date
            earliest[name] = min(since, earliest.get(name, since))
    for name, since in earliest.items():
        sponsor = sponsors.get(name)
        ends = end_of_day(sponsor.ends, zone) if sponsor and sponsor.ends else None
        if sponsor and ends and ends > now and since < ends:
            yield Coming(Kind.OFFER_ENDS, ends, name, sponsor.name)


def end_of_day(day: str, zone: str) -> datetime:
    """When a day is over in a zone, in UTC.

    >>> end_of_day("2026-12-31", "Europe/Berlin").isoformat()
    '2026-12-31T23:00:00+00:00'
    """
    following = date.fromisoformat(day) + timedelta(days=1)
    return datetime.combine(following, time(), ZoneInfo(zone)).astimezone(UTC)


def next_run(timers: Timers, at: datetime) -> Run | None:
    """The first run that is not before `at`; None where no time is known."""
    runs = ((first_run(timer.cron, at), timer.path) for timer in timers.known)
    return min((Run(moment, path) for moment, path in runs if moment), key=lambda run: run.at, default=None)


def tell_release(at: datetime, timers: Timers, now: datetime) -> tuple[str, str | None]:
    """When an episode of this date really goes out, in words, and what would be better."""
    run = next_run(timers, max(at, now))
    if run is None and timers.elsewhere:
        path = timers.elsewhere[0]
        return f"goes out with the first scheduled pipeline after that ({path}; its times are not here)", None
    if run is None:
        return (
            "nothing here runs airdate regenerate by itself",
            "run airdate regenerate after that time, or let a scheduler run it every hour",
        )
    text = f"goes out with the run of {run.at:%Y-%m-%d %H:%M} UTC ({run.path})"
    if run.at - at <= ON_TIME:
        return text, None
    return (
        f"{text}, {render_span(run.at - at)} after its date",
        "schedule it hourly, or run airdate regenerate",
    )


def render_span(span: timedelta) -> str:
    """How long, in its two largest units, rounded down.

    >>> render_span(timedelta(hours=3, minutes=12, seconds=59)), render_span(timedelta(seconds=59))
    ('3 h 12 min', '59 s')
    >>> render_span(timedelta(days=57, minutes=3)), render_span(timedelta(days=1, hours=2))
    ('57 days', '1 day 2 h')
    """
    seconds = int(span.total_seconds())
    days, hours, minutes = seconds // 86_400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return " ".join(filter(None, (f"{days} day{'s' * (days > 1)}", f"{hours} h" if hours else "")))
    if hours:
        return " ".join(filter(None, (f"{hours} h", f"{minutes} min" if minutes else "")))
    return f"{minutes} min" if minutes else f"{seconds} s"


def render_moments(moment: datetime, zone: str) -> str:
    """A time in the show's zone and in UTC; once where these are one.

    >>> render_moments(datetime(2026, 7, 5, 4, tzinfo=UTC), "Europe/London")
    '2026-07-05 05:00 Europe/London, 2026-07-05 04:00 UTC'
    """
    utc = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    return utc if zone == "UTC" else f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}, {utc}"
