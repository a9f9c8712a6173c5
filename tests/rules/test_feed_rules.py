"""Each rule of any feed has a small feed that breaks it and one that holds it, found by glob.

`tests/feeds/<rule-id>/breaks-<line>.xml` breaks it, told at that line (a
second one is called `breaks-<line>-<word>.xml`); `holds.xml` is the same
put right.
"""

import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from pipeline.core.rules.feeds.check import FEED_RULES, FeedCheck
from pipeline.core.rules.table import Rule
from pipeline.errors import Problem
from pipeline.feed.document import read_document

FEEDS = Path(__file__).parent.parent / "feeds"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BROKEN = sorted(FEEDS.glob("*/breaks-*"))
HELD = sorted(FEEDS.glob("*/holds*"))
RULES = {rule.id: rule for rule in FEED_RULES}


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@cache
def problems_of(path: Path) -> list[Problem]:
    """Everything that is said of a feed; two tests look at each."""
    check = FeedCheck(name_of(path), now=NOW)
    with path.open("rb") as file:
        return check.finish(read_document(iter(lambda: file.read(65536), b""), check.look_at))


def line_of(path: Path) -> int:
    """The line that a feed's name promises."""
    found = re.fullmatch(r"breaks-(\d+)(-[a-z0-9-]+)?\.[a-z.]+", path.name)
    assert found, f"{path}: call it breaks-<line>.xml or breaks-<line>-<word>.xml"
    return int(found[1])


@pytest.mark.parametrize("rule", FEED_RULES, ids=lambda rule: rule.id)
def test_a_rule_has_a_feed_that_breaks_it_and_one_that_holds_it(rule: Rule[object]) -> None:
    """A rule without them is a rule that nobody has seen at work."""
    assert list(FEEDS.glob(f"{rule.id}/breaks-*")), f"tests/feeds/{rule.id}/breaks-<line>.xml is missing"
    assert list(FEEDS.glob(f"{rule.id}/holds*")), f"tests/feeds/{rule.id}/holds.xml is missing"


@pytest.mark.parametrize("path", BROKEN, ids=name_of)
def test_a_broken_feed_is_told_at_its_line(path: Path) -> None:
    """The rule is among the problems, at the line of the file's name, with a fix."""
    found = [each for each in problems_of(path) if each.rule == path.parent.name]
    assert line_of(path) in {each.line for each in found}, found or f"{path.parent.name} says nothing"
    assert all(each.fix for each in found)


@pytest.mark.parametrize("path", HELD, ids=name_of)
def test_a_feed_put_right_is_not_told_of(path: Path) -> None:
    """The rule itself is silent."""
    assert [str(each) for each in problems_of(path) if each.rule == path.parent.name] == []


@pytest.mark.parametrize("path", BROKEN, ids=name_of)
def test_messages_about_feeds_keep_to_the_house_style(path: Path) -> None:
    """One line, no blame, no pleading, no shouting, no class names."""
    for each in problems_of(path):
        if each.rule == path.parent.name:
            words = re.sub(r'"[^"]*"|<[^>]*>', "", f"{each.text} {each.fix or ''}")
            assert not re.search(r"!|\bplease\b|\boops\b|\binvalid\b|Error\b|\n", words, re.IGNORECASE), words
            assert not each.text.endswith("."), words


def test_feeds_belong_to_a_rule() -> None:
    """A folder is called as its rule is."""
    assert [each.name for each in FEEDS.iterdir() if each.is_dir() and each.name not in RULES] == []
