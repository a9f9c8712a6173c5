"""The podcast namespace (Podcasting 2.0): every tag, attribute and value."""

from typing import Any

from pipeline.core.rules.feeds.podcasting import (
    any_tag_rules,
    feed_rules,
    live_rules,
    media_rules,
    people_rules,
    remote_rules,
    side_file_rules,
    text_rules,
    value_rules,
)
from pipeline.core.rules.feeds.podcasting.table_rules import rows_of
from pipeline.core.rules.feeds.podcasting.tags import TAGS
from pipeline.core.rules.table import Rule

_BOTH: tuple[Rule[Any], ...] = (
    *any_tag_rules.BOTH,
    *(row for tag in TAGS.values() for row in rows_of(tag)),
    *people_rules.BOTH,
    *media_rules.BOTH,
    *value_rules.BOTH,
    *text_rules.BOTH,
)
"""Applied to the channel and to each item: what stands in the wrong one is found there."""

CHANNEL: tuple[Rule[Any], ...] = (*_BOTH, *feed_rules.CHANNEL, *remote_rules.CHANNEL)
ITEM: tuple[Rule[Any], ...] = (
    *_BOTH,
    *people_rules.ITEM,
    *side_file_rules.ITEM,
    *media_rules.ITEM,
    *live_rules.ITEM,
)
