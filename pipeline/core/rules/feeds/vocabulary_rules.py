"""What is right and wrong about the vocabularies (namespaces) that a feed declares."""

from collections.abc import Callable, Iterator

from pipeline.core.feed_document import NAMESPACES, Declaration, FeedDocument
from pipeline.core.rules.sources import (
    APPLE_GUIDE,
    GOOGLE_PODCASTS,
    ITUNES_ADDRESS,
    MEDIA_RSS,
    NAMESPACE,
    PSP1,
    VALIDATOR,
    XML_NAMES,
)
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

ALIASES = {
    "podcast": ("https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",),
    "rawvoice": ("https://blubrry.com/developer/rawvoice-rss/", "https://blubrry.com/developer/rawvoice-rss"),
}
"""What the owners of a vocabulary allow beside its address, or have moved it to."""

_SPECIAL = ("itunes", "content", "podcast", "media", "googleplay", "xml")
"""Vocabularies whose addresses have rows of their own."""


def check_default(document: FeedDocument) -> Iterator[Finding]:
    for each in document.declarations:
        if not each.prefix and each.meant == "":
            text = f"xmlns={one_line(each.uri)} puts the tags of RSS into a vocabulary, where they have none"
            yield Finding("", text, "delete this xmlns", line=each.line)


def check_prefixes(document: FeedDocument) -> Iterator[Finding]:
    for each in document.declarations:
        if each.prefix and each.meant and each.prefix != each.meant:
            text = f"the prefix of the {each.meant} vocabulary is {one_line(each.prefix)}: some apps go by it"
            yield Finding("", text, f"call it {each.meant}", line=each.line)


def check_google(document: FeedDocument) -> Iterator[Finding]:
    for each in document.declarations:
        if each.meant == "googleplay":
            yield Finding(
                "", "Google Podcasts is closed: nobody reads its tags", "delete them", line=each.line
            )


def _address_check(*prefixes: str) -> Callable[[FeedDocument], Iterator[Finding]]:
    """A check that these vocabularies are declared by their exact address."""

    def check(document: FeedDocument) -> Iterator[Finding]:
        for each in document.declarations:
            if each.meant in prefixes and not _is_exact(each):
                text = f"the address of the {each.meant} vocabulary is {one_line(each.uri, 120)}"
                fix = f'write xmlns:{each.meant}="{NAMESPACES[each.meant]}"'
                yield Finding("", text, fix, line=each.line)

    return check


def _is_exact(declaration: Declaration) -> bool:
    meant = declaration.meant or ""
    return declaration.uri == NAMESPACES[meant] or declaration.uri in ALIASES.get(meant, ())


def _presence_check(*prefixes: str) -> Callable[[FeedDocument], Iterator[Finding]]:
    """A check that `<rss>` declares these vocabularies at all."""

    def check(document: FeedDocument) -> Iterator[Finding]:
        root = document.root
        known = {each.meant for each in document.declarations}
        if root is not None and root.name == "rss":
            for prefix in prefixes:
                if prefix not in known:
                    fix = f'add xmlns:{prefix}="{NAMESPACES[prefix]}" to <rss>'
                    yield Finding("", f"the {prefix} vocabulary is not declared", fix, line=root.line)

    return check


VOCABULARY_RULES: tuple[Rule[FeedDocument], ...] = (
    Rule(
        "apple-ns-itunes",
        Level.ERROR,
        *ITUNES_ADDRESS,
        "the iTunes vocabulary is declared",
        _presence_check("itunes"),
        fix=f'Add xmlns:itunes="{NAMESPACES["itunes"]}" to <rss>.',
        wrong='<rss version="2.0">',
        right=f'<rss version="2.0" xmlns:itunes="{NAMESPACES["itunes"]}">',
    ),
    Rule(
        "apple-ns-content",
        Level.WARNING,
        *APPLE_GUIDE,
        "the vocabulary of content:encoded is declared",
        _presence_check("content"),
        fix=f'Add xmlns:content="{NAMESPACES["content"]}" to <rss>.',
        wrong=f'<rss version="2.0" xmlns:itunes="{NAMESPACES["itunes"]}">',
        right=f'<rss version="2.0" xmlns:itunes="…" xmlns:content="{NAMESPACES["content"]}">',
    ),
    Rule(
        "psp1-namespaces",
        Level.ERROR,
        *PSP1,
        "the podcast and atom vocabularies are declared",
        _presence_check("podcast", "atom"),
        fix=f'Add xmlns:podcast="{NAMESPACES["podcast"]}" and xmlns:atom="{NAMESPACES["atom"]}" to <rss>.',
        wrong='<rss version="2.0" xmlns:itunes="…">',
        right='<rss version="2.0" xmlns:itunes="…" xmlns:podcast="…" xmlns:atom="…">',
    ),
    Rule(
        "apple-ns-typo",
        Level.ERROR,
        *ITUNES_ADDRESS,
        "the address of the iTunes vocabulary is exact: http, www, lower case",
        _address_check("itunes"),
        fix=f'Write xmlns:itunes="{NAMESPACES["itunes"]}": with another address all its tags are ignored.',
        wrong='xmlns:itunes="https://www.itunes.com/dtds/podcast-1.0.dtd"',
        right=f'xmlns:itunes="{NAMESPACES["itunes"]}"',
    ),
    Rule(
        "apple-ns-content-typo",
        Level.ERROR,
        *APPLE_GUIDE,
        "the address of the content vocabulary is exact",
        _address_check("content"),
        fix=f'Write xmlns:content="{NAMESPACES["content"]}".',
        wrong='xmlns:content="https://purl.org/rss/1.0/modules/content/"',
        right=f'xmlns:content="{NAMESPACES["content"]}"',
    ),
    Rule(
        "podcast-ns-typo",
        Level.WARNING,
        *NAMESPACE,
        "the address of the podcast vocabulary is exact",
        _address_check("podcast"),
        fix=f'Write xmlns:podcast="{NAMESPACES["podcast"]}": with another address its tags are ignored.',
        wrong='xmlns:podcast="http://podcastindex.org/namespace/1.0/"',
        right=f'xmlns:podcast="{NAMESPACES["podcast"]}"',
    ),
    Rule(
        "media-ns-typo",
        Level.ERROR,
        *MEDIA_RSS,
        "the address of Media RSS is exact, with its slash",
        _address_check("media"),
        fix=f'Write xmlns:media="{NAMESPACES["media"]}".',
        wrong='xmlns:media="http://search.yahoo.com/mrss"',
        right=f'xmlns:media="{NAMESPACES["media"]}"',
    ),
    Rule(
        "namespace-typo",
        Level.WARNING,
        *XML_NAMES,
        "addresses of vocabularies are exact: apps compare them letter by letter",
        _address_check(*(each for each in NAMESPACES if each not in _SPECIAL)),
        fix="Write the address as the vocabulary has it: with another one its tags are ignored.",
        wrong='xmlns:atom="http://www.w3.org/2005/atom/"',
        right=f'xmlns:atom="{NAMESPACES["atom"]}"',
    ),
    Rule(
        "namespace-prefix",
        Level.ADVICE,
        *VALIDATOR,
        "vocabularies have the prefixes that everybody gives them",
        check_prefixes,
        fix="Give the vocabulary its usual prefix: some apps look for that alone.",
        wrong=f'xmlns:apple="{NAMESPACES["itunes"]}"',
        right=f'xmlns:itunes="{NAMESPACES["itunes"]}"',
    ),
    Rule(
        "rss-namespace",
        Level.WARNING,
        *VALIDATOR,
        "the tags of RSS are in no vocabulary",
        check_default,
        fix="Delete the xmlns without a prefix from <rss>.",
        wrong='<rss version="2.0" xmlns="http://backend.userland.com/rss2">',
        right='<rss version="2.0">',
    ),
    Rule(
        "googleplay-closed",
        Level.ADVICE,
        *GOOGLE_PODCASTS,
        "tags of Google Podcasts are gone",
        check_google,
        fix="Delete the googleplay tags and their declaration.",
        wrong=f'xmlns:googleplay="{NAMESPACES["googleplay"]}"',
        right=f'xmlns:itunes="{NAMESPACES["itunes"]}"',
    ),
)
