"""The tags about what is heard and seen: media, transcripts, chapters, numbers, pictures."""

from pipeline.core import podcasting_values as values
from pipeline.core.content_types import CHAPTERS_TYPE
from pipeline.core.rules.feeds.podcasting import forms as form
from pipeline.core.rules.feeds.podcasting.forms import one_of
from pipeline.core.rules.feeds.podcasting.tag import (
    ANYWHERE,
    CHANNEL,
    ITEMS,
    SITE,
    Tag,
    Text,
    may,
    must,
    should,
)
from pipeline.errors import Level

MEDIA_TAGS = (
    Tag(
        "transcript",
        ITEMS,
        (
            must("url", form.WEB, f"{SITE}60.vtt"),
            must("type", form.MEDIA_TYPE, "text/vtt", values.TRANSCRIPT_TYPES),
            may("language", form.LANGUAGE),
            may("rel", one_of("captions", wrong="subtitles")),
        ),
    ),
    Tag(
        "chapters",
        ITEMS,
        (
            must("url", form.WEB, f"{SITE}60.json"),
            must("type", form.MEDIA_TYPE, CHAPTERS_TYPE, (CHAPTERS_TYPE,)),
        ),
        is_single=True,
    ),
    Tag(
        "soundbite",
        ITEMS,
        (must("startTime", form.SECONDS), must("duration", form.SECONDS, "60.0")),
        Text("its title", "Why tendons tear", level=None),
    ),
    Tag(
        "season",
        ITEMS,
        (may("name", example="The marathon", limit=128),),
        Text("the season's number", "3", form.WHOLE, 0),
        is_single=True,
    ),
    Tag(
        "episode",
        ITEMS,
        (may("display", example="Day 5", limit=32),),
        Text("the episode's number", "60", form.DECIMAL, 0),
        is_single=True,
    ),
    Tag(
        "trailer",
        CHANNEL,
        (
            must("url", form.WEB, f"{SITE}trailer.mp3"),
            must("pubdate", form.MAIL_DATE),
            should("length", form.WHOLE, "1234567"),
            should("type", form.MEDIA_TYPE),
            may("season", form.WHOLE),
        ),
        Text("its title", "Coming in November"),
    ),
    Tag(
        "alternateEnclosure",
        ITEMS,
        (
            must("type", form.MEDIA_TYPE, "audio/opus"),
            should("length", form.WHOLE, "32400000"),
            may("bitrate", form.RATE),
            may("height", form.WHOLE, "1080"),
            may("lang", form.LANGUAGE),
            may("title", example="Low bandwidth", limit=32),
            may("rel", example="default", limit=32),
            may("codecs", form.CODECS),
            may("default", form.BOOLEAN),
        ),
        inside=f'<podcast:source uri="{SITE}60.opus"/>',
    ),
    Tag(
        "source",
        ("alternateEnclosure",),
        (
            must("uri", form.LINK, f"{SITE}60.opus"),
            may("contentType", form.MEDIA_TYPE, "application/x-bittorrent"),
        ),
    ),
    Tag(
        "integrity",
        ("alternateEnclosure",),
        (
            must("type", one_of(*values.INTEGRITY_TYPES, wrong="md5")),
            must("value", example="sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        ),
        is_single=True,
    ),
    Tag(
        "liveItem",
        CHANNEL,
        (
            must("status", one_of(*values.LIVE_STATUSES, wrong="over")),
            must("start", form.MOMENT),
            should("end", form.MOMENT, "2026-11-05T20:00:00Z"),
        ),
        inside="…",
    ),
    Tag(
        "contentLink",
        ITEMS,
        (must("href", form.WEB, f"{SITE}live"),),
        Text("the words of the link", "Listen live", limit=0, level=Level.WARNING),
    ),
    Tag(
        "image",
        ANYWHERE,
        (
            must("href", form.WEB, f"{SITE}cover-wide.jpg"),
            should("alt", example="A runner in the rain"),
            should("aspect-ratio", form.RATIO),
            should("width", form.WHOLE, "1920"),
            may("height", form.WHOLE, "1080"),
            may("type", form.PICTURE_TYPE, "image/jpeg"),
            may("purpose", example="artwork social", limit=128),
        ),
    ),
    Tag("images", ANYWHERE, (must("srcset", form.SOURCE_SET),), is_single=True),
)
