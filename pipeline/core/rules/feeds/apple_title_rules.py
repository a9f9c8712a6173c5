"""What Apple requires of an item's title and description."""

from collections.abc import Iterator

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ItemCase, at, tag
from pipeline.core.rules.feeds.feed_tags import lacks
from pipeline.core.rules.sources import (
    ALL_DIRECTORIES,
    APPLE_GUIDE,
    APPLE_PSP1,
    APPLE_SPOTIFY_PSP1,
    RSS_PROFILE,
)
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.core.rules.titles import without_number, without_show
from pipeline.errors import Level

MAX_DESCRIPTION_BYTES = 4000


def shown_title(case: ItemCase) -> Node | None:
    """The title that Apple shows: where there is one of its own, `title` may be as other apps need it."""
    own = case.item.find("itunes:title")
    return own if own and own.text.strip() else case.item.find("title")


def check_min(case: ItemCase) -> Iterator[Finding]:
    if not case.is_live and lacks(case.item, "title") and lacks(case.item, "description"):
        text = f"{case.name} has neither <title> nor <description>"
        yield at(case.item, text, "add <title> with what the episode is about")


def check_title(case: ItemCase) -> Iterator[Finding]:
    if not case.is_live and lacks(case.item, "title") and not lacks(case.item, "description"):
        node = case.item.find("title")
        text = "<title> is empty" if node else f"{case.name} has no <title>"
        yield at(node or case.item, text, "add <title> with what the episode is about")


def check_title_long(case: ItemCase) -> Iterator[Finding]:
    node = None if case.is_live else case.item.find("title")
    length = len(node.text.strip()) if node else 0
    if node and 150 < length <= 255:
        text = f"<title> is {length} characters long: lists show about 60"
        yield at(node, text, "put what is special about the episode first")


def check_title_number(case: ItemCase) -> Iterator[Finding]:
    node = None if case.is_live else shown_title(case)
    rest = without_number(node.text) if node else None
    if node and rest is not None:
        text = f"{tag(node.name)} is {one_line(node.text[:300])}: it begins with a number, which apps add"
        fix = (
            f"write {one_line(rest)}, and the number in <itunes:episode>"
            if rest
            else "write what it is about"
        )
        yield at(node, text, fix)


def check_title_show(case: ItemCase) -> Iterator[Finding]:
    node = None if case.is_live else shown_title(case)
    show = case.channel.text_of("title")
    rest = without_show(node.text, show) if node and show else None
    if node and rest and case.item.text_of("itunes:episodeType").lower() != "trailer":
        text = f"{tag(node.name)} is {one_line(node.text[:300])}: it repeats the show's name"
        yield at(node, text, f"write {one_line(rest)}")


def check_description(case: ItemCase) -> Iterator[Finding]:
    node = None if case.is_live else case.item.find("description")
    size = len(node.text.strip().encode("utf-8", "replace")) if node else 0
    if node and size > MAX_DESCRIPTION_BYTES:
        text = f"<description> is {size:,} bytes long; tags count, accents as two, emoji as four"
        yield at(node, text, f"shorten it to {MAX_DESCRIPTION_BYTES:,} bytes, between two tags")


def check_content_alone(case: ItemCase) -> Iterator[Finding]:
    node = case.item.find("content:encoded")
    if node and not case.is_live and case.item.find("description") is None:
        text = "<content:encoded> stands without <description>: many apps read that alone"
        yield at(node, text, "add <description> before it, with the same content")


def check_content_order(case: ItemCase) -> Iterator[Finding]:
    names = [node.name for node in case.item.children if node.name in ("description", "content:encoded")]
    if not case.is_live and "description" in names and names[0] == "content:encoded":
        node = case.item.find("content:encoded")
        if node:
            yield at(node, "<content:encoded> stands before <description>", "put it after <description>")


ERROR, WARNING, ADVICE = Level.ERROR, Level.WARNING, Level.ADVICE
_TITLED = "<title>Why your Achilles hurts</title>"

ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "rss-item-min",
        ERROR,
        *ALL_DIRECTORIES,
        "an item has a title or a description",
        check_min,
        fix="Add <title> with what the episode is about.",
        wrong='<item>\n  <guid isPermaLink="false">60</guid>\n</item>',
        right=f'<item>\n  {_TITLED}\n  <guid isPermaLink="false">60</guid>\n</item>',
    ),
    Rule(
        "apple-item-title",
        ERROR,
        *APPLE_SPOTIFY_PSP1,
        "an item has a title",
        check_title,
        fix="Add <title> with what the episode is about.",
        wrong="<item>\n  <description>Why it hurts.</description>",
        right=f"<item>\n  {_TITLED}\n  <description>Why it hurts.</description>",
    ),
    Rule(
        "apple-item-title-long",
        ADVICE,
        *APPLE_GUIDE,
        "an item's title has at most 150 characters",
        check_title_long,
        fix="Shorten it, and put what is special about the episode into the first 60 characters.",
        wrong="<title>… 170 characters …</title>",
        right=_TITLED,
    ),
    Rule(
        "apple-item-title-number",
        WARNING,
        *APPLE_PSP1,
        "an item's title begins with no number",
        check_title_number,
        fix="Write the number into <itunes:episode>, or a title without it into <itunes:title>.",
        wrong="<title>#60: Why your Achilles hurts</title>",
        right=f"{_TITLED}\n<itunes:episode>60</itunes:episode>",
    ),
    Rule(
        "apple-item-title-show",
        WARNING,
        *APPLE_GUIDE,
        "an item's title does not repeat the show's",
        check_title_show,
        fix="Leave the show's name out: apps show it beside the title.",
        wrong="<title>Second Wind: Why your Achilles hurts</title>",
        right=_TITLED,
    ),
    Rule(
        "apple-item-description-bytes",
        WARNING,
        *APPLE_PSP1,
        "an item's description has at most 4000 bytes",
        check_description,
        fix="Shorten it; what is longer may stand on the episode's page or in <content:encoded>.",
        wrong="<description>… 4,213 bytes …</description>",
        right="<description>Why it hurts, and what helps.</description>",
    ),
    Rule(
        "rss-content-alone",
        WARNING,
        *RSS_PROFILE,
        "content:encoded stands only beside a description",
        check_content_alone,
        fix="Add <description> with the same content, before it.",
        wrong="<content:encoded>&lt;p&gt;Why it hurts.&lt;/p&gt;</content:encoded>",
        right="<description>Why it hurts.</description>\n"
        "<content:encoded>&lt;p&gt;Why it hurts.&lt;/p&gt;</content:encoded>",
    ),
    Rule(
        "rss-content-encoded",
        WARNING,
        *RSS_PROFILE,
        "content:encoded stands after the description",
        check_content_order,
        fix="Put <content:encoded> after <description>: some readers take the last one they meet.",
        wrong="<content:encoded>&lt;p&gt;Why it hurts.&lt;/p&gt;</content:encoded>\n"
        "<description>Why it hurts.</description>",
        right="<description>Why it hurts.</description>\n"
        "<content:encoded>&lt;p&gt;Why it hurts.&lt;/p&gt;</content:encoded>",
    ),
)
