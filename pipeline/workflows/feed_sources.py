"""Feeds named on the command line: read from a file or fetched, never more than a feed can have."""

from pathlib import Path

from pipeline.core.address_moves import WEB
from pipeline.core.feed_document import FlawKind
from pipeline.errors import AirdateError, InputError, Problem
from pipeline.feed.read import MAX_SIZE_BYTES


def read_source(name: str, cwd: Path, *, allow_private: bool = False) -> bytes:
    """The bytes of a feed.

    Args:
        name: A path, or an http or https address.
        cwd: What a path is meant from.
        allow_private: Ask this machine and private networks as well.

    Raises:
        InputError: There is no such file, or it is too large.
        AirdateError: The address does not answer with a document.
    """
    if name.lower().startswith(WEB):
        return _fetched(name, allow_private=allow_private)
    return _read(name, cwd / name)


def _read(name: str, path: Path) -> bytes:
    if path.is_dir():
        raise _problem(name, "is a folder, not a feed", "name the file in it, or an address")
    try:
        with path.open("rb") as file:
            body = file.read(MAX_SIZE_BYTES + 1)
    except FileNotFoundError as error:
        raise _problem(
            name, "there is no such file", "name a feed file, or an address with https://"
        ) from error
    return _unpacked(name, body)


def _unpacked(name: str, body: bytes) -> bytes:
    """The feed in a file, which may be compressed."""
    from pipeline.feed.unpack import Intake, unpack

    intake = Intake(MAX_SIZE_BYTES)
    plain = b"".join(unpack([body], intake))
    if intake.trouble is FlawKind.SIZE:
        raise _problem(name, f"it is larger than {MAX_SIZE_BYTES:,} bytes, which no feed is", None)
    if intake.trouble:
        raise _problem(name, intake.reason, "compress it anew, or leave it plain")
    return plain


def _problem(name: str, text: str, fix: str | None) -> InputError:
    return InputError([Problem(name, 0, text, fix)])


def _fetched(url: str, *, allow_private: bool) -> bytes:
    from pipeline.web.destinations import shown
    from pipeline.web.fetch import Limits, fetch

    limits = Limits(total_s=300.0, body_bytes=MAX_SIZE_BYTES)
    answer = fetch(url, limits=limits, allow_private=allow_private)
    if answer.status != 200:
        raise AirdateError(
            f"{shown(url)}: the server answers {answer.status}", "name an address that serves a feed"
        )
    return answer.body
