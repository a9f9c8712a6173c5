"""A made-up S3 store that enforces IAM policies, one for each key, and opens its public part to everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from tests.servers.fake_s3_manners import Manners

Policy = Mapping[str, Any]
ADMIN = "fake-admin"
"""May do everything."""


@dataclass(frozen=True)
class Policed(Manners):
    """A good store with permissions."""

    policies: Mapping[str, Policy] = field(default_factory=dict)
    open_to_all: tuple[str, ...] = ()
    """What strangers may read: patterns of `bucket/key`."""

    def allows(self, access_key: str, action: str, path: str) -> bool:
        if not access_key:
            is_open = action == "s3:GetObject" and any(fnmatchcase(path, each) for each in self.open_to_all)
            return is_open or action in self.anonymous
        if access_key == ADMIN:
            return True
        return any(
            action in listed(each["Action"])
            and any(fnmatchcase(f"arn:aws:s3:::{path}", known) for known in listed(each["Resource"]))
            for each in self.policies.get(access_key, {}).get("Statement", ())
        )


def listed(value: str | list[str]) -> list[str]:
    """IAM writes one thing without its list."""
    return [value] if isinstance(value, str) else value
