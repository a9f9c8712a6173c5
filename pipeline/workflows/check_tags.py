"""Holds what a show says beyond RSS and iTunes to the rules of feeds, before there is a feed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pipeline import __version__
from pipeline.core.addresses import PREVIEW_URL, Addresses
from pipeline.core.episode import settle
from pipeline.core.feed_document import FeedDocument, Node
from pipeline.core.record import Media, ShowRecord
from pipeline.core.revision import PublishedAudio, Stamp, first_record
from pipeline.core.rules.candidate import Candidate
from pipeline.core.rules.check import place_of_show
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase
from pipeline.core.rules.table import Finding, Place, Rule
from pipeline.errors import Problem
from pipeline.feed.model import Entry, FeedItem, FeedShow
from pipeline.feed.nodes import channel_node, item_node
from pipeline.source.show_file import PODCAST_TOML, ShowFile
from pipeline.workflows.context import Context
from pipeline.workflows.contribute import Said

SHOW_KEYS = {
    "podcast:block": "block_on",
    "podcast:medium": "medium",
    "podcast:funding": "funding",
    "podcast:location": "locations",
    "podcast:license": "license",
    "podcast:image": "images",
    "podcast:trailer": "trailers",
    "podcast:value": "value",
    "podcast:socialInteract": "comments",
    "podcast:chat": "chat",
    "podcast:updateFrequency": "update_frequency",
    "podcast:podroll": "podroll",
    "podcast:publisher": "publisher",
    "podcast:remoteItem": "remote_items",
    "podcast:txt": "txt",
    "podcast:liveItem": "live",
}
"""The key of `podcast.toml` behind an element; what has rules of its own for shows is not here."""

FRONT_KEYS = {
    "podcast:season": "season",
    "podcast:episode": "episode_display",
    "podcast:soundbite": "soundbites",
    "podcast:location": "locations",
    "podcast:license": "license",
    "podcast:image": "images",
    "podcast:alternateEnclosure": "alternatives",
    "podcast:contentLink": "content_links",
    "podcast:funding": "funding",
    "podcast:value": "value",
    "podcast:socialInteract": "comments",
    "podcast:chat": "chat",
    "podcast:txt": "txt",
}
"""The same for front matter."""


@dataclass
class _Spots:
    """Numbers elements in place of lines, and remembers the key that each stands for."""

    keys: Mapping[str, str]
    found: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def line_of(self, name: str) -> int:
        key = self.keys.get(name)
        if key is None:
            return 0
        count = self.counts[name] = self.counts.get(name, -1) + 1
        self.found.append(f"{key}.{count}")
        return len(self.found)


def check_tags(
    context: Context,
    show: ShowRecord,
    file: ShowFile,
    looked: Sequence[tuple[Candidate, Said]],
    *,
    whole: bool,
) -> list[Problem]:
    """What is wrong with the tags of the channel, where the whole show is checked, and of episodes."""
    addresses = Addresses(show.show.base_url or PREVIEW_URL)
    feed = FeedShow(show, addresses, f"airdate {__version__}")
    problems: list[Problem] = []
    if whole:
        place = place_of_show(file.lines, PODCAST_TOML, file.elsewhere)
        problems += check_show_tags(feed, len(looked), place)
    for candidate, said in looked:
        if candidate.audio is not None:
            item = _item(candidate, said, show, candidate.date or context.now)
            problems += check_episode_tags(feed, item, candidate.place)
    return problems


def _item(candidate: Candidate, said: Said, show: ShowRecord, date: datetime) -> FeedItem:
    """The item as it would be in the feed, but for notes and hashes, which these rules do not look at."""
    assert candidate.audio is not None  # what has no audio has no item
    facts, contribution = candidate.audio, replace(said.contribution, date=date)
    media = Media(
        key=f"media/{candidate.slug}{facts.extension}",
        content_type=facts.content_type,
        size_bytes=facts.size_bytes,
        sha256="",
        master_sha256="",
        master_size_bytes=facts.size_bytes,
        tag_inputs_sha256="",
        tagger=0,
    )
    guid = candidate.front.guid or candidate.slug
    stamp = Stamp(date, __version__)
    record = first_record(contribution, guid, PublishedAudio(facts, media), stamp)
    address = candidate.enclosure_url or ""
    return FeedItem(settle(record, show.show), "", page_url=address, enclosure_url=address)


def check_show_tags(show: FeedShow, episodes: int, place: Place) -> list[Problem]:
    """What is wrong with the tags of the channel.

    Args:
        show: The channel.
        episodes: How many there are: a list may hold none.
        place: Of `podcast.toml`.
    """
    from pipeline.core.rules.feeds.podcasting_rules import CHANNEL, ITEM  # 200 rows, for check alone

    spots = _Spots(SHOW_KEYS)
    channel = channel_node(show, spots.line_of)
    document = FeedDocument(None, channel, 1, (), (), "utf-8", 0, episodes)
    problems = _problems(CHANNEL, ChannelCase(channel, document), spots, place)
    for live in channel.all("podcast:liveItem"):
        problems += _problems(ITEM, ItemCase(live, channel), spots, place)
    return problems


def check_episode_tags(show: FeedShow, item: FeedItem, place: Place) -> list[Problem]:
    """What is wrong with the tags of one item."""
    from pipeline.core.rules.feeds.podcasting_rules import ITEM  # 200 rows, for check alone

    spots = _Spots(FRONT_KEYS)
    channel: Node = channel_node(show, lambda _: 0)
    node = item_node(Entry(show, item), spots.line_of)
    return _problems(ITEM, ItemCase(node, channel), spots, place)


def _problems(rules: Iterable[Rule[object]], case: object, spots: _Spots, place: Place) -> list[Problem]:
    """Findings at elements that a key stands behind; the rest is for the rules of shows."""
    found = ((rule, each) for rule in rules for each in rule.check(case) if each.line)
    return [_problem(rule, each, spots.found[each.line - 1], place) for rule, each in found]


def _problem(rule: Rule[object], found: Finding, key: str, place: Place) -> Problem:
    path, line = place.spot_of(key)
    name = key.rpartition(".")[0]
    return Problem(path, line, f"'{name}': {found.text}", found.fix, rule.level, rule.id)
