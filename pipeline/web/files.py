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

_REWRITTEN = (".xml", ".html", ".json")


@dataclass(frozen=True)
class ServedFile:
    """One answer's content; `open` gives its bytes."""

    content_type: str
    size_bytes: int
    etag: str
    modified_s: float
    path: Path
    rewritten: bytes | None

    def open(self) -> BinaryIO:
        """The bytes, to be closed by the caller."""
        return self.path.open("rb") if self.rewritten is None else BytesIO(self.rewritten)


def find_file(root: Path, target: str) -> Path | None:
    """The file below `root` that a request's target means; None where there is none that may be seen.

    Nothing outside `root` is ever found, through ".." or links, nor anything
    whose name begins with a dot.
    """
    key = unquote(target.partition("?")[0].partition("#")[0]).lstrip("/")
    if "\0" in key or "\\" in key or any(part.startswith(".") for part in key.split("/")):
        return None
    inside = root.resolve()
    for candidate in _candidates(key):
        with suppress(OSError, RuntimeError):  # a name that is too long, links in a circle
            path = (inside / candidate).resolve()
            if path.is_relative_to(inside) and path.is_file():
                return path
    return None


def _candidates(key: str) -> Iterator[str]:
    """The names an address may have on a host that knows pretty addresses."""
    if not key or key.endswith("/"):
        yield key + INDEX
        return
    yield key
    yield f"{key}.html"


def read_file(path: Path, base_url: str | None, own_url: str) -> ServedFile:
    """A file as it is served: addresses under `base_url` lead here instead.

    Raises:
        OSError: It went away or cannot be read.
    """
    stat = path.stat()
    content_type = served_type(path.name)
    if base_url and base_url != own_url and path.suffix.lower() in _REWRITTEN:
        body = _rewrite(path.read_bytes(), base_url, own_url)
        etag = f'"{sha256(body).hexdigest()[:32]}"'
        return ServedFile(content_type, len(body), etag, stat.st_mtime, path, body)
    etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    return ServedFile(content_type, stat.st_size, etag, stat.st_mtime, path, None)


def _rewrite(body: bytes, base_url: str, own_url: str) -> bytes:
    for written in dict.fromkeys((base_url, escape(base_url))):
        body = body.replace(written.encode(), own_url.encode())
    return body
