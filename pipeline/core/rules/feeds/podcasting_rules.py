"""The podcast namespace (Podcasting 2.0): every tag, attribute and value."""

from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase
from pipeline.core.rules.table import Rule

CHANNEL: tuple[Rule[ChannelCase], ...] = ()
ITEM: tuple[Rule[ItemCase], ...] = ()
