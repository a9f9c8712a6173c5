"""An episode as lists and its own page show it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pipeline.core.addresses import Addresses
from pipeline.core.audio_facts import Chapter
from pipeline.core.chapters import format_clock
from pipeline.core.episode import Episode
from pipeline.core.notes.links import safe_url
from pipeline.core.notes.offers import offer_has_ended
from pipeline.core.notes.page_html import Picture, render_page_html
from pipeline.core.notes.series import Part, part_after, part_before
from pipeline.core.show import Person, Show, Sponsor
from pipeline.site.show_view import view_picture
from pipeline.site.views import (
    ChapterView,
    EpisodeView,
    MediaView,
    PageView,
    PersonView,
    SeriesView,
    SponsorView,
    TranscriptView,
)
from pipeline.site.whole import Whole
from pipeline.site.wording import iso_duration
from pipeline.site.words import Words

_TRANSCRIPT_WORDS = {
    "text/vtt": "transcript_vtt",
    "application/x-subrip": "transcript_srt",
    "application/json": "transcript_json",
    "text/plain": "transcript_txt",
    "text/html": "transcript_html",
}


def view_episode(episode: Episode, around: Whole) -> EpisodeView:
    """An episode as a list shows it."""
    return EpisodeView(**_summary(episode, around))


def view_page(episode: Episode, around: Whole) -> PageView:
    """An episode as its own page shows it."""
    record, details, addresses = episode.record, episode.details, around.addresses
    files = {path: Picture(addresses.url(f.key), f.width, f.height) for path, f in record.files.items()}
    pictures = {**_show_pictures(around), **files}
    media = _media(episode, addresses, around.words)
    return PageView(
        **_summary(episode, around),
        media=media,
        notes=render_page_html(record.notes, files),
        questions=record.front.questions,
        chapters=[_chapter(each, media) for each in details.chapters if each.title and not each.hidden],
        transcripts=_transcripts(episode, addresses, around.words),
        people=[_person(each, pictures) for each in details.people],
        sponsors=[_sponsor(each, around.today) for each in details.sponsors],
        calls_to_action=details.calls_to_action,
        reviews=details.reviews,
        series=_series(episode, around.parts),
        video_url=record.front.video,
    )


def _summary(episode: Episode, around: Whole) -> dict[str, Any]:
    record, details, show = episode.record, episode.details, around.show
    seconds = record.audio.duration_s
    return {
        "url": around.addresses.page(record.slug),
        "title": details.title,
        "label": _label(episode, show, around.words),
        "date": around.words.date(record.date, show.timezone),
        "date_iso": record.date.isoformat(),
        "duration": around.words.duration(seconds),
        "duration_iso": "" if seconds is None else iso_duration(seconds),
        "explicit": details.explicit,
        "summary": details.summary,
        "picture": view_picture(episode.artwork or around.record.files.get(show.artwork), around.addresses),
    }


def _label(episode: Episode, show: Show, words: Words) -> str:
    """What kind of episode it is, and which.

    Seasons are named only in serial shows: elsewhere the number alone tells.
    """
    details = episode.details
    if details.type != "full":
        return words.say(details.type)
    if details.season and show.type == "serial":
        key = "season_episode" if details.number else "season"
        return words.say(key, season=details.season, number=details.number)
    return words.say("episode_number", number=details.number) if details.number else ""


def _media(episode: Episode, addresses: Addresses, words: Words) -> MediaView:
    media = episode.record.media
    family = media.content_type.split("/")[0]
    parts = (media.key.rsplit(".", 1)[-1].upper(), words.duration(episode.record.audio.duration_s))
    return MediaView(
        kind=family if family in {"audio", "video"} else "document",
        url=addresses.url(media.key),
        content_type=media.content_type,
        details=", ".join(each for each in (*parts, words.size(media.size_bytes)) if each),
    )


def _chapter(chapter: Chapter, media: MediaView) -> ChapterView:
    """A chapter; its link opens the media there also where no script runs (Media Fragments)."""
    start = f"{chapter.start_s:.3f}".rstrip("0").rstrip(".")
    clock = format_clock(chapter.start_s)
    return ChapterView(chapter.title, start, clock, f"{media.url}#t={start}", safe_url(chapter.url))


def _transcripts(episode: Episode, addresses: Addresses, words: Words) -> list[TranscriptView]:
    files = episode.record.files
    return [
        TranscriptView(
            url=addresses.url(files[each.path].key),
            label=words.say(_TRANSCRIPT_WORDS[each.content_type]),
            language=each.language,
            content_type=each.content_type,
        )
        for each in episode.details.transcripts
        if each.path in files
    ]


def _show_pictures(around: Whole) -> dict[str, Picture]:
    files = around.record.files.items()
    return {path: Picture(around.addresses.url(f.key), f.width, f.height) for path, f in files}


def _person(person: Person, pictures: Mapping[str, Picture]) -> PersonView:
    """Somebody, with a portrait only where it is ours to show: no page asks another host for one."""
    return PersonView(
        name=person.name,
        role=person.role,
        credentials=person.credentials,
        bio=person.bio,
        url=person.url,
        picture=pictures.get(person.image or ""),
    )


def _sponsor(sponsor: Sponsor, today: date) -> SponsorView:
    return SponsorView(
        name=sponsor.name,
        text=sponsor.text,
        url=sponsor.url,
        code=sponsor.code,
        disclosure=sponsor.disclosure,
        ended=offer_has_ended(sponsor, today),
    )


def _series(episode: Episode, parts: Mapping[str, Iterable[Part]]) -> SeriesView | None:
    series = episode.record.front.series
    if series is None:
        return None
    known = list(parts.get(series.id, ()))
    return SeriesView(
        title=series.title,
        part=series.part,
        of=series.of,
        previous=part_before(known, series.part),
        next=part_after(known, series.part),
        teaser=series.teaser,
    )
