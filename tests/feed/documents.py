"""Small documents for the reader, and what it makes of them."""

from collections.abc import Iterable, Iterator

from pipeline.core.feed_document import FeedDocument, FlawKind, Node
from pipeline.feed.document import read_document

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
HEAD = f'{DECLARATION}<rss version="2.0" {ITUNES}>\n<channel>\n<title>Tape</title>\n'
TAIL = "</channel>\n</rss>\n"
ITEM_LINE = 5
"""Of the first line of `make_feed`'s body."""


def make_feed(body: str = "<item><title>One</title></item>\n") -> bytes:
    """A small good feed with this behind the channel's title."""
    return f"{HEAD}{body}{TAIL}".encode()


def read(*chunks: bytes) -> tuple[FeedDocument, list[Node]]:
    """A document and its items."""
    return read_all(chunks)


def read_all(chunks: Iterable[bytes]) -> tuple[FeedDocument, list[Node]]:
    items: list[Node] = []
    return read_document(chunks, lambda item, _: items.append(item)), items


def title_of(body: str) -> str:
    """How an item's title is read."""
    return read(make_feed(f"<item><title>{body}</title></item>\n"))[1][0].text_of("title")


def flaws_of(*chunks: bytes) -> list[tuple[FlawKind, int, str]]:
    return [(flaw.kind, flaw.line, flaw.value) for flaw in read(*chunks)[0].flaws]


def repeated(unit: bytes, size_bytes: int) -> Iterator[bytes]:
    """A unit again and again, in pieces of about 64 kB."""
    block = unit * max(1, 65536 // len(unit))
    for _ in range(size_bytes // len(block)):
        yield block


def joined(*parts: bytes | Iterable[bytes]) -> Iterator[bytes]:
    for part in parts:
        if isinstance(part, bytes):
            yield part
        else:
            yield from part
