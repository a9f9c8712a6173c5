"""CloudFront: telling a distribution to forget what changed."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import boto3
from botocore.config import Config

from pipeline.store.s3_errors import store_border

MOST_PATHS = 30
"""More than so many are said with one wildcard: CloudFront bills paths by number."""
REGION = "us-east-1"
"""CloudFront has no regions; its requests are signed for this one."""


def purge_cloudfront(
    distribution: str,
    paths: Sequence[str],
    run: str,
    *,
    session: boto3.Session | None = None,
    profile: str | None = None,
    endpoint_url: str | None = None,
) -> int:
    """Make a distribution fetch these paths anew, and return how many were named.

    Args:
        distribution: Its id.
        paths: From the slash on, as addresses spell them.
        run: What tells this run from others: the same paths of the same run are purged once.
        session: Credentials, where they are not to come from boto3's own chain.
        profile: A profile of that chain.
        endpoint_url: For tests.

    Raises:
        StoreError: It could not be told.
    """
    named = shorten(sorted(set(paths)))
    reference = sha256("\n".join([run, *named]).encode()).hexdigest()[:40]
    with store_border("purge", f"CloudFront distribution {distribution}"):
        client: Any = (session or boto3.Session(profile_name=profile)).client(
            "cloudfront",
            endpoint_url=endpoint_url,
            region_name=REGION,
            config=Config(
                retries={"mode": "standard", "total_max_attempts": 3}, connect_timeout=5, read_timeout=20
            ),
        )
        client.create_invalidation(
            DistributionId=distribution,
            InvalidationBatch={
                "Paths": {"Quantity": len(named), "Items": named},
                "CallerReference": reference,
            },
        )
    return len(named)


def shorten(paths: Sequence[str]) -> list[str]:
    """The paths, or where they are many, what stands above all of them with a wildcard.

    >>> shorten(["/show/feed.xml", "/show/index.html"])
    ['/show/feed.xml', '/show/index.html']
    >>> shorten([f"/show/episodes/{number}.html" for number in range(100)])
    ['/show/episodes/*']
    """
    if len(paths) <= MOST_PATHS:
        return list(paths)
    first, last = min(paths), max(paths)
    same = next(
        (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first)
    )
    return [f"{first[: first.rfind('/', 0, same) + 1]}*"]
