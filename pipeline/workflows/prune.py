"""Prune: what airdate made and nothing names any more is deleted, as long as nobody begins to name it."""

from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pipeline.core.acts import keys_of
from pipeline.core.addresses import FEED, HISTORY, MANIFEST, STAGING
from pipeline.core.leftovers import (
    REMEMBERED,
    Known,
    Standing,
    candidates,
    is_document,
    keep_named,
    plan_leftovers,
)
from pipeline.core.plan import Plan, Removal
from pipeline.core.record import EpisodeRecord, ShowRecord, record_name
from pipeline.core.serving import UNCACHED, Root
from pipeline.core.warrant import WARRANT, Warrant, parse_warrant, render_warrant, warranted
from pipeline.errors import AirdateError, ConditionError, StoreError
from pipeline.store.protocol import Condition, Headers, IfAbsent, IfMatch, Listed, Store
from pipeline.workflows.apply import put_checked
from pipeline.workflows.carry_out import ATTEMPTS, LEFT_AFTER_S, SWEPT
from pipeline.workflows.changes import Changes
from pipeline.workflows.context import Context
from pipeline.workflows.guarding import refuse_newer, renderable
from pipeline.workflows.render import Build, addresses_of, render_public
from pipeline.workflows.state import State, load_state, look_again, parse_record, render_manifest
from pipeline.workflows.yielding import HEADERS, read_warrant

SETTLE_S = 3.0
"""Between the warrant and the last look: who saw no warrant has written its record by then."""

AT_ONCE = 25
"""Deletions between two looks at the records and the warrant."""

ABANDONED = timedelta(hours=1)
"""A warrant this old belongs to a prune that was killed."""


@dataclass(frozen=True)
class Pruned:
    """How a prune ended."""

    plan: Plan
    done: bool
    """False where the plan was not approved: nothing was deleted."""
    removed: tuple[Removal, ...] = ()


def prune(context: Context) -> Pruned:
    """Find what nothing names, show it, ask, and delete it.

    Safe to be killed anywhere, and to run beside producers: what a record
    written meanwhile names stays, and they wait for what may be deleted.

    Raises:
        AirdateError: Nothing was ever published here, or a newer airdate did.
        StoreError: The store failed, another prune runs, or somebody stopped this one.
    """
    state = load_state(context.roots)
    plan = Plan((), removals=find_leftovers(context, state))
    if not plan:
        return Pruned(plan, done=True)
    if not context.talk.approve(plan):
        return Pruned(plan, done=False)
    etag = _announce(context, plan.removals)
    deletion = _Deletion(context, etag)
    try:
        context.wait(SETTLE_S)
        deletion.run(plan.removals)
        for root, prefix in SWEPT:
            deletion.store(root).sweep(LEFT_AFTER_S, prefix)
    finally:
        with suppress(ConditionError, StoreError):
            deletion.end()
    _forget(context, {each.key for each in deletion.removed if each.root is Root.PUBLIC})
    return Pruned(plan, done=True, removed=tuple(deletion.removed))


def find_leftovers(context: Context, state: State) -> tuple[Removal, ...]:
    """What may be deleted, judged by one look at the store.

    Raises:
        AirdateError, StoreError: See `prune`.
    """
    if state.show is None:
        raise AirdateError("the show was never published here", "airdate publish")
    refuse_newer(state)
    roots, show = context.roots, state.show.value
    build = render_public(show, renderable(state, Changes(show)), context.now)
    recent = _recent_revisions(context, state)
    known = Known(
        now=context.now,
        public=_standing(roots.public.list()),
        staged={
            key.removeprefix(STAGING): each for key, each in _standing(roots.private.list(STAGING)).items()
        },
        written=state.written.keys(),
        retired={key: at for key, text in state.retired.items() if (at := _moment(text))},
        named=_named(state, build, recent),
        waiting=_waiting(state, recent),
    )
    found = candidates(known)
    documents = _documents(context, state, build, known) if found else {}
    return plan_leftovers(known, keep_named(found, documents, addresses_of(show).base_url))


def _standing(rows: Iterator[Listed]) -> dict[str, Standing]:
    return {row.key: Standing(row.size_bytes, row.modified_at) for row in rows}


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class _Recent:
    """Revisions that were replaced lately, and all that scheduled episodes ever had."""

    episodes: list[EpisodeRecord] = field(default_factory=list)
    shows: list[ShowRecord] = field(default_factory=list)


def _recent_revisions(context: Context, state: State) -> _Recent:
    """By when the store got them: a revision is kept at the moment when another one replaces it."""
    private, recent = context.roots.private, _Recent()
    waiting = {record_name(guid) for guid, row in state.records.items() if _is_waiting(row.value)}
    of_show = f"{HISTORY}{record_name('show')}/"
    keys = [
        row.key
        for row in private.list(HISTORY)
        if row.modified_at is None
        or row.modified_at > context.now - REMEMBERED
        or row.key.split("/")[1] in waiting
    ]
    with ThreadPoolExecutor(8) as pool:
        for key, found in zip(keys, pool.map(private.get, keys), strict=True):
            if found and key.startswith(of_show):
                recent.shows.append(parse_record(found.body, ShowRecord, private.url(key)))
            elif found:
                recent.episodes.append(parse_record(found.body, EpisodeRecord, private.url(key)))
    return recent


def _is_waiting(record: EpisodeRecord) -> bool:
    return record.released_at is None and record.withdrawn is None


def _is_gone(state: State, record: EpisodeRecord) -> bool:
    """Withdrawn, or reissued where the record that goes on is there."""
    return record.withdrawn is not None and record.withdrawn.reissued_as in {None, *state.records}


def _named(state: State, build: Build, recent: _Recent) -> set[str]:
    records = [row.value for row in state.records.values() if not _is_gone(state, row.value)]
    shows = [*recent.shows, *([state.show.value] if state.show else [])]
    named = {FEED, *(each.key for each in build.others)}
    named |= {each.key for show in shows for each in show.files.values()}
    return named.union(*map(keys_of, (*records, *recent.episodes)))


def _waiting(state: State, recent: _Recent) -> set[str]:
    """What scheduled episodes have or had: nothing of theirs is touched."""
    guids = {guid for guid, row in state.records.items() if _is_waiting(row.value)}
    records = [row.value for row in state.records.values() if row.value.guid in guids]
    return set[str]().union(*map(keys_of, (*records, *recent.episodes)))


def _documents(context: Context, state: State, build: Build, known: Known) -> dict[str, bytes]:
    """Every feed, page, style and script that stands: as rendered where that is what was written, or read."""
    public = context.roots.public
    made = {each.key: each for each in build.others}
    as_written = {key for key, each in made.items() if state.written.get(key) == each.sha256}
    bodies = {
        key: made[key].body
        for key, standing in known.public.items()
        if key in as_written and standing.size_bytes == len(made[key].body)
    }
    others = [key for key in known.public if is_document(key) and key not in bodies]
    with ThreadPoolExecutor(8) as pool:
        for key, found in zip(others, pool.map(public.get, others), strict=True):
            bodies[key] = found.body if found else b""
    return {**bodies, "": b"".join([state.feed.body if state.feed else b"", build.feed])}


def _announce(context: Context, removals: Collection[Removal]) -> str:
    """Write down what may be deleted, for others to wait; return the warrant's version.

    Raises:
        StoreError: Another prune runs.
    """
    private = context.roots.private
    found = read_warrant(private)
    before = parse_warrant(found.body) if found else None
    if before and not before.is_done and context.now - before.at < ABANDONED:
        raise StoreError("another airdate prune is running", "run the command again when it has ended")
    warrant = Warrant(context.now, frozenset(warranted(each.root, each.key) for each in removals))
    condition: Condition = IfMatch(found.etag) if found else IfAbsent()
    try:
        return put_checked(private, WARRANT, render_warrant(warrant), HEADERS, condition, enforced=False)
    except ConditionError as error:
        raise StoreError(
            "another airdate prune has begun", "run the command again when it has ended"
        ) from error


class _Deletion:
    """Deletes a few objects at a time, and looks in between whether it still may."""

    def __init__(self, context: Context, etag: str) -> None:
        self.context, self.etag = context, etag
        self.removed: list[Removal] = []
        self.listing: dict[str, str] | None = None
        """Of the records, when it was last decided what may go."""
        self.may_go: set[Removal] = set()
        self.rendered: Collection[str] = ()

    def run(self, removals: Collection[Removal]) -> None:
        """Delete what still may be deleted.

        Raises:
            StoreError: Somebody stopped it.
        """
        todo = list(removals)
        while todo:
            batch, todo = todo[:AT_ONCE], todo[AT_ONCE:]
            self._look()
            for each in batch:
                if each in self.may_go:
                    self._keep(each)
                    self.store(each.root).delete(each.key)
                    self.removed.append(each)

    def _keep(self, each: Removal) -> None:
        """Set a producer's file aside for two days more: a rollback that names it has no other copy."""
        if each.root is Root.PRIVATE or not each.key.startswith("files/") or each.key in self.rendered:
            return
        roots, head = self.context.roots, self.context.roots.public.head(each.key)
        if head is not None:
            headers = Headers(head.content_type, UNCACHED, sha256=head.sha256)
            roots.private.copy_from(roots.public, each.key, STAGING + each.key, headers)

    def _look(self) -> None:
        roots = self.context.roots
        if self.listing is None or look_again(roots) != self.listing:
            state = load_state(roots)
            self.may_go = set(find_leftovers(self.context, state))
            self.listing, self.rendered = dict(state.listing), state.written.keys()
        found = read_warrant(roots.private)
        if found is None or found.etag != self.etag:
            raise StoreError(
                "prune was stopped by a run that needed what it was about to delete",
                "run airdate prune again",
            )

    def end(self) -> None:
        """Tell those who wait that nothing more is deleted.

        Raises:
            ConditionError, StoreError: Somebody else did, or the store failed.
        """
        private = self.context.roots.private
        found = read_warrant(private)
        warrant = parse_warrant(found.body) if found else None
        if found and warrant and found.etag == self.etag:
            body = render_warrant(replace(warrant, is_done=True))
            put_checked(private, WARRANT, body, HEADERS, IfMatch(self.etag), enforced=False)

    def store(self, root: Root) -> Store:
        """One of the two roots."""
        roots = self.context.roots
        return roots.public if root is Root.PUBLIC else roots.private


def _forget(context: Context, keys: Collection[str]) -> None:
    """Take what is gone out of the manifest.

    Raises:
        StoreError: It never stopped changing.
    """
    private = context.roots.private
    for _ in range(ATTEMPTS):
        state = load_state(context.roots)
        gone = {key for key in {*keys, *state.retired} if key not in state.there}
        if state.manifest_etag is None or not gone.intersection({*state.written, *state.retired}):
            return
        body = render_manifest(
            {key: sha256 for key, sha256 in state.written.items() if key not in gone},
            state.rendered_from or 0,
            {key: at for key, at in state.retired.items() if key not in gone},
        )
        with suppress(ConditionError):
            put_checked(private, MANIFEST, body, HEADERS, IfMatch(state.manifest_etag), enforced=False)
            return
    raise StoreError("the store kept changing while it was pruned", "run the command again")
