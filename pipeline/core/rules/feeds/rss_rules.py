"""RSS 2.0 and the RSS Advisory Board's profile, as the W3C's validator reads them."""

from pipeline.core.rules.feeds import rss_channel_rules, rss_date_rules, rss_item_rules, rss_self_rules
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase
from pipeline.core.rules.table import Rule

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    *rss_channel_rules.CHANNEL,
    *rss_self_rules.CHANNEL,
    *rss_date_rules.CHANNEL,
)
ITEM: tuple[Rule[ItemCase], ...] = (*rss_item_rules.ITEM, *rss_date_rules.ITEM)
