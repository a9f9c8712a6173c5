"""Apply: carry out a plan against the store, in order, safe to be killed anywhere and run again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from pipeline.core.plan import Body, LocalFile, Plan, Removal, Staged, Step
from pipeline.core.serving import Group, Root
from pipeline.errors import ConditionError, StoreError, UnsupportedError
from pipeline.store.protocol import Condition, Headers, IfAbsent, IfMatch, Roots, Store
from pipeline.workflows.conversation import Conversation

Conditions = Mapping[tuple[Root, str], Condition]
"""The version each object was computed against; objects not named are written whatever is there."""

Makers = Mapping[str, Callable[[], None]]
"""What makes a local file when its turn comes, by path; it is removed again once it is sent."""

PARALLEL = 8
"""Transfers of small objects at once."""


def apply_plan(
    plan: Plan,
    roots: Roots,
    talk: Conversation,
    conditions: Conditions,
    after_claims: Callable[[], None] = lambda: None,
    makers: Makers = MappingProxyType({}),
    before_group: Callable[[Group], None] = lambda _: None,
    *,
    enforced: bool,
) -> dict[str, str]:
    """Carry out every step, group by group, and return the ETags of the private objects written.

    Args:
        plan: What to do.
        roots: Where.
        talk: Told of progress.
        conditions: The version that each conditional write was computed against.
        after_claims: Called when every slug of the plan is ours, before anything else is written.
        makers: Of local files that are not there yet.
        before_group: Called before each group; what it raises stops the run there.
        enforced: Whether the store holds to conditions; where not, versions
            are compared just before each such write.

    Raises:
        ConditionError: Somebody else changed the store meanwhile; nothing
            of theirs was overwritten. Look again and plan again.
        StoreError: A step failed; what came before it stands, the feed does
            not name anything that is not there, and running again goes on.
    """
    etags: dict[str, str] = {}
    for group in Group:
        steps = plan.of(group)
        before_group(group)
        if group is Group.MEDIA:
            for step in steps:
                _put_media(step, roots, talk, makers)
        elif group in {Group.FILES, Group.PAGES}:
            _in_parallel(lambda step: _put(step, roots, talk, makers), steps)
        else:
            for step in steps:
                _put_in_turn(step, roots, conditions, etags, enforced=enforced)
        if group is Group.CLAIM:
            after_claims()
        if group is Group.FEED:
            _remove(plan.removals, roots)
    return etags


def _remove(removals: Sequence[Removal], roots: Roots) -> None:
    """One after the other: what stands last in the plan tells the next run that something is left."""
    for each in removals:
        (roots.public if each.root is Root.PUBLIC else roots.private).delete(each.key)


def _put_in_turn(
    step: Step, roots: Roots, conditions: Conditions, etags: dict[str, str], *, enforced: bool
) -> None:
    """One conditional write; what this run wrote before is what it expects to find."""
    is_private = step.root is Root.PRIVATE
    condition = conditions.get((step.root, step.key))
    if is_private and step.key in etags:
        condition = IfMatch(etags[step.key])
    assert isinstance(step.source, Body)  # what is conditional is always small
    store, data = _store(step, roots), step.source.data
    etag = put_checked(store, step.key, data, _headers(step), condition, enforced=enforced)
    if is_private:
        etags[step.key] = etag


def _in_parallel(work: Callable[[Step], object], steps: tuple[Step, ...]) -> None:
    with ThreadPoolExecutor(PARALLEL) as pool:
        list(pool.map(work, steps))


def _store(step: Step, roots: Roots) -> Store:
    return roots.public if step.root is Root.PUBLIC else roots.private


def _headers(step: Step) -> Headers:
    serving = step.serving
    return Headers(serving.content_type, serving.cache_control, serving.content_disposition, step.sha256)


def _put_media(step: Step, roots: Roots, talk: Conversation, makers: Makers) -> None:
    """Create-only: what is there with the same size and hash is left alone; then it is checked."""
    store = _store(step, roots)
    found = store.head(step.key)
    if found is None or found.size_bytes != step.size_bytes or found.sha256 != step.sha256:
        _transfer(step, roots, talk, makers)
    check_media(store, step)


def check_media(store: Store, step: Step) -> None:
    """Look at media through the store before anything names it: size, type, hash, a range.

    Raises:
        StoreError: What stands there is not what was sent.
    """
    found = store.head(step.key)
    if found is None:
        raise StoreError(f"{store.url(step.key)} is not there after it was written", "run the command again")
    wrong = [
        f"{what} is {seen}, not {meant}"
        for what, seen, meant in (
            ("size", found.size_bytes, step.size_bytes),
            ("type", found.content_type.split(";")[0], step.serving.content_type.split(";")[0]),
            ("SHA-256", found.sha256 or step.sha256, step.sha256),
        )
        if seen != meant
    ]
    if wrong:
        raise StoreError(
            f"{store.url(step.key)} is not what was sent: {', '.join(wrong)}", "run the command again"
        )
    if step.size_bytes and len(store.get_range(step.key, step.size_bytes - 1, 1)) != 1:
        raise StoreError(f"{store.url(step.key)}: the store does not serve byte ranges, which players need")


def _put(step: Step, roots: Roots, talk: Conversation, makers: Makers) -> None:
    if isinstance(step.source, Body):
        _store(step, roots).put(step.key, step.source.data, _headers(step))
    else:
        _transfer(step, roots, talk, makers)


def _transfer(step: Step, roots: Roots, talk: Conversation, makers: Makers) -> None:
    store = _store(step, roots)
    if isinstance(step.source, Staged):
        store.copy_from(roots.private, step.source.key, step.key, _headers(step))
    elif isinstance(step.source, LocalFile):
        with _made(step.source.path, makers) as path, talk.uploading(step.key, step.size_bytes) as progress:
            store.put_file(step.key, path, _headers(step), progress)


@contextmanager
def _made(path: str, makers: Makers) -> Iterator[Path]:
    """A local file, made now where it has to be, and then gone again."""
    if path not in makers:
        yield Path(path)
        return
    try:
        makers[path]()
        yield Path(path)
    finally:
        Path(path).unlink(missing_ok=True)


def put_checked(
    store: Store, key: str, body: bytes, headers: Headers, condition: Condition, *, enforced: bool
) -> str:
    """A conditional write that can tell its own success from somebody else's.

    After a refused condition the object is read again: if it is what was
    meant, an earlier attempt's reply was lost, and it succeeded. Where the
    store does not hold to conditions, the version is compared just before
    the write: records make an episode late at worst.

    Raises:
        ConditionError: Another version is there.
    """
    try:
        if not enforced:
            _compare(store, key, condition)
        return _put_if(store, key, body, headers, condition)
    except ConditionError:
        found = store.get(key)
        if found is not None and found.body == body:
            return found.etag
        raise


def _put_if(store: Store, key: str, body: bytes, headers: Headers, condition: Condition) -> str:
    """Without the condition where the store does not know it, but not over another version."""
    try:
        return store.put(key, body, headers, condition)
    except UnsupportedError:
        _compare(store, key, condition)
        return store.put(key, body, headers)


def _compare(store: Store, key: str, condition: Condition) -> None:
    head = store.head(key)
    there = head.etag if head else None
    meant = condition.etag if isinstance(condition, IfMatch) else None
    if isinstance(condition, IfAbsent | IfMatch) and there != meant:
        raise ConditionError(f"{store.url(key)} was changed by somebody else meanwhile")
