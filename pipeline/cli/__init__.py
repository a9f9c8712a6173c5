"""The commands. The only home of click and rich, and the only reader of the clock."""

import sys
from io import TextIOWrapper


def main() -> None:
    """The entry point of the `airdate` command."""
    from pipeline.cli.program import airdate  # nothing is imported before it is needed

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a title need not fit an old terminal's letters
    airdate(prog_name="airdate")
