"""An episode as lists and its own page show it."""

from typing import Any

from pipeline.core.episode import NOTES, Episode
from pipeline.core.made_pictures import is_made_picture
from pipeline.core.notes.page_html import NotesLayout, Picture, render_page_notes
from pipeline.core.show import Show
from pipeline.core.words import Words
from pipeline.site.blocks_view import (
    view_people,
    view_reviews,
    view_series,
    view_sponsors,
    view_topics,
    view_video,
)
from pipeline.site.player_view import view_chapters, view_media, view_transcripts
from pipeline.site.show_view import view_artwork
from pipeline.site.views import EpisodeView, PageView
from pipeline.site.whole import Whole
from pipeline.site.wording import iso_duration

NOTES_SIZES = "(min-width: 44rem) 40rem, calc(100vw - 2rem)"
"""How wide pictures in notes become, as the stylesheet has it."""


def view_episode(episode: Episode, around: Whole) -> EpisodeView:
    """An episode as a list shows it."""
    return EpisodeView(**_summary(episode, around))


def view_page(episode: Episode, around: Whole) -> PageView:
    """An episode as its own page shows it."""
    record, details, words = episode.record, episode.details, around.words
    media = view_media(episode, around.addresses, words)
    notes = render_page_notes(record.notes, _files(episode, around), plan_layout(words))
    after = around.reading[record.guid]
    return PageView(
        **_summary(episode, around),
        media=media,
        intro="" if details.sources.get("summary") == NOTES else details.summary,
        notes=notes.html,
        sections=notes.sections,
        questions=record.front.questions,
        chapters=view_chapters(episode, media, around.addresses),
        transcripts=view_transcripts(episode, around),
        people=view_people(episode, around),
        sponsors=view_sponsors(details.sponsors, around),
        calls_to_action=details.calls_to_action,
        reviews=view_reviews(details.reviews, words),
        series=view_series(episode, around),
        video=view_video(record.front.video),
        topics=view_topics(episode, around),
        related=[view_episode(each, around) for each in after.related],
        newer=view_episode(after.newer, around) if after.newer else None,
        older=view_episode(after.older, around) if after.older else None,
    )


def plan_layout(words: Words) -> NotesLayout:
    """What notes on pages of this language have in common."""
    return NotesLayout(NOTES_SIZES, words.say("table"), words.say("back_to_text"))


def _files(episode: Episode, around: Whole) -> dict[str, Picture]:
    """What was published beside the notes, by path."""
    files = episode.record.files
    found = (
        (path, view_artwork(path, files, around.addresses)) for path in files if not is_made_picture(path)
    )
    return {path: picture for path, picture in found if picture}


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
        "picture": _artwork(episode, around),
        "own_picture": _own_artwork(episode, around),
    }


def _own_artwork(episode: Episode, around: Whole) -> Picture | None:
    """The episode's own; None where it comes out of the audio, which mostly holds the show's."""
    name = episode.record.front.artwork
    return view_artwork(name, episode.record.files, around.addresses)


def _artwork(episode: Episode, around: Whole) -> Picture | None:
    """The best there is."""
    found = view_artwork(episode.details.artwork, episode.record.files, around.addresses)
    return found or around.site.artwork


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
