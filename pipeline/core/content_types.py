"""Which bytes go out under which type: one table for stores, feed and `serve`."""

import re

ENCLOSURE_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/x-m4a",
    ".mp4": "video/mp4",
    ".m4v": "video/x-m4v",
    ".mov": "video/quicktime",
    ".pdf": "application/pdf",
}
"""The enclosures Apple accepts, by extension (A Podcaster's Guide to RSS)."""

TAGGED = frozenset(ENCLOSURE_TYPES) - {".pdf"}
"""Those whose published copy gets tags, and chapters, of its own."""

TRANSCRIPT_TYPES = {
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    ".txt": "text/plain",
    ".html": "text/html",
}
"""The transcripts of the podcast namespace, best first."""

PICTURE_TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}

ALTERNATIVE_TYPES = {
    ".opus": "audio/ogg",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".webm": "video/webm",
}
"""What else an episode may be had as, besides `ENCLOSURE_TYPES` (`podcast:alternateEnclosure`)."""

CHAPTERS_TYPE = "application/json+chapters"
RSS_TYPE = "application/rss+xml; charset=utf-8"
"""What RSS is called by itself. Browsers show it as source, or download it."""
FEED_TYPE = "application/xml; charset=utf-8"
"""What our feed goes out as: every app and directory takes it (feed-rules §6.2, §9.1), and browsers
show it with its stylesheet (seen in Chromium 156)."""
JSON_FEED_TYPE = "application/feed+json"
PAGE_TYPE = "text/html; charset=utf-8"

_SERVED = {
    **TRANSCRIPT_TYPES,
    **PICTURE_TYPES,
    **ALTERNATIVE_TYPES,
    **ENCLOSURE_TYPES,
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".html": PAGE_TYPE,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".xml": FEED_TYPE,
    ".opml": "text/x-opml; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}

RUNNING_SUFFIXES = frozenset({".svg", ".xml", ".js", ".css"})
"""Of types by which browsers run what a file holds: only our own files and a theme's go out under them."""

UNKNOWN_TYPE = "application/octet-stream"
"""Of names that say nothing: clients save such bytes, and play none of them."""

_JSON_FEED = re.compile(r"feed(-\d+)?\.json")
"""The JSON Feed and its pages."""


def served_type(key: str) -> str:
    """The Content-Type an object of this name is served with.

    >>> served_type("media/0123/060-tape.mp3")
    'audio/mpeg'
    >>> served_type("files/0123/tape.opus"), served_type("tape.xyz") == UNKNOWN_TYPE
    ('audio/ogg', True)
    >>> served_type("files/0123/x.chapters.json")
    'application/json+chapters'
    >>> served_type("feed-3.json")
    'application/feed+json'
    """
    if _JSON_FEED.fullmatch(key):
        return JSON_FEED_TYPE
    if key.endswith(".chapters.json"):
        return CHAPTERS_TYPE
    dot = key.rfind(".")
    return _SERVED.get(key[dot:].lower(), UNKNOWN_TYPE) if dot >= 0 else UNKNOWN_TYPE
