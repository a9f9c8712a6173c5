"""`airdate serve`: look at and listen to the show on this machine."""

from pathlib import Path

import click

from pipeline.cli.options import show_option
from pipeline.cli.run import error_boundary, find_show


@click.command("serve")
@click.argument("root", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 shows it to this network.")
@show_option
def serve_command(root: Path | None, folder: Path | None, port: int, host: str) -> None:
    """Look at and listen to the show on this machine.

    Serves the public root of the show's folder store, or the folder ROOT
    (one that build made), as a web server would: with byte ranges, ETags and
    the right types. Addresses in the feed and pages are rewritten to this one.

    \b
    Examples:
      airdate serve
      airdate serve build --port 8080

    \b
    Exit status: 0 stopped with Ctrl-C, 1 failed, 2 wrong usage,
    3 the input has problems.
    """
    with error_boundary():
        from pipeline.source.show_file import read_show
        from pipeline.workflows.preview import preview

        show_folder = find_show(folder)
        preview(show_folder, read_show(show_folder), root, host, port, on_ready=_say)


def _say(url: str) -> None:
    click.echo(url)
    click.echo(f"The feed is {url}feed.xml. Stop with Ctrl-C.", err=True)
