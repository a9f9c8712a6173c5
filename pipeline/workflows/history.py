"""History: the revisions of one episode, or of the show, as the store kept them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from pipeline.core.addresses import HISTORY
from pipeline.core.record import EpisodeRecord, ShowRecord, record_name
from pipeline.core.revision_words import (
    describe_episode,
    describe_show,
    lines_of_episode,
    lines_of_show,
    render_lines_changed,
)
from pipeline.errors import AirdateError
from pipeline.workflows.context import Context
from pipeline.workflows.published import find_published, revisions_of
from pipeline.workflows.state import State, load_state, parse_record

R = TypeVar("R", bound=EpisodeRecord | ShowRecord)


@dataclass(frozen=True)
class Revision(Generic[R]):
    """One revision, and what it changed."""

    record: R
    changes: tuple[str, ...]
    lines: str
    """What changed since the revision before, line by line."""
    is_current: bool

    @property
    def number(self) -> int:
        return self.record.revision


@dataclass(frozen=True)
class Past(Generic[R]):
    """All that is known of one episode, or of the show."""

    name: str
    """The slug; "show" for the show."""
    zone: str
    """The show's, by its IANA name."""
    revisions: tuple[Revision[R], ...]
    """Newest first."""

    def moments(self, at: datetime) -> tuple[datetime, datetime]:
        """A moment in the show's zone, and in UTC."""
        return at.astimezone(ZoneInfo(self.zone)), at.astimezone(UTC)


def read_episode_history(context: Context, name: str) -> Past[EpisodeRecord]:
    """Every revision of an episode that the store has, under whatever guid it had.

    Raises:
        InputError: It was never published.
        StoreError: A revision cannot be read.
    """
    state = load_state(context.roots)
    record = find_published(context, state, name)
    known = episode_revisions(context, record)
    revisions = _compare(known, describe_episode, lines_of_episode)
    return Past(record.slug, _zone(state), revisions)


def read_show_history(context: Context) -> Past[ShowRecord]:
    """Every revision of the show's settings that the store has.

    Raises:
        AirdateError: The show was never published.
        StoreError: A revision cannot be read.
    """
    state = load_state(context.roots)
    known = show_revisions(context, require_show(state))
    return Past("show", _zone(state), _compare(known, describe_show, lines_of_show))


def require_show(state: State) -> ShowRecord:
    """The show's record.

    Raises:
        AirdateError: There is none.
    """
    if state.show is None:
        raise AirdateError("the show was never published here", "airdate publish")
    return state.show.value


def episode_revisions(context: Context, record: EpisodeRecord) -> list[EpisodeRecord]:
    """Every revision, oldest first, the present one last; a reissued episode's from before as well.

    What was kept by a run that died before it wrote the next revision
    stands twice, and counts once.
    """
    guids = [record.guid, *(act.was for act in record.acts if act.fact == "guid")]
    kept = [each for guid in guids for each in revisions_of(context, guid)]
    by_number = {each.revision: each for each in kept if each.revision < record.revision}
    return [*(by_number[number] for number in sorted(by_number)), record]


def show_revisions(context: Context, record: ShowRecord) -> list[ShowRecord]:
    """The same of the show."""
    private = context.roots.private
    keys = [each.key for each in private.list(f"{HISTORY}{record_name('show')}/")]
    found = [(key, private.get(key)) for key in keys]
    kept = [parse_record(each.body, ShowRecord, private.url(key)) for key, each in found if each]
    by_number = {each.revision: each for each in kept if each.revision < record.revision}
    return [*(by_number[number] for number in sorted(by_number)), record]


def _compare(
    known: Sequence[R], describe: Callable[[R | None, R], tuple[str, ...]], lines_of: Callable[[R], list[str]]
) -> tuple[Revision[R], ...]:
    """Each revision beside the one before it, newest first."""
    revisions = [
        Revision(
            after,
            describe(before, after)
            if before or after.revision == 1
            else ("the revision before is not kept",),
            render_lines_changed(lines_of(before), lines_of(after)) if before else "",
            after is known[-1],
        )
        for before, after in pairwise((None, *known))
        if after is not None
    ]
    return tuple(reversed(revisions))


def _zone(state: State) -> str:
    return state.show.value.show.timezone if state.show else "UTC"
