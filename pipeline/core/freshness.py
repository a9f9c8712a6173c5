"""Whether the public address serves the feed that was written, an earlier one, or something wrong. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SLACK_S = 60
"""Caches and clocks are allowed that much."""
DEFAULT_TTL_S = 24 * 3600
"""What CloudFront keeps that does not say how long (its page on expiration)."""
_SECONDS = re.compile(r"(?:^|[,\s])(s-maxage|max-age)\s*=\s*\"?(\d{1,10})", re.IGNORECASE)


class Freshness(StrEnum):
    """What the public address serves."""

    CURRENT = "current"
    """The very feed that was written."""
    CACHED = "cached"
    """An earlier one, which a cache may still serve."""
    WRONG = "wrong"
    UNREACHABLE = "unreachable"
    """Nothing answers."""


@dataclass(frozen=True)
class Verdict:
    """What came of one look."""

    freshness: Freshness
    text: str
    fix: str | None = None
    left_s: int | None = None
    """How long a cache may go on serving the earlier feed; None where nothing says."""


@dataclass(frozen=True)
class Served:
    """The feed as it came, in the terms that matter here."""

    sha256: str
    guids: frozenset[str] | None
    """None where it is no feed."""
    headers: Mapping[str, str]
    """Names in lower case."""


def parse_lifetime(headers: Mapping[str, str]) -> int | None:
    """For how many seconds a shared cache may keep an answer from when it was made; None where nothing says.

    >>> parse_lifetime({"cache-control": "public, max-age=300, s-maxage=60"})
    60
    >>> parse_lifetime({"cache-control": "no-cache"}), parse_lifetime({})
    (0, None)
    """
    control = headers.get("cache-control", "")
    if re.search(r"\bno-(cache|store)\b", control, re.IGNORECASE):
        return 0
    told = {name.lower(): int(seconds) for name, seconds in _SECONDS.findall(control)}
    return told.get("s-maxage", told.get("max-age"))


def parse_age(headers: Mapping[str, str]) -> int:
    """For how many seconds a cache has had it; 0 where it does not say.

    >>> parse_age({"age": "120"}), parse_age({"age": "old"})
    (120, 0)
    """
    age = headers.get("age", "").strip()
    return int(age) if re.fullmatch(r"\d{1,10}", age) else 0


def judge_feed(served: Served, wanted_sha256: str, known: frozenset[str], written_s: float | None) -> Verdict:
    """What to think of the feed that the public address serves.

    Args:
        served: What came.
        wanted_sha256: Of the feed in the store.
        known: The guids of every record, withdrawn ones included.
        written_s: How long ago the feed was written; None where that is not known, and so perhaps just now.
    """
    if served.sha256 == wanted_sha256:
        return Verdict(Freshness.CURRENT, "the feed that was written is served")
    if served.guids is None:
        return Verdict(Freshness.WRONG, "is no feed", "let 'base_url' be the address of the public root")
    if strangers := served.guids - known:
        text = f"lists {len(strangers)} of {len(served.guids)} episodes that no record knows"
        return Verdict(Freshness.WRONG, text, "let 'base_url' be the address of this show's public root")
    lifetime_s = parse_lifetime(served.headers)
    keeps_s = DEFAULT_TTL_S if lifetime_s is None else lifetime_s
    if written_s is not None and written_s > keeps_s + SLACK_S:
        text = f"is an earlier feed, {_duration(written_s)} after it was written anew"
        fix = "let the cache in front of the store keep to Cache-Control, or purge it"
        return Verdict(Freshness.WRONG, text, fix)
    if lifetime_s is None:
        return Verdict(
            Freshness.CACHED, "the cache still serves the previous feed; nothing says for how long"
        )
    left_s = max(0, lifetime_s - parse_age(served.headers))
    return Verdict(
        Freshness.CACHED, f"the cache still serves the previous feed, for at most {left_s} s", None, left_s
    )


def _duration(seconds: float) -> str:
    """Rounded down.

    >>> _duration(95), _duration(7300), _duration(200_000)
    ('1 min', '2 h', '2 days')
    """
    if seconds < 3600:
        return f"{int(seconds // 60)} min"
    return f"{int(seconds // 3600)} h" if seconds < 2 * 86_400 else f"{int(seconds // 86_400)} days"
