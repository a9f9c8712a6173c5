"""What Apple requires of a channel."""

from pipeline.core.rules.feeds import (
    apple_category_rules,
    apple_flag_rules,
    apple_show_rules,
    everywhere_rules,
)
from pipeline.core.rules.feeds.cases import ChannelCase
from pipeline.core.rules.table import Rule

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    *apple_show_rules.CHANNEL,
    *apple_category_rules.CHANNEL,
    *apple_flag_rules.CHANNEL,
    *everywhere_rules.CHANNEL,
)
