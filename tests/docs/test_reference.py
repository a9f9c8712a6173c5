"""The reference says what the models and the commands say, word for word."""

import os
import re
from pathlib import Path

import pytest

from pipeline.cli.program import COMMANDS
from pipeline.core.front_matter import FrontMatter
from pipeline.core.location import Location
from pipeline.core.show import Show
from pipeline.core.values import Frozen
from tests.docs.reference import render_parts, render_table, replace_parts

REFERENCE = Path(__file__).parent.parent.parent / "docs" / "reference.md"


def test_the_golden_reference_is_current() -> None:
    """A key, a sentence or an option that changed shows in review; `make golden` writes it."""
    text = REFERENCE.read_text()
    current = replace_parts(text, render_parts())
    if os.environ.get("AIRDATE_GOLDEN") == "write":
        REFERENCE.write_text(current)
    assert current == REFERENCE.read_text()


@pytest.mark.parametrize("model", [Show, Location, FrontMatter])
def test_every_key_has_a_row_with_a_type_and_a_meaning(model: type[Frozen]) -> None:
    """No key is left out, and none without a word."""
    rows = [re.split(r"(?<!\\)\|", row)[1:-1] for row in render_table(model).splitlines()[2:]]
    assert set(model.model_fields) <= {row[0].strip(" `") for row in rows}
    for key, kind, _, meaning in rows:
        assert kind.strip(), key
        assert len(meaning.split()) >= 2, key


def test_nested_keys_are_written_as_people_find_them() -> None:
    """A path shows what is a list and what goes by an id."""
    table = render_table(Show)
    for path in ("owner.email", "people.ID.name", "funding[].url", "feed.max_items"):
        assert f"| `{path}` |" in table


def test_every_command_is_in_the_reference_by_name() -> None:
    """Each has a heading to link to."""
    headings = re.findall(r"^### airdate ([\w-]+)$", REFERENCE.read_text(), re.MULTILINE)
    assert headings == list(COMMANDS)
