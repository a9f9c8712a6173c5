"""Doctor: one look at everything that a publish relies on; it writes nothing but a scratch object."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.core.findings import STORE_REFUSED, Finding, Outcome, Topic, exit_code_of, problem, skipped
from pipeline.core.personality import Personality
from pipeline.errors import StoreError
from pipeline.store.open import open_roots
from pipeline.store.patience import Patience
from pipeline.store.protocol import Roots
from pipeline.web.outside import Outside
from pipeline.workflows.conversation import Conversation
from pipeline.workflows.doctor_private import Stranger, look_at_listing, look_at_privacy
from pipeline.workflows.doctor_public import find_samples, look_at_public
from pipeline.workflows.doctor_setup import Setup, look_at_setup, look_at_tools
from pipeline.workflows.doctor_store import (
    Root,
    look_at_clock,
    look_at_credentials,
    look_at_records,
    look_for_leftovers,
    open_far_roots,
    probe,
)
from pipeline.workflows.look_online import Way
from pipeline.workflows.state import State

PATIENCE_S = 10.0
"""Somebody waits for the answer, and an outage is one."""


@dataclass(frozen=True)
class Desk:
    """What an examination is given."""

    folder: Path
    clock: Callable[[], datetime]
    talk: Conversation
    outside: Outside = field(default_factory=Outside)


@dataclass(frozen=True)
class Examined:
    """What was found."""

    findings: tuple[Finding, ...]
    personality: Personality | None = None
    """None where the store was not asked, or did not let us ask."""

    @property
    def exit_code(self) -> int:
        return exit_code_of(self.findings)


def examine(desk: Desk, *, offline: bool = False) -> Examined:
    """Look at the set-up.

    Args:
        desk: The folder, the clock, and how to reach the rest.
        offline: Look at the folder and this machine alone; nothing is sent.
    """
    setup = look_at_setup(desk.folder)
    if offline or setup.location is None:
        return Examined((*setup.findings, *look_at_tools()))
    talk = desk.talk
    try:
        roots = open_roots(setup.location, desk.folder, patience=Patience(deadline_s=PATIENCE_S))
        far = _open_far(setup)
    except StoreError as error:
        refused = problem(Topic.CREDENTIALS, "source", error.text, error.fix, STORE_REFUSED)
        return Examined((*setup.findings, refused, *look_at_tools()))
    talk.say(f"looking at {roots.private.name}")
    found, personality = _look_online(desk, setup, far, roots)
    return Examined((*setup.findings, *found, *look_at_tools()), personality)


def _open_far(setup: Setup) -> list[Root]:
    if setup.location is None or setup.public is None or setup.private is None:
        return []
    return open_far_roots(setup.location, setup.public, setup.private)


def _look_online(
    desk: Desk, setup: Setup, far: list[Root], roots: Roots
) -> tuple[list[Finding], Personality | None]:
    now = desk.clock()
    found = [*look_at_credentials(far, now), *look_at_clock(far, desk.clock)]
    if any((each.topic, each.outcome) == (Topic.CREDENTIALS, Outcome.PROBLEM) for each in found):
        found.append(skipped(Topic.STORE, "conditions", "without credentials the store answers nothing"))
        return [*found, *_look_as_stranger(desk, setup, far, roots, None)], None
    personality, of_store = probe(roots.private, now)
    state, of_records = look_at_records(roots)
    found += [*of_store, *look_for_leftovers(far), *of_records]
    return [*found, *_look_as_stranger(desk, setup, far, roots, state)], personality


def _look_as_stranger(
    desk: Desk, setup: Setup, far: list[Root], roots: Roots, state: State | None
) -> Iterator[Finding]:
    """Without credentials, from outside; nobody's private network is asked but for the show's own host."""
    outside, base_url = desk.outside, setup.base_url
    way = Way(network=outside.network, own_host=urlsplit(base_url or "").netloc)
    addresses = setup.addresses if base_url else None
    yield from look_at_public(addresses, find_samples(state), way, desk.talk)
    stranger = Stranger(far, base_url, replace(way, allow_private=outside.allow_private), desk.talk)
    yield from look_at_listing(stranger)
    yield from look_at_privacy(stranger, roots.private)
