"""How a text changed: the words, their number, and limits on what is looked at."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.text_change import MOST_WORDS, compare_texts

TEXTS = st.lists(st.sampled_from(["a", "b", "<p>", "c</p>", "<", " "]), max_size=30).map(" ".join)


@given(TEXTS, TEXTS)
def test_equal_words_have_no_excerpt_and_others_have_one(old: str, new: str) -> None:
    """Going back removes what was added."""
    there, back = compare_texts(old, new), compare_texts(new, old)
    assert bool(there.excerpt) == bool(there.removed or there.added)
    assert (old.split() == new.split()) <= (there.excerpt == "")
    assert bool(there.excerpt) == bool(back.excerpt)


def test_what_stays_between_two_changes_is_shortened() -> None:
    """A few words on each side of a change are enough to find it."""
    old = "one " + " ".join(f"w{n}" for n in range(50)) + " two"
    change = compare_texts(old, old.replace("one", "1").replace("two", "2"))
    assert change.excerpt == "[-one-] {+1+} w0 w1 w2 … w47 w48 w49 [-two-] {+2+}"


def test_a_tag_is_one_word() -> None:
    """However many attributes it has."""
    change = compare_texts('<a href="x" title="y z">b</a>', "<em>b</em>")
    assert (change.removed, change.added) == (2, 2)


def test_what_differs_throughout_is_counted() -> None:
    """Comparing word by word would take long and say little."""
    change = compare_texts("a " * (MOST_WORDS + 1), "b " * 100_000)
    assert (change.removed, change.added) == (MOST_WORDS + 1, 100_000)
    assert change.excerpt == f"[-{MOST_WORDS + 1} words-] {{+100000 words+}}"


def test_a_page_of_brackets_takes_no_time() -> None:
    """Tags that never end are words."""
    assert compare_texts("<" * 200_000, "<a" * 200_000).removed > 0
