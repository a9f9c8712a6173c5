"""Addresses of enclosures behind the counters that hosts put in front of them."""

import re
from urllib.parse import urlsplit

_OP3 = re.compile(
    r"(?:^|/)(?:www\.)?op3\.dev/e(?P<arguments>[^/]{0,200})/(?P<target>.*)", re.IGNORECASE | re.DOTALL
)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\.){1,10}(?P<ending>[a-z]{2,24})(?::\d{1,5})?")
_MEDIA = frozenset({"mp3", "m4a", "mp4", "m4v", "mov", "pdf", "php", "html", "htm", "aspx", "ogg", "opus"})
"""Endings of files, as in `redirect.mp3`, which look like the top level of a host."""

MOST_CHARACTERS = 2_000
"""How much of an address is looked at: browsers and servers stop about there."""


def bare_address(url: str) -> str:
    """Host, path and query of the file itself, without the counters in front and the scheme.

    >>> bare_address("https://dts.podtrac.com/redirect.mp3/op3.dev/e/media.example.org/1.mp3?a=b")
    'media.example.org/1.mp3?a=b'
    >>> bare_address("http://Media.example.org/a.b/1.mp3")
    'media.example.org/a.b/1.mp3'
    """
    try:
        parts = urlsplit(url[:MOST_CHARACTERS].strip())
    except ValueError:
        return url[:MOST_CHARACTERS]
    segments = [parts.netloc.lower(), *parts.path.split("/")[1:]]
    start = max(
        (index for index, each in enumerate(segments[:-1]) if index == 0 or _is_host(each)), default=0
    )
    segments[start] = segments[start].lower()
    return "/".join(segments[start:]) + (f"?{parts.query}" if parts.query else "")


def op3_target(url: str) -> tuple[str, str] | None:
    """What OP3 reads of an enclosure's address: the arguments behind its /e, and whereto it leads.

    >>> op3_target("https://op3.dev/e,pg=9b02/example.org/1.mp3")
    (',pg=9b02', 'example.org/1.mp3')
    >>> op3_target("https://example.org/op3.mp3")
    """
    found = _OP3.search(url[:MOST_CHARACTERS].strip())
    return (found["arguments"], found["target"]) if found else None


def _is_host(segment: str) -> bool:
    found = _HOST.fullmatch(segment.lower()) if "." in segment and len(segment) < 254 else None
    return found is not None and found["ending"] not in _MEDIA
