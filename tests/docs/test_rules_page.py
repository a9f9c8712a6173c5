"""The page of rules says what the table of rules says."""

import os
import re

import pytest

from pipeline.core.rules.catalogue import RULES
from tests.docs.markdown import DOCS
from tests.docs.reference import replace_parts
from tests.docs.rules_page import areas, render_parts

PAGE = DOCS / "rules.md"


def test_the_golden_page_of_rules_is_current() -> None:
    """A rule that changed shows in review; `make golden` writes it."""
    text = PAGE.read_text()
    current = replace_parts(text, render_parts())
    if os.environ.get("AIRDATE_GOLDEN") == "write":
        PAGE.write_text(current)
    assert current == PAGE.read_text()


def test_every_rule_is_on_the_page_once() -> None:
    """Its heading is what a link to it names."""
    headings = re.findall(r"^### ([a-z0-9-]+)$", PAGE.read_text(), re.MULTILINE)
    assert sorted(headings) == sorted(RULES)


@pytest.mark.parametrize("title", [title for title, _ in areas()])
def test_every_area_is_in_the_index(title: str) -> None:
    """Nobody scrolls through six hundred rules."""
    assert f"- [{title}](#" in render_parts()["rules"]


def test_no_example_breaks_its_fence() -> None:
    """Every rule has one block, and nothing is left open."""
    part = render_parts()["rules"]
    assert len(re.findall(r"^```diff$", part, re.MULTILINE)) == len(RULES)
    assert len(re.findall(r"^```$", part, re.MULTILINE)) == len(RULES)
