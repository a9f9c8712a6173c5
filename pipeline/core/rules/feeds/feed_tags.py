"""The elements of RSS 2.0 and of Apple's vocabulary: where each may stand, and what was meant by others."""

import difflib
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.values import is_web_url

_CHANNEL = """
    title link description language copyright managingEditor webMaster pubDate lastBuildDate category
    generator docs cloud ttl image rating textInput skipHours skipDays item
    itunes:author itunes:block itunes:category itunes:complete itunes:explicit itunes:image itunes:keywords
    itunes:new-feed-url itunes:owner itunes:subtitle itunes:summary itunes:title itunes:type itunes:order
    itunes:applepodcastsverify
"""
_ITEM = """
    title link description author category comments enclosure guid pubDate source
    itunes:author itunes:block itunes:duration itunes:episode itunes:episodeType itunes:explicit
    itunes:image itunes:isClosedCaptioned itunes:keywords itunes:order itunes:season itunes:subtitle
    itunes:summary itunes:title
"""
CHANNEL_TAGS = frozenset(_CHANNEL.split())
ITEM_TAGS = frozenset(_ITEM.split())
NESTED_TAGS = frozenset(("itunes:name", "itunes:email"))
"""They stand in `itunes:owner`."""

SEVERAL = frozenset(("category", "itunes:category", "item", "enclosure"))
"""All others may stand once; of enclosures a rule of its own speaks."""

ATTRIBUTES = {
    "category": ("domain",),
    "cloud": ("domain", "port", "path", "registerProcedure", "protocol"),
    "enclosure": ("url", "length", "type"),
    "guid": ("isPermaLink",),
    "itunes:category": ("text",),
    "itunes:image": ("href",),
    "source": ("url",),
}
"""All others have none."""

KNOWN_TAGS = CHANNEL_TAGS | ITEM_TAGS | NESTED_TAGS
_BY_PLAIN = {each.casefold(): each for each in KNOWN_TAGS}

_LOOK_AT = 60
"""Longer names are nobody's slip of the pen."""

_ADDRESSES = {
    "link": "",
    "comments": "",
    "itunes:new-feed-url": "",
    "itunes:image": "href",
    "atom:link": "href",
    "enclosure": "url",
}


def is_ours(node: Node) -> bool:
    """Whether RSS or Apple decides what it may be: other vocabularies have rules of their own."""
    name = node.name
    return name in KNOWN_TAGS or (":" not in name and name[:1] != "{") or name.startswith("itunes:")


def same_but_for_case(name: str) -> str | None:
    """The known element that a name would be, were its letters large and small as they should.

    >>> same_but_for_case("itunes:Image"), same_but_for_case("pubdate"), same_but_for_case("pubDate")
    ('itunes:image', 'pubDate', None)
    """
    return None if name in KNOWN_TAGS else _BY_PLAIN.get(name.casefold())


def suggest_tag(name: str, allowed: frozenset[str]) -> str | None:
    """What was probably meant by an element that does not exist.

    >>> suggest_tag("duration", ITEM_TAGS), suggest_tag("itunes:episode-type", ITEM_TAGS)
    ('itunes:duration', 'itunes:episodeType')
    """
    plain = name[:_LOOK_AT].casefold().replace("_", "-")
    known = {each.casefold(): each for each in allowed}
    if f"itunes:{plain}" in known:
        return known[f"itunes:{plain}"]
    close = difflib.get_close_matches(plain, known, n=1, cutoff=0.8)
    return known[close[0]] if close else None


class Address(NamedTuple):
    """An address as an element has it."""

    node: Node
    shown: str
    """The element, with the attribute where it stands in one: `<enclosure url>`."""
    url: str


def addresses_in(parent: Node) -> Iterator[Address]:
    """Every whole address of the web among the children of a channel or item."""
    for node in parent.children:
        attribute = _ADDRESSES.get(node.name)
        if attribute is None:
            continue
        url = node.attributes.get(attribute, "") if attribute else node.text
        if is_web_url(url):
            shown = f"<{node.name} {attribute}>" if attribute else f"<{node.name}>"
            yield Address(node, shown, url.strip())


def has_no(parent: Node, name: str) -> bool:
    """Whether an element is missing; one in the wrong case is another fault."""
    plain = name.casefold()
    return not any(node.name == name or node.name.casefold() == plain for node in parent.children)


def lacks(parent: Node, name: str) -> bool:
    """Whether an element is missing, or says nothing; HTML in it that is not escaped is another fault."""
    node = parent.find(name)
    return has_no(parent, name) if node is None else not (node.children or node.text.strip())
