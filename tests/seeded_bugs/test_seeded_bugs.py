"""The seeded bugs fit the tree as it is, and trying them tells the truth."""

import ast
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.seeded_bugs.bugs import Bug, load_bugs
from tests.seeded_bugs.run import TREE, Verdict, render_row, try_bugs

BUGS = load_bugs()


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    """Two with one name could not be told apart in the table."""
    assert len(BUGS) >= 60
    assert len({bug.name for bug in BUGS}) == len(BUGS)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_bug_can_still_be_planted(bug: Bug) -> None:
    """Its old text stands once in its file, and what comes of it is a module like any other."""
    text = (TREE / bug.file).read_text()
    planted = bug.plant(text)
    assert planted != text
    ast.parse(planted)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_the_test_that_kills_a_bug_is_still_there(bug: Bug) -> None:
    """Renaming a test must not disarm it."""
    file, _, name = bug.test.partition("::")
    tree = ast.parse((TREE / file).read_text())
    assert name.partition("[")[0] in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}


def test_a_text_that_stands_twice_is_no_place_for_a_bug() -> None:
    """Nor is one that is gone."""
    bug = Bug("it adds one", "sum.py", "1", "2", "test_sum.py::test_sum")
    for text in ("1 + 1", "0"):
        with pytest.raises(ValueError, match="it adds one: the old text stands"):
            bug.plant(text)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree of one function and three tests: one that looks, one that does not, one that always fails."""
    tests = ["double(2) == 4", "double(0) == 0", "double(2) == 5"]
    lines = [f"def test_{number}():\n    assert {each}\n" for number, each in enumerate(tests)]
    (tmp_path / "double.py").write_text("def double(number):\n    return 2 * number\n")
    (tmp_path / "test_double.py").write_text("\n".join(["from double import double\n", *lines]))
    return tmp_path


def verdicts(bugs: Sequence[Bug], tree: Path) -> list[Verdict]:
    return [outcome.verdict for outcome in try_bugs(bugs, tree)]


def test_a_bug_is_killed_by_a_test_that_fails_with_it_alone(tree: Path) -> None:
    """Not by one that passes with it, that fails without it, or that cannot be run with it."""
    bug = Bug("it triples", "double.py", "2 * number", "3 * number", "test_double.py::test_0")
    kinds = [
        bug,
        replace(bug, test="test_double.py::test_1"),
        replace(bug, test="test_double.py::test_2"),
        replace(bug, old="def double", new="def treble"),
    ]
    expected = [Verdict.KILLED, Verdict.SURVIVED, Verdict.FAILS_ANYWAY, Verdict.BROKEN]
    assert verdicts(kinds, tree) == expected
    assert (tree / "double.py").read_text() == "def double(number):\n    return 2 * number\n"


def test_a_test_that_is_not_there_proves_nothing(tree: Path) -> None:
    """Whatever pytest says of it."""
    bug = Bug("it triples", "double.py", "2 * number", "3 * number", "test_double.py::test_gone")
    (outcome,) = try_bugs([bug], tree)
    assert outcome.verdict is Verdict.FAILS_ANYWAY
    assert "FAILS ANYWAY" in render_row(outcome)
