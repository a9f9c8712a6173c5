"""HTML transcripts read: who spoke in `<cite>`, since when in `<time>`, and what in `<p>`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.core.transcript_cues import Cue, OpenCue, close_cues, parse_moment

_PARTS = ("cite", "time", "p")


def parse_html(page: str) -> Iterator[Cue]:
    """Read the cues of a page; there are none where no paragraph has a time.

    What has no time of its own is a part of what was said before.
    """
    if not re.search("<time", page, re.IGNORECASE):
        return iter(())  # most pages: nothing need be parsed to know
    reading = _Reading()
    for part, text in _parts(page):
        reading.take(part, text)
    reading.turn()
    if not reading.has_times:
        return iter(())
    return close_cues(reading.found)


@dataclass
class _Reading:
    """Puts together what stands side by side in a page."""

    found: list[OpenCue] = field(default_factory=list)
    has_times: bool = False
    said: list[str] = field(default_factory=list)
    start_s: float | None = None
    speaker: str | None = None
    """Named since the last turn."""

    def take(self, part: str, text: str) -> None:
        """One part: a name or a time after words begins another turn."""
        if part == "p":
            self.said.append(text)
            return
        if self.said:
            self.turn()
        if part == "cite":
            self.speaker = text.rstrip(": \t") or None
        elif (moment := parse_moment(text.strip("()[]"))) is not None:
            self.start_s, self.has_times = moment, True

    def turn(self) -> None:
        """Close what was being said."""
        if not self.said:
            return
        text = "\n".join(self.said)
        last = self.found[-1] if self.found else None
        if self.start_s is None and last is not None and self.speaker in {None, last.speaker}:
            self.found[-1] = OpenCue(last.start_s, None, last.speaker, f"{last.text}\n{text}")
        else:
            start = last.start_s if last is not None else 0.0
            self.found.append(
                OpenCue(start if self.start_s is None else self.start_s, None, self.speaker, text)
            )
        self.said, self.start_s, self.speaker = [], None, None


class _Sorting:
    """Sorts the text of a page into names, times and words, in its order."""

    def __init__(self) -> None:
        self.depth = dict.fromkeys(_PARTS, 0)
        self.is_saying = False
        """Words of this paragraph came already: a title or a time in it is one of them."""
        self.kind = ""
        self.gathered: list[str] = []

    def move(self, tag: object, by: int) -> Iterator[tuple[str, str]]:
        """Go into an element, or out of it."""
        if tag == "p":
            yield from self.flush()
            self.is_saying = False
        if tag in self.depth:
            self.depth[str(tag)] += by
        elif tag == "br":
            self.gathered.append(" ")

    def add(self, text: str | None) -> Iterator[tuple[str, str]]:
        """Take up text where we are."""
        kind = next((part for part in _PARTS if self.depth[part]), "")
        if self.is_saying and self.depth["p"]:
            kind = "p"
        if not text or not kind or not text.strip():
            self.gathered += [" "] if text else []
            return
        if kind != self.kind:
            yield from self.flush()
        self.kind, self.is_saying = kind, kind == "p"
        self.gathered.append(text)

    def flush(self) -> Iterator[tuple[str, str]]:
        """What was gathered last."""
        text = " ".join("".join(self.gathered).split())
        self.gathered = []
        if text and self.kind:
            yield self.kind, text


def _parts(page: str) -> Iterator[tuple[str, str]]:
    """Names, times and words in the order of the page."""
    from lxml import etree  # heavy, and few transcripts are pages
    from lxml.html import HTMLParser, document_fromstring

    try:
        parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        root = document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, ValueError):  # it holds nothing
        return
    sorting = _Sorting()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        yield from sorting.move(element.tag, 1 if event == "start" else -1)
        yield from sorting.add(element.text if event == "start" else element.tail)
    yield from sorting.flush()
