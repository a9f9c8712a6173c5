"""The online rules: every row has served files that break it and some that hold it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.rules.check import ALL_RULES
from pipeline.core.rules.feeds.check import FEED_RULES
from pipeline.core.rules.feeds.online_rules import ONLINE, check_asset
from pipeline.core.rules.table import Rule
from pipeline.core.web_facts import Answer, AssetFacts
from pipeline.errors import Problem
from tests.rules.online_examples import (
    GOOD,
    MEDIA,
    PAIRS,
    PREFIXED,
    Pair,
    answer,
    art,
    feed,
    media,
    part,
    refused,
)

ROWS = {rule.id: rule for rule in ONLINE}
headers = st.dictionaries(
    st.sampled_from(
        ["content-type", "content-range", "content-length", "cache-control", "etag", "content-encoding"]
    ),
    st.text(max_size=60),
)
answers = st.builds(Answer, st.just("https://a.example/"), st.integers(100, 599), headers, body=st.binary())


def problems_of(facts: AssetFacts) -> list[Problem]:
    return check_asset(facts, "feed.xml")


def test_every_row_has_its_examples() -> None:
    """A rule without an example is a rule that nobody has seen at work."""
    assert sorted(pair.rule for pair in PAIRS) == sorted(ROWS)


def test_ids_are_unique_in_the_whole_house() -> None:
    """An id names one rule for ever."""
    ids = [rule.id for rule in (*ALL_RULES, *FEED_RULES, *ONLINE)]
    assert sorted(set(ids) & set(ROWS)) == sorted(ROWS)
    assert all(ids.count(each) == 1 for each in ROWS)


@pytest.mark.parametrize("rule", ONLINE, ids=lambda rule: rule.id)
def test_a_row_says_all_that_people_ask(rule: Rule[AssetFacts]) -> None:
    """Who wants it, where and since when; what to do, and an example wrong and right."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.id)
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", rule.date)
    assert all((rule.who, rule.source, rule.text, rule.fix, rule.wrong, rule.right))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.rule)
def test_a_row_finds_what_breaks_it(pair: Pair) -> None:
    """At the element's line, with its level and a fix, in the house's words."""
    for facts in pair.broken:
        found = [each for each in problems_of(facts) if each.rule == pair.rule]
        assert found, facts
        for each in found:
            assert (each.path, each.line, each.level) == ("feed.xml", facts.asset.line, ROWS[pair.rule].level)
            words = re.sub(r'"[^"]*"', "", f"{each.text} {each.fix}")
            assert each.fix
            assert not re.search(r"!|\bplease\b|\boops\b|\binvalid\b|Error\b|\n", words, re.IGNORECASE), words
            assert not each.text.endswith("."), words


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.rule)
def test_a_row_lets_the_rest_pass(pair: Pair) -> None:
    """What is just right is not complained of."""
    for facts in pair.held:
        assert [str(each) for each in problems_of(facts) if each.rule == pair.rule] == []


@pytest.mark.parametrize("facts", GOOD, ids=lambda facts: facts.asset.kind)
def test_what_is_served_well_is_left_in_peace(facts: AssetFacts) -> None:
    """No row has anything to say, not even advice."""
    assert problems_of(facts) == []


@pytest.mark.parametrize(
    "facts",
    [refused(404), refused(403, cf_mitigated="challenge"), replace(feed(), whole=answer(404))],
    ids=["gone", "walled", "feed"],
)
def test_one_fault_is_told_by_one_row(facts: AssetFacts) -> None:
    """A file that is not there has no other faults."""
    assert len({each.rule for each in problems_of(facts)}) == 1


def test_messages_name_the_element_and_what_was_seen() -> None:
    """Word for word, where people meet them most."""
    assert [
        str(each) for facts in (media(head=answer(405)), refused(404)) for each in problems_of(facts)
    ] == [
        "feed.xml:12: <enclosure> https://a.example/60.mp3 answers HEAD with 405, and GET with the file\n"
        "  Fix: let the server answer HEAD as it answers GET, only without the file",
        "feed.xml:12: <enclosure> https://a.example/60.mp3 answers 404\n"
        "  Fix: put the file there, or correct the address",
    ]


def test_what_is_wrong_behind_prefixes_is_told_once() -> None:
    """The bare address is named only for what its prefixes hide."""
    gone = media(asset=PREFIXED, head=answer(404), start=answer(404), bare=refused(404))
    hidden = media(asset=PREFIXED, bare=media(head=answer(405)))
    assert [each.text for each in problems_of(gone)] == [
        "<enclosure> https://op3.dev/e/a.example/60.mp3 answers 404"
    ]
    assert [each.text.split(" answers")[0] for each in problems_of(hidden)] == [f"<enclosure> {MEDIA.url}"]


@given(answers, answers, answers)
def test_whatever_servers_say_there_is_a_report(one: Answer, two: Answer, three: Answer) -> None:
    """Headers of strangers are held to nothing, and shown without harm."""
    for facts in (
        media(head=one, start=two, middle=three, beyond=one),
        art(head=one, whole=two, picture=None),
        feed(head=one, again=two, packed=three),
        AssetFacts(GOOD[4].asset, whole=one),
        AssetFacts(GOOD[3].asset, whole=two),
    ):
        for each in problems_of(facts):
            assert each.text.isprintable()
            assert len(each.text) < 600


def test_a_range_is_asked_of_the_file_as_it_is() -> None:
    """The example itself: its parts are where they say."""
    start = part(0)
    assert start.span == (0, 1, 12_345_678)
