"""Which file of a public root an address means, and how its bytes are seen from here."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote

from pipeline.core.addresses import INDEX
from pipeline.core.content_types import served_type

_REWRITTEN = (".xml", ".html", ".json", ".md", ".txt", ".opml")


@dataclass(frozen=True)
class ServedFile:
    """One answer's content; `open` gives its bytes."""

    content_type: str
    size_bytes: int
    etag: str
    modified_s: float | None
    """None for what was just made."""
    content: Path | bytes

    def open(self) -> BinaryIO:
        """The bytes, to be closed by the caller."""
        return BytesIO(self.content) if isinstance(self.content, bytes) else self.content.open("rb")


def parse_target(target: str) -> str | None:
    """The key that a request's target means; None where it names something hidden, or nothing at all.

    >>> parse_target("/media/%61.mp3?from=app"), parse_target("/"), parse_target("/.git/config")
    ('media/a.mp3', '', None)
    """
    key = unquote(target.partition("?")[0].partition("#")[0]).lstrip("/")
    hidden = "\0" in key or "\\" in key or any(part.startswith(".") for part in key.split("/"))
    return None if hidden else key


def find_file(root: Path, target: str) -> Path | None:
    """The file below `root` that a request's target means; None where there is none that may be seen.

    Nothing outside `root` is ever found, through ".." or links, nor anything
    whose name begins with a dot.
    """
    key = parse_target(target)
    if key is None:
        return None
    inside = root.resolve()
    for candidate in possible_keys(key):
        with suppress(OSError, RuntimeError):  # a name that is too long, links in a circle
            path = (inside / candidate).resolve()
            if path.is_relative_to(inside) and path.is_file():
                return path
    return None


def possible_keys(key: str) -> Iterator[str]:
    """The names an address may have on a host that knows pretty addresses."""
    if not key or key.endswith("/"):
        yield key + INDEX
        return
    yield key
    yield f"{key}.html"


def read_file(path: Path, base_url: str | None, own_url: str, name: str = "") -> ServedFile:
    """A file as it is served: addresses under `base_url` lead here instead.

    Args:
        path: Where it is.
        base_url: The show's address; None where nothing is to be rewritten.
        own_url: This server's.
        name: Another name to tell the type by.

    Raises:
        OSError: It went away or cannot be read.
    """
    stat = path.stat()
    content_type = served_type(name or path.name)
    if base_url and base_url != own_url and path.suffix.lower() in _REWRITTEN:
        body = _rewrite(path.read_bytes(), base_url, own_url)
        return ServedFile(content_type, len(body), _tag(body), stat.st_mtime, body)
    etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    return ServedFile(content_type, stat.st_size, etag, stat.st_mtime, path)


def serve_body(name: str, body: bytes, base_url: str | None, own_url: str) -> ServedFile:
    """What is in memory as it is served, in the same way."""
    if base_url and base_url != own_url and name.lower().endswith(_REWRITTEN):
        body = _rewrite(body, base_url, own_url)
    return ServedFile(served_type(name), len(body), _tag(body), None, body)


def _tag(body: bytes) -> str:
    return f'"{sha256(body).hexdigest()[:32]}"'


def _rewrite(body: bytes, base_url: str, own_url: str) -> bytes:
    escaped = escape(base_url)
    for written in dict.fromkeys((base_url, escaped, escaped.replace("&#x27;", "&#39;"))):
        body = body.replace(written.encode(), own_url.encode())
    return body
