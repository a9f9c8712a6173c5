"""Whether the condition of a write holds, for stores that decide it themselves."""

from pipeline.errors import ConditionError
from pipeline.store.protocol import Condition, IfMatch


def require_condition(condition: Condition, etag: str | None, url: str) -> None:
    """Agree to a write over the version `etag`; None where nothing is.

    Raises:
        ConditionError: Another version is there than the one that was meant.
    """
    if isinstance(condition, IfMatch):
        if etag != condition.etag:
            raise ConditionError(f"could not write {url}: it {'was changed' if etag else 'is gone'}")
    elif condition and etag:
        raise ConditionError(f"could not write {url}: it is there already")
