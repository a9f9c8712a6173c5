"""Next: what is due and when, and which run brings it about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipeline.core.coming import (
    Coming,
    Kind,
    Run,
    Timers,
    list_coming,
    next_run,
    render_moments,
    tell_release,
)
from pipeline.core.record import EpisodeRecord
from pipeline.source.ci_files import read_timers
from pipeline.source.folder import load_folder
from pipeline.source.show_file import read_location
from pipeline.store.places import parse_roots
from pipeline.workflows.context import Context
from pipeline.workflows.state import load_state
from pipeline.workflows.targets import find_held


@dataclass(frozen=True)
class Outlook:
    """What is ahead, as of one moment."""

    now: datetime
    zone: str
    coming: tuple[Coming, ...]
    """Earliest first, and so what is overdue before all else."""
    timers: Timers

    @property
    def next_change_at(self) -> datetime | None:
        """When a run will have something to do by itself; in the past where it has that now."""
        return min((each.at for each in self.coming if not each.is_held), default=None)

    @property
    def next_release(self) -> Coming | None:
        """The first episode to go out, perhaps overdue."""
        releases = (each for each in self.coming if each.kind is Kind.RELEASE and not each.is_held)
        return next(releases, None)

    @property
    def next_run(self) -> Run | None:
        """When airdate runs by itself."""
        return next_run(self.timers, self.now)

    def overdue(self, grace: timedelta) -> tuple[Coming, ...]:
        """Releases that are late by more than `grace`."""
        releases = (each for each in self.coming if each.kind is Kind.RELEASE)
        return tuple(each for each in releases if each.late_by(self.now) > grace)


def look_ahead(context: Context) -> Outlook:
    """What time alone will change.

    Raises:
        InputError: podcast.toml has problems.
        StoreError: The store cannot be read.
    """
    folder = load_folder(context.folder)
    state = load_state(context.roots)
    zone = folder.show_file.show.timezone
    sponsors = state.show.value.show.sponsors if state.show else {}
    records = [each.value for each in state.records.values()]
    coming = list_coming(records, sponsors, zone, context.now, find_held(folder, state))
    return Outlook(context.now, zone, coming, load_timers(context))


def load_timers(context: Context) -> Timers:
    """What releases episodes by itself; a store that is a folder on this machine, CI cannot reach."""
    places = parse_roots(read_location(context.folder))
    return Timers() if any(place.scheme == "folder" for place in places) else read_timers(context.folder)


def tell_releases(context: Context, records: Iterable[EpisodeRecord], zone: str) -> None:
    """Say of those that are scheduled when they will really go out."""
    scheduled = [each for each in records if each.released_at is None and each.withdrawn is None]
    timers = load_timers(context) if scheduled else Timers()
    for record in sorted(scheduled, key=lambda each: each.date):
        told, fix = tell_release(record.date, timers, context.now)
        context.talk.say(f"{record.slug} is for {render_moments(record.date, zone)}: {told}")
        if fix:
            context.talk.say(f"  Fix: {fix}")
