"""When things changed, as far as the records know."""

from datetime import UTC, datetime

from pipeline.core.episode import Episode
from pipeline.site.whole import Whole


def changed_at(episode: Episode) -> datetime:
    """When an episode last changed; its date is no change before its release."""
    record = episode.record
    return max(record.date, record.changed_at)


def newest_change(whole: Whole) -> datetime:
    """When anything did."""
    return max([whole.record.changed_at, *map(changed_at, whole.live)])


def render_moment(moment: datetime) -> str:
    """RFC 3339, to the second.

    >>> render_moment(datetime(2026, 11, 5, 6, 0, 0, 250, tzinfo=UTC))
    '2026-11-05T06:00:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
