"""What any text or address may have wrong with it, whoever wrote it."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from pipeline.core.rules.table import Finding, one_line

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HTML = re.compile(r"</?[A-Za-z][^<>]*>|&(?:amp|lt|gt|quot|nbsp|#\d+);")

Texts = Iterable[tuple[str, str | None]]
"""Keys with their values; None is not checked."""


def check_trimmed(texts: Texts) -> Iterator[Finding]:
    """Blanks around a value count as part of it."""
    for key, text in texts:
        if text is not None and text != text.strip():
            yield Finding(key, f"'{key}' begins or ends with blanks", f"write {one_line(text.strip())}")


def check_characters(texts: Texts) -> Iterator[Finding]:
    """XML cannot hold control characters, and bidi overrides turn text around them."""
    for key, text in texts:
        found = _ILLEGAL.search(text or "") or _BIDI.search(text or "")
        if found:
            code = f"U+{ord(found[0]):04X}"
            yield Finding(key, f"'{key}' holds the invisible character {code}; it is left out", "delete it")


def check_lengths(texts: Texts, limit: int) -> Iterator[Finding]:
    """Values of more characters than `limit` are cut by apps or refused."""
    for key, text in texts:
        if text is not None and len(text) > limit:
            yield Finding(key, f"'{key}' is {len(text)} characters long", f"shorten it to {limit} or fewer")


def check_plain(texts: Texts) -> Iterator[Finding]:
    """Markup in plain text is shown as it stands."""
    for key, text in texts:
        found = _HTML.search(text or "")
        if found:
            yield Finding(
                key, f"'{key}' is plain text, but holds {one_line(found[0])}", "write it without HTML"
            )


def check_https(urls: Texts) -> Iterator[Finding]:
    """Apps block or mark what is not encrypted; this machine's own addresses are only a preview."""
    for key, url in urls:
        if url is not None and url.lower().startswith("http://") and not is_loopback(url):
            yield Finding(
                key, f"'{key}' is {url}: it is not encrypted", f"write https{url[4:]} if it answers there"
            )


def is_loopback(url: str) -> bool:
    """Whether an address means this machine.

    >>> is_loopback("http://127.0.0.1:8000/x"), is_loopback("http://localhost.example/")
    (True, False)
    """
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return host in ("localhost", "::1") or host.startswith("127.")
