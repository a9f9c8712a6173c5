"""What is played on an episode's page and where it is embedded: media, chapters, transcripts."""

from collections.abc import Mapping

from pipeline.core.addresses import Addresses
from pipeline.core.audio_facts import Chapter
from pipeline.core.chapters import format_clock
from pipeline.core.episode import Episode
from pipeline.core.made_pictures import variants_of
from pipeline.core.notes.links import safe_url
from pipeline.core.notes.page_html import Picture
from pipeline.core.record import StoredFile
from pipeline.core.transcript_files import PAGE_FORMATS, made_transcripts
from pipeline.core.words import Words
from pipeline.site.show_view import view_picture
from pipeline.site.views import ChapterView, MediaView, TranscriptView
from pipeline.site.whole import Whole

CHAPTER_PICTURE_PX = 640
"""Wide enough for the cover's place on any screen, and for a phone's lock screen."""
STILL_PX = 144
"""In the list of chapters, on screens of fine resolution."""

_TRANSCRIPT_WORDS = {
    "text/html": "transcript_html",
    "text/vtt": "transcript_vtt",
    "application/x-subrip": "transcript_srt",
    "application/json": "transcript_json",
    "text/plain": "transcript_txt",
}
"""What each is called, in the order of the page: what people read comes first."""
_ORDER = {content_type: index for index, content_type in enumerate(_TRANSCRIPT_WORDS)}


def view_media(episode: Episode, addresses: Addresses, words: Words) -> MediaView:
    """The media, with what a reader wants to know before a download."""
    media, duration_s = episode.record.media, episode.record.audio.duration_s
    family = media.content_type.split("/")[0]
    parts = (media.key.rsplit(".", 1)[-1].upper(), words.duration(duration_s))
    return MediaView(
        kind=family if family in {"audio", "video"} else "document",
        url=addresses.url(media.key),
        content_type=media.content_type,
        details=", ".join(each for each in (*parts, words.size(media.size_bytes)) if each),
        duration_s="" if duration_s is None else f"{duration_s:.1f}",
    )


def view_chapters(episode: Episode, media: MediaView, addresses: Addresses) -> list[ChapterView]:
    """The chapters that players list; each opens the media there also where no script runs (Media Fragments).

    Only pictures that were published are shown: no page asks another host for one.
    """
    shown = (each for each in episode.details.chapters if each.title and not each.hidden)
    return [_chapter(each, episode, media, addresses) for each in shown]


def view_transcripts(episode: Episode, around: Whole) -> list[TranscriptView]:
    """What there is to read, the readable pages first."""
    files, words = episode.record.files, around.words
    supplied = episode.details.transcripts
    listed = sorted(
        (*supplied, *made_transcripts(supplied, files.keys(), PAGE_FORMATS)),
        key=lambda each: _ORDER[each.content_type],
    )
    return [
        TranscriptView(
            url=around.addresses.url(files[each.path].key),
            label=words.say(_TRANSCRIPT_WORDS[each.content_type]),
            language=each.language,
            content_type=each.content_type,
        )
        for each in listed
        if each.path in files
    ]


def _chapter(chapter: Chapter, episode: Episode, media: MediaView, addresses: Addresses) -> ChapterView:
    start = f"{chapter.start_s:.3f}".rstrip("0").rstrip(".")
    files = episode.record.files
    large = copy_of(chapter.image, CHAPTER_PICTURE_PX, files)
    return ChapterView(
        title=chapter.title,
        start_s=start,
        clock=format_clock(chapter.start_s),
        seek_url=f"{media.url}#t={start}",
        url=safe_url(chapter.url),
        picture=view_picture(copy_of(chapter.image, STILL_PX, files), addresses),
        large_url=addresses.url(large.key) if large else None,
    )


def is_playable(episode: Episode) -> bool:
    """Whether a player can play it: a document is read."""
    return not episode.record.media.content_type.startswith("application/")


def view_cover(episode: Episode, around: Whole, least_px: int) -> Picture | None:
    """The episode's artwork or else the show's, no larger than it takes."""
    own, show = episode.details.artwork, around.show.artwork
    file = copy_of(own, least_px, episode.record.files) or copy_of(show, least_px, around.record.files)
    return view_picture(file, around.addresses)


def copy_of(path: str | None, least_px: int, files: Mapping[str, StoredFile]) -> StoredFile | None:
    """The narrowest copy of a picture of at least this width, or else the widest there is."""
    if path is None or path not in files:
        return None
    copies = variants_of(path, files) or (files[path],)
    return next((each for each in copies if (each.width or 0) >= least_px), copies[-1])
