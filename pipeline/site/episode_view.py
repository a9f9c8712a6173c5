"""An episode as lists and its own page show it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pipeline.core.episode import Episode
from pipeline.core.notes.offers import offer_has_ended
from pipeline.core.notes.page_html import Picture, render_page_html
from pipeline.core.notes.series import Part, part_after, part_before
from pipeline.core.show import Person, Show, Sponsor
from pipeline.site.player_view import view_chapters, view_media, view_transcripts
from pipeline.site.show_view import view_picture
from pipeline.site.views import (
    EpisodeView,
    PageView,
    PersonView,
    SeriesView,
    SponsorView,
)
from pipeline.site.whole import Whole
from pipeline.site.wording import iso_duration
from pipeline.site.words import Words


def view_episode(episode: Episode, around: Whole) -> EpisodeView:
    """An episode as a list shows it."""
    return EpisodeView(**_summary(episode, around))


def view_page(episode: Episode, around: Whole) -> PageView:
    """An episode as its own page shows it."""
    record, details, addresses = episode.record, episode.details, around.addresses
    files = {path: Picture(addresses.url(f.key), f.width, f.height) for path, f in record.files.items()}
    pictures = {**_show_pictures(around), **files}
    media = view_media(episode, addresses, around.words)
    return PageView(
        **_summary(episode, around),
        media=media,
        notes=render_page_html(record.notes, files),
        questions=record.front.questions,
        chapters=view_chapters(episode, media, addresses),
        transcripts=view_transcripts(episode, around),
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
