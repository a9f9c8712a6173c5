"""Where the tags of the podcast namespace stand in a channel or an item."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.core.feed_document import Node

PREFIX = "podcast:"


class Placed(NamedTuple):
    """One tag, and the element it stands in."""

    node: Node
    around: Node

    @property
    def parent(self) -> str:
        """The name of the element around it, as the namespace's documentation writes it: `item`, `value`."""
        return self.around.name.removeprefix(PREFIX)


Index = Mapping[str, tuple[Placed, ...]]
"""By name without the prefix."""


_NOWHERE = Node("", 0)


def index_tags(top: Node, around: Node = _NOWHERE) -> Index:
    """Every tag of the namespace in an element, which may be one itself, in the order of the document.

    >>> guid = Node("podcast:guid", 3)
    >>> index_tags(Node("channel", 2, children=(guid, Node("title", 4))))["guid"][0].parent
    'channel'
    """
    found: dict[str, list[Placed]] = {}
    for each in _walk(Placed(top, around)):
        found.setdefault(each.node.name[len(PREFIX) :], []).append(each)
    return {name: tuple(places) for name, places in found.items()}


def _walk(first: Placed) -> Iterator[Placed]:
    waiting = [first]
    while waiting:
        each = waiting.pop()
        if each.node.name.startswith(PREFIX):
            yield each
        if each.node.children:
            waiting.extend(Placed(child, each.node) for child in reversed(each.node.children))
