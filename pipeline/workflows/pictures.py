"""Pictures made at publish: narrower copies for pages, and an image for shared links."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pipeline.core.addresses import STAGING
from pipeline.core.made_pictures import SHARE_IMAGE, WIDTHS, is_made_picture, variant_name
from pipeline.core.picture_facts import PictureFacts
from pipeline.core.record import EMBEDDED_COVER, EpisodeRecord, ShowRecord, StoredFile
from pipeline.core.show import Show
from pipeline.core.transfer import Places
from pipeline.errors import InputError
from pipeline.pictures.metadata import strip_metadata
from pipeline.pictures.share_image import HEIGHT_PX, WIDTH_PX, ShareCard, draw_share_image
from pipeline.pictures.variants import Variant, make_variants
from pipeline.source.side_files import SideFile
from pipeline.store.protocol import Roots
from pipeline.workflows.transcripts import write_scratch

R = TypeVar("R", EpisodeRecord, ShowRecord)
Files = Mapping[str, StoredFile]


class Making(Enum):
    """Which pictures a run may make. What was made once is never made again for its own sake."""

    NOTHING = "nothing"
    """A build, or a look at what would change: neither depends on the Pillow that is installed."""
    COPIES_OF_NEW = "copies of new pictures"
    """Any clone: narrower copies of pictures that an edit brings."""
    ALL = "all"
    """The producer publishes: what is not there yet, and share images that say something else by now."""


@dataclass(frozen=True)
class _Known:
    """A picture on this machine; two of the same bytes are the same."""

    sha256: str
    path: Path = field(compare=False)


@dataclass(frozen=True)
class PictureMaker:
    """Makes what a record's pictures are to be shown as; one run's."""

    roots: Roots
    scratch: Path
    places: Places
    paths: dict[str, str]
    """Local files by SHA-256; what is made is added."""
    making: Making

    def renew(self, old: EpisodeRecord | None, new: EpisodeRecord, show: ShowRecord) -> EpisodeRecord:
        """A new revision with the pictures that are made of its own.

        Args:
            old: The record as it is in the store.
            new: The revision that replaces it, or `old` itself.
            show: As it will be published.
        """
        artwork = _artwork(new, show)
        card = ShareCard(
            title=new.front.title,
            show=show.show.title,
            artwork_sha256=artwork.sha256 if artwork else "",
            accent=show.show.pages.accent if show.show.pages else "",
        )
        return self._with_made(old, new, show.show, card, artwork)

    def renew_show(self, old: ShowRecord | None, new: ShowRecord) -> ShowRecord:
        """The same for the show's own artwork and pictures."""
        artwork, show = new.files.get(new.show.artwork), new.show
        card = ShareCard(
            title=show.title,
            show=show.author,
            artwork_sha256=artwork.sha256 if artwork else "",
            accent=show.pages.accent if show.pages else "",
        )
        return self._with_made(old, new, show, card, artwork)

    def without_lost(self, record: R) -> R:
        """The record without made pictures that are nowhere: pages do without, and no release waits."""
        is_live = isinstance(record, ShowRecord) or record.is_live
        kept = {
            name: each
            for name, each in record.files.items()
            if not is_made_picture(name) or self._is_somewhere(each, is_live=is_live)
        }
        return record if len(kept) == len(record.files) else record.model_copy(update={"files": kept})

    def _with_made(self, old: R | None, new: R, show: Show, card: ShareCard, artwork: StoredFile | None) -> R:
        before = old.files if old else {}
        if old and self.making is Making.ALL:
            before = self.without_lost(old).files
        supplied = {name: each for name, each in new.files.items() if not is_made_picture(name)}
        files = dict(supplied)
        for name, each in supplied.items():
            files |= self._variants(name, each, before, makes=show.pages is not None)
        shared = before.get(SHARE_IMAGE)
        if self.making is Making.ALL and show.pages is not None and artwork is not None:
            shared = self._share_image(shared, card, artwork)
        files |= {SHARE_IMAGE: shared} if shared else {}
        files = dict(sorted(files.items()))
        return new if files == new.files else new.model_copy(update={"files": files})

    def _variants(self, name: str, stored: StoredFile, before: Files, *, makes: bool) -> Files:
        """Those that were made of this very picture, or new ones where this run may make them."""
        names = {width: variant_name(name, width) for width in WIDTHS}
        kept = {each: before[each] for each in names.values() if each in before}
        if kept and all(each.made_of_sha256 == stored.sha256 for each in kept.values()):
            return kept
        is_known = name in before and before[name].sha256 == stored.sha256
        may_make = self.making is Making.ALL or (self.making is Making.COPIES_OF_NEW and not is_known)
        if not (makes and may_make) or (stored.width or 0) <= min(WIDTHS):
            return {}
        known = self._read(stored)
        made = _narrower(known) if known else ()
        return {names[each.width]: self._store_variant(each, stored) for each in made}

    def _store_variant(self, made: Variant, source: StoredFile) -> StoredFile:
        name = f"{Path(source.key).stem}-{made.width}{made.extension}"
        return self._store(name, made.body, (made.width, made.height), source.sha256)

    def _share_image(
        self, before: StoredFile | None, card: ShareCard, artwork: StoredFile
    ) -> StoredFile | None:
        """Drawn where there is none, or where it says something else than it would say now."""
        made_of = sha256(
            json.dumps([card.title, card.show, card.artwork_sha256, card.accent]).encode()
        ).hexdigest()
        if before and before.made_of_sha256 == made_of:
            return before
        known = self._read(artwork)
        try:
            body = _drawn(card, known) if known else None
        except InputError:
            return before  # the rules tell what is wrong with the artwork
        return self._store("share.jpg", body, (WIDTH_PX, HEIGHT_PX), made_of) if body else before

    def _store(self, name: str, body: bytes, size: tuple[int, int], made_of: str) -> StoredFile:
        stored, path = write_scratch(self.scratch, name, body)
        self.paths[stored.sha256] = path
        width, height = size
        return stored.model_copy(update={"width": width, "height": height, "made_of_sha256": made_of})

    def _read(self, stored: StoredFile) -> _Known | None:
        """A picture on this machine, fetched from the store where it is only there."""
        if stored.sha256 in self.paths:
            return _Known(stored.sha256, Path(self.paths[stored.sha256]))
        found = self.roots.public.get(stored.key) or self.roots.private.get(STAGING + stored.key)
        if found is None:
            return None
        return _Known(stored.sha256, Path(write_scratch(self.scratch, stored.key, found.body)[1]))

    def _is_somewhere(self, each: StoredFile, *, is_live: bool) -> bool:
        found = [self.places.staged.get(each.key), *([self.places.there.get(each.key)] if is_live else [])]
        return each.size_bytes in found or each.sha256 in self.places.paths


@lru_cache(maxsize=32)
def _narrower(picture: _Known) -> tuple[Variant, ...]:
    """Made once for a run that has to decide again, because somebody else wrote meanwhile."""
    return make_variants(picture.path, picture.path.name, WIDTHS)


@lru_cache(maxsize=32)
def _drawn(card: ShareCard, artwork: _Known) -> bytes:
    return draw_share_image(card, artwork.path)


def gets_only_pictures(old: R, new: R) -> bool:
    """Whether two revisions differ in nothing that a listener is told, but in pictures that were made."""
    made = {name: each for name, each in new.files.items() if is_made_picture(name)}
    supplied = {name: each for name, each in old.files.items() if not is_made_picture(name)}
    return supplied | made == new.files and old.files != new.files and _words(old) == _words(new)


def as_quiet(old: R, new: R) -> R:
    """The new revision, dated like the old one: for apps and directories nothing has changed."""
    return new.model_copy(update={"changed_at": old.changed_at})


def read_stripped(
    scratch: Path, side: SideFile, facts: PictureFacts, shown: str
) -> tuple[StoredFile, str] | None:
    """A picture without what it tells besides itself; None where it goes out as it is.

    Raises:
        InputError: It tells something that cannot be taken out.
    """
    stripped = strip_metadata(side.path, shown, facts)
    if stripped is None:
        return None
    stored, path = write_scratch(scratch, side.name, stripped.body)
    return stored.model_copy(update={"width": stripped.width, "height": stripped.height}), path


def _words(record: EpisodeRecord | ShowRecord) -> dict[str, object]:
    told = {"files", "changed_at", "revision", "writer", "schema_version", "renderer"}
    return {name: value for name, value in record if name not in told}


def _artwork(record: EpisodeRecord, show: ShowRecord) -> StoredFile | None:
    """The episode's own, its season's, or the show's."""
    front, seasons = record.front, show.show.seasons
    season = seasons.get(str(front.season)) if front.season else None
    own = record.files.get(front.artwork) if front.artwork else record.files.get(EMBEDDED_COVER)
    return own or show.files.get((season and season.artwork) or "") or show.files.get(show.show.artwork)
