"""What people write when they mean one of our keys, and examples of what a key holds."""

import difflib
from collections.abc import Collection, Mapping
from typing import get_args

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
    },
}
"""By model, by key: what else it is called elsewhere."""

EXAMPLES: Mapping[str, str] = {
    "title": "Your title", "description": "What the show is about", "language": "en",
    "author": "Your name", "artwork": "cover.jpg", "name": "A name", "text": "A sentence or two",
    "url": "https://example.org/", "label": "Read more", "email": "podcast@example.org",
    "start": "12:34", "file": "transcript.vtt", "id": "tendons",
}  # fmt: skip
"""A value that could stand there, for keys that must."""

LITERAL_EXAMPLES: Mapping[str, str] = {"explicit": "false", "categories": '["Sports > Running"]', "part": "1"}
"""The same for values that are not texts; spelled alike in YAML and TOML."""

_WEB = "write a web address that begins with https:// and holds no blanks"
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
    "guests": 'write an id from podcast.toml such as anna-berg, or {name: "Anna Berg"}',
    "transcript": "write the name of a file beside index.md, or a list of names",
    "chapters": 'write a list of {start: "12:34", title: "…"}, or the name of a chapters file',
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
    >>> from pipeline.core.show import PodcastToml
    >>> model_at(FrontMatter, ("guests",)).__name__, model_at(PodcastToml, ("people", "anna")).__name__
    ('Guest', 'Person')
    """
    if not names or names[0] not in model.model_fields:
        return model
    return _inner(model.model_fields[names[0]].annotation) or model


def _inner(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for each in get_args(annotation) if (found := _inner(each))), None)
