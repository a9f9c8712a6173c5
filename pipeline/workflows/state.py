"""What the store knows: records, the show, the live feed and the manifest, read with few requests."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline import __version__
from pipeline.core.addresses import FEED, HISTORY, MANIFEST, RECORDS, SHOW, SNAPSHOT, STAGING
from pipeline.core.personality import Personality, parse_personality, personality_document
from pipeline.core.record import SCHEMA, EpisodeRecord, ShowRecord
from pipeline.errors import AirdateError, StoreError
from pipeline.store.protocol import Fetched, Roots, Store

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Versioned(Generic[T]):
    """A value and the version of the object it was read from."""

    value: T
    etag: str


@dataclass(frozen=True)
class State:
    """One look at the store."""

    records: Mapping[str, Versioned[EpisodeRecord]] = field(default_factory=dict)
    """By guid."""
    show: Versioned[ShowRecord] | None = None
    feed: Fetched | None = None
    written: Mapping[str, str] = field(default_factory=dict)
    """The manifest: SHA-256 by key of every page and the like that was written."""
    retired: Mapping[str, str] = field(default_factory=dict)
    """Since when (ISO 8601) a key is rendered no more, or named by no feed."""
    manifest_etag: str | None = None
    rendered_from: int | None = None
    """The show's revision that the last finished run rendered from; None where nothing says."""
    there: Mapping[str, int] = field(default_factory=dict)
    """Sizes in bytes by key of all that stands in the public root."""
    staged: Mapping[str, int] = field(default_factory=dict)
    """Sizes in bytes by key of what waits below `staging/`, as keys of the public root."""
    unpacked: int = 0
    """How many records the snapshot does not have as they are."""
    listing: Mapping[str, str] = field(default_factory=dict)
    """ETags by key of all records, the show's included: equal listings mean equal truth."""


def load_state(roots: Roots) -> State:
    """Read everything a run decides by: a LIST, the snapshot, and what the snapshot lacks.

    What is rendered is read before what it is rendered from, so that a feed
    never seems to hold an episode that has no record yet.

    Raises:
        StoreError: The store failed, or holds something that is not a record.
        AirdateError: A record was written by a newer airdate.
    """
    feed = roots.public.get(FEED)
    manifest = roots.private.get(MANIFEST)
    show = roots.private.get(SHOW)
    listing = list_records(roots.private)
    records, unpacked = _load_records(roots.private, listing)
    there = {each.key: each.size_bytes for each in roots.public.list()}
    # After what is public: a prune sets aside before it deletes, and so nothing seems to be nowhere.
    staging = {each.key: each.size_bytes for each in roots.private.list(STAGING)}
    return State(
        records=records,
        unpacked=unpacked,
        there=there,
        staged={key.removeprefix(STAGING): size_bytes for key, size_bytes in staging.items()},
        show=Versioned(parse_record(show.body, ShowRecord, roots.private.url(SHOW)), show.etag)
        if show
        else None,
        feed=feed,
        written=_texts_of(manifest, "objects"),
        retired=_texts_of(manifest, "retired"),
        rendered_from=_revision_of(manifest),
        manifest_etag=manifest.etag if manifest else None,
        listing={**listing, **({SHOW: show.etag} if show else {})},
    )


def list_records(private: Store) -> dict[str, str]:
    """ETags by key of every episode record."""
    return {each.key: each.etag for each in private.list(RECORDS) if each.key.endswith(".json")}


def look_again(roots: Roots) -> dict[str, str]:
    """The listing as it is now; differs from `State.listing` when somebody else has written."""
    show = roots.private.head(SHOW)
    return {**list_records(roots.private), **({SHOW: show.etag} if show else {})}


def render_record(record: EpisodeRecord | ShowRecord) -> bytes:
    """The bytes of a record: canonical, so that equal records are equal objects."""
    document = record.model_dump(mode="json", exclude_none=True)
    if isinstance(record, EpisodeRecord):
        document["front"] = record.front.model_dump(mode="json", exclude_unset=True)
    else:
        document["show"] = record.show.model_dump(mode="json", exclude_unset=True)
    return _canonical(document)


def parse_record(body: bytes, kind: type[M], where: str) -> M:
    """Read a record's bytes.

    Raises:
        AirdateError: It was written by a newer airdate.
        StoreError: It is not a record.
    """
    try:
        document = json.loads(body)
        if int(document.get("schema_version", 0)) > SCHEMA:
            raise AirdateError(
                f"{where} was written by airdate {document.get('writer')}; this is the older {__version__}",
                f"install airdate {document.get('writer')} or later: pipx upgrade airdate",
            )
        return kind.model_validate(document)
    except (ValueError, TypeError, AttributeError, ValidationError) as error:
        raise StoreError(
            f"{where} cannot be read as a record: {_reason(error)}",
            f"copy the newest file of its folder under {HISTORY} over it",
        ) from error


def render_snapshot(records: Mapping[str, tuple[EpisodeRecord, str]]) -> bytes:
    """All records in one object, by key, each with the ETag it was read at. Disposable."""
    packed = {
        key: {"etag": etag, "record": json.loads(render_record(record))}
        for key, (record, etag) in sorted(records.items())
    }
    return json.dumps({"schema_version": SCHEMA, "records": packed}, ensure_ascii=False).encode()


def render_manifest(objects: Mapping[str, str], show_revision: int, retired: Mapping[str, str]) -> bytes:
    """The manifest: what stands in the public root, the feed's hash among it, and the show it was made of."""
    document: dict[str, object] = {
        "schema_version": SCHEMA,
        "objects": dict(objects),
        "show_revision": show_revision,
    }
    return _canonical({**document, "retired": dict(retired)} if retired else document)


def render_profile(personality: Personality) -> bytes:
    """What was learnt of the store."""
    return _canonical(personality_document(personality))


def parse_profile(found: Fetched | None) -> Personality | None:
    """What was learnt earlier; None where nothing was, or it cannot be read."""
    return parse_personality(found.body) if found else None


def _load_records(
    private: Store, listing: Mapping[str, str]
) -> tuple[dict[str, Versioned[EpisodeRecord]], int]:
    """Records by guid, and how many of them the snapshot does not have as they are."""
    if not listing:
        return {}, 0
    packed = _snapshot(private)
    known = {key: row for key, row in packed.items() if listing.get(key) == row.etag}
    missing = [key for key in listing if key not in known]
    unpacked = 0
    with ThreadPoolExecutor(8) as pool:
        for key, found in zip(missing, pool.map(private.get, missing), strict=True):
            if found is not None:
                record = parse_record(found.body, EpisodeRecord, private.url(key))
                known[key] = Versioned(record, found.etag)
                unpacked += key not in packed or packed[key].value != record
    return {row.value.guid: row for _, row in sorted(known.items())}, unpacked


def _snapshot(private: Store) -> dict[str, Versioned[EpisodeRecord]]:
    """The snapshot's rows by key; empty where it is absent, broken or of another schema."""
    found = private.get(SNAPSHOT)
    try:
        document = json.loads(found.body) if found else {}
        if document.get("schema_version") != SCHEMA:
            return {}
        return {
            key: Versioned(EpisodeRecord.model_validate(row["record"]), row["etag"])
            for key, row in document["records"].items()
        }
    except (ValueError, KeyError, AttributeError, TypeError):
        return {}


def _texts_of(manifest: Fetched | None, name: str) -> dict[str, str]:
    try:
        texts = json.loads(manifest.body).get(name, {}) if manifest else {}
        return {str(key): str(text) for key, text in texts.items()}
    except (ValueError, AttributeError, TypeError):
        return {}


def _revision_of(manifest: Fetched | None) -> int | None:
    try:
        return int(json.loads(manifest.body)["show_revision"]) if manifest else None
    except (ValueError, KeyError, TypeError):
        return None


def _canonical(document: object) -> bytes:
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON, in line {error.lineno}"
    if isinstance(error, ValidationError):
        return f"'{'.'.join(map(str, error.errors()[0]['loc']))}' is not what airdate writes"
    return "it is not what airdate writes"
