"""`airdate artwork`: a picture that every directory takes, made of one that some refuse."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import json_option, quiet_option
from pipeline.cli.run import error_boundary, print_document, print_problems, problem_document
from pipeline.cli.terminal import clean

if TYPE_CHECKING:
    from pipeline.errors import Problem
    from pipeline.pictures.artwork import Kind, Shape
    from pipeline.workflows.artwork import Made

KINDS: "dict[str, Kind]" = {".jpg": "JPEG", ".png": "PNG"}


@click.command("artwork")
@click.argument("pictures", nargs=-1, required=True, metavar="PICTURE...", type=click.Path(path_type=Path))
@click.option("--to", type=click.Path(path_type=Path), help="The new file. [default: beside the picture]")
@click.option(
    "--size",
    "side_px",
    type=click.IntRange(1400, 3000),
    default=3000,
    show_default=True,
    help="The most pixels a side; nothing is enlarged.",
)
@click.option("--crop", is_flag=True, help="Cut the middle out of a picture that is not square.")
@click.option("--pad", is_flag=True, help="Add white to a picture that is not square.")
@quiet_option
@json_option
def artwork_command(
    pictures: tuple[Path, ...],
    to: Path | None,
    side_px: int,
    *,
    crop: bool,
    pad: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """A picture that every directory takes, made of one that some refuse.

    Makes a new file beside the old one: JPEG, RGB, square, 3000 pixels a
    side at most, without transparency or EXIF data, and of 512 kB where
    that leaves it good enough. Reads JPEG, PNG, WebP, GIF, AVIF, TIFF and
    BMP; needs no show. Says what it changed and what to write where. No
    file is ever written over, and a picture that is fine is left alone.

    \b
    Examples:
      airdate artwork cover.webp
      airdate artwork photo.tif --crop --to cover.jpg

    \b
    Exit status: 0 done, 1 failed, 2 wrong usage, 3 a picture cannot be used.
    """
    if crop and pad:
        raise click.UsageError("--crop and --pad exclude each other")
    if to is not None and len(pictures) > 1:
        raise click.UsageError("--to names one file: convert the pictures one after the other")
    if to is not None and to.suffix.lower() not in KINDS:
        raise click.UsageError(f"--to {clean(str(to))} ends in neither .jpg nor .png")
    with error_boundary(as_json=as_json):
        from pipeline.pictures.artwork import ArtworkWish
        from pipeline.workflows.artwork import make_artworks

        shape: Shape = "crop" if crop else "pad" if pad else "keep"
        kind = "JPEG" if to is None else KINDS[to.suffix.lower()]
        problems: list[Problem] = []
        done = []
        for made in make_artworks(pictures, ArtworkWish(side_px, shape, kind, to is not None), to, problems):
            done.append(made)
            if not as_json:
                _print(made, quiet=quiet)
        if as_json:
            print_document(_document(done, problems))
        print_problems(problems)
    if problems:
        sys.exit(3)


def _print(made: "Made", *, quiet: bool) -> None:
    """The new file on stdout, all about it on stderr."""
    from pipeline.workflows.artwork import say_where

    click.echo(clean(str(made.path)))
    if quiet:
        return
    if made.art is None:
        click.echo(clean(f"{made.picture}: every directory takes it as it is"), err=True)
        return
    for line in (*made.art.changes, *made.art.notes):
        click.echo(clean(f"  {line}"), err=True)
    if not made.is_new:
        click.echo("  the same file was there already", err=True)
    click.echo(clean(say_where(made.path)), err=True)


def _document(done: "list[Made]", problems: "list[Problem]") -> dict[str, object]:
    return {
        "pictures": [
            {
                "picture": made.picture,
                "path": str(made.path),
                "new": made.is_new,
                "side": made.art.side_px if made.art else None,
                "size_bytes": len(made.art.body) if made.art else None,
                "changes": made.art.changes if made.art else (),
                "notes": made.art.notes if made.art else (),
            }
            for made in done
        ],
        "problems": [problem_document(each) for each in problems],
    }
