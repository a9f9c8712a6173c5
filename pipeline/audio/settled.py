"""Whether a file stands still: an editor may be exporting it, a cloud folder may be filling it."""

from pathlib import Path

from pipeline.errors import AudioError

SETTLED_S = 5.0
"""A file changed less than this long ago may still be written."""

Fingerprint = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds: equal before and after means nobody wrote."""


def fingerprint(path: Path) -> Fingerprint:
    """What to compare before and after reading.

    Raises:
        AudioError: The file is gone, or cannot be reached.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise AudioError(str(path), f"cannot be read: {error.strerror}") from error
    return status.st_size, status.st_mtime_ns


def check_unchanged(path: Path, before: Fingerprint) -> None:
    """Refuse a file that was written to since `before`.

    Raises:
        AudioError: Its size or time is another.
    """
    if fingerprint(path) != before:
        raise AudioError(
            str(path),
            "changed while it was read",
            "wait until the export or copy is finished, and run this again",
        )


def is_young(found: Fingerprint, now_s: float) -> bool:
    """Whether a file was changed so recently that it may still be written.

    Args:
        found: Its fingerprint.
        now_s: The time of the run, in seconds since 1970. A change far ahead
            of it is a wrong clock, not an export.

    >>> is_young((417, 1_000_000_000), 4.0), is_young((417, 1_000_000_000), 6.0)
    (True, False)
    """
    return abs(now_s - found[1] / 1e9) < SETTLED_S
