"""`airdate init`, `airdate new` and `airdate schema`: what a producer starts from."""

import os
from pathlib import Path

import click

from pipeline.cli.options import json_option, show_option
from pipeline.cli.run import Choices, error_boundary, open_show, print_document
from pipeline.cli.terminal import clean, is_interactive


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--title", help="The show's title. [default: the folder's name]")
@click.option("--author", help="Who makes it, as directories show it. [default: the title]")
@click.option("--language", default="en", show_default=True, help="A code like en or pt-BR.")
@click.option("--timezone", help="An IANA zone like Europe/Berlin. [default: this machine's, or UTC]")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "none"]),
    default="github",
    show_default=True,
    help="Whose workflow keeps the show up to date.",
)
@click.option("--hourly", is_flag=True, help="Let the workflow run every hour too, for scheduled episodes.")
def init_command(
    folder: Path,
    title: str | None,
    author: str | None,
    language: str,
    timezone: str | None,
    ci: str,
    *,
    hourly: bool,
) -> None:
    """A new show folder, ready to publish from.

    Writes podcast.toml with comments, a first cover, an example episode, the
    workflow that keeps the show up to date in CI, and .gitignore. Nothing
    that exists is overwritten.

    \b
    Examples:
      airdate init my-show --title "My Show" --author "Ada Marsh"
      airdate init my-show --ci gitlab --hourly

    \b
    Exit status: 0 done, 1 failed, 2 wrong usage, 3 a file exists already.
    """
    if ci == "none" and hourly:
        raise click.UsageError("--hourly is about a workflow, and --ci none writes none: leave one out.")
    with error_boundary():
        from pipeline.workflows.scaffold import Beginning, init_show

        named = title or _ask("Title of the show", _title_of(folder.resolve().name))
        by = author or _ask("Author", named)
        zone = timezone or _own_zone()
        workflow = None if ci == "none" else ci
        written = init_show(folder, Beginning(named, by, language, zone, workflow, is_hourly=hourly))
        click.echo(clean("\n".join(str(folder / path) for path in written)))
        shown = clean(str(folder / "podcast.toml"))
        click.echo(f"Now look through {shown}, then: airdate new RECORDING.mp3", err=True)


def _ask(question: str, default: str) -> str:
    """Ask where somebody can answer; else the default."""
    return str(click.prompt(question, default=default, err=True)) if is_interactive() else default


def _title_of(name: str) -> str:
    words = name.replace("-", " ").replace("_", " ").strip() or "My show"
    return words[:1].upper() + words[1:]


def _own_zone() -> str:
    """This machine's zone, where it says it by name."""
    named = os.environ.get("TZ", "").lstrip(":")
    link = Path("/etc/localtime")
    target = str(link.resolve()) if link.is_symlink() else ""
    found = named or target.partition("zoneinfo/")[2]
    return found if "/" in found else "UTC"


@click.command("new")
@click.argument("audio", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--title", help="The episode's title. [default: from the audio's tags or name]")
@json_option
@show_option
def new_command(audio: Path, title: str | None, folder: Path | None, *, as_json: bool) -> None:
    """A new episode from an audio file.

    Makes episodes/NNN-title/ with a copy of the audio and an index.md filled
    from its tags. It is a draft until the line `draft: true` is deleted.

    \b
    Example:
      airdate new ~/Recordings/tape-noise.mp3

    \b
    Exit status: 0 done, 1 failed, 2 wrong usage, 3 the input has problems.
    """
    with open_show(Choices(folder, as_json), with_store=False) as context:
        from pipeline.workflows.scaffold import new_episode

        directory = new_episode(context, audio, title)
        index = context.shown(directory / "index.md")
        if as_json:
            print_document({"folder": context.shown(directory), "index": index})
            return
        click.echo(clean(index))
        context.talk.say(
            "Write your notes there and delete the line draft: true, then: "
            f"airdate publish {context.shown(directory)}"
        )


@click.command("schema")
@click.argument("which", type=click.Choice(["podcast", "episode"]))
def schema_command(which: str) -> None:
    """JSON Schemas for podcast.toml and front matter, for editors.

    \b
    Example:
      airdate schema podcast > .schemas/podcast.json

    \b
    Exit status: 0 done, 2 wrong usage.
    """
    from pipeline.source.schemas import episode_schema, podcast_schema

    print_document(podcast_schema() if which == "podcast" else episode_schema())
