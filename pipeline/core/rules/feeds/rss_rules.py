"""RSS 2.0 and the RSS Advisory Board's profile, as the W3C's validator reads them."""

from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase
from pipeline.core.rules.table import Rule

CHANNEL: tuple[Rule[ChannelCase], ...] = ()
ITEM: tuple[Rule[ItemCase], ...] = ()
