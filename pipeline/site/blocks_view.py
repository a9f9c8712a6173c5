"""The blocks around the notes, as an episode's page shows them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pipeline.core.episode import Episode
from pipeline.core.notes.offers import offer_has_ended
from pipeline.core.notes.page_html import Picture
from pipeline.core.notes.series import part_after, part_before
from pipeline.core.show import Person, Sponsor
from pipeline.core.site_settings import Review
from pipeline.core.video import parse_video
from pipeline.core.words import Words
from pipeline.site.keys import address_of, season_key, series_key
from pipeline.site.show_view import view_artwork
from pipeline.site.views import Link, PersonView, ReviewView, SeriesView, SponsorView, VideoView
from pipeline.site.whole import Whole


def view_people(episode: Episode, around: Whole) -> list[PersonView]:
    """Everybody on an episode, in the order of its details."""
    keys = around.shelves.credits[episode.record.guid]
    return [_person(*each, episode, around) for each in zip(episode.details.people, keys, strict=True)]


def view_series(episode: Episode, around: Whole) -> SeriesView | None:
    """Where an episode stands in its series; a part that is not out yet is only its teaser."""
    series = episode.record.front.series
    if series is None:
        return None
    known = around.parts.get(series.id, ())
    return SeriesView(
        title=Link(series.title, address_of(series_key(series.id), around.addresses)),
        part=series.part,
        of=series.of,
        previous=part_before(known, series.part),
        next=part_after(known, series.part),
        teaser=series.teaser,
    )


def view_sponsors(sponsors: Iterable[Sponsor], around: Whole) -> list[SponsorView]:
    """Sponsors on a given day: what has ended is shown as past."""
    return [
        SponsorView(
            name=each.name,
            text=each.text,
            url=each.url,
            code=each.code,
            disclosure=around.words.disclosure(each.disclosure),
            ends=_day(each.ends, around.words),
            ended=offer_has_ended(each, around.today),
        )
        for each in sponsors
    ]


def view_reviews(reviews: Iterable[Review], words: Words) -> list[ReviewView]:
    """What people wrote: of an episode, or of the whole show."""
    return [
        ReviewView(each.text, each.author, each.source, _day(each.date, words), each.date or "")
        for each in reviews
    ]


def view_video(url: str | None) -> VideoView | None:
    """A video elsewhere: its player is loaded when somebody asks for it, and not before."""
    if url is None:
        return None
    player = parse_video(url)
    host = player.host if player else (urlsplit(url).hostname or url)
    return VideoView(url, host, player.embed_url if player else None)


def view_topics(episode: Episode, around: Whole) -> list[Link]:
    """What an episode shares with others: its series, season and tags."""
    series, season = episode.record.front.series, episode.details.season
    keys = [(series.title, series_key(series.id))] if series else []
    if season:
        name = around.shelves.seasons[season].name
        keys.append((name or around.words.say("season", season=season), season_key(season)))
    tags = {around.shelves.key_of_tag(tag): tag for tag in episode.record.front.tags}
    keys += [(tag, key) for key, tag in tags.items()]
    return [Link(words, address_of(key, around.addresses)) for words, key in keys]


def _person(person: Person, key: str, episode: Episode, around: Whole) -> PersonView:
    return PersonView(
        name=person.name,
        role=around.words.role(person.role),
        credentials=person.credentials,
        bio=person.bio,
        page_url=address_of(key, around.addresses),
        own_url=person.url,
        picture=_portrait(person, episode, around),
    )


def _portrait(person: Person, episode: Episode, around: Whole) -> Picture | None:
    """A portrait only where it is ours to show: no page asks another host for one."""
    own = view_artwork(person.image, episode.record.files, around.addresses)
    return own or view_artwork(person.image, around.record.files, around.addresses)


def _day(day: str | None, words: Words) -> str:
    return words.date(datetime.fromisoformat(day).replace(tzinfo=UTC), "UTC") if day else ""
