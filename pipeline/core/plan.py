"""The plan: what a run will change, step by step, each with its reason. Pure data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from pipeline.core.serving import Group, Root, Serving


@dataclass(frozen=True)
class Body:
    """The bytes themselves: pages, feed, records."""

    data: bytes


@dataclass(frozen=True)
class LocalFile:
    """A file on this machine: media, pictures, transcripts."""

    path: str


@dataclass(frozen=True)
class Staged:
    """The object of this key in the private root, copied on the server."""

    key: str


@dataclass(frozen=True)
class Step:
    """One object to be written, where, from what, and why."""

    group: Group
    root: Root
    key: str
    reason: str
    source: Body | LocalFile | Staged
    serving: Serving
    size_bytes: int
    sha256: str

    @property
    def order(self) -> tuple[int, str, str]:
        """Groups in order; within one, by root and key, so that a plan reads the same every time."""
        return (self.group, self.root, self.key)


@dataclass(frozen=True)
class Removal:
    """One object to be deleted, and why; after the feed, so that nothing public names it any more."""

    root: Root
    key: str
    reason: str
    size_bytes: int | None = None
    """Where it is worth telling."""


@dataclass(frozen=True)
class Skip:
    """Something that needs no writing, and why; shown, so that a short plan is trusted."""

    what: str
    reason: str


@dataclass(frozen=True)
class Plan:
    """Everything a run will do, in order."""

    steps: tuple[Step, ...]
    skips: tuple[Skip, ...] = ()
    notes: tuple[str, ...] = ()
    """What is about to happen in words: "061-x becomes public now"."""
    removals: tuple[Removal, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.steps or self.removals)

    def of(self, group: Group) -> tuple[Step, ...]:
        """The steps of one group."""
        return tuple(step for step in self.steps if step.group is group)

    @property
    def upload_bytes(self) -> int:
        """What goes over the wire, besides server-side copies."""
        return sum(step.size_bytes for step in self.steps if not isinstance(step.source, Staged))


def order_steps(steps: Iterable[Step]) -> tuple[Step, ...]:
    """In the order of apply; the last of several steps for one object in one group stands."""
    latest = {(step.group, step.root, step.key): step for step in steps}
    return tuple(sorted(latest.values(), key=lambda step: step.order))


@dataclass(frozen=True)
class Rendered:
    """One rendered object of the public root."""

    key: str
    body: bytes
    group: Group
    serving: Serving
    about: str = ""
    """What the plan tells of it besides the reason."""

    @property
    def sha256(self) -> str:
        return sha256(self.body).hexdigest()


def plan_rendered(
    wanted: Iterable[Rendered], written: Mapping[str, str], there: Mapping[str, int]
) -> tuple[Step, ...]:
    """Steps for what differs from the manifest of what was written, or is not there any more.

    Args:
        wanted: What ought to stand in the public root.
        written: SHA-256 by key, of what was last written there.
        there: Sizes in bytes by key, as the store lists them.
    """
    return tuple(
        Step(
            each.group,
            Root.PUBLIC,
            each.key,
            "; ".join(filter(None, (_reason(each, written, there), each.about))),
            Body(each.body),
            each.serving,
            len(each.body),
            each.sha256,
        )
        for each in wanted
        if written.get(each.key) != each.sha256 or there.get(each.key) != len(each.body)
    )


def _reason(each: Rendered, written: Mapping[str, str], there: Mapping[str, int]) -> str:
    if each.key not in written:
        return "new"
    return (
        "changed" if written[each.key] != each.sha256 else "missing" if each.key not in there else "damaged"
    )
