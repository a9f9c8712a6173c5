"""Keeping a feed small: older items give up their notes first, and no item is ever left out."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.feed.model import FeedItem
from pipeline.feed.simple_chapters import listed_chapters

STEP = 5
"""So many are slimmed at once, so that not every new episode changes an old one."""


_LIST_BYTES, _CHAPTER_BYTES = 57, 49
"""What a list of chapters takes, and in it each chapter beside its title."""


def slim(item: FeedItem) -> FeedItem:
    """The item with its summary in place of its notes; all links to more stay."""
    return replace(item, description_html=item.slim_html, whole_html=None, is_slim=True)


def slim_items(items: Sequence[FeedItem], kept: int | None) -> list[FeedItem]:
    """All items, those behind the first `kept` slim; None keeps all as they are."""
    if kept is None:
        return list(items)
    return [item if index < kept else slim(item) for index, item in enumerate(items)]


def fit_items(
    items: Sequence[FeedItem], budget_bytes: int, size_of: Callable[[Sequence[FeedItem]], int]
) -> list[FeedItem]:
    """As few items slimmed, the oldest first, as the budget asks for.

    Where even the feed of slim items is larger, that is what comes back, and
    the plan tells the producer.

    Args:
        items: Newest first; some may be slim already.
        budget_bytes: For the whole document.
        size_of: Renders a document of these items and measures it.
    """
    whole = sum(not item.is_slim for item in items)
    while whole and (over := size_of(slim_items(items, whole)) - budget_bytes) > 0:
        whole = _fewer(items, whole, over)
    return slim_items(items, whole)


def _fewer(items: Sequence[FeedItem], whole: int, over_bytes: int) -> int:
    """How many may stay whole, judging by what the notes weigh; always fewer than now."""
    left = whole
    while left and (over_bytes > 0 or (len(items) - left) % STEP):
        left -= 1
        over_bytes -= _weight(items[left])
    return left if left < whole else max(0, whole - STEP)


def _weight(item: FeedItem) -> int:
    """About what slimming saves, in bytes."""
    notes = len(item.description_html.encode()) + len((item.whole_html or "").encode())
    chapters = [_CHAPTER_BYTES + len(each.title.encode()) for each in listed_chapters(item)]
    return notes + sum(chapters) + _LIST_BYTES * bool(chapters) - len(item.slim_html.encode())
