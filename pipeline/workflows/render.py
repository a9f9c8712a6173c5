"""Build: everything public, rendered from the records alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from pipeline.core.addresses import FEED, PREVIEW_URL, Addresses, file_key
from pipeline.core.chapters import render_chapters_json
from pipeline.core.content_types import CHAPTERS_TYPE, FEED_TYPE, served_type
from pipeline.core.episode import Episode, settle
from pipeline.core.notes.feed_notes import render_feed_notes
from pipeline.core.notes.links import safe_url
from pipeline.core.notes.page_html import Picture
from pipeline.core.notes.series import Part, part_after, parts_of_series
from pipeline.core.plan import Rendered
from pipeline.core.record import EpisodeRecord, ShowRecord, StoredFile
from pipeline.core.serving import Group, serve_briefly, serve_media
from pipeline.feed.render import FeedItem, FeedShow, render_feed
from pipeline.site.pages import render_pages

RENDERER = 1
"""Raised when the same records render to other bytes: all is written once more, as one explained change."""


@dataclass(frozen=True)
class Build:
    """All public objects but media and files."""

    feed: bytes
    others: tuple[Rendered, ...]
    """Chapters files and pages."""

    @property
    def rendered_feed(self) -> Rendered:
        return Rendered(FEED, self.feed, Group.FEED, serve_briefly(FEED_TYPE))


def addresses_of(show: ShowRecord) -> Addresses:
    """Where the show is seen; a preview on this machine while it has no address."""
    return Addresses(show.show.base_url or PREVIEW_URL, show.show.pretty_urls)


def today_of(show: ShowRecord, now: datetime) -> date:
    """Which day it is for the show."""
    return now.astimezone(ZoneInfo(show.show.timezone)).date()


def render_public(show: ShowRecord, records: Iterable[EpisodeRecord], now: datetime) -> Build:
    """Render the feed, the pages and the chapters files of everything that is live.

    `now` only decides which day it is in the show's zone: offers end then.
    """
    addresses = addresses_of(show)
    today = today_of(show, now)
    episodes = [settle(record, show.show) for record in newest_first(records)]
    chapters = {
        each.record.guid: _chapters_file(each, addresses) for each in episodes if each.details.chapters
    }
    parts = parts_of_series(episodes, addresses)
    items = []
    for each in episodes:
        description = _description(each, show, parts, addresses, today)
        items.append(_feed_item(each, addresses, chapters.get(each.record.guid), description))
    feed = render_feed(FeedShow(show, addresses, f"airdate {show.writer}"), items)
    pages = [_page(key, body) for key, body in render_pages(show, episodes, addresses, today).items()]
    return Build(feed, (*chapters.values(), *pages))


def _page(key: str, body: bytes) -> Rendered:
    """A page changes in place; what pages load stands under content-addressed keys, and before them."""
    if key.startswith("files/"):
        return Rendered(key, body, Group.FILES, serve_media(served_type(key), key))
    return Rendered(key, body, Group.PAGES, serve_briefly(served_type(key)))


def newest_first(records: Iterable[EpisodeRecord]) -> list[EpisodeRecord]:
    """What is live, in the order of the feed; what is of the same moment by guid."""
    live = sorted((record for record in records if record.is_live), key=lambda record: record.guid)
    return sorted(live, key=lambda record: record.date, reverse=True)


def _chapters_file(episode: Episode, addresses: Addresses) -> Rendered:
    """The chapters for apps, with pictures at their public addresses."""
    files = episode.record.files
    chapters = [
        each.model_copy(update={"image": _public(each.image, files, addresses), "url": safe_url(each.url)})
        for each in episode.details.chapters
    ]
    body = render_chapters_json(chapters)
    key = file_key(sha256(body).hexdigest(), f"{episode.record.slug}.chapters.json")
    return Rendered(key, body, Group.FILES, serve_media(CHAPTERS_TYPE, key))


def _public(image: str | None, files: Mapping[str, StoredFile], addresses: Addresses) -> str | None:
    """Where a chapter's picture is seen: published beside the episode, or on the web already."""
    if image in files:
        return addresses.url(files[str(image)].key)
    return image if (image or "").startswith("https://") else None


def _description(
    episode: Episode, show: ShowRecord, parts: Mapping[str, Sequence[Part]], addresses: Addresses, today: date
) -> str:
    record = episode.record
    series = record.front.series
    return render_feed_notes(
        episode,
        show.show,
        addresses.page(record.slug),
        today,
        next_part=part_after(parts.get(series.id, ()), series.part) if series else None,
        files={
            path: Picture(addresses.url(each.key), each.width, each.height)
            for path, each in record.files.items()
        },
    )


def _feed_item(
    episode: Episode, addresses: Addresses, chapters: Rendered | None, description: str
) -> FeedItem:
    record = episode.record
    return FeedItem(
        episode=episode,
        description_html=description,
        page_url=addresses.page(record.slug),
        enclosure_url=addresses.url(record.media.key),
        chapters_url=addresses.url(chapters.key) if chapters else None,
        artwork_url=addresses.url(episode.artwork.key) if episode.artwork else None,
        transcript_urls={
            each.path: addresses.url(record.files[each.path].key)
            for each in episode.details.transcripts
            if each.path in record.files
        },
    )
