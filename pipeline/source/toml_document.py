"""Reads TOML into values as our schemas take them, with the line of every key."""

import re
import tomllib
from datetime import date, datetime, time
from typing import Any

from pipeline.errors import InputError, Problem
from pipeline.source.toml_lines import parse_layout
from pipeline.source.toml_words import explain_toml
from pipeline.source.wording import Document

_DOTS = re.compile(r"""(?:\.[ \t]*[\w"'-]+[ \t]*){100}""")
"""A key in a key in a key: tomllib needs time and memory by the square of it."""


def parse_toml(text: str, shown: str) -> Document:
    """The values of a TOML file, and where each stands.

    Args:
        text: With `\\n` line ends.
        shown: What to call the file in messages.

    Raises:
        InputError: It is not TOML.
    """
    if found := _DOTS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise InputError([Problem(shown, line, "the key has too many parts", "write a key of few parts")])
    try:
        data = {key: _plain(value) for key, value in tomllib.loads(text).items()}
    except tomllib.TOMLDecodeError as error:
        raise InputError([explain_toml(str(error), text, shown)]) from error
    except RecursionError as error:
        raise InputError([Problem(shown, 0, "brackets are nested too deeply", "write it out")]) from error
    except ValueError as error:  # Python's own limit
        fix = "shorten it, or put it in quotes"
        raise InputError([Problem(shown, 0, "a number has too many digits", fix)]) from error
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
