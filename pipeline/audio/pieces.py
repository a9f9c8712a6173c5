"""What a tagged copy is put together from: new bytes, parts of the master, and zeros."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.audio.flaws import FlawError
from pipeline.audio.opening import OpenAudio

_STEP_BYTES = 1 << 20


@dataclass(frozen=True)
class Zeros:
    """In place of what stays behind, so that nothing behind it moves."""

    size_bytes: int


Piece = bytes | tuple[int, int] | Zeros
"""New bytes, from where to where in the master, or zeros."""


def read_piece(opened: OpenAudio, piece: Piece) -> Iterator[bytes]:
    """The bytes of a piece, a megabyte at a time.

    Raises:
        FlawError: The master ends early, or cannot be read any more.
    """
    if isinstance(piece, bytes):
        yield piece
    elif isinstance(piece, Zeros):
        for left in range(piece.size_bytes, 0, -_STEP_BYTES):
            yield bytes(min(_STEP_BYTES, left))
    else:
        yield from _read_part(opened, *piece)


def _read_part(opened: OpenAudio, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        try:
            chunk = opened.read_at(start, min(_STEP_BYTES, end - start))
        except OSError as error:
            raise FlawError(f"cannot be read: {error.strerror}") from error
        if not chunk:
            raise FlawError("changed while it was read", "wait until the export or copy is finished")
        yield chunk
        start += len(chunk)
