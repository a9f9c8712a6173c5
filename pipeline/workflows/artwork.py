"""Artwork: new pictures that every directory takes, beside those that some refuse."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError, Problem
from pipeline.pictures.artwork import ArtworkWish, NewArtwork, make_artwork

SHOW_FILE, INDEX = "podcast.toml", "index.md"
_MOST_NAMES = 100


@dataclass(frozen=True)
class Made:
    """What became of one picture."""

    picture: str
    """As it was named."""
    path: Path
    """Of the new one, or of the picture itself, where it is fine as it is."""
    is_new: bool
    """It was written by this run."""
    art: NewArtwork | None
    """None where the picture is fine as it is."""


def make_artworks(
    pictures: Sequence[Path], wish: ArtworkWish, to: Path | None, problems: list[Problem]
) -> Iterator[Made]:
    """Make a picture of each that is not fine as it is; no file is ever written over.

    Args:
        pictures: The files.
        wish: What the new ones are to be like.
        to: Where to, if there is one picture; beside each unless given.
        problems: What was wrong with any of them is added to it.
    """
    for picture in pictures:
        try:
            yield _make(picture, wish, to)
        except InputError as error:
            problems += error.problems


def _make(picture: Path, wish: ArtworkWish, to: Path | None) -> Made:
    art = make_artwork(picture, str(picture), wish)
    if art is None:
        return Made(str(picture), picture, False, None)
    if to is not None:
        is_new = put_new(to, art.body)
        if is_new is None:
            raise InputError([Problem(str(to), 0, "there is such a file already", "name another one")])
        return Made(str(picture), to, is_new, art)
    for path in _names(picture, art):
        is_new = put_new(path, art.body)
        if is_new is not None:
            return Made(str(picture), path, is_new, art)
    fix = "name the new file: --to FILE.jpg"
    raise InputError([Problem(str(picture), 0, f"there are {_MOST_NAMES} pictures made of it already", fix)])


def _names(picture: Path, art: NewArtwork) -> Iterator[Path]:
    """Names for the new file, best first."""
    stem = f"{picture.stem}-{art.side_px}"
    yield picture.with_name(f"{stem}{art.extension}")
    for number in range(2, _MOST_NAMES + 1):
        yield picture.with_name(f"{stem}-{number}{art.extension}")


def put_new(path: Path, body: bytes) -> bool | None:
    """Write a file that is not there yet, whole or not at all.

    Returns:
        True where it was written, False where it was there with the same
        bytes, None where there is another file of that name.
    """
    try:
        with path.open("xb") as file:
            try:
                file.write(body)
            except BaseException:
                path.unlink()  # not half a picture
                raise
    except FileExistsError:
        is_same = path.is_file() and path.stat().st_size == len(body) and path.read_bytes() == body
        return False if is_same else None
    return True


def say_where(path: Path) -> str:
    """What to write so that the show or the episode uses this picture."""
    whole = path.resolve()
    of_show, of_episode = f"artwork = {_quoted(whole.name)}", f"artwork: {_plain(whole.name)}"
    if (whole.parent / INDEX).is_file():
        return f"In {path.parent / INDEX} write: {of_episode}"
    if (whole.parent / SHOW_FILE).is_file():
        return f"In {path.parent / SHOW_FILE} write: {of_show}"
    return f"In podcast.toml write: {of_show}\nIn the index.md of an episode: {of_episode}"


def _quoted(text: str) -> str:
    """A string of TOML, and of YAML.

    >>> print(_quoted('my "cover".jpg'))
    "my \\"cover\\".jpg"
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(text: str) -> str:
    """A text of YAML, in quotes where it needs them.

    >>> _plain("cover-3000.jpg"), _plain("a: b.jpg"), _plain("1.jpg")
    ('cover-3000.jpg', '"a: b.jpg"', '1.jpg')
    """
    return text if re.fullmatch(r"\w[\w.-]*\.\w+", text) else _quoted(text)
