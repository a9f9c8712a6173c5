"""One look at one audio, video or PDF file: what the feed needs to know, or why it cannot be published."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.audio.flaws import FlawError, NoSoundError
from pipeline.audio.found_tags import FoundTags
from pipeline.audio.kinds import HEAD_BYTES, MP3, MP4, PDF, Refused, parse_kind
from pipeline.audio.mp3 import Sound, read_head_end, read_sound
from pipeline.audio.mp4 import Movie, read_movie, read_movie_chapters
from pipeline.audio.opening import OpenAudio, open_audio
from pipeline.audio.tag_values import cover_of
from pipeline.core.audio_facts import AudioFacts
from pipeline.core.content_types import ENCLOSURE_TYPES

_PDF_END_BYTES = 4096


def probe(path: Path) -> AudioFacts:
    """Read what the feed needs to know from one file, and make sure that it is whole.

    Nothing is decoded. Every MPEG frame is walked and counted, every MP4 box
    visited: about half a millisecond per MB, in bounded memory.

    Raises:
        AudioError: The file is missing, is not audio, is cut short, is of a
            type that podcast apps do not play, has another type's extension,
            or changed while it was read.
    """
    with open_audio(path) as opened:
        return _PROBES[read_kind(opened)](opened)


def read_cover(path: Path) -> bytes | None:
    """The picture inside an audio file, as it is; None where there is none.

    Raises:
        AudioError: The file is missing, empty, or not audio.
    """
    with open_audio(path) as opened:
        kind = read_kind(opened)
        return None if kind == PDF else _found_tags(opened, kind).cover


def read_kind(opened: OpenAudio) -> str:
    """What the file is by its bytes: MP3, MP4 or PDF.

    Raises:
        FlawError: It is something else; the fix says what to do about it.
    """
    start = read_head_end(opened.file, opened.size_bytes)
    kind = parse_kind(opened.read_at(start, HEAD_BYTES))
    if isinstance(kind, Refused):
        raise FlawError(kind.reason, kind.fix)
    if kind is None or start:
        return MP3 if start else _read_hidden_mp3(opened)
    return kind


def _read_hidden_mp3(opened: OpenAudio) -> str:
    """An MP3 behind junk, or nothing that is known."""
    try:
        read_sound(opened.file, opened.size_bytes)
    except NoSoundError:
        if not any(opened.read_at(0, HEAD_BYTES)):
            raise FlawError("begins with zeros: an unfinished copy", "copy or download it again") from None
        raise FlawError("is not audio", "name an MP3, M4A, MP4, M4V, MOV or PDF file") from None
    except FlawError:
        return MP3
    return MP3


def _check_extension(opened: OpenAudio, what: str, extensions: Sequence[str]) -> str:
    """The file's extension, if it is true to its bytes."""
    if opened.extension in extensions:
        return opened.extension
    called = f"is called {opened.extension}" if opened.extension else "has no extension"
    renamed = Path(opened.name).with_suffix(extensions[0]).name
    raise FlawError(f"{called} but holds {what} ({extensions[0]})", f"rename it to {renamed}")


def _found_tags(opened: OpenAudio, kind: str) -> FoundTags:
    # mutagen takes 40 ms to import, and most runs read no audio
    if kind == MP4:
        from pipeline.audio.mp4_reading import read_mp4_tags

        return read_mp4_tags(opened.file)
    from pipeline.audio.id3_reading import read_id3

    return read_id3(opened.file)


def _probe_mp3(opened: OpenAudio) -> AudioFacts:
    extension = _check_extension(opened, "MP3 audio", (".mp3",))
    sound: Sound = read_sound(opened.file, opened.size_bytes)
    found = _found_tags(opened, MP3)
    return AudioFacts(
        content_type=ENCLOSURE_TYPES[extension],
        extension=extension,
        size_bytes=opened.size_bytes,
        duration_s=round(sound.duration_s, 3),
        bitrate_bps=sound.bitrate_bps,
        sample_rate_hz=sound.sample_rate_hz,
        channels=sound.channels,
        vbr=sound.vbr,
        tags=found.tags,
        raw_tags=found.raw,
        chapters=found.chapters,
        cover=cover_of(found.cover),
    )


def _probe_mp4(opened: OpenAudio) -> AudioFacts:
    movie: Movie = read_movie(opened.file, opened.size_bytes)
    extension = _check_extension(opened, movie.what, movie.extensions)
    found = _found_tags(opened, MP4)
    return AudioFacts(
        content_type=ENCLOSURE_TYPES[extension],
        extension=extension,
        size_bytes=opened.size_bytes,
        duration_s=round(movie.duration_s, 3),
        bitrate_bps=found.bitrate_bps,
        sample_rate_hz=found.sample_rate_hz,
        channels=movie.channels or found.channels,
        tags=found.tags,
        raw_tags=found.raw,
        chapters=read_movie_chapters(opened.file, movie),
        cover=cover_of(found.cover),
    )


def _probe_pdf(opened: OpenAudio) -> AudioFacts:
    extension = _check_extension(opened, "a PDF", (".pdf",))
    tail_bytes = min(opened.size_bytes, _PDF_END_BYTES)
    if b"%%EOF" not in opened.read_at(opened.size_bytes - tail_bytes, tail_bytes):
        raise FlawError("is cut short: the mark that ends a PDF (%%EOF) is missing")
    return AudioFacts(
        content_type=ENCLOSURE_TYPES[extension],
        extension=extension,
        size_bytes=opened.size_bytes,
        duration_s=None,
    )


_PROBES = {MP3: _probe_mp3, MP4: _probe_mp4, PDF: _probe_pdf}
