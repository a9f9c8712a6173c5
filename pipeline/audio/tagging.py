"""The published copy: the master's sound, untouched, with clean tags around it."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path

from pipeline.audio.flaws import FlawError
from pipeline.audio.kinds import MP3, MP4
from pipeline.audio.media_tags import MediaTags
from pipeline.audio.mp3 import read_sound
from pipeline.audio.mp4 import read_movie
from pipeline.audio.mp4_layout import plan_mp4
from pipeline.audio.opening import OpenAudio, open_audio
from pipeline.audio.pieces import Piece, read_piece
from pipeline.audio.probe import read_kind
from pipeline.audio.tag_values import parse_picture_type
from pipeline.errors import AirdateError

TAGGER_VERSION = 2
"""Goes up when the same tags come out as other bytes."""


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
    its sound and pictures stays behind: chapters, comments, names of programs
    and paths, places. The same master and tags give the same bytes.

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
    from pipeline.audio.mp4_writing import render_meta

    return plan_mp4(read_movie(opened.file, opened.size_bytes), tags, render_meta(tags))


def _write(opened: OpenAudio, target: Path, pieces: Iterable[Piece]) -> TaggedCopy:
    """Write and hash in one go, a megabyte at a time."""
    digest, size_bytes = sha256(), 0
    try:
        with target.open("wb") as out:
            for piece in pieces:
                for chunk in read_piece(opened, piece):
                    out.write(chunk)
                    digest.update(chunk)
                    size_bytes += len(chunk)
    except OSError as error:
        raise AirdateError(f"could not write {target}: {error.strerror}") from error
    return TaggedCopy(digest.hexdigest(), size_bytes)
