"""Which bytes and which version a request asks for (RFC 9110 §13 and §14)."""

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class UnsatisfiableError(Exception):
    """The asked range lies outside the file (416)."""


def parse_range(header: str | None, size_bytes: int) -> tuple[int, int] | None:
    """First byte and number of bytes of a single range.

    Returns:
        None where the whole file is to be sent: no range, several of them, or
        one that makes no sense, all of which a server may ignore.

    Raises:
        UnsatisfiableError: It begins after the end, or asks for no byte.

    >>> parse_range("bytes=0-99", 1000), parse_range("bytes=900-", 1000), parse_range("bytes=-50", 1000)
    ((0, 100), (900, 100), (950, 50))
    >>> parse_range("bytes=0-9,20-29", 1000) is parse_range("bytes=9-0", 1000) is None
    True
    """
    match = _RANGE.fullmatch(header.strip()) if header else None
    if match is None or match.groups() == ("", ""):
        return None
    if not match[1]:
        length = min(int(match[2]), size_bytes)
        if length == 0:
            raise UnsatisfiableError
        return size_bytes - length, length
    first = int(match[1])
    last = min(int(match[2]), size_bytes - 1) if match[2] else size_bytes - 1
    if match[2] and int(match[2]) < first:
        return None
    if first >= size_bytes:
        raise UnsatisfiableError
    return first, last - first + 1


def is_unchanged(headers: Mapping[str, str], etag: str, modified_s: float | None) -> bool:
    """Whether the client has this version already (304). A tag, where one is sent, alone decides."""
    tags = headers.get("If-None-Match")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return tags.strip() == "*" or etag in known
    since = _seconds(headers.get("If-Modified-Since"))
    return since is not None and modified_s is not None and int(modified_s) <= since


def may_resume(headers: Mapping[str, str], etag: str, modified_s: float | None) -> bool:
    """Whether a range may be sent: the part the client has is of this version (If-Range)."""
    condition = headers.get("If-Range")
    if condition is None or condition == etag:
        return True
    return modified_s is not None and _seconds(condition) == int(modified_s)


def _seconds(date: str | None) -> int | None:
    """A date in a header as seconds since 1970; None where it is none."""
    try:
        return int(parsedate_to_datetime(date).timestamp()) if date else None
    except (ValueError, OverflowError):
        return None
