"""Podlove Simple Chapters: chapters in the feed itself, which Spotify reads."""

from collections.abc import Iterator
from itertools import pairwise

from pipeline.core.chapters import format_clock
from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase, at
from pipeline.core.rules.feeds.chapter_times import parse_play_time, simple_chapters
from pipeline.core.rules.feeds.values import is_web_url, parse_duration
from pipeline.core.rules.sources import SIMPLE_CHAPTERS, SPOTIFY_CHAPTERS
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

VERSIONS = ("1.0", "1.1", "1.2")
ENOUGH = 3
_MOST = 1_000
_LINKS = ("http://podlove.org/simple-chapters", "http://podlove.org/deep-link")


def _chapters(case: ItemCase) -> Iterator[Node]:
    for parent in case.item.all("psc:chapters"):
        yield from (each for each in parent.children[:_MOST] if each.name == "psc:chapter")


def check_place(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.children:
        if node.name in ("psc:chapters", "psc:chapter"):
            yield at(
                node, f"<{node.name}> stands in the channel, where it means nothing", "move it to its item"
            )


def check_parent(case: ItemCase) -> Iterator[Finding]:
    for node in case.item.all("psc:chapter"):
        yield at(node, "<psc:chapter> stands outside of <psc:chapters>", "put it into <psc:chapters>")
        break


def check_once(case: ItemCase) -> Iterator[Finding]:
    for node in [*case.item.all("psc:chapters")][1:]:
        yield at(node, "<psc:chapters> stands a second time in the item", "write all chapters into one")


def check_version(case: ItemCase) -> Iterator[Finding]:
    for node in case.item.all("psc:chapters"):
        version = node.attributes.get("version")
        if version is None:
            yield at(node, "<psc:chapters> has no version", 'write version="1.2"')
        elif version.strip() not in VERSIONS:
            yield at(node, f"the version of <psc:chapters> is {one_line(version)}", 'write version="1.2"')


def check_any(case: ItemCase) -> Iterator[Finding]:
    for node in case.item.all("psc:chapters"):
        if node.find("psc:chapter") is None:
            yield at(node, "<psc:chapters> holds no chapter", "add <psc:chapter> elements, or remove it")


def check_start(case: ItemCase) -> Iterator[Finding]:
    for node in _chapters(case):
        start = node.attributes.get("start")
        if start is None:
            yield at(node, "<psc:chapter> has no start", 'write start="00:00:00" with its time')
        elif parse_play_time(start) is None:
            text = f"the start of <psc:chapter> is {one_line(start)}, which is no time"
            yield at(node, text, "write hours, minutes and seconds: 01:35:52")


def check_title(case: ItemCase) -> Iterator[Finding]:
    for node in _chapters(case):
        if not node.attributes.get("title", "").strip():
            yield at(node, "<psc:chapter> has no title", 'write title="…" with its name')


def check_order(case: ItemCase) -> Iterator[Finding]:
    for before, after in pairwise(simple_chapters(case.item)):
        if after.start_s <= before.start_s:
            first, second = format_clock(before.start_s), format_clock(after.start_s)
            text = f"<psc:chapter> {one_line(after.title)} starts at {second}, after one at {first}"
            yield Finding("", text, "sort the chapters by time, each once", line=after.line)


def check_within(case: ItemCase) -> Iterator[Finding]:
    length = parse_duration(case.item.text_of("itunes:duration"))
    for each in simple_chapters(case.item) if length else ():
        if length and each.start_s >= length:
            start, end = format_clock(each.start_s), format_clock(length)
            text = f"<psc:chapter> {one_line(each.title)} starts at {start}, but <itunes:duration> is {end}"
            yield Finding("", text, "correct the time or the duration", line=each.line)


def check_links(case: ItemCase) -> Iterator[Finding]:
    for node in _chapters(case):
        for name in ("href", "image"):
            url = node.attributes.get(name)
            if url is not None and not is_web_url(url):
                text = f"the {name} of <psc:chapter> is {one_line(url)}, which is no address of the web"
                yield at(node, text, "write the whole address, from https:// on")


def check_external(case: ItemCase) -> Iterator[Finding]:
    for node in case.item.all("atom:link"):
        url = node.attributes.get("href", "")
        if node.attributes.get("rel", "").strip() in _LINKS and not is_web_url(url):
            text = f"the href of <atom:link> to Podlove chapters is {one_line(url)}"
            yield at(node, text, "write the whole address, from https:// on")


def check_first(case: ItemCase) -> Iterator[Finding]:
    chapters = simple_chapters(case.item)
    if chapters and chapters[0].start_s >= 1:
        text = f"the first <psc:chapter> starts at {format_clock(chapters[0].start_s)}"
        yield Finding("", text, "let the first one start at 00:00:00", line=chapters[0].line)


def check_enough(case: ItemCase) -> Iterator[Finding]:
    chapters = simple_chapters(case.item)
    if 0 < len(chapters) < ENOUGH:
        text = f"<psc:chapters> has {len(chapters)} of the 3 chapters that Spotify wants at least"
        yield Finding("", text, "write three or more", line=chapters[0].line)


WARNING, ADVICE = Level.WARNING, Level.ADVICE

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "psc-place",
        WARNING,
        *SIMPLE_CHAPTERS,
        "chapters stand in an item",
        check_place,
        "move the chapters to the item that they belong to",
        "<channel><psc:chapters>…</psc:chapters></channel>",
        "<item><psc:chapters>…</psc:chapters></item>",
    ),
)

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "psc-parent",
        WARNING,
        *SIMPLE_CHAPTERS,
        "each psc:chapter stands in psc:chapters",
        check_parent,
        "put the chapters into one psc:chapters",
        '<item><psc:chapter start="0" title="Hello"/></item>',
        '<psc:chapters version="1.2"><psc:chapter start="0" title="Hello"/></psc:chapters>',
    ),
    Rule(
        "psc-once",
        WARNING,
        *SIMPLE_CHAPTERS,
        "an item has one psc:chapters",
        check_once,
        "write all chapters into one psc:chapters",
        "two <psc:chapters> in an item",
        "one <psc:chapters>",
    ),
    Rule(
        "psc-version",
        WARNING,
        *SIMPLE_CHAPTERS,
        "psc:chapters says which version it is",
        check_version,
        'write version="1.2"',
        "<psc:chapters>",
        '<psc:chapters version="1.2">',
    ),
    Rule(
        "psc-empty",
        WARNING,
        *SIMPLE_CHAPTERS,
        "psc:chapters holds chapters",
        check_any,
        "add the chapters, or remove the element",
        '<psc:chapters version="1.2"/>',
        '<psc:chapters version="1.2"><psc:chapter start="0" title="Hello"/></psc:chapters>',
    ),
    Rule(
        "psc-start",
        WARNING,
        *SIMPLE_CHAPTERS,
        "each chapter has a start, as hours, minutes and seconds",
        check_start,
        "write the start as 01:35:52 or 01:35:52.250",
        '<psc:chapter start="1m30s" title="Hello"/>',
        '<psc:chapter start="00:01:30" title="Hello"/>',
    ),
    Rule(
        "psc-title",
        WARNING,
        *SIMPLE_CHAPTERS,
        "each chapter has a title",
        check_title,
        "write the title as an attribute",
        '<psc:chapter start="00:01:30">Hello</psc:chapter>',
        '<psc:chapter start="00:01:30" title="Hello"/>',
    ),
    Rule(
        "psc-order",
        WARNING,
        *SIMPLE_CHAPTERS,
        "chapters are in the order of time",
        check_order,
        "sort the chapters by time, each once",
        "chapters at 00:00:00, 00:21:00 and 00:04:10",
        "chapters at 00:00:00, 00:04:10 and 00:21:00",
    ),
    Rule(
        "psc-within",
        WARNING,
        *SIMPLE_CHAPTERS,
        "chapters start before the audio ends",
        check_within,
        "correct the time of the chapter, or the duration",
        'start="01:10:00" in an episode of 30 minutes',
        'start="00:21:00"',
    ),
    Rule(
        "psc-link",
        WARNING,
        *SIMPLE_CHAPTERS,
        "links and images of chapters are whole addresses",
        check_links,
        "write the whole address, from https:// on",
        '<psc:chapter start="0" title="Hello" href="/hello"/>',
        '<psc:chapter start="0" title="Hello" href="https://example.org/hello"/>',
    ),
    Rule(
        "psc-external",
        WARNING,
        *SIMPLE_CHAPTERS,
        "a link to Podlove chapters is a whole address",
        check_external,
        "write the whole address, from https:// on",
        '<atom:link rel="http://podlove.org/simple-chapters" href="7.psc"/>',
        '<atom:link rel="http://podlove.org/simple-chapters" href="https://example.org/7.psc"/>',
    ),
    Rule(
        "psc-first",
        ADVICE,
        *SPOTIFY_CHAPTERS,
        "the first chapter starts at 0",
        check_first,
        "let the first chapter start at 00:00:00",
        "chapters at 00:00:30, 00:04:10 and 00:21:00",
        "chapters at 00:00:00, 00:04:10 and 00:21:00",
    ),
    Rule(
        "psc-count",
        ADVICE,
        *SPOTIFY_CHAPTERS,
        "there are three chapters or more",
        check_enough,
        "write three chapters or more, or none",
        "chapters at 00:00:00 and 00:04:10",
        "chapters at 00:00:00, 00:04:10 and 00:21:00",
    ),
)
