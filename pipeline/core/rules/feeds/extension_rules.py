"""Podlove chapters, RFC 5005, Media RSS, Dublin Core."""

from pipeline.core.rules.feeds import (
    chapter_list_rules,
    media_rules,
    paging_rules,
    simple_chapter_rules,
    synonym_rules,
)
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase
from pipeline.core.rules.table import Rule

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    *paging_rules.CHANNEL,
    *simple_chapter_rules.CHANNEL,
    *synonym_rules.CHANNEL,
)
ITEM: tuple[Rule[ItemCase], ...] = (
    *simple_chapter_rules.ITEM,
    *chapter_list_rules.ITEM,
    *media_rules.ITEM,
    *synonym_rules.ITEM,
)
