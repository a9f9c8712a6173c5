"""RSS's own tags that feedgen writes in an order of its own, another one in each run."""

from collections.abc import Iterable

from pipeline.feed.element import Element, Namespace
from pipeline.feed.model import FeedShow


def _skip_hours(show: FeedShow) -> Iterable[Element]:
    hours = sorted(set(show.show.feed.skip_hours))
    if hours:
        yield Element("skipHours", children=tuple(Element("hour", str(each)) for each in hours))


def _skip_days(show: FeedShow) -> Iterable[Element]:
    days = tuple(dict.fromkeys(show.show.feed.skip_days))
    if days:
        yield Element("skipDays", children=tuple(Element("day", each) for each in days))


RSS = Namespace(prefix="rss", uri="", channel=(_skip_hours, _skip_days))
