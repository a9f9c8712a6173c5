"""How a writing run and a prune keep apart: what the prune may delete is written down first.

The prune writes its warrant, and looks at the records after that. A writing run
writes its records, and looks at the warrant after that. So at least one of the
two sees the other, and the feed never names what was deleted.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from pipeline.core.acts import keys_of
from pipeline.core.addresses import STAGING
from pipeline.core.record import EpisodeRecord, ShowRecord
from pipeline.core.serving import PRIVATE_JSON, Group, Root
from pipeline.core.warrant import WARRANT, parse_warrant, render_warrant, warranted
from pipeline.errors import ConditionError
from pipeline.store.protocol import Fetched, Headers, IfMatch, Store
from pipeline.workflows.apply import put_checked
from pipeline.workflows.context import Context

PAUSE_S, PATIENCE = 2.0, 30
"""How long a run waits for a prune to end, a minute in all; a killed one never does, and is stopped then."""

HEADERS = Headers(PRIVATE_JSON.content_type, PRIVATE_JSON.cache_control)


def read_warrant(private: Store) -> Fetched | None:
    """The newest warrant; None where nothing was ever pruned."""
    return private.get(WARRANT)


@dataclass(frozen=True)
class Watch:
    """Looks for a prune that begins, or goes on, after a run looked at the store."""

    context: Context
    seen: Fetched | None
    """The warrant as it was before the look."""
    relied: Collection[str]
    """What the run counts on, as warrants name it."""
    enforced: bool

    def before(self, group: Group) -> None:
        """Wait out a prune of something this run counts on.

        Raises:
            ConditionError: There was one: what was seen may be there no more.
        """
        if group not in {Group.RECORDS, Group.OPENING}:  # before and after the records are written
            return
        for _ in range(PATIENCE):
            found = read_warrant(self.context.roots.private)
            warrant = parse_warrant(found.body) if found else None
            if found is None or warrant is None or not warrant.keys.intersection(self.relied):
                return
            if warrant.is_done and self.seen is not None and found.etag == self.seen.etag:
                return
            if warrant.is_done:
                raise _looked_too_early(self.context)
            self.context.talk.say("waiting for airdate prune, which runs elsewhere")
            self.context.wait(PAUSE_S)
        assert found is not None  # so many looks have found it
        assert warrant is not None
        stopped = render_warrant(replace(warrant, is_done=True))
        private = self.context.roots.private
        put_checked(private, WARRANT, stopped, HEADERS, IfMatch(found.etag), enforced=self.enforced)
        raise _looked_too_early(self.context)


def _looked_too_early(context: Context) -> ConditionError:
    return ConditionError(f"{context.roots.public.name} was pruned meanwhile")


def relied_on(
    show: ShowRecord, records: Iterable[EpisodeRecord], rendered: Collection[str]
) -> frozenset[str]:
    """Everything that new revisions and what is rendered name, as warrants name it."""
    keys = {each.key for each in show.files.values()}.union(rendered)
    own = set[str]().union(*map(keys_of, records))
    return frozenset(
        {warranted(Root.PUBLIC, key) for key in keys | own}
        | {warranted(Root.PRIVATE, STAGING + key) for key in own}
    )
