"""The merge rule: new, old or the same, part by part."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.merge import Verdict, extend_history, extend_sources, has_edit, is_old, judge, judge_parts
from pipeline.core.record import TEXT, History

HASHES = st.sampled_from("abcdefgh")


def test_words_that_were_applied_before_are_old_unless_named() -> None:
    """A clone's earlier words lose against the record, but win when the producer names the episode."""
    sources = {TEXT: History(now="c", earlier=("a", "b"))}
    assert judge_parts(sources, {TEXT: "a"}) == {TEXT: Verdict.OLD}
    assert judge_parts(sources, {TEXT: "a"}, explicit=True) == {TEXT: Verdict.EDIT}
    assert is_old(judge_parts(sources, {TEXT: "b"}))


def test_a_part_that_is_absent_here_has_no_verdict() -> None:
    """The record stands in for files this clone lacks."""
    sources = {TEXT: History(now="c"), "heel.jpg": History(now="x")}
    assert judge_parts(sources, {TEXT: "c"}) == {TEXT: Verdict.SAME}


def test_an_edit_beside_an_old_picture_applies_the_words_alone() -> None:
    """Each part is judged by itself, so an old picture does not come back with new words."""
    sources = {TEXT: History(now="c"), "heel.jpg": History(now="y", earlier=("x",))}
    verdicts = judge_parts(sources, {TEXT: "d", "heel.jpg": "x"})
    assert verdicts == {TEXT: Verdict.EDIT, "heel.jpg": Verdict.OLD}
    after = extend_sources(sources, {TEXT: "d", "heel.jpg": "x"}, verdicts)
    assert after[TEXT] == History(now="d", earlier=("c",))
    assert after["heel.jpg"] == sources["heel.jpg"]


@given(st.lists(HASHES, min_size=1))
def test_whatever_was_applied_once_is_never_taken_for_an_edit_again(applied: list[str]) -> None:
    """No sequence of edits makes an earlier hash look new."""
    history: History | None = None
    for sha256 in applied:
        history = extend_history(history, sha256)
    assert history is not None
    assert history.now == applied[-1]
    assert {judge(history, each) for each in applied} <= {Verdict.SAME, Verdict.OLD}


@given(st.dictionaries(HASHES, HASHES), st.dictionaries(HASHES, HASHES))
def test_merging_twice_changes_nothing_more(recorded: dict[str, str], local: dict[str, str]) -> None:
    """After an edit was applied, the same clone has nothing left to say."""
    sources = {part: History(now=sha256) for part, sha256 in recorded.items()}
    after = extend_sources(sources, local, judge_parts(sources, local))
    assert not has_edit(judge_parts(after, local))
    assert set(after) == {*recorded, *local}
