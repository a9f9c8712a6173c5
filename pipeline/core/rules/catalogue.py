"""Every rule of the house, whatever it looks at, by id."""

from collections.abc import Mapping
from typing import Any

from pipeline.core.rules.check import ALL_RULES
from pipeline.core.rules.feeds.check import FEED_RULES
from pipeline.core.rules.feeds.online_rules import ONLINE
from pipeline.core.rules.table import Rule

RULES: Mapping[str, Rule[Any]] = {rule.id: rule for rule in (*ALL_RULES, *FEED_RULES, *ONLINE)}

WHO_SAYS: Mapping[str, str] = {rule.id: rule.who for rule in RULES.values()}
