"""What may stand only once in a feed, and what its items must agree on."""

from pipeline.core.feed_document import Node
from pipeline.core.rules.feeds.cases import ChannelCase
from pipeline.core.rules.table import Rule


class Crowd:
    """The identities of all items: what is kept of each item once it was looked at."""

    def add(self, item: Node) -> None:
        """Remember an item's guid, enclosure, title, date, number and season, and its line."""


class Together:
    """A crowd in its channel: what rules of items among each other look at."""

    def __init__(self, case: ChannelCase, crowd: Crowd) -> None:
        self.case = case
        self.crowd = crowd


TOGETHER: tuple[Rule[Together], ...] = ()
