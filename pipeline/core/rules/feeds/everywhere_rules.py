"""What Apple, PSP-1 and the W3C ask of elements wherever they stand, in the channel or in an item."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple
from urllib.parse import quote

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase, at, tag
from pipeline.core.rules.feeds.feed_tags import (
    ATTRIBUTES,
    CHANNEL_TAGS,
    ITEM_TAGS,
    KNOWN_TAGS,
    SEVERAL,
    addresses_in,
    is_ours,
    same_but_for_case,
    suggest_tag,
)
from pipeline.core.rules.feeds.mojibake import find_mojibake
from pipeline.core.rules.feeds.values import strange_in_url
from pipeline.core.rules.sources import (
    APPLE_PSP1,
    APPLE_REQUIREMENTS,
    APPLE_W3C,
    PODCAST_HOSTS_MEETING,
    VALIDATOR,
)
from pipeline.core.rules.table import Finding, Rule, Says, one_line
from pipeline.core.rules.text_checks import is_loopback
from pipeline.errors import Level

MAX_CHARACTERS = 255

_HAVE_OWN_RULES = frozenset(("title", "description", "link", "comments", "docs", "itunes:new-feed-url"))
_LIMITS = {"itunes:author": 255, "itunes:subtitle": 255, "itunes:keywords": 255, "itunes:summary": 4000}
_UNTRIMMED = frozenset(("itunes:explicit", "item"))
"""What blanks do to it is told by its own rule, or it holds no text."""
_WORDED = ("title", "itunes:title", "description", "itunes:author", "itunes:subtitle", "itunes:summary")
_DEPRECATED = ("itunes:summary", "itunes:subtitle", "itunes:keywords", "itunes:order")


def check_trimmed(parent: Node) -> Iterator[Finding]:
    for node in parent.children:
        text = node.text
        bare = text.strip()
        if (
            bare != text
            and bare  # blanks alone are no value: what matters stands in attributes, or is told as missing
            and not node.children
            and is_ours(node)
            and node.name not in _UNTRIMMED
        ):
            seen = f"{tag(node.name)} begins or ends with blanks: {one_line(bare, 40)}"
            yield at(node, seen, "put its text right between the tags")


def check_short(parent: Node) -> Iterator[Finding]:
    for node in parent.children:
        own = node.name in _HAVE_OWN_RULES and not (node.name == "title" and parent.name == "item")
        if len(node.text) > MAX_CHARACTERS and is_ours(node) and not own and node.name not in _LIMITS:
            text = f"{tag(node.name)} is {len(node.text):,} characters long"
            yield at(node, text, f"shorten it to {MAX_CHARACTERS} or fewer")


def check_limits(parent: Node) -> Iterator[Finding]:
    for node in parent.children:
        limit = _LIMITS.get(node.name)
        if limit and len(node.text) > limit:
            yield at(
                node, f"{tag(node.name)} is {len(node.text):,} characters long", f"shorten it to {limit:,}"
            )


def check_ascii(parent: Node) -> Iterator[Finding]:
    for node, shown, url in addresses_in(parent):
        strange = strange_in_url(url)
        if strange:
            text = f"{shown} holds {one_line(strange) if strange.strip() else 'a blank'}: {one_line(url)}"
            coded = quote(strange.encode("utf-8", "replace"))
            yield at(node, text, f"name the file with a-z, 0-9 and -, or write {coded} for it")


def check_https(parent: Node) -> Iterator[Finding]:
    for node, shown, url in addresses_in(parent):
        if url[:7].lower() == "http://" and not is_loopback(url):
            text = f"{shown} is {one_line(url)}: it is not encrypted"
            yield at(node, text, f"write {one_line('https' + url[4:])} if it answers there")


def check_case(parent: Node) -> Iterator[Finding]:
    for node in parent.children:
        meant = same_but_for_case(node.name)
        if meant:
            yield at(node, f"{tag(node.name)} is not {tag(meant)}: apps ignore it", f"write {tag(meant)}")


def check_place(allowed: frozenset[str], place: str, parent: Node) -> Iterator[Finding]:
    for node in parent.children:
        if node.name in KNOWN_TAGS and node.name not in allowed:
            where = _home_of(node.name)
            yield at(
                node, f"{tag(node.name)} stands in {place}: it belongs in {where}", f"move it to {where}"
            )


def _home_of(name: str) -> str:
    if name in CHANNEL_TAGS:
        return "<channel>"
    return "<item>" if name in ITEM_TAGS else "<itunes:owner>"


def check_known(allowed: frozenset[str], parent: Node) -> Iterator[Finding]:
    for node in parent.children:
        if is_ours(node) and node.name not in KNOWN_TAGS and not same_but_for_case(node.name):
            meant = suggest_tag(node.name, allowed)
            fix = f"write {tag(meant)}" if meant else "remove it, or use a vocabulary that has it"
            yield at(node, f"there is no element {tag(node.name[:60])}", fix)


def check_once(parent: Node) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for node in parent.children:
        if node.name in KNOWN_TAGS and node.name not in SEVERAL:
            if node.name in first:
                text = f"{tag(node.name)} stands again, after line {first[node.name]}"
                yield at(node, text, "keep one of them")
            first.setdefault(node.name, node.line)


def check_attributes(parent: Node) -> Iterator[Finding]:
    for node in parent.children:
        if not node.attributes or node.name not in KNOWN_TAGS:
            continue
        allowed = ATTRIBUTES.get(node.name, ())
        strange = [name for name in node.attributes if ":" not in name and name not in allowed]
        if strange and not (node.name == "itunes:image" and "href" not in node.attributes):
            text = f"{tag(node.name)} has an attribute {strange[0][:40]}, which it does not know"
            yield at(
                node, text, "remove it" if not allowed else f"write {' or '.join(allowed)}, or remove it"
            )


def check_keywords(parent: Node) -> Iterator[Finding]:
    for node in parent.all("itunes:keywords"):
        words = node.text.split(maxsplit=3)
        if len(words) > 2 and "," not in node.text:
            text = f"<itunes:keywords> is {one_line(node.text[:300])}: without commas, that is one keyword"
            yield at(node, text, f"write {', '.join(words[:2])} … with commas, or remove it")


def check_deprecated(parent: Node) -> Iterator[Finding]:
    old = [node for node in parent.children if node.name in _DEPRECATED]
    if old:
        names = ", ".join(dict.fromkeys(tag(node.name) for node in old))
        yield at(
            old[0], f"Apple no longer reads {names}", "say it in <description>; keep them for old apps only"
        )


def check_loose_text(parent: Node) -> Iterator[Finding]:
    text = parent.text.strip()
    if text:
        seen = f"{tag(parent.name)} holds text between its elements: {one_line(text[:200], 40)}"
        yield at(parent, seen, "remove it, or put it into an element")


def check_mojibake(parent: Node) -> Iterator[Finding]:
    for node in parent.children:
        found = find_mojibake(node.text) if node.name in _WORDED else None
        if found:
            text = f"{tag(node.name)} holds {one_line(found.seen)} where {one_line(found.meant)} was meant"
            yield at(node, text, "read the text as UTF-8 where it comes from, not as Windows-1252")


class Row(NamedTuple):
    """A rule for both places, but for the place."""

    id: str
    level: Level
    says: Says
    text: str
    check: Callable[[Node], Iterator[Finding]]
    fix: str
    wrong: str
    right: str


def _of_channel(row: Row) -> Rule[ChannelCase]:
    def check(case: ChannelCase) -> Iterator[Finding]:
        return row.check(case.channel)

    return Rule(row.id, row.level, *row.says, row.text, check, row.fix, row.wrong, row.right)


def _of_item(row: Row) -> Rule[ItemCase]:
    def check(case: ItemCase) -> Iterator[Finding]:
        return iter(()) if case.is_live else row.check(case.item)

    return Rule(f"{row.id}-item", row.level, *row.says, row.text, check, row.fix, row.wrong, row.right)


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

_BOTH = (
    Row(
        "apple-trim",
        WARNING,
        APPLE_PSP1,
        "no value begins or ends with blanks",
        check_trimmed,
        "Put each value right between its tags, without line breaks or blanks around it.",
        "<title> Second Wind\n</title>",
        "<title>Second Wind</title>",
    ),
    Row(
        "apple-255",
        WARNING,
        APPLE_PSP1,
        "a value that has no limit of its own has at most 255 characters",
        check_short,
        "Shorten the value; what needs more room belongs in the description.",
        "<copyright>… 300 characters …</copyright>",
        "<copyright>Ada Marsh</copyright>",
    ),
    Row(
        "rss-itunes-length",
        ERROR,
        VALIDATOR,
        "author, subtitle and keywords have at most 255 characters, a summary 4000",
        check_limits,
        "Shorten the value; what needs more room belongs in the description.",
        "<itunes:author>… 300 characters …</itunes:author>",
        "<itunes:author>Ada Marsh</itunes:author>",
    ),
    Row(
        "apple-ascii-url",
        ERROR,
        APPLE_W3C,
        "addresses hold ASCII letters, digits and the signs of addresses alone",
        check_ascii,
        "Name files with a-z, 0-9 and -, or escape other characters with % and their UTF-8 bytes.",
        '<itunes:image href="https://wind.example/große Füße.jpg"/>',
        '<itunes:image href="https://wind.example/gro%C3%9Fe-F%C3%BC%C3%9Fe.jpg"/>',
    ),
    Row(
        "apple-https",
        WARNING,
        APPLE_REQUIREMENTS,
        "addresses are encrypted",
        check_https,
        "Serve it over https, and write https:// in the feed.",
        "<link>http://wind.example/</link>",
        "<link>https://wind.example/</link>",
    ),
    Row(
        "apple-xml-case",
        ERROR,
        APPLE_REQUIREMENTS,
        "the names of elements are written in the right case",
        check_case,
        "Write the name as the specification has it: large and small letters are different ones in XML.",
        '<itunes:Image href="https://wind.example/cover.jpg"/>',
        '<itunes:image href="https://wind.example/cover.jpg"/>',
    ),
    Row(
        "rss-element-once",
        ERROR,
        VALIDATOR,
        "elements that may stand once stand once",
        check_once,
        "Keep the one that is right; which of them an app takes is chance.",
        "<title>Second Wind</title>\n<title>Second Wind Radio</title>",
        "<title>Second Wind</title>",
    ),
    Row(
        "apple-deprecated",
        ADVICE,
        PODCAST_HOSTS_MEETING,
        "nothing is told only in elements that Apple gave up",
        check_deprecated,
        "Say it in <description>: summary, subtitle, keywords and order are no longer read.",
        "<itunes:summary>Running injuries, explained.</itunes:summary>",
        "<description>Running injuries, explained.</description>",
    ),
    Row(
        "rss-attribute",
        ERROR,
        VALIDATOR,
        "elements have no attributes but their own",
        check_attributes,
        "Remove the attribute: apps look for it in vain, or take another format by it.",
        '<title type="html">Second Wind</title>',
        "<title>Second Wind</title>",
    ),
    Row(
        "rss-keywords",
        WARNING,
        VALIDATOR,
        "keywords have commas between them",
        check_keywords,
        "Put commas between keywords; or remove them: Apple no longer reads them.",
        "<itunes:keywords>running injuries tendons</itunes:keywords>",
        "<itunes:keywords>running, injuries, tendons</itunes:keywords>",
    ),
    Row(
        "rss-loose-text",
        ERROR,
        VALIDATOR,
        "there is no text between the elements of channel and item",
        check_loose_text,
        "Remove it; it is often the rest of a tag that was deleted by hand.",
        "<channel>\n  title: Second Wind",
        "<channel>\n  <title>Second Wind</title>",
    ),
    Row(
        "rss-mojibake",
        WARNING,
        VALIDATOR,
        "texts were read in the encoding they were written in",
        check_mojibake,
        "Read the text as UTF-8 where it comes from (database, Word, CSV), and write it again.",
        "<title>Das KnÃ¶chel-Einmaleins</title>",
        "<title>Das Knöchel-Einmaleins</title>",
    ),
)

_PLACED_WRONG = "<channel>\n  <itunes:duration>1801</itunes:duration>"
_PLACED_RIGHT = "<item>\n    <itunes:duration>1801</itunes:duration>"
_UNKNOWN_WRONG = "<itunes:episode-type>full</itunes:episode-type>"
_UNKNOWN_RIGHT = "<itunes:episodeType>full</itunes:episodeType>"


def _by_place(allowed: frozenset[str], place: str) -> tuple[Row, ...]:
    return (
        Row(
            "rss-element-place",
            ERROR,
            VALIDATOR,
            "each element stands where it belongs, in the channel or in an item",
            partial(check_place, allowed, place),
            "Move it to the element it belongs in, or remove it: where it stands, it is ignored.",
            _PLACED_WRONG,
            _PLACED_RIGHT,
        ),
        Row(
            "rss-element-known",
            ERROR,
            VALIDATOR,
            "each element without prefix, or with Apple's, is one that exists",
            partial(check_known, allowed),
            "Correct its name, or remove it: what nobody knows is ignored.",
            _UNKNOWN_WRONG,
            _UNKNOWN_RIGHT,
        ),
    )


CHANNEL: tuple[Rule[ChannelCase], ...] = tuple(
    _of_channel(row) for row in (*_BOTH, *_by_place(CHANNEL_TAGS, "<channel>"))
)
ITEM: tuple[Rule[ItemCase], ...] = tuple(_of_item(row) for row in (*_BOTH, *_by_place(ITEM_TAGS, "<item>")))
