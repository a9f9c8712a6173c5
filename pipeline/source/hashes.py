"""Hashes of what a producer means, not of how it is spelled: they decide what is an edit and what is old."""

import json
from hashlib import sha256
from typing import Any

from pipeline.core.values import Frozen


def said_by(model: Frozen, *, without: set[str]) -> dict[str, Any]:
    """What a file sets: defaults, empty values and the keys in `without` left out."""
    return model.model_dump(mode="json", exclude_unset=True, exclude_none=True, exclude=without)


def canonical_hash(value: dict[str, Any]) -> str:
    """The SHA-256 of a value, the same for any order of keys.

    >>> canonical_hash({"a": 1, "b": 2}) == canonical_hash({"b": 2, "a": 1})
    True
    """
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()
