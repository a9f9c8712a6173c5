"""Where other people's parsers of feeds keep what our keys say: one row for each key and parser."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from tests.independent.sameness import (
    allowed,
    begins,
    blocked,
    counted_by,
    day_in_vienna,
    equal,
    hour_in_vienna,
    in_formats,
    in_small,
    is_there,
    moment,
    person,
    published,
    same_kind,
    seconds,
    stands_in,
    zone_of_seven,
)

FEEDPARSER, PODCASTPARSER = "feedparser", "podcastparser"
FEEDSMITH, PARTYTIME = "feedsmith", "partytime"
IN_PYTHON, IN_NODE = (FEEDPARSER, PODCASTPARSER), (FEEDSMITH, PARTYTIME)

Same = Callable[[Any, Any], bool]


class Reading(NamedTuple):
    """One of our keys, and where a parser keeps it."""

    ours: str
    by: str
    theirs: str
    is_same: Same


def rows(
    ours: str, by: str, theirs: str, names: Mapping[str, str], is_same: Same = equal, **others: Same
) -> Iterator[Reading]:
    """A row for each name of a group; `others` compares some of them in another way."""
    for mine, yours in names.items():
        path = f"{theirs}.{yours}".strip(".")
        yield Reading(f"{ours}.{mine}", by, path, others.get(mine, is_same))


def as_named(*names: str, **others: str) -> Mapping[str, str]:
    """Names that are theirs as well, and those that differ."""
    return {**{each: each for each in names}, **others}


PLACE = as_named("rel", "geo", "osm", "country", name="display")
PERSON = as_named("role", "group", name="display", image="img", url="href")
ROOM = as_named("server", "protocol", "space", account="accountId")
RECIPIENT = as_named("name", "type", "address", "split")
REMOTE = {"feed_guid": "feedGuid", "feed_url": "feedUrl", "title": "title"}
POST = as_named("protocol", "priority", url="uri", account="accountId", account_url="accountUrl")
PICTURE = as_named("alt", "purpose", file="href")
SHAPE = as_named("width", "height", "type", aspect_ratio="aspectRatio")
VALUE = as_named("type", "method", "suggested")
ITEM, POD = "items.1", "items.1.podcast"
LIVE, OF_LIVE = "podcastLiveItems.0", "podcast.liveItems.0"
NOTES = "items.1.description"

SHOW = (
    *rows("show", FEEDSMITH, "", as_named("title", "link", "description", "language", "copyright")),
    *rows("show", FEEDSMITH, "itunes", as_named("author", "type", "explicit", alternate_title="title")),
    *rows("show", FEEDSMITH, "itunes", {"new_feed_url": "newFeedUrl", "apple_verify": "applePodcastsVerify"}),
    *rows("show", FEEDSMITH, "itunes", {"artwork": "image"}, published),
    *rows("show", FEEDSMITH, "podcast", as_named("guid", "medium", locked="locked.value")),
    *rows("show", FEEDSMITH, "podcast", {"license": "license.display", "ai_content": "txts.0.display"}),
    *rows("show", FEEDSMITH, "podcast", {"podping": "podping.usesPodping"}),
    *rows("show", PARTYTIME, "", {"managing_editor": "managingEditor", "web_master": "webmaster"}),
    *rows("show.categories", PARTYTIME, "itunesCategory", as_named("0", "1")),
    *rows("show.tags", FEEDSMITH, "categories", {"0": "0.name", "1": "1.name"}),
    *rows("show.owner", FEEDSMITH, "itunes.owner", as_named("name", "email")),
    Reading("show.block_on", PARTYTIME, "podcastBlockedPlatforms", blocked),
    Reading("show.allow_on", PARTYTIME, "podcastBlockedPlatforms", allowed),
    Reading("show.base_url", FEEDSMITH, "atom.links.0.href", begins),
    Reading("show.publish_time", FEEDSMITH, f"{ITEM}.pubDate", hour_in_vienna),
    Reading("show.timezone", FEEDSMITH, f"{ITEM}.pubDate", zone_of_seven),
    Reading("show.transcript_formats", FEEDSMITH, f"{POD}.transcripts", in_formats),
    *rows("show.hosts", FEEDSMITH, "podcast.persons", {"0": "0.display", "1": "1.display"}, person),
    *rows(
        "show.people.ada",
        FEEDSMITH,
        "podcast.persons.0",
        PERSON,
        role=in_small,
        group=in_small,
        image=published,
    ),
    Reading("show.people.ada.credentials", FEEDSMITH, NOTES, stands_in),
    *rows("show.funding.0", FEEDSMITH, "podcast.fundings.0", as_named("url", label="display")),
    *rows("show.locations.0", FEEDSMITH, "podcast.locations.0", PLACE),
    *rows("show.txt.0", FEEDSMITH, "podcast.txts.1", as_named("purpose", text="display")),
    *rows("show.images.0", FEEDSMITH, "podcast.images.0", PICTURE, file=published),
    *rows("show.images.1", FEEDSMITH, "podcast.images.1", {**PICTURE, **SHAPE}),
    *rows(
        "show.trailers.0",
        FEEDSMITH,
        "podcast.trailers.1",
        as_named("url", "length", "type", "season", title="display", date="pubDate"),
        date=moment,
    ),
    *rows("show.seasons", FEEDSMITH, "items", {"1.name": "1.podcast.season.name"}),
    *rows("show.seasons", FEEDSMITH, "items", {"2.artwork": "0.itunes.image"}, published),
    *rows("show.value", FEEDSMITH, "podcast.values.0", VALUE),
    *rows("show.value.recipients.0", FEEDSMITH, "podcast.values.0.valueRecipients.0", RECIPIENT),
    *rows(
        "show.value.recipients",
        FEEDSMITH,
        "podcast.values.0.valueRecipients",
        {"0.custom_key": "0.customKey", "0.custom_value": "0.customValue", "1.fee": "1.fee"},
    ),
    *rows(
        "show.comments.0",
        FEEDPARSER,
        "feed.podcast_socialinteract",
        {mine: yours.lower() for mine, yours in POST.items()},
    ),
    *rows("show.chat", FEEDSMITH, "podcast.chat", ROOM),
    *rows("show.podroll.0", FEEDSMITH, "podcast.podroll.remoteItems.0", {**REMOTE, "medium": "medium"}),
    *rows("show.publisher", FEEDSMITH, "podcast.publisher.remoteItem", REMOTE),
    *rows(
        "show.remote_items.0",
        FEEDSMITH,
        "podcast.remoteItems.0",
        {**REMOTE, "medium": "medium", "item_guid": "itemGuid"},
    ),
    *rows(
        "show.update_frequency",
        FEEDSMITH,
        "podcast.updateFrequency",
        as_named("rrule", "complete", text="display", starts="dtstart"),
    ),
    *rows("show.feed.hubs", PARTYTIME, "pubsub", {"0": "hub"}),
    *rows("show.feed", FEEDSMITH, "", {"ttl_minutes": "ttl"}),
    *rows("show.feed.skip_hours", FEEDSMITH, "skipHours", as_named("0", "1", "2")),
    *rows("show.feed.skip_days", FEEDSMITH, "skipDays", as_named("0", "1")),
    Reading("show.feed.prefixes.0", FEEDSMITH, f"{ITEM}.enclosures.0.url", counted_by),
    Reading("show.feed.whole_notes", FEEDSMITH, f"{ITEM}.content.encoded", is_there),
    Reading("show.feed.images_srcset", PARTYTIME, "podcastImages.0.parsed.url", is_there),
    Reading("show.feed.archives", FEEDSMITH, "atom.links.2.rel", lambda _, rel: rel == "prev-archive"),
    *(
        Reading(f"show.sponsors.laces.{key}", FEEDSMITH, NOTES, stands_in)
        for key in ("name", "text", "url", "code", "disclosure")
    ),
    *(
        Reading(f"show.calls_to_action.letter.{key}", FEEDSMITH, NOTES, stands_in)
        for key in ("text", "url", "label")
    ),
    *(Reading(f"show.listen.0.{key}", FEEDSMITH, NOTES, stands_in) for key in ("name", "url")),
)

LIVE_EPISODE = (
    *rows("show.live.0", PARTYTIME, LIVE, as_named("title", "guid", "description", "link")),
    *rows("show.live.0", PARTYTIME, LIVE, {"stream": "enclosure.url", "stream_type": "enclosure.type"}),
    *rows("show.live.0", PARTYTIME, LIVE, {"artwork": "image"}, published),
    *rows("show.live.0", FEEDSMITH, OF_LIVE, as_named("status", "start", "end")),
    *rows(
        "show.live.0",
        FEEDSMITH,
        OF_LIVE,
        {"hosts.0": "persons.0.display", "guests.0": "persons.1.display"},
        person,
    ),
    *rows(
        "show.live.0.content_links.0",
        FEEDSMITH,
        f"{OF_LIVE}.contentLinks.0",
        {"url": "href", "label": "display"},
    ),
    *rows(
        "show.live.0.alternatives.0",
        FEEDSMITH,
        f"{OF_LIVE}.alternateEnclosures.0",
        as_named("type", "length", "title", "height") | {"sources.0.url": "sources.0.uri"},
    ),
    *rows("show.live.0.locations.0", FEEDSMITH, f"{OF_LIVE}.locations.0", PLACE),
    *rows("show.live.0.images.0", FEEDSMITH, f"{OF_LIVE}.images.0", PICTURE, file=published),
    *rows("show.live.0.chat", FEEDSMITH, f"{OF_LIVE}.chat", ROOM),
    *rows("show.live.0.value.recipients.0", FEEDSMITH, f"{OF_LIVE}.values.0.valueRecipients.0", RECIPIENT),
)

EPISODE = (
    *rows(
        "first", FEEDSMITH, ITEM, {"full_title": "title", "comments_page": "comments", "guid": "guid.value"}
    ),
    *rows("first", FEEDSMITH, f"{ITEM}.itunes", as_named("title", "episode", "season", "author", "explicit")),
    *rows("first", FEEDSMITH, f"{ITEM}.itunes", {"duration": "duration"}, seconds),
    *rows("first", FEEDSMITH, f"{ITEM}.itunes", {"artwork": "image"}, published),
    *rows("first", FEEDSMITH, POD, {"episode_sort": "episode.number", "episode_display": "episode.display"}),
    *rows("first", FEEDSMITH, POD, {"ai_content": "txts.0.display"}),
    *rows("first.license", FEEDSMITH, f"{POD}.license", as_named("url", id="display")),
    *rows("first.tags", FEEDSMITH, f"{ITEM}.categories", {"0": "0.name", "1": "1.name"}),
    *rows("first.republished_from", FEEDSMITH, f"{ITEM}.source", as_named("title", feed_url="url")),
    Reading("first.audio", FEEDSMITH, f"{ITEM}.enclosures.0.url", same_kind),
    Reading("first.date", FEEDSMITH, f"{ITEM}.pubDate", day_in_vienna),
    Reading("first.hosts.0", FEEDSMITH, f"{POD}.persons.0.display", person),
    Reading("trailer.type", FEEDSMITH, "items.2.itunes.episodeType", equal),
    Reading("trailer.summary", FEEDSMITH, "items.2.description", stands_in),
    *rows(
        "first.guests.0",
        FEEDSMITH,
        f"{POD}.persons.1",
        as_named("role", name="display", image="img", url="href"),
        role=in_small,
    ),
    *rows(
        "first.chapters.1",
        FEEDSMITH,
        f"{ITEM}.psc.chapters.1",
        as_named("start", "title", "image", url="href"),
        start=seconds,
        image=published,
    ),
    *rows(
        "first.transcript.0",
        FEEDSMITH,
        f"{POD}.transcripts.0",
        as_named("language", file="url"),
        file=published,
    ),
    *rows("first.images.0", FEEDSMITH, f"{POD}.images.0", PICTURE, file=published),
    Reading("first.alternatives.0.file", FEEDSMITH, f"{POD}.alternateEnclosures.0.sources.0.uri", published),
    *rows(
        "first.alternatives.1",
        FEEDSMITH,
        f"{POD}.alternateEnclosures.1",
        as_named("type", "length", "bitrate", "height", "title", "rel", "codecs", language="lang")
        | {"sources.1.url": "sources.1.uri", "sources.1.type": "sources.1.contentType"}
        | as_named("integrity.type", "integrity.value"),
    ),
    *rows("first.alternatives.2", FEEDSMITH, f"{POD}.alternateEnclosures.2", as_named("default")),
    *rows("first.content_links.0", FEEDPARSER, "entries.1.podcast_contentlink", {"url": "href"}),
    *rows("first.funding.0", FEEDPARSER, "entries.1.podcast_funding", {"url": "url"}),
    *rows(
        "first.soundbites.0",
        FEEDSMITH,
        f"{POD}.soundbites.0",
        as_named("duration", title="display", start="startTime"),
        start=seconds,
    ),
    *rows("first.locations.0", FEEDSMITH, f"{POD}.locations.0", PLACE),
    *rows("first.txt.0", FEEDSMITH, f"{POD}.txts.1", as_named("purpose", text="display")),
    *rows("first.value", FEEDSMITH, f"{POD}.values.0", VALUE),
    *rows("first.value.recipients.0", FEEDSMITH, f"{POD}.values.0.valueRecipients.0", RECIPIENT),
    *rows(
        "first.value.time_splits.0",
        FEEDSMITH,
        f"{POD}.values.0.valueTimeSplits.0",
        as_named("duration", start="startTime", remote_start="remoteStartTime")
        | {"remote_percentage": "remotePercentage", "remote_item.feed_guid": "remoteItem.feedGuid"}
        | {"remote_item.item_guid": "remoteItem.itemGuid", "remote_item.medium": "remoteItem.medium"},
    ),
    *rows(
        "first.value.time_splits.1.recipients.0",
        FEEDSMITH,
        f"{POD}.values.0.valueTimeSplits.1.valueRecipients.0",
        RECIPIENT,
    ),
    *rows("first.comments.0", FEEDSMITH, f"{POD}.socialInteracts.0", POST),
    *rows("first.chat", FEEDSMITH, f"{POD}.chat", ROOM),
    *(
        Reading(f"first.{key}", FEEDSMITH, NOTES, stands_in)
        for key in (
            *("guests.0.credentials", "video", "questions.0"),
            *("series.title", "series.part", "series.of", "series.teaser"),
        )
    ),
)

AGAIN = (
    *rows(
        "show", PODCASTPARSER, "", as_named("title", "link", "description", "language", "explicit", "type")
    ),
    *rows("show", PODCASTPARSER, "", {"author": "itunes_author", "new_feed_url": "new_url"}),
    *rows("show", PODCASTPARSER, "", {"artwork": "cover_url"}, published),
    *rows("show.owner", PODCASTPARSER, "itunes_owner", as_named("name", "email")),
    *rows("first", PODCASTPARSER, "episodes.1", as_named("guid", "explicit", "season", episode="number")),
    *rows("first", PODCASTPARSER, "episodes.1", {"full_title": "title", "author": "itunes_author"}),
    *rows("first", PODCASTPARSER, "episodes.1", {"artwork": "episode_art_url"}, published),
    *rows("first", PODCASTPARSER, "episodes.1", {"duration": "total_time"}, seconds),
    *rows(
        "first.chapters.1",
        PODCASTPARSER,
        "episodes.1.chapters.1",
        as_named("start", "title", "image", url="href"),
        start=seconds,
        image=published,
    ),
    *rows("show", FEEDPARSER, "feed", {"title": "title", "copyright": "rights", "author": "author"}),
    *rows("first", FEEDPARSER, "entries.1", {"guid": "id", "title": "itunes_title"}),
    Reading("first.date", FEEDPARSER, "entries.1.published", day_in_vienna),
    *rows("first.republished_from", FEEDPARSER, "entries.1.source", as_named("title", feed_url="href")),
    *rows("show", PARTYTIME, "", as_named("title", "language", "guid", "medium", "locked")),
    *rows("show.chat", PARTYTIME, "chat", ROOM),
    *rows("first", PARTYTIME, ITEM, as_named("guid", episode="itunesEpisode", season="itunesSeason")),
    *rows("first.value.recipients.0", PARTYTIME, f"{ITEM}.value.recipients.0", RECIPIENT),
)
"""Keys that several parsers know: what podcast apps are made of."""

READINGS = (*SHOW, *LIVE_EPISODE, *EPISODE, *AGAIN)

UNKNOWN = {
    "show.live.explicit": "feedsmith leaves RSS's and iTunes's tags of live items out, partytime this one",
    "show.live.funding": "feedsmith and partytime know the tag in the channel alone",
    "episode.content_links.label": "feedsmith and partytime know the tag in live items alone",
    "episode.funding.label": "feedsmith and partytime know the tag in the channel alone",
}
"""Keys that stand in the feed, and that no parser reads."""

NOT_IN_FEED = {
    "show.feed.max_items": "it limits the feed",
    "show.feed.size_budget_kb": "it limits the feed",
    "show.feed.slim_after": "it limits the feed",
    "show.site": "on pages alone",
    "show.silence": "it is about `airdate check`",
    "show.sponsors.ends": "it says when the offer leaves the feed",
    "show.subtitle": "on pages alone",
    "show.people.bio": "on pages alone",
    "show.reviews.author": "on pages alone",
    "show.reviews.date": "on pages alone",
    "show.reviews.source": "on pages alone",
    "show.reviews.text": "on pages alone",
    "episode.reviews": "on pages alone",
    "episode.series.id": "it finds the other parts",
    "episode.sponsors": "an id; what it stands for is in the notes",
    "episode.calls_to_action": "an id; what it stands for is in the notes",
}
"""Keys that no feed carries as a value of their own, nor those below them."""
