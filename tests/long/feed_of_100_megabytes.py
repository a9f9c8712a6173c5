"""The long proof of the feed check: 100 MB of items, in under 60 s and 150 MB of memory.

Run it with `python -m tests.long.feed_of_100_megabytes`; it takes a minute or two.
"""

import sys

from tests.feed.large import cost_of

SIZE_BYTES = 100_000_000
MAX_SECONDS = 60
MAX_GROWN_MB = 150


def prove() -> bool:
    """Items as podcasts have them, and items as short as any."""
    is_kept = True
    for item_bytes in (7500, 2500, 1000):
        cost = cost_of(SIZE_BYTES, item_bytes)
        sys.stdout.write(f"{cost}\n")
        sys.stdout.flush()
        is_kept = is_kept and cost.seconds < MAX_SECONDS and cost.grown_mb < MAX_GROWN_MB
    return is_kept


if __name__ == "__main__":
    sys.exit(0 if prove() else 1)
