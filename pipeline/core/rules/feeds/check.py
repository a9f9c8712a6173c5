"""The feed rules applied while a feed is read: items one by one, the channel and the whole at the end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pipeline.core.feed_document import FeedDocument, Node
from pipeline.core.rules.feeds import (
    apple_channel_rules,
    apple_item_rules,
    directory_rules,
    extension_rules,
    html_rules,
    podcasting_rules,
    psp1_rules,
    rss_rules,
)
from pipeline.core.rules.feeds.cases import ChannelCase, ItemCase
from pipeline.core.rules.feeds.document_rules import DOCUMENT
from pipeline.core.rules.feeds.together_rules import TOGETHER, Crowd, Together
from pipeline.core.rules.table import Finding, Rule
from pipeline.errors import Problem

CHANNEL: tuple[Rule[ChannelCase], ...] = (
    *apple_channel_rules.CHANNEL,
    *psp1_rules.CHANNEL,
    *rss_rules.CHANNEL,
    *podcasting_rules.CHANNEL,
    *directory_rules.CHANNEL,
    *extension_rules.CHANNEL,
    *html_rules.CHANNEL,
)
ITEM: tuple[Rule[ItemCase], ...] = (
    *apple_item_rules.ITEM,
    *psp1_rules.ITEM,
    *rss_rules.ITEM,
    *podcasting_rules.ITEM,
    *directory_rules.ITEM,
    *extension_rules.ITEM,
    *html_rules.ITEM,
)
FEED_RULES: tuple[Rule[Any], ...] = tuple(dict.fromkeys((*DOCUMENT, *CHANNEL, *ITEM, *TOGETHER)))
"""Every row that any feed is checked by; some look at the channel and at each item."""

MOST = 20
"""How many problems of one rule are told: a feed of 10,000 items has each mistake 10,000 times."""


@dataclass
class FeedCheck:
    """One feed under scrutiny: give it the items while they are read, then the rest."""

    name: str
    """The file or address, as the user typed it."""
    url: str | None = None
    now: datetime | None = None
    problems: list[Problem] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    """By rule, how many more there are than are told."""
    crowd: Crowd = field(default_factory=Crowd)
    told: dict[str, int] = field(default_factory=dict)

    def look_at(self, item: Node, channel: Node) -> None:
        """Check one item; nothing of it but its identity is kept."""
        case = ItemCase(item, channel, self.now)
        for rule in ITEM:
            for each in rule.check(case):
                self._tell(rule, each)
        if not case.is_live:
            self.crowd.add(item)

    def finish(self, document: FeedDocument) -> list[Problem]:
        """Check the rest, and give every problem by line.

        Where there is no channel, there is nothing but the XML to complain
        of; where the document breaks off, nothing is said to be missing.
        """
        self._apply(DOCUMENT, document)
        channel = document.channel
        if channel is not None:
            case = ChannelCase(channel, document, self.url, self.now)
            has_head = document.is_whole or document.first_item_line > 0
            self._apply(CHANNEL, case, mute_line=0 if has_head else channel.line)
            self._apply(
                TOGETHER, Together(case, self.crowd), mute_line=0 if document.is_whole else channel.line
            )
        return sorted(self.problems, key=lambda each: each.line)

    def _apply(self, rules: Iterable[Rule[Any]], subject: object, *, mute_line: int = 0) -> None:
        """Tell what rules find, but for what is missing from the element that begins on a line."""
        for rule in rules:
            for each in rule.check(subject):
                if not mute_line or each.line != mute_line:
                    self._tell(rule, each)

    def _tell(self, rule: Rule[Any], found: Finding) -> None:
        count = self.told[rule.id] = self.told.get(rule.id, 0) + 1
        if count > MOST:
            self.left_out[rule.id] = count - MOST
        else:
            self.problems.append(Problem(self.name, found.line, found.text, found.fix, rule.level, rule.id))
