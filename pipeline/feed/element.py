"""XML elements as values, and the tables that say which of them a channel or an item gets."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.feed.model import Entry, FeedShow

T = TypeVar("T")
V = TypeVar("V")


@dataclass(frozen=True)
class Element:
    """One element; its name is that within its namespace."""

    name: str
    text: str | None = None
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    """Those that are None are left out."""
    children: tuple["Element", ...] = ()
    uri: str | None = None
    """Of another namespace than that of the table; empty for RSS's own elements."""
    is_cdata: bool = False
    """Its text is HTML that stands as it is."""


Row = Callable[[T], Iterable[Element]]
"""One line of a table: none, one or several elements of one kind."""


@dataclass(frozen=True)
class Namespace:
    """One XML namespace: its whole vocabulary, as far as we speak it, in the order it is written."""

    prefix: str
    uri: str
    channel: tuple[Row[FeedShow], ...] = ()
    item: tuple[Row[Entry], ...] = ()


def text(name: str, value: Callable[[T], str | int | None]) -> Row[T]:
    """A row with a text; no element where there is none."""

    def row(subject: T) -> Iterable[Element]:
        found = value(subject)
        return () if found in {None, ""} else (Element(name, str(found)),)

    return row


def yes(name: str, value: Callable[[T], bool]) -> Row[T]:
    """A row that says Yes or is not there: apps read any presence of these tags with suspicion."""
    return text(name, lambda subject: "Yes" if value(subject) else None)


def true_or_false(name: str, value: Callable[[T], bool]) -> Row[T]:
    """A row that always says true or false."""
    return text(name, lambda subject: "true" if value(subject) else "false")


def attribute(name: str, key: str, value: Callable[[T], str | None]) -> Row[T]:
    """A row whose value stands in its one attribute."""

    def row(subject: T) -> Iterable[Element]:
        found = value(subject)
        return () if found is None else (Element(name, attributes={key: found}),)

    return row


def each(values: Callable[[T], Iterable[V]], make: Callable[[V], Element]) -> Row[T]:
    """A row of as many elements as there are values."""
    return lambda subject: map(make, values(subject))


def one(value: Callable[[T], V | None], make: Callable[[V], Element]) -> Row[T]:
    """A row of one element, or of none where there is no value."""

    def row(subject: T) -> Iterable[Element]:
        found = value(subject)
        return () if found is None else (make(found),)

    return row
