"""The commands. The only home of click and rich, and the only reader of the clock."""


def main() -> None:
    """The entry point of the `airdate` command."""
    from pipeline.cli.program import airdate  # nothing is imported before it is needed

    airdate(prog_name="airdate")
