"""What people write when they mean one of our keys, and examples of what a key holds."""

import difflib
from collections.abc import Collection, Mapping
from typing import get_args, get_origin

from pydantic import BaseModel

_ANYWHERE = {
    "author": "by from",
    "bio": "description about",
    "code": "discount promo coupon voucher",
    "credentials": "qualifications degree",
    "email": "mail e_mail",
    "ends": "end until expires",
    "file": "path src",
    "image": "avatar photo picture img",
    "label": "button",
    "language": "lang",
    "max_items": "max_episodes limit",
    "name": "title",
    "of": "total parts",
    "part": "number",
    "start": "time begin start_time starttime timestamp",
    "text": "quote",
    "title": "label heading name",
    "url": "link website homepage href uri",
}
_OF_MODEL = {
    "FrontMatter": {
        "artwork": "img image cover picture thumbnail",
        "audio": "file mp3 media enclosure audio_file",
        "block": "hidden",
        "calls_to_action": "cta call_to_action",
        "date": "published pubdate publish_date publishdate published_at time release released release_date",
        "duration": "length runtime",
        "episode": "number no nr ep episode_number",
        "explicit": "nsfw",
        "guid": "id uuid",
        "summary": "description subtitle excerpt abstract",
        "tags": "category categories keywords",
        "title": "name heading headline",
        "transcript": "captions subtitles vtt",
        "type": "episode_type episodetype kind",
        "video": "youtube video_url",
        "alternatives": "alternate_enclosures alternate_enclosure alternates formats",
        "comments": "social social_interact mastodon",
        "funding": "donate support",
        "license": "licence rights",
        "locations": "location place places",
        "soundbites": "soundbite clips clip",
        "value": "lightning v4v value4value",
    },
    "PodcastToml": {
        "artwork": "image cover img logo picture",
        "base_url": "url baseurl site_url media_url",
        "calls_to_action": "cta call_to_action",
        "categories": "category genre keywords",
        "description": "summary",
        "endpoint_url": "endpoint",
        "explicit": "nsfw",
        "funding": "donate support",
        "guid": "id uuid",
        "language": "lang",
        "link": "website homepage",
        "listen": "links",
        "people": "person persons",
        "publish_time": "publish_at",
        "store": "bucket storage output",
        "timezone": "tz time_zone zone",
        "title": "name",
        "type": "show_type itunes_type",
        "alternate_title": "itunes_title",
        "comments": "social social_interact mastodon",
        "license": "licence rights",
        "live": "live_items livestreams streams",
        "locations": "location place places",
        "remote_items": "remote_item",
        "seasons": "season",
        "silence": "ignore disable checks rules",
        "trailers": "trailer",
        "update_frequency": "frequency schedule",
        "value": "lightning v4v value4value",
    },
    "FeedSettings": {
        "archives": "archive",
        "hubs": "hub websub pubsubhubbub",
        "max_items": "max_episodes limit",
        "prefixes": "prefix analytics op3 podtrac",
        "size_budget_kb": "size_budget budget max_size max_bytes size_budget_mb",
        "ttl_minutes": "ttl",
        "whole_notes": "content_encoded full_notes",
    },
}
"""By model, by key: what else it is called elsewhere."""

EXAMPLES: Mapping[str, str] = {
    "title": "Your title", "description": "What the show is about", "language": "en",
    "author": "Your name", "artwork": "cover.jpg", "name": "A name", "text": "A sentence or two",
    "url": "https://example.org/", "stream": "https://example.org/live.mp3", "label": "Read more",
    "email": "podcast@example.org",
    "start": "12:34", "file": "transcript.vtt", "id": "tendons", "duration": "0:45",
    "server": "irc.example.org", "protocol": "irc", "guid": "live-2026-11-05", "type": "node",
    "address": "the address", "date": "2026-11-05T18:30:00+01:00",
    "license.id": "cc-by-4.0", "images.file": "banner.jpg", "comments.protocol": "activitypub",
    "feed_guid": "917393e3-1b1e-5cef-ace4-edaa54e1f810", "value": "sha384-…", "feed_url": "https://example.org/feed.xml",
}  # fmt: skip
"""A value that could stand there, for keys that must; by the key's own name or by its last two names."""

LITERAL_EXAMPLES: Mapping[str, str] = {
    "explicit": "false",
    "categories": '["Sports > Running"]',
    "part": "1",
    "split": "100",
}
"""The same for values that are not texts; spelled alike in YAML and TOML."""

_WEB = "write a web address that begins with https:// and holds no blanks"
_MOMENT = "write it with an offset, as 2026-11-05T18:30:00+01:00"
_IDS = "write its id as podcast.toml has it: small letters, digits, - and _"
SHAPES: Mapping[str, str] = {
    "date": "write it as 2026-11-05, 2026-11-05 18:30 or 2026-11-05T18:30:00+01:00",
    "ends": "write the last day as 2026-12-31",
    "reviews.date": "write the day as 2026-11-05",
    "language": "write a language code such as en, en-GB or de",
    "publish_time": "write hours and minutes, for example 06:00",
    "duration": "write it as 12:34, 1:02:03 or a whole number of seconds",
    "start": "write it as 12:34 or 1:02:03",
    "guid": "take the line out: airdate writes it when the show is first published",
    "email": "write an address such as podcast@example.org",
    "id": "use small letters, digits, - and _, for example tendons",
    **dict.fromkeys(("url", "video", "base_url", "link", "new_feed_url", "endpoint_url"), _WEB),
    **dict.fromkeys(("public_endpoint_url", "private_endpoint_url", "webhook", "websub"), _WEB),
    "cloudfront": "write the distribution's id, for example E2QWRUHEXAMPLE",
    "guests": 'write an id from podcast.toml such as anna-berg, or {name: "Anna Berg"}',
    "transcript": "write the name of a file beside index.md, or a list of names",
    "chapters": 'write a list of {start: "12:34", title: "…"}, or the name of a chapters file',
    **dict.fromkeys(("stream", "account_url", "comments_page", "feed_url", "hubs"), _WEB),
    **dict.fromkeys(("starts", "live.start", "trailers.date", "end"), _MOMENT),
    **dict.fromkeys(("soundbites.start", "remote_start"), "write it as 12:34, 1:02:03 or seconds"),
    "time_splits.start": "write it as 12:34, 1:02:03 or seconds",
    **dict.fromkeys(("type", "stream_type"), "write a media type such as audio/mpeg"),
    **dict.fromkeys(("accent", "background"), 'write a colour such as "#0b6e4f"'),
    "action": _WEB,
    **dict.fromkeys(("field", "honeypot"), "write the name of a form's field, for example email"),
    "feed_guid": "write the podcast:guid of that feed: 8-4-4-4-12 digits and letters a to f",
    "geo": "write geo:latitude,longitude, for example geo:48.2082,16.3738",
    "osm": "write N, W or R and the number, for example R109166",
    "country": "write two letters, for example AT",
    "rrule": "write it as FREQ=WEEKLY;BYDAY=TU",
    "suggested": 'write bitcoin in quotes, for example "0.00000015"',
    "aspect_ratio": "write it as 16/9",
    **dict.fromkeys(("managing_editor", "web_master"), "write it as ada@example.org (Ada Marsh)"),
    **dict.fromkeys(("block_on", "allow_on"), "write the service in small letters, for example amazon"),
    "license": "write cc-by-4.0 or another id, or id and url of your own",
    **dict.fromkeys(("hosts", "sponsors", "calls_to_action", "reviews"), _IDS),
}
"""How a value has to look, by the key's own name or by its last two names."""


def suggest_key(word: str, model: type[BaseModel]) -> str | None:
    """The key of a model that somebody who wrote `word` most likely meant.

    >>> from pipeline.core.front_matter import FrontMatter
    >>> suggest_key("titel", FrontMatter), suggest_key("img", FrontMatter), suggest_key("xyz", FrontMatter)
    ('title', 'artwork', None)
    """
    plain = word.casefold().replace("-", "_").replace(" ", "_")
    if plain in model.model_fields:
        return plain
    words = _OF_MODEL.get(model.__name__, _ANYWHERE)
    meant = (key for key, others in words.items() if plain in others.split() and key in model.model_fields)
    return next(meant, None) or suggest(plain, model.model_fields)


def suggest(word: str, known: Collection[str]) -> str | None:
    """The known word that differs least from this one, if one is near.

    >>> suggest("ana", ["anna", "ben"])
    'anna'
    """
    nearest = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.7)
    return nearest[0] if nearest else None


def model_at(model: type[BaseModel], names: tuple[str, ...]) -> type[BaseModel]:
    """The model of the keys found below these names.

    >>> from pipeline.core.front_matter import FrontMatter
    >>> from pipeline.core.location import PodcastToml
    >>> model_at(FrontMatter, ("guests",)).__name__, model_at(PodcastToml, ("people", "anna")).__name__
    ('Guest', 'Person')
    """
    for name in names:
        if name in model.model_fields:
            model = _inner(model.model_fields[name].annotation) or model
    return model


def group_in_list(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model of each entry of a key that takes nothing but a list of groups of keys.

    >>> from pipeline.core.front_matter import FrontMatter
    >>> group_in_list(FrontMatter, "funding").__name__, group_in_list(FrontMatter, "guests")
    ('Funding', None)
    """
    field = model.model_fields.get(name)
    entries = get_args(field.annotation) if field and get_origin(field.annotation) is list else ()
    return next((each for each in entries if isinstance(each, type) and issubclass(each, BaseModel)), None)


def _inner(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _inner(each))), None)
