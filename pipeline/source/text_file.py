"""Reads the producer's text files strictly: UTF-8, of sensible size, without characters no feed can carry."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import InputError, Problem

MAX_BYTES = 1_000_000

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold at all, so neither can the feed."""
_LFS = b"version https://git-lfs.github.com/spec/"


def read_text(path: Path, shown: str) -> str:
    """The text of a file with `\\n` line ends and without a byte order mark.

    Args:
        path: The file.
        shown: What to call it in messages.

    Raises:
        InputError: It is missing, not a plain file, too large, a Git LFS
            pointer, not UTF-8, or holds control characters.
    """
    return parse_text(read_bytes(path, shown), shown)


def read_bytes(path: Path, shown: str) -> bytes:
    """The bytes of a text file, after checks that need no decoding.

    Raises:
        InputError: It is missing, not a plain file, or too large.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError([Problem(shown, 0, "this is not a file")])
        if status.st_size > MAX_BYTES:
            raise InputError([_too_large(shown, status.st_size)])
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError([Problem(shown, 0, "there is no such file")]) from error
    except OSError as error:
        raise InputError([Problem(shown, 0, f"the file cannot be read: {error.strerror}")]) from error


def parse_text(data: bytes, shown: str) -> str:
    """The same from bytes that were read already.

    Raises:
        InputError: They are a Git LFS pointer, not UTF-8, or hold control characters.
    """
    if data.startswith(_LFS):
        fix = "run git lfs pull, and keep text files out of Git LFS"
        raise InputError([Problem(shown, 0, "this is a Git LFS pointer, not the text itself", fix)])
    text = _decoded(data, shown).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    problems = [*check_characters(text, shown), *check_merged(text, shown)]
    if problems:
        raise InputError(problems)
    return text


def check_merged(text: str, shown: str) -> Iterator[Problem]:
    """One problem for each place that git could not merge, and nobody has settled yet.

    All three marks have to be there, each at the start of a line.

    >>> marked = "a\\n<<<<<<< HEAD\\nb\\n=======\\nc\\n>>>>>>> other\\n"
    >>> [each.line for each in check_merged(marked, "index.md")]
    [2]
    """
    if "\n>>>>>>> " not in text:
        return
    begun, halved = 0, False
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("<<<<<<< "):
            begun, halved = number, False
        elif line == "=======":
            halved = bool(begun)
        elif halved and line.startswith(">>>>>>> "):
            fix = "keep the lines that are meant, and delete the three lines of marks"
            yield Problem(shown, begun, "a merge is not finished: git left both versions here", fix)
            begun, halved = 0, False


def check_characters(text: str, shown: str) -> Iterator[Problem]:
    """One problem for each line that holds characters no feed can carry."""
    if _FORBIDDEN.search(text) is None:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if found := _FORBIDDEN.search(line):
            yield Problem(
                shown, number, forbidden_text(found[0]), "delete it; editors often hide such characters"
            )


def forbidden_character(text: str) -> str | None:
    """The first character in a value that no feed can carry, if there is one."""
    found = _FORBIDDEN.search(text)
    return found[0] if found else None


def forbidden_text(character: str) -> str:
    """How a message names a character that cannot be shown.

    >>> forbidden_text("\\x07")
    'the control character U+0007 is not allowed'
    """
    return f"the control character U+{ord(character):04X} is not allowed"


def _decoded(data: bytes, shown: str) -> str:
    fix = "save the file as UTF-8; editors offer it under Save As or Encoding"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError([Problem(shown, 1, "the file is UTF-16, not UTF-8", fix)])
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        seen = f"the file is not UTF-8: byte 0x{data[error.start]:02X}"
        raise InputError([Problem(shown, line, seen, fix)]) from error


def _too_large(shown: str, size_bytes: int) -> Problem:
    text = f"the file has {size_bytes:,} bytes; at most {MAX_BYTES:,} are read"
    return Problem(shown, 0, text, "shorten it, or check that it is the right file")
