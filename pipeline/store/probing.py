"""Find out what a store makes of conditional writes: some enforce them, some refuse, some only pretend.

After reliability.md §3.3, without deleting anything: what is written is the
scratch object `probe`.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, auto
from threading import Barrier

from pipeline.core.personality import Conditions, Personality
from pipeline.errors import AccessError, ConditionError, OutageError, StoreError, UnsupportedError
from pipeline.store.protocol import Condition, Headers, IfAbsent, IfMatch, Store

PROBE_KEY = "probe"
ABSENT_KEY = "probe-absent"
"""Where nothing is, unless the store writes there what it ought to refuse."""
PROBE_HEADERS = Headers("text/plain; charset=utf-8", "no-store")
_STALE = IfMatch('"00000000000000000000000000000000"')

WRITERS = 8
ROUNDS = 3
"""How often so many writers meet: a store that is seldom racy may get away with one round."""
ATTEMPTS = 3

Put = Callable[[str, bytes, Headers, Condition], str]


class Told(Enum):
    """What a store answered to a conditional write."""

    DENIED = auto()
    """Refused because the condition is false."""
    UNKNOWN = auto()
    """Refused because the store does not know such conditions."""
    WRITTEN = auto()
    NOTHING = auto()
    """No answer, or "not now"."""


def probe_store(store: Store, now: datetime) -> Personality:
    """What a store honours, as of now; asked again where an answer did not come.

    Anything less than everything is believed when it is said twice: an
    answer may have been lost on its way.

    Raises:
        AccessError: The credentials may not read and write the scratch object.
        OutageError: The store cannot be reached.
    """
    store.abort_leftovers(PROBE_KEY)  # of a probe that was killed
    before: Personality | None = None
    for _ in range(ATTEMPTS):
        personality = store.probe()
        if personality.is_certain and (personality.honours_all or personality == before):
            break
        before = personality
    if before is not None:
        store.abort_leftovers(PROBE_KEY)
    return replace(personality, probed_at=now)


def probe_writes(store: Store) -> Personality:
    """What can be found out of any store: conditions, and whether what is written can be read at once."""
    sees_writes = _sees_writes(store)
    probe = _Probe(store.put)
    conditions = probe.conditions()
    if conditions is Conditions.ENFORCES and not probe.is_fair():
        conditions = Conditions.RACY
    if not probe.is_certain:  # what cannot be told must not be built on
        conditions = Conditions.IGNORES
    return Personality(conditions, reads_after_writes=sees_writes, is_certain=probe.is_certain)


def tell(write: Callable[[], object]) -> Told:
    """Try a conditional write."""
    try:
        write()
    except ConditionError:
        return Told.DENIED
    except UnsupportedError:
        return Told.UNKNOWN
    except OutageError:
        return Told.NOTHING
    return Told.WRITTEN


@dataclass
class _Probe:
    """Questions to a store's `put`."""

    put: Put
    is_certain: bool = True
    _numbers: list[int] = field(default_factory=list)

    def conditions(self) -> Conditions:
        """What becomes of conditions that hold and that do not, one write after the other."""
        etag = self._write()
        if_absent = self._try(IfAbsent())
        if if_absent is not Told.DENIED:
            return Conditions.REFUSES if if_absent is Told.UNKNOWN else Conditions.IGNORES
        if (
            self._try(_STALE) is Told.DENIED
            and self._spares_absent(IfMatch(etag))
            and self._try(IfMatch(etag)) is Told.WRITTEN
        ):
            return Conditions.ENFORCES
        return Conditions.PARTLY

    def _spares_absent(self, condition: Condition) -> bool:
        """Whether nothing is written over a version that is gone; taken for granted where we may not ask."""
        try:
            return self._try(condition, ABSENT_KEY) is Told.DENIED
        except AccessError:
            return True

    def is_fair(self) -> bool:
        """Whether of several writers with the same condition, all at once, exactly one wins each time."""
        return all(self._race() == 1 for _ in range(ROUNDS))

    def _race(self) -> int:
        etag, start = self._write(), Barrier(WRITERS)

        def write(body: bytes) -> Told:
            start.wait()
            return self._try(IfMatch(etag), body=body)

        with ThreadPoolExecutor(WRITERS) as pool:
            told = list(pool.map(write, [self._body() for _ in range(WRITERS)]))
        return told.count(Told.WRITTEN)

    def _write(self) -> str:
        return self.put(PROBE_KEY, self._body(), PROBE_HEADERS, None)

    def _try(self, condition: Condition, key: str = PROBE_KEY, body: bytes | None = None) -> Told:
        told = tell(lambda: self.put(key, body or self._body(), PROBE_HEADERS, condition))
        if told is Told.NOTHING:
            self.is_certain = False
        return told

    def _body(self) -> bytes:
        """Never the same twice, for the same bytes have the same ETag."""
        self._numbers.append(len(self._numbers))
        return str(len(self._numbers)).encode()


def _sees_writes(store: Store) -> bool | None:
    """Whether HEAD, GET and LIST tell of a second version at once."""
    try:
        for body in (b"before", b"after that"):
            etag = store.put(PROBE_KEY, body, PROBE_HEADERS)
            head, fetched = store.head(PROBE_KEY), store.get(PROBE_KEY)
            listed = [row.etag for row in store.list(PROBE_KEY) if row.key == PROBE_KEY]
            if not (head and fetched and head.etag == fetched.etag == etag and listed == [etag]):
                return False
            if fetched.body != body:
                return False
    except OutageError:
        return None
    return True


def ask(question: Callable[[], bool]) -> bool | None:
    """The answer, where it may be asked and an answer comes."""
    try:
        return question()
    except OutageError:
        return None
    except StoreError:
        return False
