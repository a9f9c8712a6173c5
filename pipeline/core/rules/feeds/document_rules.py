"""What is wrong with a feed before its elements are looked at: well-formedness, encoding, vocabularies."""

import re
from collections.abc import Iterator

from pipeline.core.feed_document import FeedDocument
from pipeline.core.rules.feeds.vocabulary_rules import VOCABULARY_RULES
from pipeline.core.rules.feeds.xml_rules import XML_RULES
from pipeline.core.rules.sources import (
    APPLE_REQUIREMENTS,
    APPLE_W3C,
    ONLY_RSS,
    RSS_PROFILE,
    SMALL_FEEDS,
    VALIDATOR,
    XSLT_REMOVAL,
)
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

MAX_SIZE_BYTES = 5_000_000
LARGE_BYTES = 1_000_000
_OTHERS = {
    "atom:feed": "an Atom feed",
    "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF": "an RSS 1.0 feed",
    "opml": "an OPML list",
    "urlset": "a sitemap",
}
_XSLT = re.compile(r"type\s*=\s*[\"'](?:text/xsl|application/xslt\+xml|text/xml)[\"']", re.IGNORECASE)


def check_root(document: FeedDocument) -> Iterator[Finding]:
    root = document.root
    if root is not None and root.name != "rss":
        is_case = root.name.lower() == "rss"
        what = _OTHERS.get(root.name) or f"a document of <{one_line(root.name)[1:-1]}>"
        fix = 'write <rss version="2.0"> in lower case' if is_case else "give the address of the RSS feed"
        yield Finding("", f"it is {what}, not RSS 2.0", fix, line=root.line)


def check_version(document: FeedDocument) -> Iterator[Finding]:
    root = document.root
    if root is not None and root.name == "rss" and root.attributes.get("version") != "2.0":
        seen = root.attributes.get("version")
        text = "<rss> has no version" if seen is None else f"version of <rss> is {one_line(seen)}"
        yield Finding("", text, 'write <rss version="2.0">', line=root.line)


def check_channel(document: FeedDocument) -> Iterator[Finding]:
    root = document.root
    if root is None or root.name != "rss" or document.channels == 1:
        return
    if document.channels:
        text, fix = f"there are {document.channels} channels", "make each channel a feed of its own"
        yield Finding("", text, fix, line=root.line)
    elif document.is_whole:
        yield Finding(
            "", "there is no <channel>", "put the show and its items into <channel>", line=root.line
        )


def check_items(document: FeedDocument) -> Iterator[Finding]:
    channel = document.channel
    if channel is not None and not document.items and document.is_whole:
        yield Finding("", "there is no <item> in <channel>", "publish an episode first", line=channel.line)


def check_order(document: FeedDocument) -> Iterator[Finding]:
    if document.late_line:
        text = (
            f"a tag of the channel stands behind the first item, which is on line {document.first_item_line}"
        )
        yield Finding("", text, "move it before the first <item>", line=document.late_line)


def check_size(document: FeedDocument) -> Iterator[Finding]:
    if document.size_bytes > MAX_SIZE_BYTES:
        text = f"it is {document.size_bytes:,} bytes long; the W3C's validator reads {MAX_SIZE_BYTES:,}"
        yield Finding("", text, "shorten the notes of older items")


def check_large(document: FeedDocument) -> Iterator[Finding]:
    if LARGE_BYTES < document.size_bytes <= MAX_SIZE_BYTES:
        text = f"it is {document.size_bytes:,} bytes long, which apps fetch again and again"
        yield Finding("", text, "shorten the notes of older items")


def check_stylesheet(document: FeedDocument) -> Iterator[Finding]:
    for target, text, line in document.instructions:
        if target == "xml-stylesheet" and (_XSLT.search(text) or ".xsl" in text):
            fix = "delete it, and offer a web page of the show"
            yield Finding("", "browsers no longer read XSLT stylesheets", fix, line=line)


DOCUMENT: tuple[Rule[FeedDocument], ...] = (
    *XML_RULES,
    *VOCABULARY_RULES,
    Rule(
        "apple-rss2-only",
        Level.ERROR,
        *ONLY_RSS,
        "a feed is RSS 2.0",
        check_root,
        fix="Submit the RSS 2.0 feed: directories take neither Atom nor RSS 1.0.",
        wrong='<feed xmlns="http://www.w3.org/2005/Atom">',
        right='<rss version="2.0">',
    ),
    Rule(
        "rss-version",
        Level.ERROR,
        *APPLE_W3C,
        "the version of RSS is 2.0",
        check_version,
        fix='Write <rss version="2.0">.',
        wrong='<rss version="2.1">',
        right='<rss version="2.0">',
    ),
    Rule(
        "rss-channel",
        Level.ERROR,
        *ONLY_RSS,
        "a feed has one channel",
        check_channel,
        fix="Put the show and its items into one <channel>.",
        wrong='<rss version="2.0"><item>…</item></rss>',
        right='<rss version="2.0"><channel>… <item>…</item></channel></rss>',
    ),
    Rule(
        "apple-min-one-item",
        Level.ERROR,
        *APPLE_REQUIREMENTS,
        "a feed has an episode when it is submitted",
        check_items,
        fix="Publish an episode first; a trailer will do.",
        wrong="<channel><title>My show</title></channel>",
        right="<channel><title>My show</title><item>…</item></channel>",
    ),
    Rule(
        "rss-order",
        Level.WARNING,
        *RSS_PROFILE,
        "what is told of the show stands before the first item",
        check_order,
        fix="Move the tags of the channel before the first <item>.",
        wrong="<channel><item>…</item><title>My show</title></channel>",
        right="<channel><title>My show</title><item>…</item></channel>",
    ),
    Rule(
        "feed-size",
        Level.WARNING,
        *VALIDATOR,
        "a feed has at most 5,000,000 bytes",
        check_size,
        fix="Shorten the notes of older items; transcripts and long notes belong on the web page.",
        wrong="a feed of 12 MB",
        right="a feed of 800 kB",
    ),
    Rule(
        "feed-size-advice",
        Level.ADVICE,
        *SMALL_FEEDS[:1],
        "apps fetch feeds every few minutes: small ones are read sooner",
        "2026-11",
        "a feed has at most a megabyte",
        check_large,
        fix="Shorten the notes of older items.",
        wrong="a feed of 3 MB",
        right="a feed of 800 kB",
    ),
    Rule(
        "feed-xslt",
        Level.WARNING,
        *XSLT_REMOVAL,
        "a feed names no XSLT stylesheet",
        check_stylesheet,
        fix="Delete the instruction, and offer a web page of the show; a CSS stylesheet does no harm.",
        wrong='<?xml-stylesheet type="text/xsl" href="feed.xsl"?>',
        right='<?xml-stylesheet type="text/css" href="feed.css"?>',
    ),
)
