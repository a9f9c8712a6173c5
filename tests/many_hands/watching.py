"""What an outsider sees: every version of the feed that ever stood in public, held to the promises."""

from dataclasses import dataclass, field
from hashlib import sha256

from pipeline.core.addresses import FEED
from pipeline.feed.read import LiveItem, read_feed
from pipeline.store.memory import MemoryStore
from tests.workflows.small_show import BASE_URL, named_objects


@dataclass
class Onlooker:
    """Looks at the feed after each of its writes, and remembers what it ever held."""

    public: MemoryStore
    looks: int = 0
    vanished: list[str] = field(default_factory=list)
    """Items that a later feed did not have, each time they were missed."""
    broken: list[str] = field(default_factory=list)
    """All else that must never be: dead names, changed identities, doubles."""
    known: dict[str, tuple[object, ...]] = field(default_factory=dict)
    """By guid what may never change."""
    _now: frozenset[str] = frozenset()
    _sound: set[str] = field(default_factory=set)

    def look(self, key: str) -> None:
        """Called with each key that was written."""
        if key != FEED:
            return
        self.looks += 1
        body = self.public.objects[FEED].body
        items = read_feed(body).items
        guids = [item.guid for item in items]
        if len(set(guids)) < len(guids):
            self.broken.append(f"feed {self.looks} lists an item twice")
        self.vanished += sorted(self._now - set(guids))
        self._now = frozenset(guids)
        self._check_names(body)
        for item in items:
            self._check_item(item)

    def _check_names(self, body: bytes) -> None:
        gone = [name for name in named_objects(body) if name not in self.public.objects]
        self.broken += [f"feed {self.looks} names {name}, which is not there" for name in gone]

    def _check_item(self, item: LiveItem) -> None:
        identity = (item.date, item.enclosure_url, item.length)
        if self.known.setdefault(item.guid, identity) != identity:
            self.broken.append(f"feed {self.looks}: {item.guid} was {self.known[item.guid]}, is {identity}")
        url = str(item.enclosure_url)
        if url in self._sound:
            return
        self._sound.add(url)
        stored = self.public.objects.get(url.removeprefix(BASE_URL))
        if stored is None or len(stored.body) != item.length:
            self.broken.append(f"feed {self.looks}: {url} is not all there")
        elif not sha256(stored.body).hexdigest().startswith(str(item.media_hash)):
            self.broken.append(f"feed {self.looks}: {url} holds something else")
