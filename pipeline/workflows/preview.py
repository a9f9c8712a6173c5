"""Preview: the show's public root over HTTP on this machine."""

from collections.abc import Callable
from pathlib import Path

from pipeline.core.addresses import PREVIEW_URL
from pipeline.errors import AirdateError
from pipeline.source.show_file import ShowFile
from pipeline.store.folder import FolderStore
from pipeline.store.open import open_roots
from pipeline.web.server import serve


def preview(
    folder: Path,
    file: ShowFile,
    root: Path | None,
    host: str,
    port: int,
    on_ready: Callable[[str], None],
) -> None:
    """Serve until Ctrl-C.

    Args:
        folder: The show folder.
        file: Its podcast.toml.
        root: What to serve; the public root of the show's folder store unless given.
        host: Where to listen.
        port: 0 takes a free one.
        on_ready: Told the address.

    Raises:
        AirdateError: There is nothing to serve yet, or the port is taken.
    """
    chosen = root or _public_root(folder, file)
    if not (chosen / "index.html").is_file():
        raise AirdateError(f"{chosen} holds no pages yet", "publish an episode first, or run airdate build")
    serve(chosen, port, host, file.show.base_url or PREVIEW_URL, on_ready)


def _public_root(folder: Path, file: ShowFile) -> Path:
    public = open_roots(file.location, folder).public if _is_folder(file) else None
    if isinstance(public, FolderStore):
        return public.root
    raise AirdateError(
        "the show is published to a bucket, not to a folder", "airdate build, then airdate serve build"
    )


def _is_folder(file: ShowFile) -> bool:
    """Whether the public root is a folder; boto3 is not imported to find out."""
    place = file.location.public or file.location.store or "folder:"
    return place.startswith("folder:")
