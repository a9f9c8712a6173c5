"""The published copy: the master's sound, untouched, with clean tags around it."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from pipeline.audio.boxes import Box
from pipeline.audio.flaws import FlawError
from pipeline.audio.kinds import MP3, MP4
from pipeline.audio.media_tags import MediaTags
from pipeline.audio.mp3 import read_sound
from pipeline.audio.mp4 import Movie, read_movie
from pipeline.audio.opening import OpenAudio, open_audio
from pipeline.audio.probe import read_kind
from pipeline.audio.tag_values import parse_picture_type
from pipeline.errors import AirdateError

TAGGER_VERSION = 1
"""Goes up when the same tags come out as other bytes."""

_COPY_BYTES = 1 << 20

Piece = bytes | tuple[int, int]
"""New bytes, or from where to where in the master."""


@dataclass(frozen=True)
class TaggedCopy:
    """What was written."""

    sha256: str
    size_bytes: int


def hash_file(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex.

    Raises:
        AudioError: The file is missing or empty, or changed while it was read.
    """
    with open_audio(path) as opened:
        return file_digest(opened.file, "sha256").hexdigest()


def write_tagged(master: Path, target: Path, tags: MediaTags) -> TaggedCopy:
    """Write the master's sound with these tags and no others.

    The master is opened for reading only. Everything it says of itself besides
    its sound, pictures and MP4 chapters stays behind: comments, names of
    programs and paths, places. The same master and tags give the same bytes.

    Args:
        master: An MP3, M4A, MP4, M4V or MOV.
        target: Where the copy goes; overwritten.
        tags: What to write.

    Raises:
        AudioError: The master is not whole, or is of a type without tags
            (PDF); or what is to be written does not fit into its tags.
        AirdateError: The copy cannot be written.
        ValueError: `target` is the master.
    """
    if target.exists() and target.samefile(master):
        raise ValueError(f"the copy would overwrite its master: {master}")
    try:
        with open_audio(master) as opened:
            pieces = _plan_pieces(opened, tags)
            return _write(opened, target, pieces)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def measure_tagged(master: Path, tags: MediaTags) -> TaggedCopy:
    """What `write_tagged` would write, without writing it: reads the master once.

    Raises:
        AudioError: As `write_tagged`.
    """
    with open_audio(master) as opened:
        return _write(opened, Path(os.devnull), _plan_pieces(opened, tags))


def _plan_pieces(opened: OpenAudio, tags: MediaTags) -> Sequence[Piece]:
    if tags.cover and parse_picture_type(tags.cover) not in ("image/jpeg", "image/png"):
        raise FlawError("cannot carry this cover: it is neither JPEG nor PNG", "convert the cover to a JPEG")
    kind = read_kind(opened)
    if kind == MP3:
        return _plan_mp3(opened, tags)
    if kind == MP4:
        return _plan_mp4(opened, tags)
    raise FlawError(f"is a {kind}, which has no tags to write", "set tag_media = false")


def _plan_mp3(opened: OpenAudio, tags: MediaTags) -> Sequence[Piece]:
    from pipeline.audio.id3_writing import render_id3

    sound = read_sound(opened.file, opened.size_bytes)
    return [render_id3(tags, sound.duration_s), *sound.ranges]


def _plan_mp4(opened: OpenAudio, tags: MediaTags) -> Sequence[Piece]:
    """The top-level boxes in their order, without those that nobody plays."""
    from pipeline.audio.mp4_writing import render_meta, render_moov

    movie = read_movie(opened.file, opened.size_bytes)
    meta = render_meta(tags)
    moov_bytes = len(render_moov(movie.moov, movie.data, meta, lambda offset: offset))
    moves = _plan_moves(movie, moov_bytes)

    def shift(offset: int) -> int:
        for box, by in moves:
            if box.start <= offset < box.end:
                return offset + by
        return offset

    moov = render_moov(movie.moov, movie.data, meta, shift)
    return [moov if box.kind == b"moov" else (box.start, box.end) for box in _kept(movie)]


def _kept(movie: Movie) -> list[Box]:
    return [box for box in movie.boxes if box.kind in (b"ftyp", b"moov", b"mdat")]


def _plan_moves(movie: Movie, moov_bytes: int) -> list[tuple[Box, int]]:
    """By how many bytes each box of media data moves."""
    moves, pos = [], 0
    for box in _kept(movie):
        if box.kind == b"mdat":
            moves.append((box, pos - box.start))
        pos += moov_bytes if box.kind == b"moov" else box.end - box.start
    return moves


def _write(opened: OpenAudio, target: Path, pieces: Iterable[Piece]) -> TaggedCopy:
    """Write and hash in one go, a megabyte at a time."""
    digest, size_bytes = sha256(), 0
    try:
        with target.open("wb") as out:
            for piece in pieces:
                for chunk in (piece,) if isinstance(piece, bytes) else _chunks(opened, *piece):
                    out.write(chunk)
                    digest.update(chunk)
                    size_bytes += len(chunk)
    except OSError as error:
        raise AirdateError(f"could not write {target}: {error.strerror}") from error
    return TaggedCopy(digest.hexdigest(), size_bytes)


def _chunks(opened: OpenAudio, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        try:
            chunk = opened.read_at(start, min(_COPY_BYTES, end - start))
        except OSError as error:
            raise FlawError(f"cannot be read: {error.strerror}") from error
        if not chunk:
            raise FlawError("changed while it was read", "wait until the export or copy is finished")
        yield chunk
        start += len(chunk)
