"""What RSS 2.0 asks of an item: its guid, its links, its author."""

from collections.abc import Iterator

from pipeline.core.rules.feeds.cases import ItemCase, at, tag
from pipeline.core.rules.feeds.feed_tags import lacks
from pipeline.core.rules.feeds.values import fault_of_contact, is_web_url
from pipeline.core.rules.sources import APPLE_SPOTIFY_PSP1, APPLE_UPDATES, RSS_PROFILE, VALIDATOR
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level


def check_guid(case: ItemCase) -> Iterator[Finding]:
    if not case.is_live and lacks(case.item, "guid"):
        node = case.item.find("guid")
        text = "<guid> is empty" if node else f"{case.name} has no <guid>"
        fix = "give the item a guid that never changes; to one that is out, the enclosure's address"
        yield at(node or case.item, f"{text}: apps cannot tell it from others", fix)


def check_guid_unique(case: ItemCase) -> Iterator[Finding]:
    node = None if case.is_live else case.item.find("guid")
    guid = node.text[:100].strip() if node else ""
    if node and guid.isdigit() and len(guid) < 9:
        text = f"<guid> is {one_line(guid)}: too short to be nobody else's"
        yield at(node, text, "keep it where it is out already; give new items a UUID")


def check_permalink(case: ItemCase) -> Iterator[Finding]:
    node = None if case.is_live else case.item.find("guid")
    if node is None or not node.text.strip() or is_web_url(node.text):
        return
    if node.attributes.get("isPermaLink", "true") == "true":
        text = f"<guid> is {one_line(node.text[:300])}, which is no address, but isPermaLink is not false"
        yield at(node, text, 'write <guid isPermaLink="false">, and leave the guid as it is')


def check_permalink_value(case: ItemCase) -> Iterator[Finding]:
    node = None if case.is_live else case.item.find("guid")
    value = node.attributes.get("isPermaLink") if node else None
    if node and value is not None and value not in ("true", "false"):
        yield at(node, f"isPermaLink of <guid> is {one_line(value[:100])}", 'write "true" or "false"')


def check_guid_stable(case: ItemCase) -> Iterator[Finding]:
    node, enclosure = case.item.find("guid"), case.item.find("enclosure")
    if case.is_live or node is None or enclosure is None:
        return
    guid = node.text.strip()
    if guid and guid == enclosure.attributes.get("url", "").strip():
        text = "<guid> is the address of the file: it must stay when the file moves"
        yield at(node, text, "keep it where it is out already, whatever becomes of the file")


def check_links(case: ItemCase) -> Iterator[Finding]:
    for node in () if case.is_live else case.item.children:
        if node.name not in ("link", "comments", "source"):
            continue
        url = (node.attributes.get("url", "") if node.name == "source" else node.text).strip()
        if not is_web_url(url):
            shown = "<source url>" if node.name == "source" else tag(node.name)
            seen = f"is {one_line(url[:300])}, which is no whole address" if url else "is empty"
            yield at(node, f"{shown} {seen}", "write it with https:// and the host, or remove the element")


def check_author(case: ItemCase) -> Iterator[Finding]:
    for node in () if case.is_live else case.item.all("author"):
        fault = fault_of_contact(node.text)
        if fault:
            yield at(node, f"<author> {one_line(node.text[:200].strip())} {fault.text}", fault.fix)


def check_comments(case: ItemCase) -> Iterator[Finding]:
    node = None if case.is_live else case.item.find("slash:comments")
    if node and case.channel.find("lastBuildDate") is None:
        text = "<slash:comments> changes the item, but the channel has no <lastBuildDate>"
        yield at(node, text, "add <lastBuildDate> to the channel, or remove <slash:comments>")


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE
_GUID = '<guid isPermaLink="false">7b0e4c37-62a5-4f0e-8f7e-3f1de84ee001</guid>'

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "apple-guid",
        ERROR,
        *APPLE_SPOTIFY_PSP1,
        "an item has a guid",
        check_guid,
        fix="Give each item a guid that never changes: a UUID is a good one.",
        wrong="<item>\n  <title>Tendons</title>",
        right=f"<item>\n  <title>Tendons</title>\n  {_GUID}",
    ),
    Rule(
        "rss-guid",
        WARNING,
        *VALIDATOR,
        "a guid is unlike any other",
        check_guid_unique,
        fix="Give new items a UUID; never change the guid of one that is out.",
        wrong='<guid isPermaLink="false">60</guid>',
        right=_GUID,
    ),
    Rule(
        "rss-guid-permalink",
        WARNING,
        *VALIDATOR,
        "a guid that is no address says so",
        check_permalink,
        fix='Add isPermaLink="false"; the guid itself stays as it is.',
        wrong=_GUID.replace(' isPermaLink="false"', ""),
        right=_GUID,
    ),
    Rule(
        "rss-guid-boolean",
        ERROR,
        *VALIDATOR,
        "isPermaLink is true or false",
        check_permalink_value,
        fix="Write true where the guid is the page's address, false otherwise.",
        wrong=_GUID.replace('"false"', '"no"'),
        right=_GUID,
    ),
    Rule(
        "apple-guid-stable",
        ADVICE,
        *APPLE_UPDATES,
        "a guid does not depend on where the file is",
        check_guid_stable,
        fix="Give new items a UUID; never change the guid of one that is out.",
        wrong='<guid>https://wind.example/60.mp3</guid>\n<enclosure url="https://wind.example/60.mp3" …/>',
        right=f'{_GUID}\n<enclosure url="https://wind.example/60.mp3" …/>',
    ),
    Rule(
        "rss-item-link",
        ERROR,
        *VALIDATOR,
        "links of an item are whole addresses",
        check_links,
        fix="Write the whole address, beginning with https://.",
        wrong="<link>/60.html</link>",
        right="<link>https://wind.example/60.html</link>",
    ),
    Rule(
        "rss-item-author",
        WARNING,
        *RSS_PROFILE,
        "an item's author is an e-mail address, with the name in brackets",
        check_author,
        fix="Write the address first, and the name in brackets; or use <itunes:author> for the name alone.",
        wrong="<author>Ada Marsh</author>",
        right="<itunes:author>Ada Marsh</itunes:author>",
    ),
    Rule(
        "rss-slash-comments",
        WARNING,
        *RSS_PROFILE,
        "slash:comments stands only where the channel has a lastBuildDate",
        check_comments,
        fix="Add <lastBuildDate> to the channel, or remove <slash:comments>.",
        wrong="<slash:comments>3</slash:comments>",
        right="<lastBuildDate>Thu, 01 Jan 2026 06:00:00 +0000</lastBuildDate> …\n"
        "<slash:comments>3</slash:comments>",
    ),
)
