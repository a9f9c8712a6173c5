"""What Apple requires of an item."""

from pipeline.core.rules.feeds import (
    apple_enclosure_rules,
    apple_episode_rules,
    apple_title_rules,
    everywhere_rules,
)
from pipeline.core.rules.feeds.cases import ItemCase
from pipeline.core.rules.table import Rule

ITEM: tuple[Rule[ItemCase], ...] = (
    *apple_title_rules.ITEM,
    *apple_enclosure_rules.ITEM,
    *apple_episode_rules.ITEM,
    *everywhere_rules.ITEM,
)
