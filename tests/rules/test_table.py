"""The table as a whole: every row has a source, an example that it finds and one that it lets pass."""

import re

import pytest

from pipeline.core.rules.catalogue import RULES
from pipeline.core.rules.check import ALL_RULES, check_episode, check_episodes_together, check_show
from pipeline.core.rules.feeds.check import FEED_RULES
from pipeline.core.rules.feeds.online_rules import ONLINE
from pipeline.core.rules.table import Rule
from pipeline.errors import Level, Problem
from tests.rules.candidates import COVER, make_candidate
from tests.rules.examples import PAIRS, EpisodeExample, Pair, ShowExample, show

LEVELS = {rule.id: rule.level for rule in ALL_RULES}


def problems_of(example: ShowExample | EpisodeExample) -> list[Problem]:
    """Everything that is said of an example."""
    if isinstance(example, ShowExample):
        return check_show(example.show, {("title",): 1}, example.artwork, pictures=example.pictures)
    first = check_episode(example.episodes[0], example.show)
    return first + check_episodes_together(example.episodes)


def test_ids_are_unique() -> None:
    """An id names one rule for ever, in the whole house: people look it up and silence it."""
    ids = [rule.id for rule in (*ALL_RULES, *FEED_RULES, *ONLINE)]
    assert sorted({each for each in ids if ids.count(each) > 1}) == []
    assert set(ids) == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_row_says_who_wants_it_so_and_since_when(rule: Rule[object]) -> None:
    """Ids are kebab-case; who, source, date and text are told."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.id)
    assert all((rule.who, rule.source, rule.text))
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", rule.date)
    assert isinstance(rule.level, Level)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_row_explains_itself(rule: Rule[object]) -> None:
    """It says what to do, and shows an example that breaks it and another that does not."""
    assert len(rule.fix.split()) >= 2, rule.id
    assert rule.wrong.strip(), rule.id
    assert rule.right.strip(), rule.id
    assert rule.wrong != rule.right


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_what_a_row_says_keeps_to_the_house_style(rule: Rule[object]) -> None:
    """No blame, no pleading, no shouting; what must be true is the middle of a sentence."""
    quoted = r'"[^"]*"|<[^>]*>'
    words = re.sub(quoted, "", f"{rule.text} {rule.fix}")
    assert not re.search(r"!|\bplease\b|\boops\b|\n", words, re.IGNORECASE), words
    assert not rule.text.endswith("."), rule.text


def test_every_rule_has_its_examples() -> None:
    """A rule without an example is a rule that nobody has seen at work."""
    assert sorted(pair.rule for pair in PAIRS) == sorted(LEVELS)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.rule)
def test_a_rule_finds_its_example(pair: Pair) -> None:
    """The problem has the row's id and level, a place, and a text that begins like a sentence's middle."""
    found = [each for each in problems_of(pair.found) if each.rule == pair.rule]
    assert found
    assert {each.level for each in found} == {LEVELS[pair.rule]}
    assert all(each.path for each in found)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.rule)
def test_a_rule_lets_its_neighbour_pass(pair: Pair) -> None:
    """What is just right is not complained of."""
    assert [each for each in problems_of(pair.passed) if each.rule == pair.rule] == []


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.rule)
def test_messages_keep_to_the_house_style(pair: Pair) -> None:
    """No blame, no pleading, no shouting, on one line; errors say how to put it right."""
    for each in problems_of(pair.found):
        words = f"{each.text} {each.fix or ''}"
        assert not re.search(r"!|\bplease\b|\boops\b|\binvalid\b|Error\b|\n", words, re.IGNORECASE), words
        assert not each.text.endswith("."), words
        assert each.level is Level.ADVICE or each.fix, words


def test_a_good_show_and_a_good_episode_are_left_in_peace() -> None:
    """No rule complains of what every directory takes."""
    good = show().show
    assert check_show(good, {}, COVER) == []
    assert check_episode(make_candidate(), good) == []
    assert check_episodes_together([make_candidate()]) == []
