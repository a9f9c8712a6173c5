"""Changes: what a run decided to do to the records, before anything is rendered or planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.core.guard import Allowed
from pipeline.core.plan import Skip, Step
from pipeline.core.record import EpisodeRecord, ShowRecord
from pipeline.errors import Problem
from pipeline.workflows.state import State


@dataclass(frozen=True)
class Changes:
    """New revisions, and what has to move for them."""

    show: ShowRecord
    records: Mapping[str, EpisodeRecord] = field(default_factory=dict)
    """New revisions by guid; what is not named stays as it is."""
    steps: tuple[Step, ...] = ()
    """Media, files and slug claims."""
    skips: tuple[Skip, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What did not stop the run: warnings, and errors of sources that the store's records stand in for."""
    claims: Mapping[str, str] = field(default_factory=dict)
    """ETags by key of slug claims that pass to another guid; those not named are new."""
    allowed: Allowed = field(default_factory=Allowed)
    lost: frozenset[str] = frozenset()
    """Guids of public episodes whose media is nowhere."""

    def all_records(self, state: State) -> dict[str, EpisodeRecord]:
        """Every record as it will be."""
        return {**{guid: each.value for guid, each in state.records.items()}, **self.records}
