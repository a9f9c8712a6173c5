"""Reads TOML into values as our schemas take them, with the line of every key."""

import tomllib
from datetime import date, datetime, time
from typing import Any

from pipeline.errors import InputError, Problem
from pipeline.source.toml_lines import parse_layout
from pipeline.source.toml_words import explain_toml
from pipeline.source.wording import Document


def parse_toml(text: str, shown: str) -> Document:
    """The values of a TOML file, and where each stands.

    Args:
        text: With `\\n` line ends.
        shown: What to call the file in messages.

    Raises:
        InputError: It is not TOML.
    """
    try:
        data = {key: _plain(value) for key, value in tomllib.loads(text).items()}
    except tomllib.TOMLDecodeError as error:
        raise InputError([explain_toml(str(error), text, shown)]) from error
    except RecursionError as error:
        raise InputError([Problem(shown, 0, "brackets are nested too deeply")]) from error
    return Document(shown, data, parse_layout(text).lines, " = ")


def _plain(value: Any) -> Any:
    """Dates and times as the text that they are in our schema."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, time):
        return value.isoformat("minutes" if value.second == 0 else "auto")
    return value.isoformat() if isinstance(value, date | datetime) else value
