"""What a preview server can show: the public root of a folder store, or a show as it is being written."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.web.files import ServedFile, find_file, read_file


@dataclass(frozen=True)
class EventStream:
    """Server-sent events, each as its bytes, for as long as somebody listens; closed then."""

    events: Generator[bytes, None, None]


class Shown(Protocol):
    """What is behind a server's addresses; asked from many threads."""

    is_public: bool
    """Whether scripts of any page may read it, as they may read what a store serves."""

    def find(self, target: str, own_url: str) -> ServedFile | EventStream | None:
        """What a request's target means; None where there is nothing that may be seen.

        Args:
            target: As in the request's first line.
            own_url: The server as the client names it, ending in a slash.
        """
        ...


class ShownFolder:
    """A folder store's public root."""

    is_public = True

    def __init__(self, root: Path, base_url: str | None) -> None:
        self.root, self.base_url = root, base_url

    def find(self, target: str, own_url: str) -> ServedFile | None:
        path = find_file(self.root, target)
        try:
            return read_file(path, self.base_url, own_url) if path else None
        except OSError:
            return None  # it went away just now
