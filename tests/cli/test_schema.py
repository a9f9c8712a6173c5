"""`airdate schema`: what editors complete and check by."""

import tomllib

import pytest
from jsonschema import Draft202012Validator

from tests.cli.building import EPISODE, SHOW_TEXT, ShowFolder, run


@pytest.mark.parametrize("which", ["podcast", "episode"])
def test_a_schema_is_one_document(which: str, show: ShowFolder) -> None:
    """And a valid JSON Schema; it needs no show."""
    ran = run(show.path.parent, "schema", which)
    assert (ran.code, ran.stderr) == (0, "")
    Draft202012Validator.check_schema(ran.document)


def test_the_schema_knows_right_from_wrong(show: ShowFolder) -> None:
    """As check does."""
    schema = Draft202012Validator(show.run("schema", "podcast").document)
    right = tomllib.loads(SHOW_TEXT)
    assert not list(schema.iter_errors(right))
    assert list(schema.iter_errors({**right, "explicit": "maybe"}))
    assert list(schema.iter_errors({**right, "titel": EPISODE}))


def test_there_are_two_of_them(show: ShowFolder) -> None:
    """Another name is wrong usage."""
    ran = show.run("schema", "feed")
    assert (ran.code, ran.stdout) == (2, "")
    assert "'podcast', 'episode'" in ran.stderr
