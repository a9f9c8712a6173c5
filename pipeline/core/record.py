"""Records: what the store knows of each episode and of the show: the truth about what is published."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime

from pipeline.core.audio_facts import AudioFacts, Chapter
from pipeline.core.dates import check_year
from pipeline.core.front_matter import FrontMatter
from pipeline.core.show import Show
from pipeline.core.values import Frozen

SCHEMA = 3
"""The format of records. A record of a newer one is never overwritten."""

TEXT = "text"
"""The name of the part of a source that is words: front matter and notes, or `podcast.toml`."""

THEME = "theme/"
"""The name of the part of a show's source that is its own theme, as a whole."""


class History(Frozen):
    """The hash a part of the source had when it was last applied, and all it had before.

    A clone whose hash is among `earlier` is old; a hash that is neither is an edit.
    """

    now: str
    earlier: tuple[str, ...] = ()


class StoredFile(Frozen):
    """A picture, transcript or the like that goes out beside the media."""

    key: str
    """Below the public root; below `staging/` of the private root until release."""
    content_type: str
    size_bytes: int
    sha256: str
    width: int | None = None
    height: int | None = None
    made_of_sha256: str | None = None
    """Of what airdate made it of; None for what is the producer's own."""


class Media(Frozen):
    """The published copy of the audio. Frozen at release."""

    key: str
    content_type: str
    size_bytes: int
    sha256: str
    master_sha256: str
    master_size_bytes: int
    tag_inputs_sha256: str
    """What was written into its tags; empty where the bytes went out as they were."""
    tagger: int
    """The tagger's version; 0 where the bytes went out as they were."""


class Tombstone(Frozen):
    """An episode was withdrawn, and stays so."""

    at: datetime
    reason: str = ""
    keys: tuple[str, ...] = ()
    """All that any revision of it ever had in the store, as keys of the public root: it is removed."""
    reissued_as: str | None = None
    """The guid under which the same episode goes on; None where it is gone."""


class Act(Frozen):
    """A named command changed a frozen fact of a released episode."""

    at: datetime
    fact: Literal["guid", "date", "media"]
    was: str
    """The value before: a guid, a date with its offset, a key of the public root."""


class EpisodeRecord(Frozen):
    """One episode, as published. `private/records/<record_name(guid)>.json`."""

    schema_version: int = SCHEMA
    writer: str
    """The version of airdate that wrote it."""
    guid: str
    slug: str
    date: Annotated[AwareDatetime, AfterValidator(check_year)]
    revision: int
    changed_at: datetime
    """When this revision was applied."""
    released_at: datetime | None = None
    """When it became public; None while it is scheduled."""
    withdrawn: Tombstone | None = None
    front: FrontMatter
    notes: str
    audio: AudioFacts
    media: Media
    files: Mapping[str, StoredFile] = {}
    """By path relative to the episode's folder, as notes and front matter name them.
    The cover found inside the audio, when it serves as artwork, is under `EMBEDDED_COVER`;
    a transcript made from another is under a name that says so (`transcript_files.made_name`),
    and so are pictures that were made (`made_pictures`)."""
    chapters: tuple[Chapter, ...] | None = None
    """Of the chapters file; None where there is none."""
    sources: Mapping[str, History]
    """`TEXT`, and each file by its path."""
    acts: tuple[Act, ...] = ()
    """What named commands did to its frozen facts, in order: the guard lets the feed follow them."""

    @property
    def is_live(self) -> bool:
        """Released and not withdrawn: it is in the feed."""
        return self.released_at is not None and self.withdrawn is None


EMBEDDED_COVER = "(cover inside the audio)"


class ShowRecord(Frozen):
    """The show, as published. `private/show.json`."""

    schema_version: int = SCHEMA
    writer: str
    renderer: int
    """The version of the renderer that last rendered everything."""
    revision: int
    changed_at: datetime
    show: Show
    files: Mapping[str, StoredFile]
    """The artwork and people's pictures, by path as `podcast.toml` names them; what was made of them;
    the pictures and fonts of the theme, under `own_theme.recorded_name`."""
    theme: Mapping[str, str] | None = None
    """The texts of the show's own theme, by path below `theme/`; None where it has none."""
    sources: Mapping[str, History]


def record_name(guid: str) -> str:
    """The name of an episode's record: safe in any store, whatever the guid holds.

    >>> record_name("urn:x")
    '1ff30242f9f3364b74666328c5a75a04'
    """
    return sha256(guid.encode()).hexdigest()[:32]
