"""What Apple requires of an item."""

from pipeline.core.rules.feeds.cases import ItemCase
from pipeline.core.rules.table import Rule

ITEM: tuple[Rule[ItemCase], ...] = ()
