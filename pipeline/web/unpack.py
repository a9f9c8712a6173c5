"""Compressed answers unpacked bit by bit, so that a small one cannot fill the memory."""

import zlib
from collections.abc import Callable, Iterable, Iterator

_BLOCK_BYTES = 1 << 16
_FREE_BYTES = 1 << 20
_GZIP = b"\x1f\x8b"


class PackedError(Exception):
    """It is not what it says, breaks off, or grows without measure; the text says which."""


class GrowthError(PackedError):
    """It grows by more than anything that somebody wrote."""


MOST_GROWTH = 200
"""Feeds compress to a twentieth; a bomb to a thousandth."""


def unpack(chunks: Iterable[bytes], encoding: str, growth: int = MOST_GROWTH) -> Iterator[bytes]:
    """The content of an answer, in blocks of at most 64 KiB.

    Args:
        chunks: As they were sent.
        encoding: The answer's Content-Encoding; empty where it is as it is.
        growth: How many times its own size it may have when it is unpacked.

    Raises:
        PackedError: It cannot be unpacked.
        GrowthError: It grows beyond the limit.
    """
    form = encoding.strip().lower()
    if form in ("", "identity"):
        yield from chunks
        return
    begin = _FORMS.get(form)
    if begin is None:
        raise PackedError(f'is packed as "{form[:40]}", which was not asked for')
    taken_bytes = given_bytes = 0
    unpacker = _Unpacker(begin)
    for chunk in chunks:
        taken_bytes += len(chunk)
        for block in unpacker.feed(chunk):
            given_bytes += len(block)
            if given_bytes > _FREE_BYTES and given_bytes > taken_bytes * growth:
                raise GrowthError(f"grows to more than {growth} times its size when it is unpacked")
            yield block
    unpacker.finish()


class _Unpacker:
    """One stream, which may be several gzip members in a row."""

    def __init__(self, begin: Callable[[bytes], "zlib._Decompress"]) -> None:
        self.begin = begin
        self.current: zlib._Decompress | None = None
        self.held = b""
        """Too little to tell what begins with it."""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        waiting, has_more = self.held + chunk, False
        self.held = b""
        while waiting or has_more:
            if self.current is None or self.current.eof:
                if len(waiting) < len(_GZIP):
                    self.held = waiting
                    return
                if self.current is not None and not waiting.startswith(_GZIP):
                    return
                self.current = self.begin(waiting)
            try:
                block = self.current.decompress(waiting, _BLOCK_BYTES)
            except zlib.error as error:
                raise PackedError("is not packed as it says") from error
            if block:
                yield block
            waiting = self.current.unused_data if self.current.eof else self.current.unconsumed_tail
            has_more = len(block) == _BLOCK_BYTES  # what it holds back needs no further input

    def finish(self) -> None:
        if not self.current.eof if self.current else self.held:
            raise PackedError("breaks off in the middle")


def _begin_gzip(_: bytes) -> "zlib._Decompress":
    return zlib.decompressobj(zlib.MAX_WBITS | 16)


def _begin_deflate(head: bytes) -> "zlib._Decompress":
    """Servers send both forms under this name: with zlib's header and without."""
    has_header = head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
    return zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)


_FORMS = {"gzip": _begin_gzip, "x-gzip": _begin_gzip, "deflate": _begin_deflate}
