"""RFC 5005 archive documents: what is older, in stable documents beside the complete feed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pipeline.feed.model import Document, FeedItem

Period = Literal["yearly", "monthly"]

_FORMATS: dict[Period, str] = {"yearly": "%Y", "monthly": "%Y-%m"}


def archive_key(date: datetime, period: Period) -> str:
    """The name of the archive document that an item of this date belongs to.

    >>> from datetime import UTC
    >>> archive_key(datetime(2026, 11, 5, 6, tzinfo=UTC), "monthly")
    'feed-2026-11.xml'
    """
    return f"feed-{date.strftime(_FORMATS[period])}.xml"


def archives_of(
    items: Sequence[FeedItem], period: Period, base_url: str
) -> list[tuple[str, Document, list[FeedItem]]]:
    """Key, links and items of each archive document, the newest first.

    Which document an item is in depends on its date alone, which is frozen:
    documents change only where one of their episodes does. The period of the
    newest item is still open and has none.
    """
    grouped: dict[str, list[FeedItem]] = defaultdict(list)
    for item in items:
        grouped[archive_key(item.record.date, period)].append(item)
    keys = sorted(grouped, reverse=True)[1:]
    older = [*keys, None][1:]
    return [
        (key, Document(base_url + key, base_url + before if before else None), grouped[key])
        for key, before in zip(keys, older, strict=True)
    ]
