"""The `airdate` program: a group whose commands are imported when they are called."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from pipeline import __version__

COMMANDS = {
    "init": ("pipeline.cli.scaffold", "A new show folder, ready to publish from."),
    "new": ("pipeline.cli.scaffold", "A new episode from an audio file."),
    "check": ("pipeline.cli.check", "Every problem with a show, an episode or any feed, and how to fix it."),
    "explain": ("pipeline.cli.looking", "Each final value of an episode and where it comes from."),
    "list": ("pipeline.cli.looking", "Every episode and its state."),
    "next": ("pipeline.cli.scheduling", "What is due and when, and whether a release is overdue."),
    "build": ("pipeline.cli.publishing", "Render everything into a folder; upload nothing."),
    "publish": ("pipeline.cli.publishing", "Put episodes live: media, feed and pages."),
    "regenerate": ("pipeline.cli.publishing", "What is due goes out, edits go live; for CI, needs no audio."),
    "withdraw": ("pipeline.cli.acts", "Take an episode back for good."),
    "replace-audio": ("pipeline.cli.acts", "Publish other audio for an episode that is public."),
    "change-date": ("pipeline.cli.acts", "Give a public episode another date."),
    "reissue-guid": ("pipeline.cli.acts", "Make every app take a public episode for a new one."),
    "history": ("pipeline.cli.history", "Every revision of an episode, or of the show, and what it changed."),
    "rollback": ("pipeline.cli.history", "Go back to what an earlier revision said."),
    "prune": ("pipeline.cli.prune", "Delete what nothing names any more."),
    "verify": ("pipeline.cli.verify", "Look at the live show as an app does, through its public address."),
    "announce": ("pipeline.cli.verify", "Who was told of the feed, and tell those who were not."),
    "doctor": ("pipeline.cli.doctor", "Look at the set-up; print the permissions that a key needs."),
    "diff": ("pipeline.cli.diff", "What a publish would change in the feed, item by item."),
    "serve": ("pipeline.cli.preview", "Look at and listen to the show on this machine."),
    "artwork": (
        "pipeline.cli.artwork",
        "A picture that every directory takes, made of one that some refuse.",
    ),
    "schema": ("pipeline.cli.scaffold", "JSON Schemas for podcast.toml and front matter, for editors."),
    "completion": ("pipeline.cli.completion", "How to make the Tab key complete airdate's commands."),
}
"""Name → the module that has it as `<name>_command`, and its line in `airdate --help`."""

EPILOG = """\b
Start with:
  airdate init my-show        a new show folder
  airdate new tape.mp3        an episode from an audio file
  airdate publish             put it live

\b
Exit status:
  0 done                      4 the store refused or was unreachable
  1 failed                    5 refused: it would harm what is public
  2 wrong usage               6 written, but wrong in public
  3 the input has problems    7 they differ (diff --exit-code)
                              8 a release is overdue (next --exit-code)
"""


@contextmanager
def _tame_errors() -> Iterator[None]:
    """What was typed wrongly is repeated, and may have been pasted from anywhere."""
    try:
        yield
    except click.UsageError as error:
        from pipeline.cli.terminal import clean  # only an error needs it

        said = error.format_message()
        if said == clean(said):
            raise
        raise click.UsageError(clean(said), error.ctx) from error


class LazyGroup(click.Group):
    """Lists its commands from a table; imports one only to run it or show its help."""

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        with _tame_errors():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        with _tame_errors():
            return super().invoke(ctx)

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name][0]), f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)  # the table is ours
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib  # only a typing error needs it

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"There is no command '{args[0]}'.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="airdate %(version)s")
@click.pass_context
def airdate(context: click.Context) -> None:
    """Publish a podcast from a folder: audio and Markdown in, a feed and a site out."""
    if os.environ.get("NO_COLOR"):  # no-color.org: set, and not empty
        context.color = False
