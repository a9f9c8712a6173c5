"""What notes may hold: HTML that apps show, and nothing that runs."""

from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase
from pipeline.core.rules.table import Rule

CHANNEL: tuple[Rule[ChannelCase], ...] = ()
ITEM: tuple[Rule[ItemCase], ...] = ()
