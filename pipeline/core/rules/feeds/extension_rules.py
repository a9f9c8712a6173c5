"""Podlove chapters, RFC 5005, Media RSS, Dublin Core."""

from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase
from pipeline.core.rules.table import Rule

CHANNEL: tuple[Rule[ChannelCase], ...] = ()
ITEM: tuple[Rule[ItemCase], ...] = ()
