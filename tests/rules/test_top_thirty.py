"""The thirty mistakes that break feeds most: each is told at its line, and its fix makes the report clean."""

import difflib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.core.rules.feeds.check import FEED_RULES, FeedCheck
from pipeline.core.rules.feeds.online_rules import ONLINE
from pipeline.errors import Level, Problem
from pipeline.feed.document import read_document

FEEDS = Path(__file__).parent.parent / "feeds"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

SEEN: dict[int, tuple[str, tuple[str, ...]]] = {
    2: ("a guid used twice, or none", ("items-unique-guid", "apple-guid")),
    3: ("two items with one file", ("items-unique-enclosure",)),
    6: ("an address signed for an hour", ("private-no-shortlived",)),
    7: ("a length that is none, or 0", ("apple-enclosure-length", "rss-length-zero")),
    8: ("a type that is none of the file's", ("apple-enclosure-type", "apple-enclosure-type-fits")),
    9: ("an address without extension", ("apple-enclosure-extension",)),
    10: ("a raw &, or &nbsp;", ("xml-ampersand", "apple-entities")),
    11: ("control characters and garbled text", ("xml-characters", "xml-bytes", "rss-mojibake")),
    12: ("the wrong address of the iTunes vocabulary", ("apple-ns-typo",)),
    13: (
        "a category that Apple does not have",
        ("apple-category-known", "apple-category-case", "apple-category-retired", "apple-category-place"),
    ),
    14: ("explicit as yes, no, clean or True", ("apple-explicit-value", "apple-item-explicit")),
    15: ("artwork in WebP", ("apple-artwork-file", "apple-item-artwork-file")),
    16: ("the artwork's address as text", ("apple-image-href", "apple-item-image")),
    17: (
        "dates in other forms, or wrong",
        ("apple-pub-date", "apple-pub-date-weekday", "rss-dates", "rss-date-weekday", "items-same-date"),
    ),
    18: ("items dated ahead", ("apple-pub-date-future",)),
    19: ("block or complete left on", ("apple-block", "apple-complete", "apple-item-block")),
    20: ("serial shows without numbers", ("apple-serial-number", "items-unique-number", "apple-episode")),
    21: ("Full for full, trailers as full", ("apple-episode-type", "apple-episode-type-full")),
    22: ("a guid that is taken for an address", ("rss-guid-permalink",)),
    23: ("texts that are too long", ("apple-description-bytes", "apple-item-description-bytes", "notes-cut")),
    24: (
        "HTML escaped twice, or not at all",
        ("notes-escaped", "item-html-elements", "channel-html-elements"),
    ),
    25: ("addresses that are not encrypted", ("apple-https", "apple-https-item", "notes-https")),
    26: ("a feed that does not know its address", ("psp1-atom-self", "rss-self", "rss-self-absolute")),
    27: ("a language that is none", ("apple-language-code",)),
    28: ("new-feed-url to somewhere else", ("apple-new-feed-url",)),
    30: (
        "transcripts and chapters of the wrong kind",
        ("p20-transcript-type", "p20-transcript-extension", "p20-chapters-type", "desc-chapters-first"),
    ),
}
"""What can be seen in one feed by itself, with the rules that tell of it."""

NETWORK: dict[int, tuple[str, tuple[str, ...]]] = {
    6: ("no ranges, no HEAD", ("apple-byte-range", "apple-head")),
    7: ("the length of another file", ("enclosure-length-served",)),
    8: ("a type that is not the served one", ("enclosure-type-served",)),
    11: ("the charset of the reply", ("rss-charset",)),
    15: (
        "what the picture really is",
        ("served-artwork-size", "served-artwork-square", "served-artwork-alpha"),
    ),
    25: ("certificates that expired", ("http-certificate",)),
    28: ("a redirect that is not for good", ("http-feed-redirect",)),
    29: ("another feed at each request", ("http-etag-304", "http-max-age")),
    30: (
        "files without CORS, or of the wrong type",
        ("http-cors", "transcript-serve", "chapters-json-serve"),
    ),
}
"""What a server must be asked for."""

TWO_VERSIONS = {
    1: "a changed guid: the guard and `diff` compare with the live feed",
    4: "new audio under the same address: media has its own hash in its key",
    5: "new artwork under the same address: pictures have their own hash in their key",
}
"""What only the feed before tells."""


def problems_of(path: Path) -> list[Problem]:
    check = FeedCheck(path.name, now=NOW)
    return check.finish(read_document([path.read_bytes()], check.look_at))


def broken_feeds() -> Iterator[tuple[int, Path]]:
    for number, (_, rules) in SEEN.items():
        for rule in rules:
            yield from ((number, path) for path in sorted(FEEDS.glob(f"{rule}/breaks-*.xml")))


BROKEN = list(broken_feeds())
HELD = sorted({path.with_name("holds.xml") for _, path in BROKEN})


def name_of(value: object) -> str:
    return f"{value.parent.name}/{value.name}" if isinstance(value, Path) else str(value)


def test_all_thirty_are_accounted_for() -> None:
    """Each mistake is seen in the feed, on the network, or by comparing two versions."""
    assert sorted(SEEN.keys() | NETWORK.keys() | TWO_VERSIONS.keys()) == list(range(1, 31))


@pytest.mark.parametrize("number", SEEN)
def test_each_rule_named_has_feeds_that_break_it(number: int) -> None:
    """A rule that was renamed would leave its mistake unseen."""
    known = {rule.id for rule in FEED_RULES}
    for rule in SEEN[number][1]:
        assert rule in known
        assert any(path.parent.name == rule for _, path in BROKEN), rule


@pytest.mark.parametrize("number", NETWORK)
def test_what_only_a_server_tells_has_a_rule(number: int) -> None:
    """`check --online` asks for it."""
    assert set(NETWORK[number][1]) <= {rule.id for rule in ONLINE}


@pytest.mark.parametrize(("number", "path"), BROKEN, ids=name_of)
def test_a_mistake_is_told_at_its_line_with_a_fix(number: int, path: Path) -> None:
    """The line is where an editor has to go."""
    line = int(re.findall(r"\d+", path.name)[0])
    told = [each for each in problems_of(path) if each.rule == path.parent.name and each.line == line]
    assert told, SEEN[number][0]
    assert all(each.fix for each in told)


@pytest.mark.parametrize("path", HELD, ids=name_of)
def test_the_fix_makes_the_report_clean(path: Path) -> None:
    """Nothing is left but advice."""
    assert [str(each) for each in problems_of(path) if each.level is not Level.ADVICE] == []


@pytest.mark.parametrize("path", [path for _, path in BROKEN if "utf16" not in path.name], ids=name_of)
def test_the_fix_changes_nothing_else(path: Path) -> None:
    """Between the two feeds lie a few lines: those of the mistake (an encoding is in all of them)."""
    before, after = (each.read_bytes().splitlines() for each in (path, path.with_name("holds.xml")))
    opcodes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = sum(max(j - i, n - m) for kind, i, j, m, n in opcodes if kind != "equal")
    assert 0 < changed <= 6
