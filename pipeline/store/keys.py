"""Which keys every kind of store can hold, folders on Windows included."""

import re

from pipeline.errors import StoreError

HOME = ".airdate"
"""The folder beside the roots for locks and unfinished files; no key may be in one."""
LOCK_NAME = ".airdate-lock"
SCRATCH_PREFIX = ".airdate-"
"""How the names of our own lock and unfinished files begin; no key may."""

_PART = r"(?!\.{1,2}(?:/|$))(?!\.airdate(?:[-/]|$))[ !#-)+-.0-9;=@-\[\]-{}~]+"
_KEY = re.compile(rf"{_PART}(?:/{_PART})*", re.ASCII)
_LONGEST = 900
"""S3 allows 1024 bytes; the root's own prefix needs some of them."""


def safe_key(key: str) -> str:
    """The key itself, where any store can hold it.

    >>> safe_key("media/0123/060-tape.mp3")
    'media/0123/060-tape.mp3'

    Raises:
        StoreError: It is absolute, climbs with "..", is not plain ASCII, is
            too long, or has characters that some file system refuses.
    """
    if len(key) > _LONGEST or not _KEY.fullmatch(key):
        raise StoreError(f"no object can be stored under the key {key!r}")
    return key


def safe_prefix(prefix: str) -> str:
    """The same for the start of a key: empty, or a key that may end in a slash."""
    if prefix:
        safe_key(prefix.removesuffix("/"))
    return prefix
