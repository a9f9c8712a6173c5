"""The JSON Feed (jsonfeed.org, version 1.1): the newest episodes, and pages of older ones."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.core.episode import Episode
from pipeline.core.notes.feed_notes import UNCUT, render_feed_notes
from pipeline.core.notes.page_html import Picture
from pipeline.core.notes.series import part_after
from pipeline.core.prefixes import apply_prefixes
from pipeline.core.show import Person
from pipeline.site.keys import JSON_FEED
from pipeline.site.moments import changed_at, render_moment
from pipeline.site.show_view import view_artwork
from pipeline.site.whole import Pages, Whole

VERSION = "https://jsonfeed.org/version/1.1"

PAGE_SIZE = 100
"""Of older pages. The first has as many and up to as many again: what is full is left as it is."""


def render(whole: Whole) -> Pages:
    """The feed and its pages.

    They are counted from the oldest episode on, so that a new one changes the
    first page alone.
    """
    oldest_first = list(whole.live)[::-1]
    full = max(0, len(oldest_first) // PAGE_SIZE - 1)
    pages = [oldest_first[index * PAGE_SIZE : (index + 1) * PAGE_SIZE] for index in range(full)]
    pages.append(oldest_first[full * PAGE_SIZE :])
    keys = [*(older_key(index + 1) for index in range(full)), JSON_FEED]
    older = [None, *keys[:-1]]
    return {
        key: _page(episodes[::-1], key, before, whole)
        for key, before, episodes in zip(keys, older, pages, strict=True)
    }


def older_key(number: int) -> str:
    """The key of a page of older episodes; 1 is the oldest."""
    return f"feed-{number}.json"


def _page(episodes: Sequence[Episode], key: str, older: str | None, whole: Whole) -> bytes:
    show, site, addresses = whole.show, whole.site, whole.addresses
    values = {
        "version": VERSION,
        "title": show.title,
        "home_page_url": show.link or site.index_url,
        "feed_url": addresses.url(key),
        "description": " ".join(show.description.split()),
        "next_url": addresses.url(older) if older else None,
        "icon": site.artwork.url if site.artwork else None,
        "authors": [{"name": show.author}],
        "language": show.language,
    }
    feed = {**_said(values), "items": [_item(each, whole) for each in episodes]}
    return json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n"


def _item(episode: Episode, whole: Whole) -> dict[str, Any]:
    record, details = episode.record, episode.details
    changed = changed_at(episode)
    artwork = view_artwork(details.artwork, record.files, whole.addresses) or whole.site.artwork
    return _said(
        {
            "id": record.guid,
            "url": whole.addresses.page(record.slug),
            "title": details.title,
            "content_html": _notes(episode, whole),
            "summary": details.summary,
            "image": artwork.url if artwork else None,
            "date_published": render_moment(record.date),
            "date_modified": render_moment(changed) if changed > record.date else None,
            "authors": list(_authors(details.people)),
            "tags": list(record.front.tags),
            "attachments": [_attachment(episode, whole)],
        }
    )


def _notes(episode: Episode, whole: Whole) -> str:
    """The same that podcast apps show, uncut."""
    record, series = episode.record, episode.record.front.series
    files = record.files.items()
    return render_feed_notes(
        episode,
        whole.show,
        whole.addresses.page(record.slug),
        whole.today,
        words=whole.words,
        next_part=part_after(whole.parts.get(series.id, ()), series.part) if series else None,
        files={path: Picture(whole.addresses.url(f.key), f.width, f.height) for path, f in files},
        limit_bytes=UNCUT,
    )


def _attachment(episode: Episode, whole: Whole) -> dict[str, Any]:
    """The media, at the address that the podcast feed has."""
    media, duration_s = episode.record.media, episode.record.audio.duration_s
    settings = whole.show
    return _said(
        {
            "url": apply_prefixes(whole.addresses.url(media.key), settings.feed.prefixes, settings.guid),
            "mime_type": media.content_type,
            "size_in_bytes": media.size_bytes,
            "duration_in_seconds": round(duration_s) if duration_s else None,
        }
    )


def _authors(people: Sequence[Person]) -> Iterator[dict[str, Any]]:
    for each in people:
        yield _said({"name": each.name, "url": each.url})


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what there is nothing to say about."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
