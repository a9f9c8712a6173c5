"""What Apple requires of a channel's categories: spelling, case, and each subcategory in its place."""

from collections import Counter
from collections.abc import Callable, Iterator
from enum import Enum
from functools import partial
from html import escape, unescape
from typing import NamedTuple

from pipeline.core.feed_document import Node
from pipeline.core.rules.categories import (
    APPLE_CATEGORIES,
    RETIRED,
    is_category,
    parse_category,
    suggest_category,
)
from pipeline.core.rules.feeds.cases import ChannelCase, at
from pipeline.core.rules.feeds.feed_tags import has_no
from pipeline.core.rules.sources import APPLE_GUIDE, APPLE_PSP1, APPLE_REQUIREMENTS, APPLE_W3C
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

_LIST = "choose from the list at podcasters.apple.com"
_LOOK_AT = 100
_MOST = 50
"""Nobody has more categories."""

_SUBCATEGORIES = {child: parent for parent, children in APPLE_CATEGORIES.items() for child in children}
_BY_PLAIN = {name.casefold(): name for name in (*APPLE_CATEGORIES, *_SUBCATEGORIES)}


class Kind(Enum):
    """What can be wrong with a category."""

    EMPTY = "it names none"
    CASE = "spelled with other large and small letters"
    RETIRED = "dropped by Apple in 2019"
    PLACE = "a subcategory where there is none such"
    UNKNOWN = "not in Apple's table"


class Named(NamedTuple):
    """A category as the feed has it, under another or on top."""

    node: Node
    name: str
    parent: str | None

    @property
    def full(self) -> str:
        return f"{self.parent} > {self.name}" if self.parent else self.name


def categories_of(channel: Node) -> Iterator[Named]:
    """Every category, each one followed by its subcategories."""
    for node in list(channel.all("itunes:category"))[:_MOST]:
        name = _name_of(node)
        yield Named(node, name, None)
        for child in list(node.all("itunes:category"))[:_MOST]:
            yield Named(child, _name_of(child), name)


def _name_of(node: Node) -> str:
    return node.attributes.get("text", "")[:_LOOK_AT].strip()


def fault_of(named: Named) -> Kind | None:
    """What is wrong with a category; None where nothing is.

    A subcategory is not blamed for what stands above it.
    """
    name, parent = named.name, named.parent
    if not name:
        return Kind.EMPTY
    if is_category(named.full) and ">" not in name:
        return None
    if named.full in RETIRED or (parent is None and name in RETIRED):
        return Kind.RETIRED
    exact = name in APPLE_CATEGORIES or name in _SUBCATEGORIES
    if parent is not None and parent not in APPLE_CATEGORIES and exact:
        return None
    if exact:
        return Kind.PLACE
    return Kind.CASE if name.casefold() in _BY_PLAIN else Kind.UNKNOWN


def check_present(case: ChannelCase) -> Iterator[Finding]:
    if has_no(case.channel, "itunes:category"):
        text = "<itunes:category> is missing: directories list shows by category"
        yield at(case.channel, text, 'add <itunes:category text="…"/> with a category of Apple\'s')


def check_fault(kind: Kind, say: Callable[[Named], str], case: ChannelCase) -> Iterator[Finding]:
    for named in categories_of(case.channel):
        if fault_of(named) is kind:
            yield at(named.node, say(named), _fix(named))


def _fix(named: Named) -> str:
    name = named.name or named.node.text[:_LOOK_AT].strip()
    named = named._replace(name=name)
    if not name:
        return _LIST
    meant = _BY_PLAIN.get(unescape(named.name).casefold())
    full = meant if meant and named.parent in (None, _SUBCATEGORIES.get(meant)) else None
    full = full if full in APPLE_CATEGORIES else suggest_category(named.full)
    return f"write {render_category(full)}" if full else _LIST


def render_category(full: str) -> str:
    """A category as a feed has it, from `Sports > Running`.

    >>> render_category("Kids & Family > Parenting")
    '<itunes:category text="Kids &amp; Family"><itunes:category text="Parenting"/></itunes:category>'
    """
    parent, child = parse_category(full)
    if child is None:
        return f'<itunes:category text="{escape(parent)}"/>'
    inner = f'<itunes:category text="{escape(child)}"/>'
    return f'<itunes:category text="{escape(parent)}">{inner}</itunes:category>'


def say_empty(named: Named) -> str:
    text = named.node.text.strip()
    return (
        f"<itunes:category> has {one_line(text, 40)} as text, not as its attribute text"
        if text
        else ("<itunes:category> names no category in its attribute text")
    )


def say_case(named: Named) -> str:
    return f"category {one_line(named.name)} is not spelled as Apple does: large and small letters count"


def say_retired(named: Named) -> str:
    return f"category {one_line(named.full)} is one that Apple gave up in 2019"


def say_place(named: Named) -> str:
    home = _SUBCATEGORIES.get(named.name)
    if home is None:
        return f"category {one_line(named.name)} stands under {one_line(named.parent)}: it is no subcategory"
    where = f"under {one_line(named.parent)}" if named.parent else "on top"
    return f"category {one_line(named.name)} stands {where}: it is a subcategory of {home}"


def say_unknown(named: Named) -> str:
    return f"category {one_line(named.full)} is not in Apple's list"


def check_count(case: ChannelCase) -> Iterator[Finding]:
    nodes = list(case.channel.all("itunes:category"))
    twice = [each.full for each, count in _counted(case.channel) if count > 1]
    if twice:
        yield at(nodes[0], f"category {one_line(twice[0])} is listed twice", "remove one")
    elif len(nodes) > 2:
        text = f"there are {len(nodes)} categories: Apple uses the first two"
        yield at(nodes[2], text, "put the two best ones first")


def _counted(channel: Node) -> Iterator[tuple[Named, int]]:
    leaves = [each for each in categories_of(channel) if each.node.find("itunes:category") is None]
    count = Counter(each.full for each in leaves)
    return ((each, count[each.full]) for each in leaves)


ERROR, ADVICE = Level.ERROR, Level.ADVICE
_RIGHT = '<itunes:category text="Sports">\n  <itunes:category text="Running"/>\n</itunes:category>'

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    Rule(
        "apple-category",
        ERROR,
        *APPLE_PSP1,
        "a channel names its category",
        check_present,
        fix="Add <itunes:category> with a category of Apple's list, the best one first.",
        wrong="<category>Sports</category>",
        right=_RIGHT,
    ),
    Rule(
        "apple-category-text",
        ERROR,
        *APPLE_W3C,
        "a category stands in the attribute text",
        partial(check_fault, Kind.EMPTY, say_empty),
        fix="Write the category into the attribute text of <itunes:category>.",
        wrong="<itunes:category>Sports</itunes:category>",
        right='<itunes:category text="Sports"/>',
    ),
    Rule(
        "apple-category-case",
        ERROR,
        *APPLE_REQUIREMENTS,
        "categories have large and small letters where Apple's have them",
        partial(check_fault, Kind.CASE, say_case),
        fix="Copy the category from Apple's list, letter by letter.",
        wrong='<itunes:category text="Kids &amp; family"/>',
        right='<itunes:category text="Kids &amp; Family"/>',
    ),
    Rule(
        "apple-category-retired",
        ERROR,
        *APPLE_W3C,
        "categories are those of today, not the ones before 2019",
        partial(check_fault, Kind.RETIRED, say_retired),
        fix="Choose the category that took its place.",
        wrong='<itunes:category text="News &amp; Politics"/>',
        right='<itunes:category text="News">\n  <itunes:category text="Politics"/>\n</itunes:category>',
    ),
    Rule(
        "apple-category-place",
        ERROR,
        *APPLE_W3C,
        "each subcategory stands in the category it belongs to",
        partial(check_fault, Kind.PLACE, say_place),
        fix="Put the subcategory into its category, as an element of its own.",
        wrong='<itunes:category text="Running"/>',
        right=_RIGHT,
    ),
    Rule(
        "apple-category-known",
        ERROR,
        *APPLE_W3C,
        "categories are in Apple's list",
        partial(check_fault, Kind.UNKNOWN, say_unknown),
        fix="Choose a category from Apple's list at podcasters.apple.com.",
        wrong='<itunes:category text="Jogging"/>',
        right=_RIGHT,
    ),
    Rule(
        "apple-category-count",
        ADVICE,
        *APPLE_GUIDE,
        "there are at most two categories, each listed once",
        check_count,
        fix="Keep the two best ones, the best one first.",
        wrong='<itunes:category text="Arts"/>\n<itunes:category text="Arts"/>',
        right='<itunes:category text="Arts"/>',
    ),
)
