"""Transcripts made: the formats that a producer did not supply, from one that they did."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from pipeline.core.addresses import STAGING, file_key
from pipeline.core.content_types import TRANSCRIPT_TYPES, served_type
from pipeline.core.notes.tame_page import tame_page
from pipeline.core.record import EpisodeRecord, StoredFile
from pipeline.core.show import Show
from pipeline.core.slugs import ascii_name
from pipeline.core.transcript import Cue, TranscriptError, convert_podlove, parse_transcript
from pipeline.core.transcript_files import (
    PAGE_FORMATS,
    Transcript,
    made_name,
    plan_made,
    source_of_made,
    supplied_transcripts,
)
from pipeline.core.transcript_page import render_transcript_page
from pipeline.core.transcript_phrases import join_words
from pipeline.core.transcript_writing import CAPTIONS, RENDERERS
from pipeline.core.transfer import Places
from pipeline.site.words import read_words
from pipeline.source.side_files import SideFile
from pipeline.store.protocol import Roots


@dataclass(frozen=True)
class TranscriptMaker:
    """Makes what a record's transcripts are to be published as; one run's."""

    show: Show
    """As it will be published."""
    roots: Roots
    scratch: Path
    paths: MutableMapping[str, str]
    """Local files by SHA-256; what is made is added."""
    fetches: bool = False
    """What is not here is read from the store: the show asks for other formats, or a new renderer does."""

    def renew(self, old: EpisodeRecord | None, new: EpisodeRecord) -> EpisodeRecord:
        """A new revision with the transcripts that are made of its own.

        What was made from a file that is still the same stays as it is; the
        rest is made from files that are here, or in the store where the show
        is new, and goes where its source goes.

        Args:
            old: The record as it is in the store.
            new: The revision that replaces it, or `old` itself.
        """
        supplied = {name: each for name, each in new.files.items() if source_of_made(name) is None}
        files = dict(sorted({**supplied, **dict(self._made(old, new, supplied))}.items()))
        return new if files == new.files else new.model_copy(update={"files": files})

    def remake(self, record: EpisodeRecord, places: Places) -> None:
        """Make once more what the store has lost, from what is here or there."""
        for name, lost in record.files.items():
            source = source_of_made(name)
            if source in record.files and not _is_there(lost, record, places):
                stored = record.files[str(source)]
                body = self._read(stored) or self._fetch(stored)
                if cues := _cues(record, str(source), body):
                    language = _languages(self._supplied(record)).get(str(source), self.show.language)
                    self._make(str(source), Path(lost.key).suffix[1:], cues, language)

    def _made(
        self, old: EpisodeRecord | None, new: EpisodeRecord, supplied: Mapping[str, StoredFile]
    ) -> Iterator[tuple[str, StoredFile]]:
        known = [each for each in self._supplied(new) if each.path in supplied]
        languages = _languages(known)
        cues_of = cache(lambda path: _cues(new, path, self._source(supplied[path])))
        for wish in plan_made(known, self._formats()):
            for source in wish.sources:
                name = made_name(source, wish.extension)
                kept = old.files.get(name) if old and old.files.get(source) == supplied[source] else None
                if kept or cues_of(source):
                    yield name, kept or self._make(source, wish.extension, cues_of(source), languages[source])
                    break

    def _formats(self) -> list[str]:
        """What apps are to get, and what the pages need where there are pages."""
        return [*self.show.transcript_formats, *(PAGE_FORMATS if self.show.pages else ())]

    def _supplied(self, record: EpisodeRecord) -> list[Transcript]:
        names = [name for name in record.files if source_of_made(name) is None]
        return supplied_transcripts(record.front, names, self.show.language)

    def _make(self, source: str, extension: str, cues: tuple[Cue, ...], language: str) -> StoredFile:
        body = _render(cues, extension, language).encode()
        name = f"{source.rpartition('.')[0]}.{extension}"
        stored, path = write_scratch(self.scratch, name, body)
        self.paths[stored.sha256] = path
        return stored

    def _source(self, stored: StoredFile) -> bytes | None:
        """Where nothing is new no request is made: what cannot be made would cost one every night."""
        return self._read(stored) or (self._fetch(stored) if self.fetches else None)

    def _read(self, stored: StoredFile) -> bytes | None:
        path = self.paths.get(stored.sha256)
        return Path(path).read_bytes() if path else None

    def _fetch(self, stored: StoredFile) -> bytes | None:
        found = self.roots.public.get(stored.key) or self.roots.private.get(STAGING + stored.key)
        return found.body if found else None


def read_converted(scratch: Path, side: SideFile) -> tuple[StoredFile, str] | None:
    """A transcript as it is published, where that is not as it is here.

    Podlove's becomes the podcast namespace's JSON; a page, which is opened at
    the show's own address, is freed of what would run there.
    """
    suffix = side.path.suffix.lower()
    body = side.path.read_bytes() if suffix in _CONVERTERS else b""
    converted = _CONVERTERS[suffix](body) if suffix in _CONVERTERS else None
    return write_scratch(scratch, side.name, converted.encode()) if converted else None


def _convert_json(body: bytes) -> str | None:
    try:
        return convert_podlove(body.decode())
    except UnicodeDecodeError:
        return None  # the rules say so


def _convert_page(body: bytes) -> str | None:
    """Bytes that are no UTF-8 are read as browsers would, so that nothing hides in them."""
    try:
        return tame_page(body.decode())
    except UnicodeDecodeError:
        is_wide = body.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
        text = body.decode("utf-16" if is_wide else "cp1252", "replace")
        return tame_page(text) or text


_CONVERTERS: Mapping[str, Callable[[bytes], str | None]] = {".json": _convert_json, ".html": _convert_page}


def write_scratch(scratch: Path, name: str, body: bytes) -> tuple[StoredFile, str]:
    """A file that was made on the way: as it will be stored, and where it is until then."""
    digest = sha256(body).hexdigest()
    path = scratch / f"{digest}{Path(name).suffix.lower()}"
    path.write_bytes(body)
    key = file_key(digest, ascii_name(Path(name).name))
    return StoredFile(key=key, content_type=served_type(name), size_bytes=len(body), sha256=digest), str(path)


def _languages(transcripts: Iterable[Transcript]) -> dict[str, str]:
    """By path."""
    return {each.path: each.language for each in transcripts}


def _render(cues: tuple[Cue, ...], extension: str, language: str) -> str:
    """The transcript in one format; single words are joined where people read them."""
    if extension in PAGE_FORMATS:
        words = read_words(language)
        heading_language = None if words.is_own else words.language
        return render_transcript_page(join_words(cues), language, words.say("transcript"), heading_language)
    return RENDERERS[extension](join_words(cues) if extension in CAPTIONS else cues)


def _is_there(each: StoredFile, record: EpisodeRecord, places: Places) -> bool:
    """Whether it stands, or waits, where the record's objects are taken from."""
    found = [places.staged.get(each.key), *([places.there.get(each.key)] if record.is_live else [])]
    return each.size_bytes in found or each.sha256 in places.paths


def _cues(record: EpisodeRecord, name: str, body: bytes | None) -> tuple[Cue, ...]:
    """What a transcript says; nothing where it cannot be read, which the rules tell."""
    try:
        text = (body or b"").decode()
        found = parse_transcript(text, TRANSCRIPT_TYPES.get(Path(name).suffix.lower(), "text/plain"))
    except (UnicodeDecodeError, TranscriptError):
        return ()
    if not any(cue.text.strip() for cue in found):
        return ()
    if Path(name).suffix.lower() != ".html" or record.audio.duration_s is None:
        return found
    return tuple(_within(cue, record.audio.duration_s) for cue in found)


def _within(cue: Cue, duration_s: float) -> Cue:
    """A cue of a page, whose end is a guess, with an end that the audio has."""
    return replace(cue, end_s=min(cue.end_s, duration_s)) if cue.start_s < duration_s else cue
