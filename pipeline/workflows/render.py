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
from pipeline.core.notes.feed_cut import LIMIT_BYTES
from pipeline.core.notes.feed_notes import UNCUT, render_feed_notes, render_summary
from pipeline.core.notes.links import safe_url
from pipeline.core.notes.page_html import Picture
from pipeline.core.notes.series import Part, part_after, parts_of_series
from pipeline.core.plan import Rendered
from pipeline.core.prefixes import apply_prefixes
from pipeline.core.record import EpisodeRecord, ShowRecord, StoredFile
from pipeline.core.serving import Group, serve_briefly, serve_media
from pipeline.errors import Problem
from pipeline.feed.render import FeedItem, Feeds, FeedShow, render_feeds
from pipeline.site.kinds.feed_style import find_feed_style
from pipeline.site.pages import render_site
from pipeline.site.words import Words, read_words

RENDERER = 3
"""Raised when the same records render to other bytes: all is written once more, as one explained change."""


@dataclass(frozen=True)
class Build:
    """All public objects but media and files."""

    feed: bytes
    others: tuple[Rendered, ...]
    """Chapters files, pages, archive documents."""
    slimmed: frozenset[str] = frozenset()
    """Guids of episodes whose notes the feed has no room for."""
    about: str = ""
    """The feed's size, for people."""
    problems: tuple[Problem, ...] = ()
    """Why the show's own theme was left out, where it was."""

    @property
    def rendered_feed(self) -> Rendered:
        return Rendered(FEED, self.feed, Group.FEED, serve_briefly(FEED_TYPE), self.about)


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
    noter = Noter(show, parts, addresses, today)
    items = [_feed_item(each, noter, chapters.get(each.record.guid)) for each in episodes]
    site = render_site(show, episodes, addresses, today)
    pages = [_page(key, body) for key, body in site.pages.items()]
    feed_show = FeedShow(show, addresses, f"airdate {show.writer}", style=find_feed_style(site.pages))
    feeds = render_feeds(feed_show, items)
    archives = [
        Rendered(key, body, Group.PAGES, serve_briefly(FEED_TYPE)) for key, body in feeds.archives.items()
    ]
    others = (*chapters.values(), *pages, *archives)
    about = _about(feeds, show.show.feed.size_budget_kb)
    return Build(feeds.feed, others, feeds.slimmed, about, site.problems)


def _about(feeds: Feeds, budget_kb: int | None) -> str:
    """How many episodes, what each weighs, and what the budget made of it."""
    if not feeds.items:
        return "no episodes"
    each_kb = len(feeds.feed) / 1000 / feeds.items
    told = [
        f"{feeds.items} episode{'s' if feeds.items != 1 else ''}, {each_kb:.1f} kB each",
        _about_budget(len(feeds.feed), budget_kb) if budget_kb else "",
        f"{len(feeds.slimmed)} with a summary for notes" if feeds.slimmed else "",
    ]
    return ", ".join(filter(None, told))


def _about_budget(size_bytes: int, budget_kb: int) -> str:
    return (
        f"budget {budget_kb} kB" if size_bytes <= budget_kb * 1000 else f"over its budget of {budget_kb} kB"
    )


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


@dataclass(frozen=True)
class Noter:
    """Writes each episode's notes as the feed has them."""

    show: ShowRecord
    parts: Mapping[str, Sequence[Part]]
    addresses: Addresses
    today: date

    @property
    def words(self) -> Words:
        """What is said around the notes."""
        return read_words(self.show.show.language)

    def notes(self, episode: Episode, *, limit_bytes: int = LIMIT_BYTES) -> str:
        record = episode.record
        series = record.front.series
        return render_feed_notes(
            episode,
            self.show.show,
            self.page_of(episode),
            self.today,
            words=self.words,
            next_part=part_after(self.parts.get(series.id, ()), series.part) if series else None,
            files={
                path: Picture(self.addresses.url(each.key), each.width, each.height)
                for path, each in record.files.items()
            },
            limit_bytes=limit_bytes,
        )

    def summary(self, episode: Episode) -> str:
        return render_summary(episode.details.summary, self.page_of(episode), self.words)

    def page_of(self, episode: Episode) -> str:
        """Where the notes are read: our page, or the producer's own where we make none."""
        show = self.show.show
        if show.pages is None:
            return episode.record.front.link or show.link or self.addresses.feed
        return self.addresses.page(episode.record.slug)


def _feed_item(episode: Episode, noter: Noter, chapters: Rendered | None) -> FeedItem:
    record, addresses, settings = episode.record, noter.addresses, noter.show.show
    media_url = addresses.url(record.media.key)
    return FeedItem(
        episode=episode,
        description_html=noter.notes(episode),
        slim_html=noter.summary(episode),
        whole_html=noter.notes(episode, limit_bytes=UNCUT) if settings.feed.whole_notes else None,
        page_url=noter.page_of(episode),
        enclosure_url=apply_prefixes(media_url, settings.feed.prefixes, settings.guid),
        chapters_url=addresses.url(chapters.key) if chapters else None,
        artwork_url=_artwork_url(episode, noter),
        transcript_urls={
            each.path: addresses.url(record.files[each.path].key)
            for each in episode.details.transcripts
            if each.path in record.files
        },
    )


def _artwork_url(episode: Episode, noter: Noter) -> str | None:
    """The episode's own artwork, or its season's; None means the show's."""
    season = noter.show.show.seasons.get(str(episode.details.season))
    of_season = noter.show.files.get(season.artwork or "") if season else None
    stored = episode.artwork or of_season
    return noter.addresses.url(stored.key) if stored else None
