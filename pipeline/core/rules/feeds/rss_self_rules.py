"""A feed's own address in it: `atom:link rel="self"`."""

from collections.abc import Iterator

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase, at
from pipeline.core.rules.feeds.values import is_web_url
from pipeline.core.rules.sources import PSP1, RSS_PROFILE, VALIDATOR
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.core.rules.text_checks import is_loopback
from pipeline.errors import Level

FEED_TYPE = "application/rss+xml"


def _links(case: ChannelCase) -> list[Node]:
    return [
        node for node in case.channel.all("atom:link") if node.attributes.get("rel", "").strip() == "self"
    ]


def _href(node: Node) -> str:
    return node.attributes.get("href", "").strip()


def check_present(case: ChannelCase) -> Iterator[Finding]:
    if not _links(case):
        fix = f'add <atom:link rel="self" type="{FEED_TYPE}" href="…"/> with the feed\'s address'
        yield at(case.channel, '<atom:link rel="self"> is missing', fix)


def check_once(case: ChannelCase) -> Iterator[Finding]:
    for node in _links(case)[1:]:
        yield at(node, f'<atom:link rel="self"> stands again: {one_line(_href(node))}', "keep one of them")


def check_href(case: ChannelCase) -> Iterator[Finding]:
    for node in case.channel.all("atom:link"):
        if not _href(node):
            yield at(node, "<atom:link> has no href", "write the address into href, or remove the element")


def check_absolute(case: ChannelCase) -> Iterator[Finding]:
    for node in _links(case):
        href = _href(node)
        if href and not is_web_url(href):
            text = f'<atom:link rel="self"> is {one_line(href)}, which is no whole address'
            yield at(node, text, "write the feed's address with https:// and the host")


def check_own(case: ChannelCase) -> Iterator[Finding]:
    for node in _links(case)[:1]:
        href = _href(node)
        if is_web_url(href) and case.url and href != case.url.strip():
            text = f'<atom:link rel="self"> is {one_line(href)}, but this feed is {one_line(case.url)}'
            yield at(node, text, "write the address that apps are to follow, the same in both places")
        elif is_loopback(href) and not is_loopback(case.channel.text_of("link")):
            text = f'<atom:link rel="self"> is {one_line(href)}: nobody else can open that'
            yield at(node, text, "write the feed's public address")


def check_type(case: ChannelCase) -> Iterator[Finding]:
    for node in _links(case):
        kind = node.attributes.get("type", "").strip()
        if kind != FEED_TYPE:
            seen = f"has the type {one_line(kind)}" if kind else "has no type"
            yield at(node, f'<atom:link rel="self"> {seen}', f'write type="{FEED_TYPE}"')


ERROR, WARNING = Level.ERROR, Level.WARNING
_RIGHT = '<atom:link rel="self" type="application/rss+xml" href="https://wind.example/feed.xml"/>'

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "psp1-atom-self",
        ERROR,
        *PSP1,
        "a channel gives its own address",
        check_present,
        fix='Add <atom:link rel="self"> with the address that apps follow.',
        wrong='<atom:link rel="alternate" href="https://wind.example/"/>',
        right=_RIGHT,
    ),
    Rule(
        "rss-self-once",
        WARNING,
        *RSS_PROFILE,
        "a channel gives one address as its own",
        check_once,
        fix="Keep the one that apps are to follow.",
        wrong=f"{_RIGHT}\n{_RIGHT.replace('feed.xml', 'rss')}",
        right=_RIGHT,
    ),
    Rule(
        "rss-atom-href",
        ERROR,
        *VALIDATOR,
        "each atom:link has an address",
        check_href,
        fix="Write the address into the attribute href.",
        wrong='<atom:link rel="self">https://wind.example/feed.xml</atom:link>',
        right=_RIGHT,
    ),
    Rule(
        "rss-self-absolute",
        WARNING,
        *VALIDATOR,
        "a channel's own address is a whole one",
        check_absolute,
        fix="Write the whole address, beginning with https://.",
        wrong=_RIGHT.replace("https://wind.example", ""),
        right=_RIGHT,
    ),
    Rule(
        "rss-self",
        WARNING,
        *RSS_PROFILE,
        "a channel's own address is where it is found",
        check_own,
        fix="Write the address that apps follow: not that of a test server, and with the same last /.",
        wrong=_RIGHT.replace("https://wind.example", "http://localhost:4000"),
        right=_RIGHT,
    ),
    Rule(
        "psp1-atom-self-type",
        WARNING,
        *PSP1,
        "a channel's own address has the type of RSS",
        check_type,
        fix='Write type="application/rss+xml".',
        wrong=_RIGHT.replace("application/rss+xml", "text/xml"),
        right=_RIGHT,
    ),
)
