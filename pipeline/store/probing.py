"""Find out what a store makes of conditional writes: some enforce them, some refuse, some only pretend.

After reliability.md §3.3, in four requests and without deleting anything.
"""

from collections.abc import Callable
from enum import Enum, auto

from pipeline.errors import ConditionError, OutageError, UnsupportedError
from pipeline.store.protocol import Condition, Conditions, Headers, IfAbsent, IfMatch

PROBE_KEY = "probe"
_HEADERS = Headers("text/plain; charset=utf-8", "no-store")
_STALE = IfMatch('"00000000000000000000000000000000"')

Put = Callable[[str, bytes, Headers, Condition], str]


class _Answer(Enum):
    DENIED = auto()
    """Refused because the condition is false."""
    UNKNOWN = auto()
    """Refused because the store does not know such conditions."""
    WRITTEN = auto()
    NONE = auto()


def probe(put: Put) -> Conditions:
    """Write the scratch object under conditions that hold and that do not, and see what happens."""
    etag = put(PROBE_KEY, b"1", _HEADERS, None)
    if_absent = _try(put, b"2", IfAbsent())
    if if_absent is _Answer.UNKNOWN:
        return Conditions.REFUSES
    if if_absent is not _Answer.DENIED:  # what cannot be told must not be built on
        return Conditions.IGNORES
    if _try(put, b"3", _STALE) is _Answer.DENIED and _try(put, b"4", IfMatch(etag)) is _Answer.WRITTEN:
        return Conditions.ENFORCES
    return Conditions.PARTLY


def _try(put: Put, body: bytes, condition: Condition) -> _Answer:
    try:
        put(PROBE_KEY, body, _HEADERS, condition)
    except ConditionError:
        return _Answer.DENIED
    except UnsupportedError:
        return _Answer.UNKNOWN
    except OutageError:
        return _Answer.NONE
    return _Answer.WRITTEN
