"""What the table cannot say of transcripts, chapters, soundbites and numbers."""

from collections.abc import Iterator

from pipeline.core.content_types import TRANSCRIPT_TYPES
from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ItemCase, at
from pipeline.core.rules.feeds.podcasting.forms import SECONDS
from pipeline.core.rules.feeds.podcasting.looking import standing
from pipeline.core.rules.feeds.values import extension_of, parse_duration, parse_whole
from pipeline.core.rules.sources import APPLE_TRANSCRIPTS, NAMESPACE, TRANSCRIPT_FILES
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

_TIMELESS = frozenset(("text/plain", "text/html"))
_NOT_FOR_APPLE = frozenset((*_TIMELESS, "application/json"))
_EXTENSIONS = {**TRANSCRIPT_TYPES, ".htm": "text/html"}
_KNOWN = frozenset(TRANSCRIPT_TYPES.values())
_SHORTEST_S, _LONGEST_S = 15.0, 120.0
_SLACK_S = 1.0


def _type(node: Node) -> str:
    return node.attributes.get("type", "").partition(";")[0].strip().casefold()


def check_extensions(case: ItemCase) -> Iterator[Finding]:
    for node in standing(case, "transcript"):
        extension = extension_of(node.attributes.get("url", ""))
        meant, kind = _EXTENSIONS.get(extension), _type(node)
        if meant and kind in _KNOWN and kind != meant:
            text = f"type of <podcast:transcript> is {kind}, but its url ends in {extension}"
            yield at(node, text, f'write type="{meant}" if that is what the file holds')


def check_captions(case: ItemCase) -> Iterator[Finding]:
    for node in standing(case, "transcript"):
        if node.attributes.get("rel", "").strip().casefold() == "captions" and _type(node) in _TIMELESS:
            text = f"<podcast:transcript> is captions, but {_type(node)} holds no times"
            yield at(node, text, 'leave out rel="captions", or give a WebVTT file')


def check_for_apple(case: ItemCase) -> Iterator[Finding]:
    nodes = list(standing(case, "transcript"))
    if nodes and all(_type(node) in _NOT_FOR_APPLE for node in nodes):
        text = f"<podcast:transcript> is {one_line(_type(nodes[0]))}, and none is WebVTT or SRT for Apple"
        yield at(nodes[0], text, 'add one of type="text/vtt"')


def check_twice(case: ItemCase) -> Iterator[Finding]:
    seen: set[tuple[str, str]] = set()
    for node in standing(case, "transcript"):
        kind = _type(node), node.attributes.get("language", "").strip().casefold()
        if kind in seen:
            text = f"there is more than one <podcast:transcript> of type {one_line(kind[0])}"
            yield at(node, text, "name the language of each, or keep one")
        seen.add(kind)


def _seconds(node: Node, name: str) -> float | None:
    value = node.attributes.get(name, "").strip()
    return float(value) if SECONDS.accepts(value) else None


def check_bite_length(case: ItemCase) -> Iterator[Finding]:
    for node in standing(case, "soundbite"):
        duration = _seconds(node, "duration")
        if duration is not None and not _SHORTEST_S <= duration <= _LONGEST_S:
            text = f"<podcast:soundbite> lasts {duration:g} seconds: 15 to 120 are advised"
            yield at(node, text, "choose a part of 15 to 120 seconds")


def check_bite_place(case: ItemCase) -> Iterator[Finding]:
    whole = parse_duration(case.item.text_of("itunes:duration"))
    for node in standing(case, "soundbite") if whole else ():
        start, duration = _seconds(node, "startTime"), _seconds(node, "duration")
        if start is not None and duration is not None and whole and start + duration > whole + _SLACK_S:
            text = f"<podcast:soundbite> ends at {start + duration:g} s, but the episode at {whole} s"
            yield at(node, text, "correct startTime and duration: both are in seconds")


def check_season(case: ItemCase) -> Iterator[Finding]:
    yield from _check_number(case, "season")


def check_episode(case: ItemCase) -> Iterator[Finding]:
    yield from _check_number(case, "episode")


def _check_number(case: ItemCase, name: str) -> Iterator[Finding]:
    theirs = parse_whole(case.item.text_of(f"itunes:{name}"))
    for node in standing(case, name):
        ours = parse_whole(node.text.strip())
        if ours is not None and theirs is not None and ours != theirs:
            text = f"<podcast:{name}> is {ours}, but <itunes:{name}> {theirs}"
            yield at(node, text, "write the same number in both")


ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "p20-transcript-extension",
        Level.WARNING,
        *TRANSCRIPT_FILES,
        "type of <podcast:transcript> agrees with the extension of its url",
        check_extensions,
        fix="Write the type of the file: text/vtt for .vtt, application/x-subrip for .srt.",
        wrong='<podcast:transcript url="https://wind.example/60.vtt" type="text/plain"/>',
        right='<podcast:transcript url="https://wind.example/60.vtt" type="text/vtt"/>',
    ),
    Rule(
        "p20-transcript-captions",
        Level.WARNING,
        *NAMESPACE,
        "a transcript that is captions has times",
        check_captions,
        fix='Leave out rel="captions" where the file holds no times.',
        wrong='<podcast:transcript url="https://wind.example/60.txt" type="text/plain" rel="captions"/>',
        right='<podcast:transcript url="https://wind.example/60.vtt" type="text/vtt" rel="captions"/>',
    ),
    Rule(
        "apple-transcript-format",
        Level.WARNING,
        *APPLE_TRANSCRIPTS,
        "one transcript of an episode is WebVTT or SRT",
        check_for_apple,
        fix="Offer the transcript as WebVTT, too: Apple reads no other format but SRT.",
        wrong='<podcast:transcript url="https://wind.example/60.html" type="text/html"/>',
        right='<podcast:transcript url="https://wind.example/60.vtt" type="text/vtt"/>',
    ),
    Rule(
        "p20-transcript-twice",
        Level.ADVICE,
        *NAMESPACE,
        "an episode has one transcript of each format and language",
        check_twice,
        fix="Name the language of each transcript, or keep one.",
        wrong='<podcast:transcript url="https://wind.example/en.vtt" type="text/vtt"/>\n'
        '<podcast:transcript url="https://wind.example/de.vtt" type="text/vtt"/>',
        right='<podcast:transcript url="https://wind.example/en.vtt" type="text/vtt" language="en"/>\n'
        '<podcast:transcript url="https://wind.example/de.vtt" type="text/vtt" language="de"/>',
    ),
    Rule(
        "p20-soundbite-advised",
        Level.ADVICE,
        *NAMESPACE,
        "<podcast:soundbite> lasts 15 to 120 seconds",
        check_bite_length,
        fix="Choose a part of 15 to 120 seconds.",
        wrong='<podcast:soundbite startTime="73.0" duration="600"/>',
        right='<podcast:soundbite startTime="73.0" duration="60"/>',
    ),
    Rule(
        "p20-soundbite-inside",
        Level.WARNING,
        *NAMESPACE,
        "<podcast:soundbite> ends before the episode does",
        check_bite_place,
        fix="Write startTime and duration in seconds from the start of the enclosure.",
        wrong='<itunes:duration>1801</itunes:duration>\n<podcast:soundbite startTime="1790" duration="60"/>',
        right='<itunes:duration>1801</itunes:duration>\n<podcast:soundbite startTime="1700" duration="60"/>',
    ),
    Rule(
        "p20-season-agrees",
        Level.WARNING,
        *NAMESPACE,
        "<podcast:season> and <itunes:season> have the same number",
        check_season,
        fix="Write the same number in both.",
        wrong="<itunes:season>1</itunes:season>\n<podcast:season>2</podcast:season>",
        right="<itunes:season>2</itunes:season>\n<podcast:season>2</podcast:season>",
    ),
    Rule(
        "p20-episode-agrees",
        Level.WARNING,
        *NAMESPACE,
        "<podcast:episode> and <itunes:episode> have the same number",
        check_episode,
        fix="Write the same number in both.",
        wrong="<itunes:episode>60</itunes:episode>\n<podcast:episode>61</podcast:episode>",
        right="<itunes:episode>60</itunes:episode>\n<podcast:episode>60</podcast:episode>",
    ),
)
