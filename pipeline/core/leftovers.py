"""What stands in the store and is named by nothing any more: which of it may be deleted. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import unquote

from pipeline.core.addresses import STAGING
from pipeline.core.plan import Removal
from pipeline.core.serving import Root

TOO_YOUNG = timedelta(days=2)
"""What was written since may be of a run that has not named it yet."""

REMEMBERED = timedelta(days=30)
"""Apps and caches may still ask for what a feed, a page or a record named since."""

_OWN = re.compile(r"(?:media|files)/[0-9a-f]{16}/[^/]+")
_NAMED = re.compile(rb"(?:media|files)/[0-9a-f]{16}/[^\s\"'<>?#&;)\\/]+")
_DOCUMENTS = (".html", ".xml", ".xsl", ".json", ".css", ".js", ".txt", ".md", ".opml", ".svg", ".webmanifest")


@dataclass(frozen=True)
class Standing:
    """One object as the store lists it."""

    size_bytes: int
    modified_at: datetime | None


@dataclass(frozen=True)
class Known:
    """What is known of the store, to judge by."""

    now: datetime
    public: Mapping[str, Standing]
    staged: Mapping[str, Standing]
    """As keys of the public root."""
    written: Collection[str]
    """What airdate ever rendered, as the manifest says."""
    retired: Mapping[str, datetime] = field(default_factory=dict)
    """Since when no feed names a key, and no run renders it; unknown for what the manifest never saw go."""
    named: Collection[str] = ()
    """Keys of the public root that a record, a recent revision or what is rendered now names."""
    waiting: Collection[str] = ()
    """The same of scheduled episodes."""


def is_document(key: str) -> bool:
    """Whether an object may name others."""
    return key.endswith(_DOCUMENTS)


def names_in(document: bytes, base_url: str = "") -> set[str]:
    """The keys of the public root that a feed, a page, a style or a script names; pages without ending too.

    >>> sorted(names_in(b'<a href="../files/0123456789abcdef/a%20b.jpg"> <a href="https://x.example/tags/a.html#t">',
    ...     "https://x.example/"))
    ['files/0123456789abcdef/a b.jpg', 'tags/a.html']
    """
    found = {match.decode("utf-8", "replace") for match in _NAMED.findall(document)}
    if base_url:
        pattern = re.escape(base_url.encode()) + rb"([^\s\"'<>?#&;)\\]+)"
        found |= {match.decode("utf-8", "replace") for match in re.findall(pattern, document)}
    names = {unquote(each) for each in found}
    return names | {f"{each}.html" for each in names if "." not in each.rsplit("/", 1)[-1]}


def candidates(known: Known) -> set[str]:
    """Keys of the public root that airdate made, and that may go unless a document that stays names them."""
    return {
        key
        for key, standing in known.public.items()
        if key not in known.named
        and (key in known.written or _OWN.fullmatch(key))
        and _is_old(standing, known.now)
        and not _was_used_lately(key, standing, known)
    }


def _is_old(standing: Standing, now: datetime) -> bool:
    return standing.modified_at is not None and standing.modified_at <= now - TOO_YOUNG


def _was_used_lately(key: str, standing: Standing, known: Known) -> bool:
    """Unknown counts as yes, but for what no manifest ever had: that was never in use."""
    since = known.retired.get(key)
    if since is None and key in known.written:
        return True
    if since is None and is_document(key):  # made by a run that died, perhaps after it wrote the feed
        since = standing.modified_at
    return since is not None and since > known.now - REMEMBERED


def keep_named(found: Collection[str], documents: Mapping[str, bytes], base_url: str) -> set[str]:
    """What of the candidates no document names that stays; what stays is found in turn.

    Args:
        found: The candidates.
        documents: Every document of the public root, by key.
        base_url: Of the show.
    """
    names = {key: names_in(body, base_url) for key, body in documents.items()}
    doomed = set(found)
    asked = [key for key in names if key not in doomed]
    while asked:
        kept = names.get(asked.pop(), set()) & doomed
        doomed -= kept
        asked += kept
    return doomed


def plan_leftovers(known: Known, doomed: Iterable[str]) -> tuple[Removal, ...]:
    """What is deleted, in order: documents before what they name."""
    public = [
        Removal(Root.PUBLIC, key, "nothing names it any more", known.public[key].size_bytes)
        for key in sorted(doomed, key=lambda key: (bool(_OWN.fullmatch(key)), not is_document(key), key))
    ]
    return (*public, *_staged(known))


def _staged(known: Known) -> Iterator[Removal]:
    for key, standing in sorted(known.staged.items()):
        if key not in known.waiting and _OWN.fullmatch(key) and _is_old(standing, known.now):
            yield Removal(Root.PRIVATE, STAGING + key, "no episode waits for it", standing.size_bytes)
