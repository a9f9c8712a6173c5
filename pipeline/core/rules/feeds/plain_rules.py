"""Plain text that is plain text, in titles and wherever else apps render no HTML."""

import re
from collections.abc import Iterable, Iterator
from html.entities import html5

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase, at, tag
from pipeline.core.rules.feeds.notes_html import parse_html
from pipeline.core.rules.sources import APPLE_GUIDE, RSS_PROFILE, VALIDATOR
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

_MOST_CHARACTERS = 10_000

_PLAIN = frozenset(
    (
        *("title", "itunes:title", "itunes:author", "itunes:subtitle", "itunes:summary", "itunes:name"),
        *("copyright", "author", "managingEditor", "webMaster", "dc:creator", "generator", "category"),
    )
)
_HTML = _PLAIN | {"description", "content:encoded"}
_PARENTS = frozenset({"image", "itunes:owner"})

_KNOWN = (
    "a abbr b big blockquote br center code div em font h1 h2 h3 h4 h5 h6 hr i iframe img li ol p pre s"
    " script small span strike strong sub sup table td th tr u ul"
)
_TAG = re.compile(rf"</?(?:{_KNOWN.replace(' ', '|')})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)


def _texts(parent: Node, names: frozenset[str]) -> Iterator[Node]:
    for node in parent.children:
        if node.name in names:
            yield node
        elif node.name in _PARENTS:
            yield from (each for each in node.children if each.name in names)


def _tags(nodes: Iterable[Node]) -> Iterator[Finding]:
    for node in nodes:
        found = _TAG.search(node.text[:_MOST_CHARACTERS]) if "<" in node.text else None
        if found:
            text = f"{tag(node.name)} is plain text, but holds {one_line(found[0])}"
            yield at(node, text, "write it without tags")


def _entities(nodes: Iterable[Node]) -> Iterator[Finding]:
    for node in nodes:
        for found in _ENTITY.finditer(node.text[:_MOST_CHARACTERS]) if "&" in node.text else ():
            if found[0][1] == "#" or found[0][1:] in html5:
                text = f"{tag(node.name)} holds {one_line(found[0])}, which apps show as it stands"
                yield at(node, text, "write the character itself; in XML only & and < are escaped, and once")
                break


def _outside_cdata(nodes: Iterable[Node]) -> Iterator[Finding]:
    for node in nodes:
        if node.children:
            name = tag(node.children[0].name.rpartition("}")[2][:20])
            text = f"{tag(node.name)} holds {name} as an element: apps lose what stands in it"
            yield at(node, text, "put HTML into <![CDATA[ … ]]>, or escape it")


def check_description_tags(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("description"):
        if parse_html(node.text).tags:
            text = "<description> of the channel holds HTML, which Apple shows and others do not"
            yield at(node, text, "write it as plain text")


def check_description_escaped(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("description"):
        escaped = parse_html(node.text).escaped
        if escaped:
            text = f"<description> holds {one_line(escaped.value)}, which apps show as it stands"
            yield Finding("", text, "escape it once", line=node.line + escaped.line)


def check_description_active(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("description"):
        for each in parse_html(node.text).active[:1]:
            text = f"<description> holds {each.value}, which apps take out"
            yield Finding("", text, "remove it", line=node.line + each.line)


def check_xhtml(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.children:
        if node.name.startswith("{http://www.w3.org/1999/xhtml}"):
            name = tag(node.name.rpartition("}")[2][:20])
            text = f"{name} of HTML stands in the channel: no app looks at it"
            yield at(node, text, "remove it")


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE

PLAIN_CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "channel-plain-tags",
        WARNING,
        *RSS_PROFILE,
        "the show's title, names and copyright hold no HTML",
        lambda case: _tags(_texts(case.channel, _PLAIN)),
        "write titles and names without tags",
        "<title>&lt;b&gt;Second Wind&lt;/b&gt;</title>",
        "<title>Second Wind</title>",
    ),
    Rule(
        "channel-plain-entities",
        WARNING,
        *RSS_PROFILE,
        "the show's title, names and copyright are escaped once",
        lambda case: _entities(_texts(case.channel, _PLAIN)),
        "write & as &amp; in XML, < as &lt;, and every other character as it is",
        "<title>Tom &amp;amp; Ada</title>",
        "<title>Tom &amp; Ada</title>",
    ),
    Rule(
        "channel-description-plain",
        ADVICE,
        *RSS_PROFILE,
        "the show's description is plain text",
        check_description_tags,
        "write the show's description without tags; Apple shows them, many others do not",
        "<description><![CDATA[<p>How tendons heal.</p>]]></description>",
        "<description>How tendons heal.</description>",
    ),
    Rule(
        "channel-description-escaped",
        WARNING,
        *VALIDATOR,
        "the show's description is escaped once",
        check_description_escaped,
        "escape it once",
        "<description>&amp;lt;p&amp;gt;How tendons heal.&amp;lt;/p&amp;gt;</description>",
        "<description>How tendons heal.</description>",
    ),
    Rule(
        "channel-description-active",
        WARNING,
        *VALIDATOR,
        "the show's description holds nothing that runs or loads",
        check_description_active,
        "remove scripts, players and handlers",
        "<description>&lt;script&gt;count()&lt;/script&gt;</description>",
        "<description>How tendons heal.</description>",
    ),
    Rule(
        "channel-html-elements",
        ERROR,
        *APPLE_GUIDE,
        "HTML in the show's texts stands in CDATA or is escaped",
        lambda case: _outside_cdata(_texts(case.channel, _HTML)),
        "put HTML into CDATA: as elements of the feed it is lost",
        "<description><p>How tendons heal.</p></description>",
        "<description>How tendons heal.</description>",
    ),
    Rule(
        "channel-xhtml",
        WARNING,
        *VALIDATOR,
        "no HTML stands in the channel itself",
        check_xhtml,
        "remove it; a page for people belongs at the address of <link>",
        '<script xmlns="http://www.w3.org/1999/xhtml" src="xslt-polyfill.min.js"/>',
        "<link>https://example.org/</link>",
    ),
)

PLAIN_ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "item-plain-tags",
        WARNING,
        *RSS_PROFILE,
        "an item's title, names and summary hold no HTML",
        lambda case: _tags(_texts(case.item, _PLAIN)),
        "write titles, names and summaries without tags; notes belong in description or content:encoded",
        "<title>Tape &lt;i&gt;noise&lt;/i&gt;</title>",
        "<title>Tape noise</title>",
    ),
    Rule(
        "item-plain-entities",
        WARNING,
        *RSS_PROFILE,
        "an item's title, names and summary are escaped once",
        lambda case: _entities(_texts(case.item, _PLAIN)),
        "write & as &amp; in XML, < as &lt;, and every other character as it is",
        "<title>Bed &amp;amp; breakfast</title>",
        "<title>Bed &amp; breakfast</title>",
    ),
    Rule(
        "item-html-elements",
        ERROR,
        *APPLE_GUIDE,
        "HTML in an item's texts stands in CDATA or is escaped",
        lambda case: _outside_cdata(_texts(case.item, _HTML)),
        "put HTML into CDATA: as elements of the feed it is lost",
        "<description><p>Hello</p></description>",
        "<description><![CDATA[<p>Hello</p>]]></description>",
    ),
)
