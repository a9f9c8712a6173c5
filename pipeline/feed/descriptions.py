"""What apps show of each item of a feed: title and notes, as the document really has them."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.feed.read import parse_channel


@dataclass(frozen=True)
class Described:
    """One item."""

    title: str
    html: str
    """Its `description`."""


def read_descriptions(body: bytes, name: str = "feed.xml") -> Mapping[str, Described]:
    """Items by guid.

    Raises:
        InputError: It is no RSS feed.
    """
    items = parse_channel(body, name).findall("item")
    return {
        (item.findtext("guid") or "").strip(): Described(
            item.findtext("title") or "", item.findtext("description") or ""
        )
        for item in items
    }
