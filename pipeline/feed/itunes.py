"""The iTunes namespace, as Apple documents it today (A Podcaster's Guide to RSS)."""

from collections.abc import Iterable
from functools import reduce

from pipeline.feed.element import Element, Namespace, attribute, text, true_or_false, yes
from pipeline.feed.model import Entry, FeedShow
from pipeline.feed.text import clean_line


def seconds(duration_s: float | None) -> int | None:
    """A duration in whole seconds, never zero: decimals are not allowed.

    >>> seconds(1800.5), seconds(0.2), seconds(None)
    (1801, 1, None)
    """
    return None if duration_s is None else max(1, int(duration_s + 0.5))


def _owner(show: FeedShow) -> Iterable[Element]:
    owner = show.show.owner
    if owner:
        yield Element(
            "owner", children=(Element("name", clean_line(owner.name)), Element("email", owner.email))
        )


def _categories(show: FeedShow) -> Iterable[Element]:
    return tuple(_category(each) for each in show.show.categories)


def _category(path: str) -> Element:
    """`Sports > Running` as two elements, the second inside the first."""
    names = [clean_line(part) for part in path.split(">") if part.strip()]
    innermost = Element("category", attributes={"text": names[-1]})
    return reduce(
        lambda inner, name: Element("category", attributes={"text": name}, children=(inner,)),
        reversed(names[:-1]),
        innermost,
    )


def title_of(entry: Entry) -> str:
    """The episode's title; its slug where nothing of the title can be shown."""
    return clean_line(entry.item.details.title) or entry.item.record.slug


ITUNES = Namespace(
    prefix="itunes",
    uri="http://www.itunes.com/dtds/podcast-1.0.dtd",
    channel=(
        text("author", lambda show: clean_line(show.show.author)),
        text("title", lambda show: clean_line(show.show.alternate_title or "")),
        text("type", lambda show: show.show.type),
        true_or_false("explicit", lambda show: show.show.explicit),
        attribute("image", "href", lambda show: show.file_url(show.show.artwork)),
        _categories,
        _owner,
        yes("block", lambda show: show.show.block),
        yes("complete", lambda show: show.show.complete),
        text("new-feed-url", lambda show: show.show.new_feed_url),
        text("applepodcastsverify", lambda show: show.show.apple_verify),
    ),
    item=(
        text("title", title_of),
        text("author", lambda entry: clean_line(entry.front.author or "")),
        text("episodeType", lambda entry: entry.item.details.type),
        text("season", lambda entry: entry.item.details.season),
        text("episode", lambda entry: entry.item.details.number),
        text("duration", lambda entry: seconds(entry.item.record.audio.duration_s)),
        true_or_false("explicit", lambda entry: entry.item.details.explicit),
        attribute("image", "href", lambda entry: entry.item.artwork_url),
        yes("block", lambda entry: entry.item.record.front.block),
    ),
)
