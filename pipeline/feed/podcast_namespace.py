"""The podcast namespace (Podcasting 2.0): https://github.com/Podcastindex-org/podcast-namespace."""

from collections.abc import Iterable, Mapping

from pipeline.core.content_types import CHAPTERS_TYPE
from pipeline.core.record import StoredFile
from pipeline.core.show import Person
from pipeline.feed.element import Element, Namespace, text
from pipeline.feed.model import Entry, FeedShow
from pipeline.feed.text import clean_line

_TIMED = frozenset({"text/vtt", "application/x-subrip"})
"""Transcripts that may serve as captions."""


def _locked(show: FeedShow) -> Iterable[Element]:
    owner = show.show.owner
    answer = "yes" if show.show.locked else "no"
    yield Element("locked", answer, {"owner": owner.email if owner else None})


def _funding(show: FeedShow) -> Iterable[Element]:
    for each in show.show.funding:
        yield Element("funding", clean_line(each.label), {"url": each.url})


def _hosts(show: FeedShow) -> Iterable[Element]:
    return _persons(show.people, show)


def _people(entry: Entry) -> Iterable[Element]:
    """An episode's people replace all of the channel's, so they are named only where they differ."""
    people = entry.item.details.people
    if people == entry.show.people:
        return ()
    return _persons(people, entry.show, entry.item.record.files)


def _persons(
    people: tuple[Person, ...], show: FeedShow, files: Mapping[str, StoredFile] | None = None
) -> Iterable[Element]:
    for each in people:
        name = clean_line(each.name)
        if not name:
            continue  # the namespace allows no blank names
        attributes = {
            "role": clean_line(each.role).lower(),
            "group": clean_line(each.group).lower() if each.group else None,
            "img": show.file_url(each.image, files),
            "href": each.url,
        }
        yield Element("person", name, attributes)


def _transcripts(entry: Entry) -> Iterable[Element]:
    for each in entry.item.details.transcripts:
        url = entry.item.transcript_urls.get(each.path)
        if url:
            attributes = {
                "url": url,
                "type": each.content_type,
                "language": each.language,
                "rel": "captions" if each.content_type in _TIMED else None,
            }
            yield Element("transcript", attributes=attributes)


def _chapters(entry: Entry) -> Iterable[Element]:
    if entry.item.chapters_url:
        yield Element("chapters", attributes={"url": entry.item.chapters_url, "type": CHAPTERS_TYPE})


PODCAST = Namespace(
    prefix="podcast",
    uri="https://podcastindex.org/namespace/1.0",
    channel=(
        text("guid", lambda show: show.show.guid),
        _locked,
        text("medium", lambda show: show.show.medium),
        _funding,
        _hosts,
    ),
    item=(
        text("season", lambda entry: entry.item.details.season),
        text("episode", lambda entry: entry.item.details.number),
        _people,
        _transcripts,
        _chapters,
    ),
)
