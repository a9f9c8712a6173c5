"""How rows look at the tags of the namespace: at those that stand where they may, and by which names."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase, tag
from pipeline.core.rules.feeds.podcasting.tag import Tag
from pipeline.core.rules.feeds.podcasting.tags import TAGS
from pipeline.core.rules.table import Finding

Case = ChannelCase | ItemCase
_LONGEST_NAME = 60
Look = Callable[[Node], Finding | None]


def kebab(name: str) -> str:
    """A name of the namespace as ids have it.

    >>> kebab("alternateEnclosure"), kebab("aspect-ratio")
    ('alternate-enclosure', 'aspect-ratio')
    """
    return re.sub("(?<=[a-z])(?=[A-Z])", "-", name).lower()


def plain(name: str) -> str:
    """A name as those who misspell it mean it.

    >>> plain("pubDate") == plain("pub-date") == plain("pubdate")
    True
    """
    return re.sub("[-_]", "", name).casefold() if len(name) <= _LONGEST_NAME else ""


def shown(name: str) -> str:
    """The name of any element as messages show it: not too long."""
    return tag(name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…")


def called(each: Tag) -> str:
    """A tag as messages show it."""
    return tag(f"podcast:{each.name}")


def suggest(value: str, known: Iterable[str]) -> str | None:
    """The value that was probably meant.

    >>> suggest("ActivityPub", ("irc", "activitypub")), suggest("application/srt", ("text/vtt",))
    ('activitypub', None)
    """
    by_case = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(value[:64].strip().casefold(), by_case, n=1, cutoff=0.75)
    return by_case[near[0]] if near else None


def standing(case: Case, name: str) -> Iterator[Node]:
    """Every tag of this name that stands where it may."""
    parents = TAGS[name].parents
    return (placed.node for placed in case.podcasting.get(name, ()) if placed.parent in parents)


def looking(each: Tag, look: Look) -> Callable[[Case], Iterable[Finding]]:
    """A check of every one that stands where it may; most cases have none."""

    def check(case: Case) -> Iterable[Finding]:
        placed = case.podcasting.get(each.name)
        if not placed:
            return ()
        found = (look(one.node) for one in placed if one.parent in each.parents)
        return [finding for finding in found if finding]

    return check
