"""A look at what is published, for commands that do without where the store cannot be read."""

from pathlib import Path

from pipeline.core.addresses import STAGING
from pipeline.errors import AirdateError
from pipeline.source.show_file import read_location
from pipeline.store.folder import FolderStore
from pipeline.store.open import open_roots
from pipeline.store.patience import Patience
from pipeline.store.places import parse_roots
from pipeline.workflows.conversation import Conversation
from pipeline.workflows.state import State, load_state

_PATIENCE_S = 10.0


class StoreLook:
    """What the store knows: a folder is looked at again and again, a bucket once."""

    def __init__(self, folder: Path, talk: Conversation) -> None:
        self.folder, self.talk = folder, talk
        self.state = State()
        self.is_known = False
        """Whether the store could be read."""
        self.roots: tuple[Path, ...] = ()
        """Folders that have what was published, where the store is one."""
        self.private: Path | None = None
        self._has_asked_bucket = False

    def refresh(self) -> None:
        """Look again; what cannot be read stays as it was, which is said."""
        try:
            location = read_location(self.folder)
        except AirdateError:
            return  # whoever reads podcast.toml says why
        try:
            is_bucket = any(place.scheme != "folder" for place in parse_roots(location))
            if is_bucket and self._has_asked_bucket:
                return
            self._has_asked_bucket = is_bucket
            roots = open_roots(location, self.folder, patience=Patience(deadline_s=_PATIENCE_S))
            self.state, self.is_known = load_state(roots), True
        except (AirdateError, ValueError) as error:
            self.talk.warn(f"the store cannot be read, so only this folder is shown: {error}")
            return
        self.roots, self.private = (), None
        if isinstance(roots.public, FolderStore) and isinstance(roots.private, FolderStore):
            self.private = roots.private.root
            self.roots = (roots.public.root, self.private / STAGING)
