"""The search: a page, its script, and the index that the script reads."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from zoneinfo import ZoneInfo

from pipeline.core.addresses import file_key
from pipeline.core.episode import Episode
from pipeline.core.notes.plain import shorten
from pipeline.core.notes.words import notes_words
from pipeline.site.keys import SEARCH, address_of
from pipeline.site.search_index import (
    EPISODES_PER_FILE,
    Found,
    divide_words,
    gather_postings,
    words_name,
)
from pipeline.site.squeezing import squeeze_script
from pipeline.site.structured_data import breadcrumbs, render_data
from pipeline.site.views import Card, Link
from pipeline.site.whole import Pages, Whole

SCRIPT = "search.js"
FOLDER = "search/"
INDEX = f"{FOLDER}index.json"

MOST_LISTED = 300
"""Episodes whose titles the page lists for those without scripts; the index has all."""

_SUMMARY_CHARACTERS = 160


def render(whole: Whole) -> Pages:
    oldest_first = sorted(whole.live, key=by_release)
    words = divide_words(gather_postings(found_in(each) for each in oldest_first))
    script = _read_script()
    script_key = file_key(sha256(script).hexdigest(), SCRIPT)
    return {
        SEARCH: _page(script_key, whole),
        script_key: script,
        INDEX: render_index(len(oldest_first), list(words)),
        **{FOLDER + words_name(beginning): body for beginning, body in words.items()},
        **dict(_episode_files(oldest_first, whole)),
    }


def by_release(episode: Episode) -> tuple[float, float, str]:
    """By release, so that a new episode comes last also where its date is an old one."""
    record = episode.record
    released_at = record.released_at or record.date
    return (released_at.timestamp(), record.date.timestamp(), record.guid)


def found_in(episode: Episode) -> Found:
    """What of an episode can be found."""
    record, details = episode.record, episode.details
    series = record.front.series
    return Found(
        title=details.title,
        names=[
            *(each.name for each in details.people),
            *record.front.tags,
            *([series.title] if series else []),
            *([str(details.number)] if details.number else []),
        ],
        summary=[
            details.summary,
            *record.front.questions,
            *(each.title for each in details.chapters if not each.hidden),
        ],
        notes=notes_words(record.notes),
    )


def render_index(episodes: int, beginnings: Sequence[str]) -> bytes:
    """What there is: how many episodes, how many to a file, and which files of words."""
    values = {"episodes": episodes, "per_file": EPISODES_PER_FILE, "words": beginnings}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _episode_files(oldest_first: Sequence[Episode], whole: Whole) -> Iterator[tuple[str, bytes]]:
    """What results show of each episode, a number of them in a file."""
    for start in range(0, len(oldest_first), EPISODES_PER_FILE):
        rows = [_row(each, whole) for each in oldest_first[start : start + EPISODES_PER_FILE]]
        lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
        yield f"{FOLDER}episodes-{start // EPISODES_PER_FILE}.json", f"[\n{lines}\n]\n".encode()


def _row(episode: Episode, whole: Whole) -> list[str]:
    """Title, address, day in figures and in words, summary."""
    record = episode.record
    day = record.date.astimezone(ZoneInfo(whole.show.timezone)).date()
    return [
        episode.details.title,
        whole.addresses.page(record.slug),
        day.isoformat(),
        whole.words.date(record.date, whole.show.timezone),
        shorten(episode.details.summary, _SUMMARY_CHARACTERS),
    ]


def _page(script_key: str, whole: Whole) -> bytes:
    words, addresses = whole.words, whole.addresses
    title = words.say("search")
    url = address_of(SEARCH, addresses)
    summary = words.say("search_summary", show=whole.site.title)
    data = render_data(breadcrumbs(whole, (title, url)))
    return whole.render(
        "search.html",
        card=Card("website", title, summary, url, whole.site.artwork, data),
        script_url=addresses.url(script_key),
        search_url=addresses.url(FOLDER),
        years=[(year, list(links)) for year, links in _years(whole)],
        has_more=len(whole.live) > MOST_LISTED,
    )


def _years(whole: Whole) -> Iterator[tuple[int, Iterator[Link]]]:
    """The newest episodes' titles by year in the show's zone."""
    zone = ZoneInfo(whole.show.timezone)
    listed = whole.live[:MOST_LISTED]
    for year, episodes in groupby(listed, key=lambda each: each.record.date.astimezone(zone).year):
        yield year, (Link(each.details.title, whole.addresses.page(each.record.slug)) for each in episodes)


@cache
def _read_script() -> bytes:
    path = files("pipeline.site") / "theme" / SCRIPT
    return squeeze_script(path.read_text(encoding="utf-8")).encode()
