"""Waiting for files to change. The only module that imports watchfiles."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

_DEBOUNCE_MS = 400
"""Longest wait while a save, a git pull or an export goes on."""
_LOOK_MS = 100


def watch_folder(folder: Path, ignores: Callable[[Path], bool]) -> Iterator[Sequence[Path]]:
    """What was changed, made or removed below a folder, a burst at a time; never ends by itself.

    The first item comes at once and may be empty: from then on nothing is
    missed, also while the caller works on what came before.

    Args:
        folder: All of it is watched, but for hidden files and editors' copies.
        ignores: Of other paths, those that do not count.
    """

    def counts(_change: object, text: str) -> bool:
        path = Path(text)
        parts = path.relative_to(folder).parts if path.is_relative_to(folder) else ()
        is_hidden = any(part.startswith(".") or part in {"node_modules", "__pycache__"} for part in parts)
        return not (is_hidden or path.name.endswith("~") or ignores(path))

    try:
        yield from _bursts(folder, counts)
    except OSError:  # the system has no watches left, or none for this kind of disk
        yield from _bursts(folder, counts, polls=True)


def _bursts(
    folder: Path, counts: Callable[[object, str], bool], *, polls: bool | None = None
) -> Iterator[Sequence[Path]]:
    from watchfiles import watch  # only serve pays for it

    changes = watch(
        folder,
        watch_filter=counts,
        debounce=_DEBOUNCE_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        force_polling=polls,
    )
    is_first = True
    for burst in changes:
        if burst or is_first:
            yield sorted({Path(text) for _, text in burst})
        is_first = False
