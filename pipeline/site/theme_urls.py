"""Addresses in a theme's stylesheets: `url(logo.svg)` leads to where the file is published."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

_TO_ROOT = "../../"
"""From where stylesheets stand (`file_key`)."""
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_URL = re.compile(r"""url\(\s*(?P<mark>["']?)(?P<path>[^"')\s]{1,500})(?P=mark)\s*\)""", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|#", re.IGNORECASE)


def settle_urls(style: str, keys: Mapping[str, str]) -> str:
    """The stylesheet with the addresses of the theme's own files.

    Args:
        style: As it is written.
        keys: Where the files are published, by path below `theme/`.

    >>> settle_urls('a { cursor: url("./a.svg#x") } b { cursor: url(b.png) }', {"a.svg": "files/1/a.svg"})
    'a { cursor: url("../../files/1/a.svg#x") } b { cursor: url(b.png) }'
    """

    def settled(found: re.Match[str]) -> str:
        path, rest = _parted(found["path"])
        return f'url("{_TO_ROOT}{quote(keys[path])}{rest}")' if path in keys else found[0]

    return _URL.sub(settled, style)


def urls_in(style: str) -> Iterator[tuple[int, str]]:
    """Every address in a stylesheet, with its line; what is commented out does not count."""
    seen = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), style)
    for found in _URL.finditer(seen):
        yield seen.count("\n", 0, found.start()) + 1, found["path"]


def path_in_theme(url: str) -> str | None:
    """The path below `theme/` that an address in a stylesheet means; None for one that is elsewhere.

    >>> path_in_theme("./fonts/a.woff2?v=2"), path_in_theme("https://x.example/a.png"), path_in_theme("#a")
    ('fonts/a.woff2', None, None)
    """
    return None if _ELSEWHERE.match(url) else _parted(url)[0]


def _parted(url: str) -> tuple[str, str]:
    """The path, and what follows it."""
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    return path.removeprefix("./"), url[len(path) :]
