"""The rules of how a feed and its files are served: every row, and the table applied to one file."""

from collections.abc import Iterator

from pipeline.core.rules.feeds.online.media_rules import MEDIA_RULES
from pipeline.core.rules.feeds.online.reach_rules import REACH_RULES
from pipeline.core.rules.feeds.online.text_rules import TEXT_RULES
from pipeline.core.rules.table import Rule
from pipeline.core.web_facts import AssetFacts
from pipeline.errors import Problem

ONLINE: tuple[Rule[AssetFacts], ...] = (*REACH_RULES, *MEDIA_RULES, *TEXT_RULES)
"""Every row, in the order of the report."""


def check_asset(facts: AssetFacts, name: str) -> list[Problem]:
    """Every problem of one file, as the feed of this name names it.

    What is wrong with the file itself shows behind its prefixes as well, and
    is told once: of the bare address only what its prefixes hide.
    """
    problems = list(_applied(facts, name))
    told = {problem.rule for problem in problems}
    bare = _applied(facts.bare, name) if facts.bare else ()
    return [*problems, *(problem for problem in bare if problem.rule not in told)]


def _applied(facts: AssetFacts, name: str) -> Iterator[Problem]:
    for rule in ONLINE:
        for found in rule.check(facts):
            yield Problem(name, facts.asset.line, found.text, found.fix, rule.level, rule.id)
