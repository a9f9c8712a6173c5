"""An outside observer: a process of its own that knows the public address, and nothing else.

It reads the feed as an app does, again and again; of each enclosure it asks
for the head and for the last byte. It keeps a journal, so that what it saw
can be told afterwards.

As a program it takes orders from stdin, a JSON document on each line:
`{"watch": NAME, "leaving": [GUID], "changing": [GUID], "forbidden": [URL]}`
begins a story, `{"stop": true}` ends it, and the answer is what was seen.
"""

import json
import queue
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from tests.chaos.reading import Item, parse_items

PAUSE_S = 0.08


@dataclass
class Story:
    """What is seen between `watch` and `stop`."""

    name: str
    leaving: frozenset[str]
    changing: frozenset[str]
    forbidden: tuple[str, ...]
    polls: int = 0
    feeds: int = 0
    items: dict[str, Item] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    """What each enclosure's bytes were."""
    findings: list[tuple[str, str]] = field(default_factory=list)
    etag: str = ""


@dataclass
class Observer:
    """Polls one show."""

    public_url: str
    served_at: str
    journal: TextIO

    def poll(self, story: Story) -> None:
        """Look once."""
        story.polls += 1
        status, headers, body = self._ask("GET", self.public_url + "feed.xml", {"If-None-Match": story.etag})
        if status == 200 and headers.get("etag") != story.etag:
            story.etag = headers.get("etag", "")
            story.feeds += 1
            self._note(story, "feed", f"{status} {sha256(body).hexdigest()}")
            self._read(story, body)
        elif status not in {200, 304} and (story.items or status != 404):
            self._find(story, "vanished", f"the feed answers {status}")
        for url in story.forbidden:
            if self._ask("HEAD", url, {})[0] not in {403, 404}:
                self._find(story, "leaked", url)

    def _read(self, story: Story, body: bytes) -> None:
        try:
            items = parse_items(body)
        except ValueError as error:
            return self._find(story, "invalid", str(error))
        found = {item.guid: item for item in items}
        if len(found) < len(items):
            self._find(story, "duplicate", f"{[item.guid for item in items]}")
        for guid in story.items.keys() - found.keys() - story.leaving:
            self._find(story, "vanished", guid)
        for guid, item in found.items():
            before = story.items.get(guid, item)
            if (before.date, before.url) != (item.date, item.url) and guid not in story.changing:
                self._find(story, "vanished", f"{guid} is another: {before.url} {before.date}")
            self._check_enclosure(story, item)
        story.items = found
        return None

    def _check_enclosure(self, story: Story, item: Item) -> None:
        status, headers, _ = self._ask("HEAD", item.url, {})
        said = (status, headers.get("content-length"), headers.get("content-type"))
        if said != (200, str(item.length), item.type):
            self._find(story, "dangling", f"HEAD {item.url} answers {said}")
        status, headers, body = self._ask("GET", item.url, {"Range": f"bytes={item.length - 1}-"})
        if (status, len(body)) != (206, 1):
            self._find(story, "dangling", f"the last byte of {item.url}: {status}")
        if item.url not in story.seen:
            whole = self._ask("GET", item.url, {})[2]
            story.seen[item.url] = sha256(whole).hexdigest()
            if len(whole) != item.length or story.seen[item.url][:16] not in item.url:
                self._find(story, "dangling", f"{item.url} has other bytes")
        self._note(story, "enclosure", f"{status} {item.url}")

    def _ask(self, method: str, url: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Ask the server that stands for the public address; it is not told who asks."""
        address = urlsplit(self.served_at + url.removeprefix(self.public_url))
        connection = HTTPConnection(address.netloc, timeout=30)
        try:
            connection.request(method, address.path, headers={k: v for k, v in headers.items() if v})
            answer: HTTPResponse = connection.getresponse()
            told = {name.lower(): text for name, text in answer.getheaders()}
            return answer.status, told, answer.read()
        except (OSError, HTTPException) as error:
            return 0, {}, repr(error).encode()
        finally:
            connection.close()

    def _find(self, story: Story, harm: str, text: str) -> None:
        if (harm, text) not in story.findings:
            story.findings.append((harm, text))
            self._note(story, harm, text)

    def _note(self, story: Story, what: str, text: str) -> None:
        at_s = round(time.monotonic(), 3)
        self.journal.write(json.dumps({"at_s": at_s, "story": story.name, what: text}) + "\n")
        self.journal.flush()


def orders() -> Iterator[dict[str, object] | None]:
    """Each order as it comes; None while there is none."""
    waiting: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in sys.stdin:
            waiting.put(line)
        waiting.put("")

    threading.Thread(target=read, daemon=True).start()
    is_watching = False
    while True:
        try:
            line = waiting.get(timeout=PAUSE_S if is_watching else None)
        except queue.Empty:
            yield None
            continue
        if not line:
            return
        order = json.loads(line)
        is_watching = "watch" in order
        yield order


def main(options: Namespace) -> None:
    """Obey until stdin ends."""
    with options.journal.open("a") as journal:
        observer = Observer(options.public_url, options.served_at, journal)
        story: Story | None = None
        for order in orders():
            if order and "watch" in order:
                lists = [order.get(name) or [] for name in ("leaving", "changing", "forbidden")]
                leaving, changing, forbidden = (tuple(map(str, each)) for each in lists)  # type: ignore[call-overload]
                story = Story(str(order["watch"]), frozenset(leaving), frozenset(changing), forbidden)
            assert story
            observer.poll(story)
            if order:
                _answer(story)


def _answer(story: Story) -> None:
    document = {
        "polls": story.polls,
        "feeds": story.feeds,
        "guids": sorted(story.items),
        "findings": story.findings,
    }
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


def parse_arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--public-url", required=True, help="the show's base_url")
    parser.add_argument("--served-at", required=True, help="what answers for it here")
    parser.add_argument("--journal", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main(parse_arguments())
