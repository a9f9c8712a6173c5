"""Check any feed, ours or not: from a file, or from its bytes while they arrive."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pipeline.core.feed_document import FeedDocument, Node
from pipeline.core.rules.feeds.check import FeedCheck
from pipeline.errors import InputError, Problem
from pipeline.feed.document import read_document

BLOCK_BYTES = 64 * 1024


@dataclass(frozen=True)
class FeedReport:
    """What is wrong with a feed, and the feed itself without its items."""

    problems: Sequence[Problem]
    """By line."""
    left_out: Mapping[str, int]
    """By rule, how many more there are than are listed."""
    document: FeedDocument


def check_feed_chunks(
    chunks: Iterable[bytes],
    name: str,
    *,
    url: str | None = None,
    now: datetime | None = None,
    on_item: Callable[[Node], None] | None = None,
) -> FeedReport:
    """Check a feed while it arrives; whatever it holds, memory stays within bounds.

    Args:
        chunks: Its bytes, in pieces of any size, plain or compressed by gzip.
        name: What messages call it: as the user typed it.
        url: Where it was fetched from, where it was.
        now: What dates are held against; None leaves that out.
        on_item: Takes each item as well, for what else is to be looked at.
    """
    check = FeedCheck(name, url, now)

    def look_at(item: Node, channel: Node) -> None:
        check.look_at(item, channel)
        if on_item is not None:
            on_item(item)

    document = read_document(chunks, look_at)
    return FeedReport(check.finish(document), check.left_out, document)


def check_feed_file(
    path: Path,
    name: str | None = None,
    *,
    now: datetime | None = None,
    on_item: Callable[[Node], None] | None = None,
) -> FeedReport:
    """Check a feed in a file.

    Raises:
        InputError: There is no such file, or it cannot be read.
    """
    shown = str(path) if name is None else name
    try:
        with path.open("rb") as file:
            return check_feed_chunks(_chunks_of(file), shown, now=now, on_item=on_item)
    except FileNotFoundError as error:
        raise InputError([Problem(shown, 0, "there is no such file")]) from error
    except OSError as error:
        raise InputError([Problem(shown, 0, f"the file cannot be read: {error.strerror}")]) from error


def _chunks_of(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.read(BLOCK_BYTES), b"")
