"""What a prune is about to delete, written down first, so that runs elsewhere wait or look again. Pure."""

import json
from dataclasses import dataclass
from datetime import datetime

from pipeline.core.serving import Root

WARRANT = "records/prune"
"""Among the records, though none: every producer's permissions reach it there."""


@dataclass(frozen=True)
class Warrant:
    """The objects that one prune may delete."""

    at: datetime
    keys: frozenset[str]
    """As `public/KEY` and `private/KEY`."""
    is_done: bool = False
    """Nothing is deleted under it any more."""


def warranted(root: Root, key: str) -> str:
    """An object as a warrant names it.

    >>> warranted(Root.PUBLIC, "tags/knee.html")
    'public/tags/knee.html'
    """
    return f"{root.value}/{key}"


def render_warrant(warrant: Warrant) -> bytes:
    """The bytes of a warrant."""
    document = {"at": warrant.at.isoformat(), "done": warrant.is_done, "keys": sorted(warrant.keys)}
    return (json.dumps(document, indent=1) + "\n").encode()


def parse_warrant(body: bytes) -> Warrant | None:
    """Read a warrant; None for what is none, under which nothing is deleted.

    >>> parse_warrant(b"[]") is None
    True
    """
    try:
        document = json.loads(body)
        at, keys = datetime.fromisoformat(document["at"]), frozenset(map(str, document["keys"]))
        return Warrant(at, keys, bool(document["done"]))
    except (ValueError, KeyError, TypeError):
        return None
