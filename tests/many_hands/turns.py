"""One operation on the store at a time, in an order that a seed decides: what failed once fails again."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from threading import Condition as Bell
from threading import Event
from typing import Any

from pipeline.core.personality import Conditions
from pipeline.store.memory import MemoryStore
from pipeline.store.protocol import Condition, Headers, Roots
from pipeline.store.versions import require_condition

STUCK_S = 120.0
"""Nobody waits that long for a turn unless the whole thing stands still."""
_STEADY = (0.0, 0.6, 0.9, 0.98)
"""How likely the same one goes on: from everybody by turns to long pauses of all others."""


class StuckError(AssertionError):
    """A turn never came."""


@dataclass
class Turns:
    """Who may use the store next.

    Somebody is drawn when nobody is using the store and everybody who takes
    part waits for it or has left: so the order is the seed's alone, whatever
    the machine does meanwhile. Threads of one participant go first come,
    first served.
    """

    random: Random
    taken: int = 0
    """Turns so far."""
    _waiting: dict[str, deque[Event]] = field(default_factory=dict)
    _weights: dict[str, float] = field(default_factory=dict)
    _last: str = ""
    _is_busy: bool = False
    _bell: Bell = field(default_factory=Bell)

    def __post_init__(self) -> None:
        self._steady = self.random.choice(_STEADY)

    def join(self, *names: str) -> None:
        """These take part; each must leave."""
        for name in names:
            self._waiting[name] = deque()
            self._weights[name] = self.random.uniform(0.1, 1.0)

    def leave(self, name: str) -> None:
        with self._bell:
            del self._waiting[name]
            self._draw()

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Wait for a turn, and hold it for one operation."""
        mine = Event()
        with self._bell:
            self._waiting[name].append(mine)
            self._draw()
        if not mine.wait(STUCK_S):
            raise StuckError(f"{name} waited {STUCK_S:.0f} s for a turn")
        try:
            yield
        finally:
            with self._bell:
                self._is_busy = False
                self._draw()

    def _draw(self) -> None:
        if self._is_busy or not self._waiting or not all(self._waiting.values()):
            return
        if self._last not in self._waiting or self.random.random() >= self._steady:
            names = sorted(self._waiting)
            self._last = self.random.choices(names, [self._weights[name] for name in names])[0]
        self._is_busy = True
        self.taken += 1
        self._waiting[self._last].popleft().set()


READS = frozenset({"list", "head", "get", "get_if_changed", "get_range", "open"})
OPERATIONS = READS | {"put_file", "put_stream", "copy_from", "delete"}


@dataclass
class TurnStore:
    """One participant's way to a root that all share."""

    inner: MemoryStore
    turns: Turns
    who: str
    after_write: Callable[[str], None]
    """Told of each key that was written, before anybody else has a turn."""

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.inner, name)
        return self._in_turn(name, method) if name in OPERATIONS else method

    def _in_turn(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def act(*arguments: Any) -> Any:
            plain = [each.inner if isinstance(each, TurnStore) else each for each in arguments]
            with self.turns.turn(self.who):
                result = method(*plain)
                if name == "list":
                    return iter(tuple(result))
                if name in {"put_file", "put_stream", "delete"}:
                    self.after_write(str(plain[0]))
                elif name == "copy_from":
                    self.after_write(str(plain[2]))
                return result

        return act

    def put(self, key: str, body: bytes, headers: Headers, condition: Condition = None) -> str:
        """A racy store looks at the condition in one turn and writes in another."""
        if condition is not None and self.inner.conditions is Conditions.RACY:
            with self.turns.turn(self.who):
                stored = self.inner.objects.get(key)
                require_condition(condition, stored.etag if stored else None, self.inner.url(key))
            condition = None
        with self.turns.turn(self.who):
            etag = self.inner.put(key, body, headers, condition)
            self.after_write(key)
            return etag

    def probe(self) -> Any:
        from pipeline.store.probing import probe_writes

        return probe_writes(self)  # type: ignore[arg-type]  # every method of a store is there


def in_turns(roots: Roots, turns: Turns, who: str, after_write: Callable[[str], None]) -> Roots:
    """Both roots as one participant uses them; only writes to the public root are told of."""
    assert isinstance(roots.public, MemoryStore)
    assert isinstance(roots.private, MemoryStore)
    public = TurnStore(roots.public, turns, who, after_write)
    private = TurnStore(roots.private, turns, who, lambda _: None)
    return Roots(public, private)  # type: ignore[arg-type]  # every method of a store is there
