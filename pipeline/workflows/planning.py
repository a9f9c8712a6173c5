"""The plan of a whole run: transfers, records, pages, feed, manifest, and the versions they rest on."""

from collections.abc import Mapping, Set
from datetime import datetime
from hashlib import sha256

from pipeline.core.addresses import FEED, MANIFEST, SHOW, SLUGS, history_key, record_key
from pipeline.core.leftovers import names_in
from pipeline.core.plan import Body, Plan, Removal, Step, order_steps, plan_rendered
from pipeline.core.record import EpisodeRecord, ShowRecord
from pipeline.core.removal import plan_removals
from pipeline.core.serving import PRIVATE_JSON, Group, Root
from pipeline.store.protocol import Condition, IfAbsent, IfMatch
from pipeline.workflows.changes import Changes
from pipeline.workflows.render import Build
from pipeline.workflows.state import State, render_manifest, render_record

Conditioned = tuple[list[Step], dict[tuple[Root, str], Condition]]


def plan_all(
    state: State, changes: Changes, build: Build, now: datetime
) -> tuple[Plan, dict[tuple[Root, str], Condition]]:
    """Every step, in order, and the version each conditional one was computed against."""
    steps: list[Step] = [*changes.steps, *plan_rendered(build.others, state.written, state.there)]
    removals = _removals(state, changes, build)
    conditions: dict[tuple[Root, str], Condition] = {
        (Root.PRIVATE, step.key): _claimed(changes.claims.get(step.key))
        for step in changes.steps
        if step.key.startswith(SLUGS)
    }
    for planned in (
        _records(state, changes),
        _show(state, changes),
        _feed(state, build),
        _manifest(state, changes, build, {each.key for each in removals if each.root is Root.PUBLIC}, now),
    ):
        steps.extend(planned[0])
        conditions |= planned[1]
    return Plan(order_steps(steps), changes.skips, changes.notes, removals), conditions


def _claimed(etag: str | None) -> Condition:
    """A slug is claimed once; only a named act passes it on."""
    return IfMatch(etag) if etag else IfAbsent()


def _removals(state: State, changes: Changes, build: Build) -> tuple[Removal, ...]:
    return plan_removals(
        changes.show,
        changes.all_records(state).values(),
        {FEED, *(each.key for each in build.others)},
        state.written.keys(),
        state.there.keys(),
        state.staged.keys(),
    )


def private_step(group: Group, key: str, body: bytes, reason: str) -> Step:
    """A small object of the private root."""
    return Step(
        group, Root.PRIVATE, key, reason, Body(body), PRIVATE_JSON, len(body), sha256(body).hexdigest()
    )


def _versioned(key: str, etag: str | None) -> dict[tuple[Root, str], Condition]:
    return {(Root.PRIVATE, key): IfMatch(etag) if etag else IfAbsent()}


def _records(state: State, changes: Changes) -> Conditioned:
    steps: list[Step] = []
    conditions: dict[tuple[Root, str], Condition] = {}
    for guid, record in sorted(changes.records.items()):
        old = state.records.get(guid)
        conditions |= _versioned(record_key(guid), old.etag if old else None)
        if old:
            steps.append(_kept(history_key(guid, old.value.revision), old.value, record.slug))
        steps.append(_revision(record_key(guid), record, record.slug))
    return steps, conditions


def _show(state: State, changes: Changes) -> Conditioned:
    if state.show and changes.show == state.show.value:
        return [], {}
    steps = [_revision(SHOW, changes.show, "show")]
    if state.show:
        steps.append(_kept(history_key("show", state.show.value.revision), state.show.value, "show"))
    return steps, _versioned(SHOW, state.show.etag if state.show else None)


def _revision(key: str, record: EpisodeRecord | ShowRecord, name: str) -> Step:
    return private_step(Group.RECORDS, key, render_record(record), f"{name}: revision {record.revision}")


def _kept(key: str, record: EpisodeRecord | ShowRecord, name: str) -> Step:
    return private_step(
        Group.FILES, key, render_record(record), f"{name}: revision {record.revision} is kept"
    )


def _feed(state: State, build: Build) -> Conditioned:
    if state.feed and state.feed.body == build.feed:
        return [], {}
    known: Mapping[str, str] = {FEED: ""} if state.feed else {}
    condition: Condition = IfMatch(state.feed.etag) if state.feed else IfAbsent()
    return list(plan_rendered([build.rendered_feed], known, {})), {(Root.PUBLIC, FEED): condition}


def _manifest(state: State, changes: Changes, build: Build, removed: Set[str], now: datetime) -> Conditioned:
    """Keys that are rendered no more stay listed, until they are removed: airdate wrote them."""
    rendered = {each.key: each.sha256 for each in (*build.others, build.rendered_feed)}
    # A run that was killed among the removals leaves names of what is gone.
    standing = {key: sha256 for key, sha256 in state.written.items() if key in state.there}
    objects = {key: sha256 for key, sha256 in {**standing, **rendered}.items() if key not in removed}
    revision = changes.show.revision
    changing = {step.key for step in plan_rendered(build.others, state.written, state.there)}
    still = state.there.keys() - removed
    retired = {key: at for key, at in _retired(state, build, now).items() if key in still}
    is_known = (state.written, state.rendered_from, set(state.retired)) == (objects, revision, set(retired))
    if is_known and not changing:
        return [], {}
    body = render_manifest(objects, revision, retired)
    steps = [private_step(Group.MANIFEST, MANIFEST, body, "what was written")]
    if changing & state.written.keys():
        safe = {key: sha256 for key, sha256 in state.written.items() if key not in changing}
        body = render_manifest(safe, state.rendered_from or 0, retired)
        steps.insert(0, private_step(Group.OPENING, MANIFEST, body, "what is about to change"))
    return steps, _versioned(MANIFEST, state.manifest_etag)


def _retired(state: State, build: Build, now: datetime) -> dict[str, str]:
    """Since when each key is rendered no more, or named by no feed: apps may ask for it a while longer."""
    before, after = (state.feed.body if state.feed else b""), build.feed
    gone = names_in(before) - names_in(after) if before != after else set()
    rendered = {FEED, *(each.key for each in build.others)}
    named = names_in(after) if state.retired else set()
    keys = {*state.written, *state.retired, *gone} - rendered - named
    since = {key: at for key, at in state.retired.items() if key not in gone}
    return {key: since.get(key, now.isoformat()) for key in sorted(keys)}
