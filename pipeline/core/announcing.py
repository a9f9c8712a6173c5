"""Whom a changed feed is announced to, when that is due, and what is remembered of it. Pure."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from pipeline.core.announce_settings import AnnounceSettings
from pipeline.core.show import Show

SCHEMA = 1
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)


class Service(StrEnum):
    """Who is told."""

    WEBSUB = "websub"
    PODPING = "podping"
    PODCAST_INDEX = "podcast-index"
    OVERCAST = "overcast"


@dataclass(frozen=True)
class Target:
    """One of those who are told."""

    service: Service
    detail: str = ""
    """A hub's address, or the show's number at the Podcast Index."""

    @property
    def name(self) -> str:
        """What it is called in messages, and remembered by.

        >>> Target(Service.WEBSUB, "https://hub.example/").name, Target(Service.OVERCAST).name
        ('websub https://hub.example/', 'overcast')
        """
        return f"{self.service} {self.detail}" if self.service is Service.WEBSUB else self.service.value


def targets_of(settings: AnnounceSettings, hubs: Iterable[str]) -> tuple[Target, ...]:
    """Everybody who is told, each once.

    Args:
        settings: What `[announce]` says.
        hubs: Those that the feed names.
    """
    told = [Target(Service.WEBSUB, hub) for hub in dict.fromkeys([*hubs, *settings.websub])]
    number = str(settings.podcast_index_id or "")
    told += [Target(Service.PODPING)] if settings.podping else []
    told += [Target(Service.PODCAST_INDEX, number)] if settings.podcast_index or number else []
    told += [Target(Service.OVERCAST)] if settings.overcast else []
    return tuple(told)


def podping_reason(show: Show) -> str:
    """Why to look: a stream that runs is more urgent than a new episode."""
    return "live" if any(each.status == "live" for each in show.live) else "update"


@dataclass(frozen=True)
class Told:
    """What is remembered of one target."""

    sha256: str | None = None
    """Of the feed that it was last told of; None before the first."""
    told_at: datetime | None = None
    failures: int = 0
    """How often in a row it could not be told."""
    failed_sha256: str | None = None
    """Of the feed that it was last to be told of, in vain."""
    failed_at: datetime | None = None
    reason: str | None = None
    """Why it could not be told, in words."""


def pause_after(failures: int) -> timedelta:
    """How long a target that failed is left alone, unless there is news.

    >>> [str(pause_after(each)) for each in (1, 2, 3, 400)]
    ['0:15:00', '0:30:00', '1:00:00', '1 day, 0:00:00']
    """
    doubled = FIRST_PAUSE * int(2 ** min(failures - 1, 10))
    return min(doubled, LONGEST_PAUSE)


def is_due(told: Told, sha256: str, now: datetime) -> bool:
    """Whether a target is to be told of this feed now.

    >>> now = datetime(2026, 11, 5, tzinfo=UTC)
    >>> is_due(Told(), "a", now), is_due(Told("a"), "a", now), is_due(Told("b"), "a", now)
    (True, False, True)
    >>> failed = after_failure(Told("b"), "a", now, "answers 500")
    >>> is_due(failed, "a", now), is_due(failed, "a", now + FIRST_PAUSE), is_due(failed, "c", now)
    (False, True, True)
    """
    if told.sha256 == sha256:
        return False
    is_pausing = told.failed_sha256 == sha256 and told.failed_at is not None
    # A clock that was ahead must not silence a target for long.
    return not is_pausing or abs(now - (told.failed_at or now)) >= pause_after(told.failures)


def after_success(sha256: str, now: datetime) -> Told:
    """What is remembered once a target has been told."""
    return Told(sha256, now)


def after_failure(told: Told, sha256: str, now: datetime, reason: str) -> Told:
    """What is remembered where it could not be told."""
    failures = told.failures + 1
    return replace(told, failures=failures, failed_sha256=sha256, failed_at=now, reason=reason)


def render_announced(states: Mapping[str, Told]) -> bytes:
    """What is remembered, by target, as JSON; what is empty is left out."""
    targets = {name: _document(told) for name, told in sorted(states.items())}
    document = {"schema_version": SCHEMA, "targets": targets}
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def parse_announced(body: bytes) -> dict[str, Told]:
    """The same read back; nothing where it cannot be read: telling twice does no harm.

    >>> moment = datetime(2026, 11, 5, 6, tzinfo=UTC)
    >>> states = {"overcast": after_failure(Told("a", moment), "b", moment, "answers 500"), "podping": Told()}
    >>> parse_announced(render_announced(states)) == states, parse_announced(b"[]")
    (True, {})
    """
    try:
        rows: Mapping[str, Mapping[str, object]] = json.loads(body)["targets"]
        return {str(name): _parse_told(row) for name, row in rows.items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _document(told: Told) -> dict[str, object]:
    values: dict[str, object] = {
        "sha256": told.sha256,
        "told_at": told.told_at and told.told_at.astimezone(UTC).isoformat(),
        "failures": told.failures or None,
        "failed_sha256": told.failed_sha256,
        "failed_at": told.failed_at and told.failed_at.astimezone(UTC).isoformat(),
        "reason": told.reason,
    }
    return {name: value for name, value in values.items() if value is not None}


def _parse_told(row: Mapping[str, object]) -> Told:
    failures = row.get("failures", 0)
    return Told(
        _text(row.get("sha256")),
        _moment(row.get("told_at")),
        failures if isinstance(failures, int) else 0,
        _text(row.get("failed_sha256")),
        _moment(row.get("failed_at")),
        _text(row.get("reason")),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
