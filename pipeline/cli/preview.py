"""`airdate serve`: look at and listen to the show on this machine."""

from datetime import datetime
from pathlib import Path

import click

from pipeline.cli.options import now_option, quiet_option, show_option
from pipeline.cli.run import Choices, error_boundary, find_show, open_show


@click.command("serve")
@click.argument("root", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--published", is_flag=True, help="Serve what listeners get, not what is in the folder.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 shows it to this network.")
@now_option
@quiet_option
@show_option
def serve_command(
    root: Path | None,
    folder: Path | None,
    port: int,
    host: str,
    now: datetime | None,
    *,
    published: bool,
    quiet: bool,
) -> None:
    """Look at and listen to the show on this machine.

    Shows the folder as if all of it were public, drafts and scheduled episodes
    included, and shows it anew as files change: open pages reload by
    themselves. A bar at the top of each page says where the episode stands and
    lists what check says of it, and leads to its notes as an app shows them.
    Nothing is written anywhere, and the audio is played from where it is.

    With --published, or given the folder ROOT (one that build made), serves
    that as a web server would. Addresses in the feed and pages are rewritten
    to this one.

    \b
    Examples:
      airdate serve
      airdate serve --published
      airdate serve build --port 8080

    \b
    Exit status: 0 stopped with Ctrl-C, 1 failed, 2 wrong usage,
    3 the input has problems.
    """
    if published or root:
        with error_boundary():
            if published and root:
                raise click.UsageError(
                    "--published serves the store, and a folder is named: take one of them."
                )
            _serve_published(folder, root, host, port)
        return
    with open_show(Choices(folder=folder, quiet=quiet, now=now), with_store=False) as context:
        from pipeline.workflows.preview import preview_folder

        preview_folder(context, host, port, on_ready=_say)


def _serve_published(folder: Path | None, root: Path | None, host: str, port: int) -> None:
    from pipeline.source.show_file import read_show
    from pipeline.workflows.preview import preview_published

    show_folder = find_show(folder)
    preview_published(show_folder, read_show(show_folder), root, host, port, on_ready=_say)


def _say(url: str) -> None:
    click.echo(url)
    click.echo(f"The feed is {url}feed.xml. Stop with Ctrl-C.", err=True)
