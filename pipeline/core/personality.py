"""What a store makes of requests that only some stores honour: pure data, and how it is written down."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

SCHEMA = 1
VALID_FOR = timedelta(days=30)
"""Stores learn conditions, and forget them, without telling (reliability.md §3.3)."""


class Conditions(StrEnum):
    """What a store makes of conditional writes (reliability.md §3)."""

    ENFORCES = "enforces"
    PARTLY = "partly"
    """If-None-Match is enforced, If-Match refused or ignored."""
    REFUSES = "refuses"
    IGNORES = "ignores"
    """Also where it cannot be told: what may not hold must not be built on."""
    RACY = "racy"
    """Enforced for one writer after the other; of several at once more than one may win."""

    @property
    def verb(self) -> str:
        """As in "the store ignores conditional writes".

        >>> Conditions.RACY.verb, Conditions.REFUSES.verb
        ('does not hold to', 'refuses')
        """
        return {"partly": "enforces only some", "racy": "does not hold to"}.get(self.value, self.value)


@dataclass(frozen=True)
class Personality:
    """One store's answers to the probe; None where nothing could be found out."""

    conditions: Conditions
    upload_conditions: Conditions | None = None
    """The same of If-None-Match where an upload in parts is completed."""
    lists_uploads: bool | None = None
    """Whether unfinished uploads can be seen, by us and with these credentials."""
    aborts_uploads: bool | None = None
    reads_after_writes: bool | None = None
    """Whether HEAD, GET and LIST show a new version at once."""
    serves_ranges: bool | None = None
    is_certain: bool = True
    """False where an answer got lost or was "not now": worth another look soon."""
    probed_at: datetime | None = None

    @property
    def honours_all(self) -> bool:
        """Whether every answer was yes; a folder is not asked about uploads and ranges.

        >>> Personality(Conditions.ENFORCES, reads_after_writes=True).honours_all
        True
        >>> Personality(Conditions.ENFORCES, lists_uploads=True).honours_all
        False
        """
        of_uploads = (self.lists_uploads, self.aborts_uploads, self.serves_ranges)
        if of_uploads == (None, None, None) and self.upload_conditions is None:
            return self.conditions is Conditions.ENFORCES and self.reads_after_writes is not False
        all_uploads = all(of_uploads) and self.upload_conditions is Conditions.ENFORCES
        return self.conditions is Conditions.ENFORCES and bool(self.reads_after_writes) and all_uploads

    def is_due(self, now: datetime) -> bool:
        """Whether to probe again.

        >>> known = Personality(Conditions.ENFORCES, probed_at=datetime(2026, 11, 1, tzinfo=UTC))
        >>> known.is_due(datetime(2026, 11, 20, tzinfo=UTC)), known.is_due(datetime(2026, 12, 20, tzinfo=UTC))
        (False, True)
        """
        return not self.is_certain or self.probed_at is None or abs(now - self.probed_at) > VALID_FOR


def personality_document(personality: Personality) -> dict[str, object]:
    """A personality as JSON has it; what is not known is left out."""
    at = personality.probed_at
    document = {
        "schema_version": SCHEMA,
        "conditional_writes": personality.conditions.value,
        "conditional_uploads": personality.upload_conditions and personality.upload_conditions.value,
        "lists_uploads": personality.lists_uploads,
        "aborts_uploads": personality.aborts_uploads,
        "reads_after_writes": personality.reads_after_writes,
        "serves_ranges": personality.serves_ranges,
        "certain": personality.is_certain,
        "probed_at": at.astimezone(UTC).isoformat() if at else None,
    }
    return {name: value for name, value in document.items() if value is not None}


def parse_personality(body: bytes) -> Personality | None:
    """A personality that was written down, also by an older airdate; None where it cannot be read.

    >>> parse_personality(b'{"conditional_writes": "ignores"}')
    ... # doctest: +ELLIPSIS
    Personality(conditions=<Conditions.IGNORES: 'ignores'>, upload_conditions=None, ...)
    >>> parse_personality(b"[]") is None
    True
    """
    try:
        document: Mapping[str, Any] = json.loads(body)
        uploads, at = document.get("conditional_uploads"), document.get("probed_at")
        return Personality(
            Conditions(document["conditional_writes"]),
            Conditions(uploads) if uploads else None,
            **{name: _flag(document.get(name)) for name in _FLAGS},
            is_certain=document.get("certain") is not False,
            probed_at=_moment(at) if at else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


_FLAGS = ("lists_uploads", "aborts_uploads", "reads_after_writes", "serves_ranges")


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
