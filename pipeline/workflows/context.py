"""What every workflow is given: the folder, the store, the moment, and somebody to talk to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING
from uuid import uuid4

from pipeline import __version__
from pipeline.core.revision import Stamp
from pipeline.source.mint import insert_lines, insert_show_guid
from pipeline.store.protocol import Roots
from pipeline.workflows.conversation import Conversation

if TYPE_CHECKING:  # it brings the network along, which most commands do without
    from pipeline.web.outside import Outside


def mint_guid() -> str:
    """A new identity: random, and so never derived from anything that may change."""
    return str(uuid4())


@dataclass(frozen=True)
class Pen:
    """What writes minted lines into the producer's files; a build has one that writes nothing."""

    mint_lines: Callable[[Path, Mapping[str, str], str], None] = insert_lines
    mint_show_guid: Callable[[Path, str], None] = insert_show_guid


@dataclass(frozen=True)
class Context:
    """One run of one command."""

    folder: Path
    """The show folder, with podcast.toml in it."""
    roots: Roots
    now: datetime
    talk: Conversation
    scratch: Path
    """A directory for tagged copies, removed when the run ends."""
    cwd: Path
    """What relative names on the command line are meant from."""
    wait: Callable[[float], None] = sleep
    """Seconds to wait while a file settles."""
    pen: Pen = Pen()
    mint: Callable[[], str] = mint_guid
    outside: "Outside | None" = None
    """What is reached beyond the store; the world as it is, unless given."""

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.now, __version__)

    def shown(self, path: Path) -> str:
        """A path as the producer would type it."""
        return path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else str(path)
