"""The layout of an MP4, M4A, M4V or MOV: whether all of it is there, what it holds, and its chapters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.audio.boxes import Box, parse_boxes, read_file_boxes
from pipeline.audio.flaws import FlawError
from pipeline.audio.mp4_chapters import TITLE_BYTES, parse_chpl, parse_sample
from pipeline.audio.mp4_tracks import (
    Track,
    aac_channels,
    last_byte,
    parse_timescale,
    parse_tracks,
    sample_places,
    sample_times,
)
from pipeline.core.audio_facts import Chapter

_MOOV_BYTES = 1 << 26
"""A longer index than this (days of video) is not read."""
_UNPLAYED = {b"samr": "AMR", b"sawb": "AMR", b"Opus": "Opus", b"fLaC": "FLAC"}
"""Codecs that fit into an MP4 but not into a podcast."""
_PROTECTED = frozenset((b"drms", b"enca"))
_CHAPTERS = 4096


@dataclass(frozen=True)
class Movie:
    """An MP4 that is whole."""

    boxes: tuple[Box, ...]
    """At the top of the file; offsets count from its start."""
    data: bytes
    """The `moov` box, head included; `moov` counts from its start."""
    moov: Box
    tracks: tuple[Track, ...]
    brand: bytes

    @property
    def media_tracks(self) -> tuple[Track, ...]:
        """Sound and video; pictures that go with chapters are neither."""
        beside = {track_id for track in self.tracks for track_id in track.chapter_ids}
        kinds = (b"soun", b"vide")
        return tuple(each for each in self.tracks if each.handler in kinds and each.track_id not in beside)

    @property
    def chapter_tracks(self) -> tuple[Track, ...]:
        """Texts that sound or video name as their chapters."""
        named = {track_id for track in self.media_tracks for track_id in track.chapter_ids}
        kinds = (b"text", b"sbtl")
        return tuple(each for each in self.tracks if each.handler in kinds and each.track_id in named)

    @property
    def timescale(self) -> int:
        """Units in a second, in which the whole says its length."""
        return parse_timescale(self.moov, self.data)

    @property
    def channels(self) -> int | None:
        """Of its sound, where the decoder is told."""
        return next((aac_channels(each) for each in self.media_tracks if each.handler == b"soun"), None)

    @property
    def has_video(self) -> bool:
        return any(track.handler == b"vide" for track in self.media_tracks)

    @property
    def duration_s(self) -> float:
        return max(track.duration_s for track in self.media_tracks)

    @property
    def what(self) -> str:
        """What it holds, in words."""
        return f"{'QuickTime' if self.brand == b'qt  ' else 'MP4'} {'video' if self.has_video else 'audio'}"

    @property
    def extensions(self) -> tuple[str, ...]:
        """What such a file may be called, the best first."""
        if self.brand == b"qt  ":
            return (".mov",)
        if not self.has_video:
            return (".m4a",)
        return (".m4v", ".mp4") if self.brand.startswith(b"M4V") else (".mp4", ".m4v")


def read_movie(file: BinaryIO, size_bytes: int) -> Movie:
    """Walk the boxes of an MP4.

    Raises:
        FlawError: It is cut short, damaged, protected, or holds no sound.
    """
    boxes = read_file_boxes(file, size_bytes)
    movie = _read_moov(file, boxes)
    _check_sound(movie)
    _check_samples(movie)
    return movie


def _read_moov(file: BinaryIO, boxes: Sequence[Box]) -> Movie:
    kinds = {box.kind: box for box in reversed(boxes)}
    if b"moof" in kinds:
        fix = "write it as one piece: ffmpeg -i {name} -c copy -movflags +faststart whole-{name}"
        raise FlawError("is in fragments, made for live streaming; podcast apps cannot seek in it", fix)
    top = kinds.get(b"moov")
    if top is None:
        raise FlawError("is cut short: its index (the 'moov' box, written last) is missing")
    if b"mdat" not in kinds:
        raise FlawError("is cut short: there is no sound in it (no 'mdat' box)")
    if top.end - top.start > _MOOV_BYTES:
        raise FlawError(f"is damaged: its index says it is {top.end - top.start} bytes long")
    file.seek(top.start)
    data = file.read(top.end - top.start)
    moov = parse_boxes(data, 0, len(data))[0]
    return Movie(tuple(boxes), data, moov, parse_tracks(moov, data), _read_brand(file, kinds.get(b"ftyp")))


def _read_brand(file: BinaryIO, ftyp: Box | None) -> bytes:
    if ftyp is None:
        return b"qt  "  # QuickTime files are older than the box that names their kind
    file.seek(ftyp.body)
    return file.read(4)


def _check_sound(movie: Movie) -> None:
    sounds = [track for track in movie.media_tracks if track.handler == b"soun"]
    if not sounds:
        raise FlawError("holds no sound", "export it with its sound track")
    if any(track.codec in _PROTECTED for track in sounds):
        raise FlawError(
            "is copy-protected; only the account that bought it can play it", "export it unprotected"
        )
    odd = next((_UNPLAYED[track.codec] for track in sounds if track.codec in _UNPLAYED), None)
    if odd:
        fix = "convert its sound: ffmpeg -i {name} -c:v copy -c:a aac -b:a 96k whole-{name}"
        raise FlawError(f"holds {odd} sound, which most podcast apps do not play", fix)


def _check_samples(movie: Movie) -> None:
    """Every sample that the index names lies in the file's media data."""
    mdats = [box for box in movie.boxes if box.kind == b"mdat"]
    low, high = min(box.body for box in mdats), max(box.end for box in mdats)
    for track in movie.media_tracks:
        first, last = last_byte(track)
        if not last:
            continue
        if last > high:
            raise FlawError(f"is cut short: {last - high} bytes of its media data are missing")
        if first < low:
            raise FlawError(f"is damaged: its index points to byte {first}, outside its media data")
    for track in movie.chapter_tracks:
        first, last = last_byte(track)
        if first <= high < last:  # farther off it is nonsense, and no cut: such a chapter has no title
            raise FlawError(f"is cut short: {last - high} bytes of its chapters' titles are missing")


def read_movie_chapters(file: BinaryIO, movie: Movie) -> tuple[Chapter, ...]:
    """Chapters from the text track that QuickTime reads, else from Nero's list (titles of 255 bytes)."""
    for track in movie.chapter_tracks:
        return _read_text_track(file, track, movie.boxes[-1].end)
    chpl = movie.moov.find(b"udta", b"chpl")
    return parse_chpl(movie.data[chpl.body : chpl.end]) if chpl else ()


def _read_text_track(file: BinaryIO, track: Track, end: int) -> tuple[Chapter, ...]:
    times = sample_times(track, _CHAPTERS)
    chapters = []
    for (offset, size), start_s, end_s in zip(
        sample_places(track, _CHAPTERS), times, times[1:], strict=False
    ):
        file.seek(min(offset, end))
        title = parse_sample(file.read(min(size, TITLE_BYTES)))
        chapters.append(Chapter(start_s=round(start_s, 3), end_s=round(end_s, 3), title=title))
    filler = len(chapters) > 1 and not chapters[0].title
    return tuple(chapters[1:] if filler else chapters)  # the first may only fill the time from 0
