"""Words for what nobody raised on purpose: what the system refused, and what airdate did not foresee."""

import traceback
from errno import EACCES, EDQUOT, EEXIST, EFBIG, EMFILE, ENFILE, ENOENT, ENOSPC, ENOTDIR, EPERM, EROFS
from pathlib import Path

TRACEBACK = "AIRDATE_TRACEBACK"
"""Set to 1, an error that nobody foresaw is shown as Python shows it."""

_PACKAGE = Path(__file__).parents[1]
_ROOM = "free some space there, or set TMPDIR to a folder on another disk"
_RIGHTS = "give this user the right to write there, or work in a copy of the folder"
_FIXES = {
    **dict.fromkeys((ENOSPC, EDQUOT, EFBIG), _ROOM),
    **dict.fromkeys((EACCES, EPERM, EROFS), _RIGHTS),
    **dict.fromkeys(
        (ENOTDIR, EEXIST), "a file stands where a folder is needed: rename it, or name another place"
    ),
    **dict.fromkeys((EMFILE, ENFILE), "allow more open files: ulimit -n 4096"),
}


def render_system_error(error: OSError) -> str:
    """What the system refused, and where; with a fix where the cause is plain."""
    text = f"{error.filename or 'this machine'}: {error.strerror or error}"
    has_no_scratch = error.errno == ENOENT and error.filename is None  # as tempfile says it
    fix = _ROOM if has_no_scratch else _FIXES.get(error.errno or 0)
    return f"{text}\n  Fix: {fix}" if fix else text


def render_unforeseen(error: Exception) -> str:
    """One sentence for an error in airdate itself, with what a report needs."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    where = "".join(
        f" in {Path(frame.filename).relative_to(_PACKAGE.parent).as_posix()}:{frame.lineno}"
        for frame in ours[-1:]
    )
    return (
        f"airdate failed unexpectedly: {type(error).__name__}{where}\n"
        f"  Fix: report this as an issue, with what the same command prints when {TRACEBACK}=1 is set"
    )
