"""The plain bytes of a document in blocks of one size, however they arrive; gzip is opened, bombs are not."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.core.feed_document import FlawKind

BLOCK_BYTES = 64 * 1024
MAX_SIZE_BYTES = 256 * 1024 * 1024
MAX_RATIO = 250
RATIO_FROM_BYTES = 8 * 1024 * 1024
"""Below this size nobody minds how well a document was compressed."""

_GZIP = b"\x1f\x8b"


@dataclass
class Intake:
    """What became of the bytes so far."""

    max_size_bytes: int = MAX_SIZE_BYTES
    size_bytes: int = 0
    trouble: FlawKind | None = None
    """Why it ends before its end."""
    reason: str = ""

    def give_up(self, kind: FlawKind, reason: str) -> None:
        self.trouble, self.reason = kind, reason


def unpack(chunks: Iterable[bytes], intake: Intake) -> Iterator[bytes]:
    """The document, block by block; `intake` tells why it ended early, if it did."""
    for block in _blocks(_inflated(iter(chunks), intake)):
        room = intake.max_size_bytes - intake.size_bytes
        intake.size_bytes += min(room, len(block))
        yield block[:room]
        if len(block) > room:
            intake.give_up(FlawKind.SIZE, f"{intake.max_size_bytes // 1024 // 1024} MB")
            return


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for piece in pieces:
        for start in range(0, len(piece), BLOCK_BYTES):
            held += piece[start : start + BLOCK_BYTES]
            if len(held) >= BLOCK_BYTES:
                yield bytes(held[:BLOCK_BYTES])
                del held[:BLOCK_BYTES]
    if held:
        yield bytes(held)


def _inflated(chunks: Iterator[bytes], intake: Intake) -> Iterator[bytes]:
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= len(_GZIP):
            break
    if head.startswith(_GZIP):
        yield from _members(_with_head(head, chunks), intake)
    else:
        yield from _with_head(head, chunks)


def _with_head(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _members(chunks: Iterator[bytes], intake: Intake) -> Iterator[bytes]:
    """One compressed file after the other; zeros behind the last are padding."""
    stream = zlib.decompressobj(wbits=31)
    taken = given = 0
    for chunk in chunks:
        data = chunk
        taken += len(chunk)
        while data:
            if stream.eof:
                data = data.lstrip(b"\0")
                if not data:
                    break
                stream = zlib.decompressobj(wbits=31)
            try:
                piece = stream.decompress(data, BLOCK_BYTES)
            except zlib.error:
                return intake.give_up(FlawKind.COMPRESSED, "the compressed data is broken")
            data = stream.unused_data if stream.eof else stream.unconsumed_tail
            given += len(piece)
            yield piece
            if given > max(RATIO_FROM_BYTES, MAX_RATIO * taken):
                return intake.give_up(FlawKind.COMPRESSED, f"it grows more than {MAX_RATIO} times")
    if not stream.eof:
        intake.give_up(FlawKind.COMPRESSED, "the compressed data ends before its end")
    return None
