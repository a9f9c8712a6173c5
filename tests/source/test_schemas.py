"""The schemas accept what we accept, refuse a slip, and explain every key that needs it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
import ryaml
from jsonschema import Draft202012Validator

from pipeline.source.episode_file import split_front
from pipeline.source.schemas import episode_schema, podcast_schema

REPOSITORY = Path(__file__).parent.parent.parent
SAMPLES = sorted((REPOSITORY / "episodes").glob("*/index.md"))


def errors(schema: dict[str, Any], value: object) -> list[str]:
    Draft202012Validator.check_schema(schema)
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


def test_the_sample_show_fits_its_schema() -> None:
    """The show in this repository is what the schema describes."""
    assert errors(podcast_schema(), tomllib.loads((REPOSITORY / "podcast.toml").read_text())) == []


@pytest.mark.parametrize("index", SAMPLES, ids=lambda path: path.parent.name)
def test_the_sample_episodes_fit_theirs(index: Path) -> None:
    """So are its episodes."""
    front, _, _ = split_front(index.read_text(), "i.md")
    assert errors(episode_schema(), ryaml.loads(front)) == []


def test_a_slip_is_refused() -> None:
    """Unknown keys are errors at every depth."""
    assert any("titel" in each for each in errors(episode_schema(), {"title": "x", "titel": "y"}))
    show = tomllib.loads((REPOSITORY / "podcast.toml").read_text())
    assert any("nam" in each for each in errors(podcast_schema(), {**show, "owner": {"nam": "x"}}))


def test_every_table_is_closed() -> None:
    """Editors underline what we would refuse."""
    for schema in (podcast_schema(), episode_schema()):
        for table in (schema, *schema["$defs"].values()):
            assert table["additionalProperties"] is False


def test_keys_are_described() -> None:
    """Editors show the sentence that stands in the model."""
    properties = podcast_schema()["properties"]
    assert properties["artwork"]["description"].startswith("A square picture")
    assert "title" in properties
    assert "title" not in properties["artwork"]
