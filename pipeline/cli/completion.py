"""`airdate completion`: the line that turns on shell completion."""

import click

SHELLS = {
    "bash": 'eval "$(_AIRDATE_COMPLETE=bash_source airdate)"',
    "zsh": 'eval "$(_AIRDATE_COMPLETE=zsh_source airdate)"',
    "fish": "_AIRDATE_COMPLETE=fish_source airdate | source",
}
FILES = {"bash": "~/.bashrc", "zsh": "~/.zshrc", "fish": "~/.config/fish/config.fish"}


@click.command("completion")
@click.argument("shell", type=click.Choice(list(SHELLS)))
def completion_command(shell: str) -> None:
    """Print the line that makes the Tab key complete airdate's commands.

    \b
    Example:
      airdate completion zsh >> ~/.zshrc

    \b
    Exit status: 0 done, 2 wrong usage.
    """
    click.echo(SHELLS[shell])
    click.echo(f"Add this line to {FILES[shell]} and open a new terminal.", err=True)
