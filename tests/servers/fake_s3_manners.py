"""How a made-up S3 store behaves: every habit that tells real ones apart, as a switch."""

from dataclasses import dataclass
from typing import Literal

Habit = Literal["enforces", "501", "400", "503", "ignores", "racy"]
"""What becomes of a condition: held to, answered with an error, overlooked, or checked a moment too early."""

FREE_PARTS = 5 * 1024 * 1024
"""The smallest part that AWS accepts but for the last."""


@dataclass(frozen=True)
class Rule:
    """One thing a key may do: an action, as IAM names it, below a prefix of `bucket/key`."""

    access_key: str
    action: str
    """`s3:GetObject`; `*` is all."""
    prefix: str = ""


@dataclass(frozen=True)
class Manners:
    """One store's habits; the defaults are a good one's."""

    if_absent: Habit = "enforces"
    if_match: Habit = "enforces"
    complete_if_absent: Habit = "enforces"
    race_s: float = 0.05
    """How long after its look a racy store writes."""
    stale_reads: bool = False
    """Whether HEAD and GET show the version before the last one."""
    stale_lists: int = 0
    """How many of the latest changes a listing does not show yet."""
    page_size: int = 1000
    min_part_bytes: int = FREE_PARTS
    max_parts: int = 10_000
    single_put_bytes: int = 5 * 1024**3
    single_copy_bytes: int = 5 * 1024**3
    lists_uploads: Literal["yes", "501", "403", "exact key"] = "yes"
    """AIStor lists an upload only where the prefix is its whole key."""
    copies: Literal["yes", "501", "403"] = "yes"
    needs_md5: bool = False
    """Refuse a body without Content-MD5, as buckets with object lock do."""
    serves_ranges: bool = True
    anonymous: frozenset[str] = frozenset()
    """The actions allowed to those who do not sign."""
    allows_origin: str | None = None
    """Access-Control-Allow-Origin of every answer."""
    rules: tuple[Rule, ...] | None = None
    """What each key may do; None lets every key do everything."""

    def allows(self, access_key: str, action: str, path: str) -> bool:
        """Whether somebody may do this with `bucket/key`; an empty key is nobody in particular."""
        if not access_key:
            return action in self.anonymous
        return self.rules is None or any(
            rule.access_key == access_key and rule.action in {action, "*"} and path.startswith(rule.prefix)
            for rule in self.rules
        )


GOOD = Manners()
PERSONALITIES: dict[str, Manners] = {
    "enforces": GOOD,
    "refuses": Manners(if_absent="501", if_match="501", complete_if_absent="501"),
    "refuses with 400": Manners(if_absent="400", if_match="400", complete_if_absent="400"),
    "ignores": Manners(if_absent="ignores", if_match="ignores", complete_if_absent="ignores"),
    "racy": Manners(if_absent="racy", if_match="racy", complete_if_absent="racy"),
    "refuses If-Match": Manners(if_match="501"),
    "ignores If-Match": Manners(if_match="ignores", complete_if_absent="ignores"),
    "is always busy": Manners(if_absent="503", if_match="503"),
}
"""Eight stores of reliability.md §3.2, by what sets them apart."""
