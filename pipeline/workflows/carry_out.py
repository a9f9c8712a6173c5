"""The second half of every writing command: build, plan, guard, ask, apply, and look again until stable."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from pipeline.core.addresses import RECORDS, SHOW, SNAPSHOT, STAGING, STORE_PROFILE, record_key
from pipeline.core.personality import Conditions
from pipeline.core.plan import Plan
from pipeline.core.record import EpisodeRecord
from pipeline.core.serving import PRIVATE_JSON, Group, Root
from pipeline.errors import ConditionError, StoreError
from pipeline.store.probing import probe_store
from pipeline.store.protocol import Condition, Headers
from pipeline.workflows.apply import Makers, apply_plan
from pipeline.workflows.changes import Changes
from pipeline.workflows.context import Context
from pipeline.workflows.guarding import Policy, guard, refuse_newer, renderable
from pipeline.workflows.planning import plan_all
from pipeline.workflows.render import addresses_of, render_public, today_of
from pipeline.workflows.state import (
    State,
    load_state,
    look_again,
    parse_profile,
    render_profile,
    render_snapshot,
)
from pipeline.workflows.yielding import Watch, read_warrant, relied_on

ATTEMPTS = 8
"""How often the store may change under a run before it gives up; each attempt sees a newer state."""


LEFT_AFTER_S = 24 * 3600.0
"""An unfinished upload this old was left by a run that was killed."""

SWEPT = ((Root.PUBLIC, "media/"), (Root.PUBLIC, "files/"), (Root.PRIVATE, STAGING))
"""Where large objects go, and so what is left of them; nobody else's uploads are touched."""

MANY_UNPACKED = 20
"""So many records fetched one by one are worth a new snapshot, even where nothing else is written."""


@dataclass(frozen=True)
class Result:
    """How a run ended."""

    plan: Plan
    """The plan as it was shown."""
    changes: Changes
    done: bool
    """False where the plan was not approved: nothing was written."""
    feed_url: str


def carry_out(
    context: Context,
    decide: Callable[[State], Changes],
    *,
    policy: Policy,
    mint: Callable[[], None] = lambda: None,
    makers: Makers = MappingProxyType({}),
) -> Result:
    """Decide, build, plan, ask, apply; again where somebody else wrote meanwhile.

    Args:
        context: The run.
        decide: From a look at the store to what ought to change; called
            again with a newer look, so it must find nothing left to do once
            its changes are there.
        policy: What the producer allowed.
        mint: Writes into the producer's files; called when every slug is ours, before anything else is
            written, and perhaps again.
        makers: Of local files that are made when their turn comes.

    Raises:
        GuardError: The feed would lose or alter what is public.
        StoreError: The store failed, or never stopped changing.
    """
    shown: Plan | None = None
    first: Changes | None = None
    rewritten: set[str] = set()
    enforced = True
    for _ in range(ATTEMPTS):
        warrant = read_warrant(context.roots.private)
        state, changes, plan, conditions, relied = _look(context, decide, policy, rewritten)
        first = first or changes
        result = Result(shown or plan, first, True, addresses_of(changes.show).feed)
        if shown is None and (plan or plan.notes) and not context.talk.approve(plan):
            return replace(result, done=False)
        if not plan:
            mint()
            if state.unpacked > MANY_UNPACKED:
                _write_snapshot(context, state, changes, {}, {})
            return result
        if shown is None:
            shown = plan
            enforced = _make_ready(context) is Conditions.ENFORCES
        rewritten |= {step.key for step in plan.steps if step.group in {Group.PAGES, Group.FEED}}
        watch = Watch(context, warrant, relied, enforced)
        try:
            etags = apply_plan(
                plan, context.roots, context.talk, conditions, mint, makers, watch.before, enforced=enforced
            )
        except ConditionError:
            continue
        if _is_stable(context, state, changes, etags):
            return result
    raise StoreError(
        "the store kept changing while this run was writing", "run the command again when others are done"
    )


def _look(
    context: Context, decide: Callable[[State], Changes], policy: Policy, rewritten: Collection[str]
) -> tuple[State, Changes, Plan, Mapping[tuple[Root, str], Condition], Collection[str]]:
    """One look at the store, what it leads to, and the versions and objects that rests on.

    What this run has rewritten already is not taken for written: somebody
    else may have put an older page over it.
    """
    state = load_state(context.roots)
    changes = decide(state)
    refuse_newer(state)
    state = replace(state, written={k: v for k, v in state.written.items() if k not in rewritten})
    build = render_public(changes.show, renderable(state, changes), context.now)
    changes = replace(changes, problems=(*changes.problems, *build.problems))
    guard(state, build, changes, policy, today_of(changes.show, context.now))
    relied = relied_on(changes.show, changes.records.values(), {each.key for each in build.others})
    return state, changes, *plan_all(state, changes, build, context.now), relied


def _is_stable(context: Context, state: State, changes: Changes, etags: Mapping[str, str]) -> bool:
    """Whether nobody else wrote a record, or the show's, since this run looked."""
    seen = look_again(context.roots)
    _write_snapshot(context, state, changes, etags, seen)
    ours = {key: etag for key, etag in etags.items() if key == SHOW or key.startswith(RECORDS)}
    return seen == {**state.listing, **ours}


def _write_snapshot(
    context: Context, state: State, changes: Changes, etags: Mapping[str, str], seen: Mapping[str, str]
) -> None:
    """Pack all records for the next reader, where this run changed one or found some unpacked."""
    if not changes.records and not state.unpacked:
        return
    rows: dict[str, tuple[EpisodeRecord, str]] = {
        record_key(guid): (each.value, each.etag) for guid, each in state.records.items()
    }
    for guid, record in changes.records.items():
        key = record_key(guid)
        rows[key] = (record, etags.get(key) or seen.get(key, ""))
    body = render_snapshot(rows)
    context.roots.private.put(SNAPSHOT, body, Headers(PRIVATE_JSON.content_type, PRIVATE_JSON.cache_control))


def _make_ready(context: Context) -> Conditions:
    """What the store makes of conditional writes, once nothing of killed runs lies about in it."""
    for root, prefix in SWEPT:
        (context.roots.public if root is Root.PUBLIC else context.roots.private).sweep(LEFT_AFTER_S, prefix)
    return _learn_conditions(context)


def _learn_conditions(context: Context) -> Conditions:
    """Find out what the store makes of conditional writes, and say so loudly where they do not hold."""
    private = context.roots.private
    known = parse_profile(private.get(STORE_PROFILE))
    if known is not None and not known.is_due(context.now):
        return known.conditions
    learnt = probe_store(private, context.now)
    if learnt.conditions is not Conditions.ENFORCES and (
        known is None or learnt.conditions is not known.conditions
    ):
        context.talk.warn(
            f"{private.name} {learnt.conditions.verb} conditional writes: nothing can be lost, but when two "
            "machines publish at the same moment the feed may show an episode late, until the next run"
        )
    headers = Headers(PRIVATE_JSON.content_type, PRIVATE_JSON.cache_control)
    private.put(STORE_PROFILE, render_profile(learnt), headers)
    return learnt.conditions
