"""A show as it is being written: pages that are replaced whole, and told of it while they are open."""

import json
import re
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from html import escape, unescape
from pathlib import Path
from threading import Condition
from urllib.parse import parse_qs, urlsplit

from pipeline.web.files import ServedFile, find_file, parse_target, possible_keys, read_file, serve_body
from pipeline.web.shown import EventStream

EVENTS, BAR, SCRIPT = "_airdate/events", "_airdate/bar", "_airdate/preview.js"
"""The server's own addresses; no key of a show begins with an underscore."""
MAX_STREAMS = 24
"""Pages that are told of changes at the same time."""
_HEARTBEAT_S = 15.0
_BODY = re.compile(rb'<body[^>]*>(?:\s*<a class="skip"[^>]*>[^<]*</a>)?')
"""A link past the header stays the first stop of the keyboard."""
_LISTED = re.compile(rb'<h3><a href="([^"]*)"[^>]*>.*?</a>(?=</h3>)', re.DOTALL)
"""An episode in a list of the show's own pages."""
_KEPT = ("media/", "files/")
"""What content-addressed keys begin with: the only objects of the store that are shown as they are."""


@dataclass(frozen=True)
class Rendition:
    """All that a preview shows at one moment."""

    base_url: str
    """The show's address in feed and pages."""
    objects: Mapping[str, bytes] = field(default_factory=dict)
    """What was rendered, by key."""
    files: Mapping[str, Path] = field(default_factory=dict)
    """Audio, pictures and the like on this machine, by key."""
    roots: Sequence[Path] = ()
    """Folders of the store that have what is not on this machine otherwise."""
    render_bar: Callable[[str], bytes] = lambda _: b""
    """What is said beside the page of a key."""
    render_own: Callable[[str], bytes | None] = lambda _: None
    """A page that only previews have, by key; None where there is none."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What lists say behind the title of a page that is not public yet, by its address."""


class LiveShow:
    """Shows the latest rendition, and tells open pages when there is another."""

    is_public = False

    def __init__(self, assets: Mapping[str, bytes], first: Rendition) -> None:
        self.assets = assets
        """The preview's own styles and scripts, by key."""
        self._latest = first
        self._changed = Condition()
        self._open: Counter[str] = Counter()

    def put(self, rendition: Rendition) -> None:
        """Show something else from now on."""
        with self._changed:
            self._latest = rendition
            self._changed.notify_all()

    @property
    def open_pages(self) -> frozenset[str]:
        """The keys of pages that somebody looks at: their scripts listen for changes."""
        with self._changed:
            return frozenset(self._open)

    def find(self, target: str, own_url: str) -> ServedFile | EventStream | None:
        key, latest = parse_target(target), self._latest
        if key is None:
            return None
        if key == EVENTS:
            return self._listen(_asked_page(target))
        if key == BAR:
            body = latest.render_bar(_asked_page(target))
            return serve_body("bar.html", body, latest.base_url, own_url)
        if key in self.assets:
            return serve_body(key, self.assets[key], None, own_url)
        return _find_page(latest, key, own_url) or _find_file(latest, key, own_url)

    def _listen(self, page: str) -> EventStream | None:
        return EventStream(self._tell(page)) if self._open.total() < MAX_STREAMS else None

    def _tell(self, page: str) -> Generator[bytes, None, None]:
        """The versions of a page and of its bar: now, and whenever one of them changes."""
        told: bytes | None = None
        with self._changed:
            self._open[page] += 1
        try:
            while True:
                seen = self._latest
                versions = json.dumps(_versions(seen, page)).encode()
                yield b"data: %b\n\n" % versions if versions != told else b":\n\n"
                told = versions
                with self._changed:
                    self._changed.wait_for(partial(self._has_other, seen), _HEARTBEAT_S)
        finally:
            with self._changed:
                self._open -= Counter([page])

    def _has_other(self, seen: Rendition) -> bool:
        return self._latest is not seen


def _asked_page(target: str) -> str:
    return parse_qs(urlsplit(target).query).get("page", [""])[0]


def _page_of(rendition: Rendition, key: str) -> bytes | None:
    """The page of a key, of the show or of the preview."""
    body = rendition.objects.get(key)
    if body is None:
        return rendition.render_own(key)
    return _marked(body, rendition.marks) if rendition.marks and _takes_bar(key) else body


def _marked(body: bytes, marks: Mapping[str, str]) -> bytes:
    """The page with a mark behind each episode that is not public yet."""

    def mark(found: re.Match[bytes]) -> bytes:
        word = marks.get(unescape(found[1].decode()))
        return found[0] + f' <span class="badge">{escape(word)}</span>'.encode() if word else found[0]

    return _LISTED.sub(mark, body)


def _versions(rendition: Rendition, key: str) -> dict[str, str]:
    return {"page": _version(_page_of(rendition, key) or b""), "bar": _version(rendition.render_bar(key))}


def _version(body: bytes) -> str:
    return sha256(body).hexdigest()[:16]


def _find_page(rendition: Rendition, asked: str, own_url: str) -> ServedFile | None:
    for key in possible_keys(asked):
        if body := _page_of(rendition, key):
            if _takes_bar(key):
                body = _with_bar(body, key, rendition)
            name = key if "." in key else f"{key}.html"
            return serve_body(name, body, rendition.base_url, own_url)
    return None


def _takes_bar(key: str) -> bool:
    """Embedded players stay as small as they are."""
    return not key.startswith("embed/") and (key.endswith(".html") or "." not in key)


def _with_bar(body: bytes, key: str, rendition: Rendition) -> bytes:
    """The page with the preview's bar at its top, out of reach of the page's styles."""
    bar = rendition.render_bar(key)
    marks = f'data-page="{escape(key)}" data-version="{_version(body)}" data-bar="{_version(bar)}"'
    opening = (
        f'<aside id="airdate-preview" aria-label="airdate preview" {marks}><template shadowrootmode="open">'
    )
    closing = f'</template></aside><script src="/{SCRIPT}" defer></script>'
    inserted = opening.encode() + bar + closing.encode()
    found = _BODY.search(body)
    at = found.end() if found else len(body)
    return body[:at] + inserted + body[at:]


def _find_file(rendition: Rendition, key: str, own_url: str) -> ServedFile | None:
    here = rendition.files.get(key)
    if here is None and key.startswith(_KEPT):
        here = next(filter(None, (find_file(root, key) for root in rendition.roots)), None)
    try:
        return read_file(here, rendition.base_url, own_url, key) if here else None
    except OSError:
        return None  # it went away just now
