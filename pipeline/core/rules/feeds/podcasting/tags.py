"""Every tag of the podcast namespace (docs/1.0.md)."""

from collections.abc import Mapping

from pipeline.core.rules.feeds.podcasting.media_tags import MEDIA_TAGS
from pipeline.core.rules.feeds.podcasting.show_tags import SHOW_TAGS
from pipeline.core.rules.feeds.podcasting.tag import Tag

TAGS: Mapping[str, Tag] = {each.name: each for each in (*MEDIA_TAGS, *SHOW_TAGS)}
"""By name without the prefix."""
