"""The layout of a published MP4: the index in front, then the media as it was, then the chapters' titles."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, count

from pipeline.audio.boxes import LARGEST, Box, render_box, render_head
from pipeline.audio.flaws import FlawError
from pipeline.audio.languages import three_letters
from pipeline.audio.media_tags import MediaTags
from pipeline.audio.mp4 import Movie
from pipeline.audio.mp4_chapter_track import ChapterTrack
from pipeline.audio.mp4_chapters import Mark, plan_marks, plan_samples, render_chpl
from pipeline.audio.mp4_index import NewIndex, render_moov
from pipeline.audio.mp4_tracks import Track, chunk_offsets, chunk_ranges
from pipeline.audio.pieces import Piece, Zeros

_PLAYED = frozenset((b"soun", b"vide", b"auxv", b"text", b"sbtl", b"subt", b"subp", b"clcp", b"tmcd"))
"""Sound, pictures, captions, time code. What else there is says where the camera was, and how it was held."""

_HEAD_BYTES = 8
"""Of the box that the chapters' titles stand in."""

Range = tuple[int, int]


def plan_mp4(movie: Movie, tags: MediaTags, meta: bytes) -> list[Piece]:
    """What the copy is made of, in its order.

    Args:
        movie: The master.
        tags: What the copy is to say; only chapters and language are read here.
        meta: All else that it is to say, as a box.

    Raises:
        FlawError: There are more chapters than can be listed, or the index
            points outside the media data.
    """
    marks = plan_marks(tags.chapters, movie.duration_s)
    tracks = tuple(_kept_tracks(movie, has_chapters=bool(marks)))
    chapters = _plan_chapter_track(movie, tags, marks, tracks) if marks else None
    index = NewIndex(movie, tracks, render_box(b"udta", meta, render_chpl(marks) if marks else b""), chapters)
    gone = [track for track in movie.tracks if track not in tracks]
    mdats = list(_kept_mdats(movie, tracks, gone))
    titles = render_box(b"mdat", chapters.body) if chapters else b""
    blanks = _plan_blanks(tracks, gone)
    media = [piece for box in mdats for piece in (_head(box), *_cut(box, blanks))]
    front = [(box.start, box.end) for box in movie.boxes if box.kind == b"ftyp"][:1]
    return [*front, _place_moov(index, front, mdats), *media, *([titles] if titles else [])]


def _kept_tracks(movie: Movie, *, has_chapters: bool) -> Iterator[Track]:
    """What is played: no old chapters, though their pictures stay where there are new ones."""
    beside = {track_id for track in movie.tracks for track_id in track.chapter_ids}
    for track in movie.tracks:
        is_picture = has_chapters and track.handler == b"vide"
        if track.handler in _PLAYED and (track.track_id not in beside or is_picture):
            yield track


def _plan_chapter_track(
    movie: Movie, tags: MediaTags, marks: Sequence[Mark], tracks: Iterable[Track]
) -> ChapterTrack:
    taken = {track.track_id for track in tracks}
    after = max(taken) + 1
    return ChapterTrack(
        track_id=after if after < LARGEST else next(each for each in count(1) if each not in taken),
        samples=tuple(plan_samples(marks, movie.duration_s)),
        movie_timescale=movie.timescale,
        language=three_letters(tags.language),
        is_quicktime=movie.brand == b"qt  ",
    )


def _kept_mdats(movie: Movie, tracks: Iterable[Track], gone: Iterable[Track]) -> Iterator[Box]:
    """All but those that hold nothing but the samples of tracks that are gone."""
    kept_at, gone_at = (
        sorted(offset for track in some for offset in chunk_offsets(track)) for some in (tracks, gone)
    )
    for box in movie.boxes:
        if box.kind == b"mdat" and (_any_in(kept_at, box) or not _any_in(gone_at, box)):
            yield box


def _any_in(offsets: Sequence[int], box: Box) -> bool:
    return bisect_left(offsets, box.start) < bisect_left(offsets, box.end)


def _head(box: Box) -> bytes:
    """Of the length it had, so that nothing moves in it; it may have reached to the end of the file."""
    return render_head(box.kind, box.end - box.body, long=box.body - box.start == 16)


def _place_moov(index: NewIndex, front: Sequence[Range], mdats: Sequence[Box]) -> bytes:
    """The index, once it is known how long it is and how far everything behind it moves.

    Offsets have four bytes each as long as the copy is no longer than those can say.
    """
    before = sum(end - start for start, end in front)
    media_bytes = sum(len(_head(box)) + box.end - box.body for box in mdats)
    moov_bytes = len(render_moov(index, _nowhere))
    wide = before + moov_bytes + media_bytes + _HEAD_BYTES > LARGEST
    media_at = before + (len(render_moov(index, _nowhere, wide=True)) if wide else moov_bytes)
    titles_at = media_at + media_bytes + _HEAD_BYTES
    return render_moov(index, _plan_shift(mdats, media_at), titles_at, wide=wide)


def _nowhere(_offset: int) -> int:
    return 0


def _plan_shift(mdats: Sequence[Box], media_at: int) -> Callable[[int], int]:
    """From where something lies in the master to where it will lie in the copy."""
    moves, at = [], media_at
    for box in mdats:
        body_at = at + len(_head(box))
        moves.append(body_at - box.body)
        at = body_at + box.end - box.body
    starts = [box.start for box in mdats]

    def shift(offset: int) -> int:
        number = bisect_right(starts, offset) - 1
        if number < 0 or offset > mdats[number].end:
            raise FlawError(f"is damaged: its index points to byte {offset}, outside its media data")
        return offset + moves[number]

    return shift


def _plan_blanks(kept: Iterable[Track], gone: Iterable[Track]) -> list[Range]:
    """Where samples lie that nobody refers to any more: their bytes go as well.

    Nothing that lies within a chunk of a track that stays is among them.
    """
    unwanted = sorted(each for track in gone for each in chunk_ranges(track))
    if not unwanted:
        return []
    wanted = sorted(each for track in kept for each in chunk_ranges(track))
    starts = [start for start, _ in wanted]
    furthest = list(accumulate((end for _, end in wanted), max))
    blanks: list[Range] = []
    for start, end in unwanted:
        before = bisect_left(starts, end)
        if before and furthest[before - 1] > start:
            continue
        if blanks and start <= blanks[-1][1]:
            blanks[-1] = (blanks[-1][0], max(end, blanks[-1][1]))
        else:
            blanks.append((start, end))
    return blanks


def _cut(box: Box, blanks: Sequence[Range]) -> Iterator[Piece]:
    """The body of a box, with zeros where it is to say nothing."""
    at = box.body
    for number in count(max(0, bisect_right(blanks, (at, at)) - 1)):
        start, end = blanks[number] if number < len(blanks) else (box.end, box.end)
        start, end = max(start, at), min(end, box.end)
        if start >= box.end:
            break
        if start < end:
            yield (at, start)
            yield Zeros(end - start)
            at = end
    yield (at, box.end)
