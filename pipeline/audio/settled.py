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


def check_settled(path: Path, now_s: float) -> None:
    """Refuse a file that was changed a moment ago.

    Args:
        path: The audio file.
        now_s: The time of the run, in seconds since 1970.

    Raises:
        AudioError: It was changed less than five seconds before (or just after) `now_s`.
    """
    age_s = now_s - fingerprint(path)[1] / 1e9
    if abs(age_s) < SETTLED_S:
        raise AudioError(
            str(path),
            f"was changed {abs(age_s):.0f} s ago and may still be written",
            "wait until the export or copy is finished, and run this again",
        )
