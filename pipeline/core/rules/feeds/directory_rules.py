"""What Spotify, YouTube, Amazon and others ask for beyond Apple."""

from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase
from pipeline.core.rules.table import Rule

CHANNEL: tuple[Rule[ChannelCase], ...] = ()
ITEM: tuple[Rule[ItemCase], ...] = ()
