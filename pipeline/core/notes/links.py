"""Which addresses may stand in a page or a feed, and what relative ones mean."""

import re
from collections.abc import Iterator, Mapping
from typing import TypeVar
from unicodedata import normalize
from urllib.parse import unquote, urljoin, urlsplit

T = TypeVar("T")

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_IGNORED_BY_BROWSERS = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029]")


def safe_url(url: str | None, base: str = "") -> str | None:
    """The address, made absolute against `base`; None where following it could run something.

    Browsers skip blanks and control characters inside a scheme, so they are
    dropped before the scheme is judged.

    >>> safe_url("java\\tscript:alert(1)"), safe_url("data:text/html,x"), safe_url("/x")
    (None, None, None)
    >>> safe_url("notes.html#why", "https://example.org/episodes/1.html")
    'https://example.org/episodes/notes.html#why'
    """
    try:
        joined = urljoin(base, _IGNORED_BY_BROWSERS.sub("", url or ""))
        parts = urlsplit(joined)
    except ValueError:
        return None
    if parts.scheme not in SCHEMES or (parts.scheme in {"http", "https"} and not parts.netloc):
        return None
    return joined


def is_relative(url: str) -> bool:
    """Whether an address names a file beside the notes.

    >>> is_relative("img/heel.jpg"), is_relative("https://x.org"), is_relative("//x.org"), is_relative("#a")
    (True, False, False, False)
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.path) and not parts.scheme and not parts.netloc and not parts.path.startswith("/")


def file_paths(url: str) -> Iterator[str]:
    """The paths that a relative address may mean, likeliest first.

    Markdown wants blanks and the like percent-encoded; people type them
    either way, and file systems store accents composed or decomposed.

    >>> list(file_paths("./heel%20bone.jpg?x#y"))
    ['heel%20bone.jpg', 'heel bone.jpg']
    """
    if not is_relative(url):
        return
    path = urlsplit(url).path
    while path.startswith("./"):
        path = path[2:]
    seen: set[str] = set()
    for each in (path, unquote(path)):
        for form in (each, normalize("NFC", each), normalize("NFD", each)):
            if form not in seen:
                seen.add(form)
                yield form


def published_file(url: str, files: Mapping[str, T]) -> T | None:
    """What stands in `files` for a relative address, if anything."""
    return next((files[path] for path in file_paths(url) if path in files), None)
