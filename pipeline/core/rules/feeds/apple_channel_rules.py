"""What Apple requires of a channel."""

from pipeline.core.rules.feeds.cases import ChannelCase
from pipeline.core.rules.table import Rule

CHANNEL: tuple[Rule[ChannelCase], ...] = ()
