"""A store in an S3-compatible bucket, below a prefix."""

import io
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from botocore.exceptions import ClientError

from pipeline.core.personality import Personality
from pipeline.errors import ConditionError, OutageError, StoreError
from pipeline.store.body import Body, Opened, open_body, read_exactly, rewinding
from pipeline.store.copying import absent, opening, require_source
from pipeline.store.keys import safe_key, safe_prefix
from pipeline.store.patience import Patience
from pipeline.store.probing import PROBE_KEY, probe_writes
from pipeline.store.protocol import Condition, Fetched, Head, Headers, Listed, Progress, Store
from pipeline.store.s3_body import SentBytes
from pipeline.store.s3_client import S3Clients
from pipeline.store.s3_errors import CONFLICT, code_of, status_of, store_border
from pipeline.store.s3_leftovers import Leftover, abort_upload, read_leftovers
from pipeline.store.s3_multipart import Limits, Multipart, copy_parts, is_gone, multipart, send_parts
from pipeline.store.s3_parameters import (
    Parameters,
    is_missing_key,
    parse_head,
    quoted,
    render_condition,
    render_headers,
)
from pipeline.store.s3_probing import probe_listing, probe_ranges, probe_upload_conditions
from pipeline.store.s3_stream import S3Stream

if TYPE_CHECKING:
    from types_boto3_s3.type_defs import GetObjectOutputTypeDef

CONFLICT_ATTEMPTS = 5
UPLOAD_ATTEMPTS = 5
"""How often a large upload begins again because another run took it for a leftover and aborted it."""
BLOCK_BYTES = 1024 * 1024


@dataclass
class S3Store:
    """Objects at `s3://bucket/prefix/key`.

    Stores of one endpoint copy between each other on the server, where it lets them.
    """

    clients: S3Clients
    bucket: str
    prefix: str = ""
    """Without slashes around it; empty for the whole bucket."""
    acl: Literal["public-read"] | None = None
    limits: Limits = field(default_factory=Limits)
    patience: Patience = field(default_factory=lambda: Patience(deadline_s=0.0))
    """How long each part of a large upload is tried, so that an outage does not cost all of them."""
    page_size: int = 1000
    sleep: Callable[[float], None] = time.sleep
    _has_seen_bucket: bool = field(default=False, init=False)

    @property
    def name(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}".rstrip("/")

    def url(self, key: str) -> str:
        return f"{self.name}/{key}"

    def list(self, prefix: str = "") -> Iterator[Listed]:
        with self._border("list", prefix):
            pages = self.clients.patient.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket,
                Prefix=self._root + safe_prefix(prefix),
                PaginationConfig={"PageSize": self.page_size},
            )
            rows = [
                Listed(
                    row["Key"].removeprefix(self._root),
                    row["Size"],
                    quoted(row["ETag"]),
                    row["LastModified"].astimezone(UTC) if "LastModified" in row else None,
                )
                for page in pages
                for row in page.get("Contents", [])
            ]
        # In our order, not the server's: stores on file systems walk folder by folder.
        yield from sorted(rows, key=lambda row: row.key)

    def head(self, key: str) -> Head | None:
        with self._border("read", key):
            try:
                return parse_head(self.clients.patient.head_object(**self._target(key)))
            except ClientError as error:
                if status_of(error) != 404:
                    raise
                self._require_bucket()
                return None

    def _require_bucket(self) -> None:
        """Because a HEAD answers 404 without saying whether it is the bucket that is missing."""
        if self._has_seen_bucket:
            return
        try:
            self.clients.patient.head_bucket(Bucket=self.bucket)
        except ClientError as error:
            if status_of(error) == 404:
                error.response["Error"]["Code"] = "NoSuchBucket"
                raise
        self._has_seen_bucket = True

    def get(self, key: str) -> Fetched | None:
        with self._border("read", key):
            if answer := self._request(key):
                return _fetched(answer)
        return None

    def get_if_changed(self, key: str, etag: str) -> Fetched | None:
        with self._border("read", key):
            try:
                answer = self._request(key, IfNoneMatch=etag)
            except ClientError as error:
                if status_of(error) == 304:
                    return None
                raise
            if answer is None:
                raise KeyError(key)
            fetched = _fetched(answer)
        # A store that does not know conditional reads sends it all the same.
        return fetched if fetched.etag != etag else None

    def get_range(self, key: str, start: int, length: int) -> bytes:
        with self._border("read", key):
            answer = self._request(key, Range=f"bytes={start}-{start + max(length, 1) - 1}")
            if answer is None:
                raise absent(self.url(key))
            with answer["Body"] as body:
                if not answer.get("ContentRange"):  # Range was ignored, and all of it comes
                    read_exactly(body, start)
                part = read_exactly(body, length)
        if len(part) < length:
            raise StoreError(f"could not read {self.url(key)}: it ends before byte {start + length:,}")
        return part

    def open(self, key: str) -> BinaryIO:
        with self._border("read", key):
            if answer := self._request(key):
                return io.BufferedReader(S3Stream(answer["Body"], self.url(key)), BLOCK_BYTES)
        raise absent(self.url(key))

    def _request(self, key: str, **wanted: str) -> "GetObjectOutputTypeDef | None":
        """The answer to a GET whose body is still to be read; None where there is no such object."""
        parameters: Parameters = {**self._target(key), **wanted}
        try:
            return self.clients.patient.get_object(**parameters)
        except ClientError as error:
            if is_missing_key(error):
                return None
            raise

    def put(self, key: str, body: bytes, headers: Headers, condition: Condition = None) -> str:
        for attempt in range(CONFLICT_ATTEMPTS):
            try:
                return self._put_once(key, body, headers, condition)
            except ConditionError as error:
                if code_of(error) not in CONFLICT or attempt == CONFLICT_ATTEMPTS - 1:
                    raise
            self.sleep(0.1 * 2**attempt)
        raise AssertionError("the last attempt returns or raises")

    def _put_once(self, key: str, body: bytes, headers: Headers, condition: Condition) -> str:
        client = self.clients.once if condition else self.clients.patient
        parameters = {**self._target(key), **render_headers(headers, self.acl), **render_condition(condition)}
        with self._border("write", key, is_conditional=condition is not None):
            return quoted(client.put_object(**parameters, Body=body)["ETag"])

    def put_file(self, key: str, path: Path, headers: Headers, progress: Progress | None = None) -> None:
        self._put_body(key, partial(open_body, path), headers, progress)

    def put_stream(self, key: str, stream: BinaryIO, size_bytes: int, headers: Headers) -> None:
        body = Body(stream, size_bytes, f"what was to be {self.url(key)}")
        self._put_body(key, rewinding(body), headers, None)

    def _put_body(self, key: str, opened: Opened, headers: Headers, progress: Progress | None) -> None:
        """Send a body; again where another run, which sends the same, aborted our upload.

        Only the first attempt aborts in its turn, so that two never keep
        each other from finishing.
        """
        for attempt in range(1, UPLOAD_ATTEMPTS + 1):
            with opened() as body:
                try:
                    if body.size_bytes > self.limits.single_put_bytes and attempt == 1:
                        self.abort_leftovers(key)
                    self._send(key, body, headers, progress)
                    break
                except StoreError as error:
                    if not is_gone(error) or attempt == UPLOAD_ATTEMPTS:
                        raise
                    if self._holds(key, body.size_bytes, headers):
                        break
            progress = None  # or it would run past the size
        if difference := self._difference(key, body.size_bytes, headers):
            raise StoreError(f"could not write {self.url(key)}: {difference}")

    def _send(self, key: str, body: Body, headers: Headers, progress: Progress | None) -> None:
        described = render_headers(headers, self.acl)
        if body.size_bytes <= self.limits.single_put_bytes:
            (whole,) = body.parts(self.limits.single_put_bytes, headers.sha256)
            with self._border("write", key):
                sent = SentBytes(whole, progress)
                self.clients.patient.put_object(**self._target(key), **described, Body=sent)
            return
        parts = body.parts(self.limits.part_bytes_for(body.size_bytes), headers.sha256)
        with multipart(self.clients.patient, self._target(key), described, self.url(key)) as upload:
            etags = send_parts(upload, parts, progress, self.patience)
            self._complete(upload, etags, key, body.size_bytes, headers)

    def _complete(
        self, upload: Multipart, etags: Sequence[str], key: str, size_bytes: int, headers: Headers
    ) -> None:
        """The reply may be lost when all is done: then what is there counts."""
        try:
            upload.complete(etags)
        except StoreError:
            if not self._holds(key, size_bytes, headers):
                raise

    def _holds(self, key: str, size_bytes: int, headers: Headers) -> bool:
        """Whether exactly this stands there, as far as its digest proves it."""
        head = self.head(key)
        return bool(
            head and headers.sha256 and (head.size_bytes, head.sha256) == (size_bytes, headers.sha256)
        )

    def _difference(self, key: str, size_bytes: int, headers: Headers) -> str | None:
        """How what is stored differs from what was meant, as far as a HEAD tells."""
        head = self.head(key)
        if head is None:
            return "the store accepted it, but it is not there"
        if head.size_bytes != size_bytes:
            return f"{head.size_bytes:,} bytes arrived instead of {size_bytes:,}"
        if headers.sha256 and head.sha256 and headers.sha256 != head.sha256:
            return "something else stands there"
        return None

    def copy_from(self, source: Store, source_key: str, key: str, headers: Headers) -> None:
        head = require_source(source, source_key)
        if isinstance(source, S3Store) and source._endpoint_url == self._endpoint_url:
            copied: Parameters = {"CopySource": source._target(source_key)}
            if source.clients is not self.clients:  # their bucket may be another one by our key
                copied["CopySourceIfMatch"] = head.etag
            try:
                self._copy_on_server(copied, head.size_bytes, key, headers)
                if not self._difference(key, head.size_bytes, headers):
                    return
            except OutageError:
                raise
            except StoreError:
                pass  # a store may refuse the copy and yet allow to read there and write here
        self._put_body(key, opening(source, source_key, head.size_bytes), headers, None)

    @property
    def _endpoint_url(self) -> str:
        return self.clients.patient.meta.endpoint_url

    def _copy_on_server(self, copied: Parameters, size_bytes: int, key: str, headers: Headers) -> None:
        client, target = self.clients.patient, self._target(key)
        described = render_headers(headers, self.acl)
        if size_bytes <= self.limits.single_copy_bytes:
            with self._border("copy", key):
                client.copy_object(**target, **described, **copied, MetadataDirective="REPLACE")
            return
        self.abort_leftovers(key)
        part_bytes = self.limits.copy_part_bytes_for(size_bytes)
        for attempt in range(1, UPLOAD_ATTEMPTS + 1):
            try:
                with multipart(client, target, described, self.url(key)) as upload:
                    etags = copy_parts(upload, copied, size_bytes, part_bytes)
                    self._complete(upload, etags, key, size_bytes, headers)
                return
            except StoreError as error:
                if not is_gone(error) or attempt == UPLOAD_ATTEMPTS:
                    raise
                if self._holds(key, size_bytes, headers):
                    return

    def delete(self, key: str) -> None:
        with self._border("delete", key):
            try:
                self.clients.patient.delete_object(**self._target(key))
            except ClientError as error:
                if not is_missing_key(error):
                    raise

    def abort_leftovers(self, key: str) -> int:
        whole: str = self._target(key)["Key"]
        return self._abort(lambda each: each.key == whole, whole)

    def sweep(self, older_than_s: float, prefix: str = "") -> int:
        oldest = timedelta(seconds=older_than_s)
        return self._abort(
            lambda each: each.age is not None and each.age > oldest, self._root + safe_prefix(prefix)
        )

    def _abort(self, is_meant: Callable[[Leftover], bool], prefix: str) -> int:
        client, url = self.clients.once, f"s3://{self.bucket}/{prefix}"
        found = read_leftovers(client, self.bucket, prefix, url)
        return sum(abort_upload(client, self.bucket, each, url) for each in found if is_meant(each))

    def probe(self) -> Personality:
        known = probe_writes(self)
        client, target, url = self.clients.once, self._target(PROBE_KEY), self.url(PROBE_KEY)
        listed, aborted = probe_listing(client, target, url)
        return replace(
            known,
            upload_conditions=probe_upload_conditions(client, target, url),
            lists_uploads=listed,
            aborts_uploads=aborted,
            serves_ranges=probe_ranges(client, target, url),
        )

    def _target(self, key: str) -> Parameters:
        return {"Bucket": self.bucket, "Key": self._root + safe_key(key)}

    @property
    def _root(self) -> str:
        """What stands before every key."""
        return f"{self.prefix}/" if self.prefix else ""

    def _border(self, action: str, key: str, *, is_conditional: bool = False) -> AbstractContextManager[None]:
        return store_border(action, self.url(key), is_conditional=is_conditional)


def _fetched(answer: "GetObjectOutputTypeDef") -> Fetched:
    with answer["Body"] as body:
        return Fetched(body.read(), quoted(answer["ETag"]))
