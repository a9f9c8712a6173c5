"""Feeds in several documents (RFC 5005): complete, paged and archived ones."""

from collections.abc import Iterator

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase, at
from pipeline.core.rules.feeds.values import is_web_url
from pipeline.core.rules.sources import FEED_PAGING
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

PAGES = ("first", "last", "next", "previous")
ARCHIVES = ("prev-archive", "next-archive", "current")
MISSPELT = {
    "prev": "previous",
    "previous-archive": "prev-archive",
    "prevarchive": "prev-archive",
    "nextarchive": "next-archive",
    "next-page": "next",
    "archive": "prev-archive",
}


def _links(case: ChannelCase, *relations: str) -> Iterator[tuple[str, Node]]:
    for node in case.channel.all("atom:link"):
        relation = node.attributes.get("rel", "").strip()
        if relation in relations:
            yield relation, node


def check_relation(case: ChannelCase) -> Iterator[Finding]:
    for relation, node in _links(case, *MISSPELT):
        text = f"the rel of <atom:link> is {one_line(relation)}, which RFC 5005 does not know"
        yield at(node, text, f'write rel="{MISSPELT[relation]}"')


def check_address(case: ChannelCase) -> Iterator[Finding]:
    for relation, node in _links(case, *PAGES, *ARCHIVES):
        url = node.attributes.get("href", "")
        if not is_web_url(url):
            text = f'the href of <atom:link rel="{relation}"> is {one_line(url)}'
            yield at(node, text, "write the whole address, from https:// on")


def check_complete(case: ChannelCase) -> Iterator[Finding]:
    complete = case.channel.find("fh:complete")
    for relation, _ in _links(case, *PAGES) if complete else ():
        text = (
            f'<fh:complete> says that this is the whole feed, but <atom:link rel="{relation}"> names a part'
        )
        yield at(complete or case.channel, text, "remove one of the two")
        break


def check_both(case: ChannelCase) -> Iterator[Finding]:
    archive = case.channel.find("fh:archive")
    if archive and case.channel.find("fh:complete"):
        text = "<fh:archive> and <fh:complete> stand in one document"
        yield at(archive, text, "write <fh:archive/> in archives alone, <fh:complete/> in whole feeds alone")


def check_current(case: ChannelCase) -> Iterator[Finding]:
    archive = case.channel.find("fh:archive")
    if archive and not any(_links(case, "current")):
        text = (
            '<fh:archive> is without an <atom:link rel="current">: nobody finds the feed that it belongs to'
        )
        yield at(archive, text, 'add <atom:link rel="current" href="…"/> with the feed\'s address')


def check_own_archive(case: ChannelCase) -> Iterator[Finding]:
    own = {node.attributes.get("href", "").strip() for _, node in _links(case, "self")}
    for relation, node in _links(case, "prev-archive", "next-archive", "next", "previous"):
        if node.attributes.get("href", "").strip() in own - {""}:
            text = f'<atom:link rel="{relation}"> leads to this document itself: apps run in circles'
            yield at(node, text, "write the address of the other document, or remove the link")


def check_paged(case: ChannelCase) -> Iterator[Finding]:
    for relation, node in _links(case, "next"):
        text = f'<atom:link rel="{relation}"> holds further items: Apple and Spotify do not follow it'
        yield at(node, text, "keep every item in the feed itself")


WARNING, ADVICE = Level.WARNING, Level.ADVICE

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "rfc5005-rel",
        WARNING,
        *FEED_PAGING,
        "links between documents have the names of RFC 5005",
        check_relation,
        "write first, last, next, previous, current, prev-archive or next-archive",
        '<atom:link rel="prev" href="https://example.org/feed-1.xml"/>',
        '<atom:link rel="previous" href="https://example.org/feed-1.xml"/>',
    ),
    Rule(
        "rfc5005-address",
        WARNING,
        *FEED_PAGING,
        "links between documents are whole addresses",
        check_address,
        "write the whole address, from https:// on",
        '<atom:link rel="prev-archive" href="archive-1.xml"/>',
        '<atom:link rel="prev-archive" href="https://example.org/archive-1.xml"/>',
    ),
    Rule(
        "rfc5005-complete",
        WARNING,
        *FEED_PAGING,
        "a complete feed has no pages",
        check_complete,
        "remove <fh:complete/>, or the links to pages",
        '<fh:complete/> and <atom:link rel="next" href="https://example.org/feed-2.xml"/>',
        "<fh:complete/>",
    ),
    Rule(
        "rfc5005-archive-complete",
        WARNING,
        *FEED_PAGING,
        "an archive is not a complete feed",
        check_both,
        "write <fh:archive/> in archives alone, and <fh:complete/> in whole feeds alone",
        "<fh:archive/> and <fh:complete/>",
        "<fh:archive/>",
    ),
    Rule(
        "rfc5005-current",
        WARNING,
        *FEED_PAGING,
        "an archive names the feed that it belongs to",
        check_current,
        'add <atom:link rel="current"> with the address that people subscribe to',
        "<fh:archive/>",
        '<fh:archive/> and <atom:link rel="current" href="https://example.org/feed.xml"/>',
    ),
    Rule(
        "rfc5005-circle",
        WARNING,
        *FEED_PAGING,
        "no document names itself as the next or previous one",
        check_own_archive,
        "write the address of the other document, or remove the link",
        '<atom:link rel="prev-archive" href="https://example.org/feed.xml"/> in feed.xml',
        '<atom:link rel="prev-archive" href="https://example.org/archive-1.xml"/> in feed.xml',
    ),
    Rule(
        "rfc5005-paged",
        ADVICE,
        *FEED_PAGING,
        "the feed itself holds every item",
        check_paged,
        "keep every item in the feed, and offer archives beside it where it grows too large",
        '<atom:link rel="next" href="https://example.org/feed-2.xml"/>',
        '<atom:link rel="prev-archive" href="https://example.org/archive-1.xml"/>, and every item here',
    ),
)
