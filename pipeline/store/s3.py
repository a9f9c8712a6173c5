"""A store in an S3-compatible bucket, below a prefix."""

import io
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from botocore.exceptions import ClientError

from pipeline.errors import AccessError, ConditionError, StoreError, UnsupportedError
from pipeline.store.body import Body, open_body, read_exactly
from pipeline.store.copying import absent, copy_through, require_source
from pipeline.store.keys import safe_key, safe_prefix
from pipeline.store.patience import Patience
from pipeline.store.probing import probe
from pipeline.store.protocol import Condition, Conditions, Fetched, Head, Headers, Listed, Progress, Store
from pipeline.store.s3_body import SentBytes
from pipeline.store.s3_client import S3Clients
from pipeline.store.s3_errors import CONFLICT, code_of, status_of, store_border
from pipeline.store.s3_multipart import Limits, Multipart, copy_parts, multipart, send_parts
from pipeline.store.s3_parameters import (
    Parameters,
    is_missing_key,
    parse_head,
    quoted,
    render_condition,
    render_headers,
)
from pipeline.store.s3_stream import S3Stream

if TYPE_CHECKING:
    from types_boto3_s3.type_defs import GetObjectOutputTypeDef

CONFLICT_ATTEMPTS = 5
BLOCK_BYTES = 1024 * 1024


@dataclass
class S3Store:
    """Objects at `s3://bucket/prefix/key`.

    Two stores with the same `clients` copy between each other on the server.
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
        root = f"{self.prefix}/" if self.prefix else ""
        with self._border("list", prefix):
            pages = self.clients.patient.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket,
                Prefix=root + safe_prefix(prefix),
                PaginationConfig={"PageSize": self.page_size},
            )
            rows = [
                Listed(
                    row["Key"].removeprefix(root),
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
        with open_body(path) as body:
            self._put_body(key, body, headers, progress)

    def put_stream(self, key: str, stream: BinaryIO, size_bytes: int, headers: Headers) -> None:
        self._put_body(key, Body(stream, size_bytes, f"what was to be {self.url(key)}"), headers, None)

    def _put_body(self, key: str, body: Body, headers: Headers, progress: Progress | None) -> None:
        described = render_headers(headers, self.acl)
        if body.size_bytes <= self.limits.single_put_bytes:
            (whole,) = body.parts(self.limits.single_put_bytes, headers.sha256)
            with self._border("write", key):
                sent = SentBytes(whole, progress)
                self.clients.patient.put_object(**self._target(key), **described, Body=sent)
        else:
            parts = body.parts(self.limits.part_bytes_for(body.size_bytes), headers.sha256)
            with multipart(self.clients.patient, self._target(key), described, self.url(key)) as upload:
                etags = send_parts(upload, parts, progress, self.patience)
                self._complete(upload, etags, key, body.size_bytes, headers)
        if difference := self._difference(key, body.size_bytes, headers):
            raise StoreError(f"could not write {self.url(key)}: {difference}")

    def _complete(
        self, upload: Multipart, etags: Sequence[str], key: str, size_bytes: int, headers: Headers
    ) -> None:
        """The reply may be lost when all is done: then what is there counts."""
        try:
            upload.complete(etags)
        except StoreError:
            head = self.head(key)
            if not (
                head and headers.sha256 and (head.size_bytes, head.sha256) == (size_bytes, headers.sha256)
            ):
                raise

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
        size_bytes = require_source(source, source_key).size_bytes
        if isinstance(source, S3Store) and source.clients is self.clients:
            try:
                self._copy_on_server(source._target(source_key), size_bytes, key, headers)
                if not self._difference(key, size_bytes, headers):
                    return
            except (AccessError, UnsupportedError):
                pass  # a store may refuse the copy and yet allow to read there and write here
        copy_through(source, source_key, size_bytes, self, key, headers)

    def _copy_on_server(self, source: Parameters, size_bytes: int, key: str, headers: Headers) -> None:
        client, target = self.clients.patient, self._target(key)
        described = render_headers(headers, self.acl)
        if size_bytes <= self.limits.single_copy_bytes:
            copied: Parameters = {"CopySource": source, "MetadataDirective": "REPLACE"}
            with self._border("copy", key):
                client.copy_object(**target, **described, **copied)
            return
        with multipart(client, target, described, self.url(key)) as upload:
            etags = copy_parts(upload, source, size_bytes, self.limits.copy_part_bytes)
            self._complete(upload, etags, key, size_bytes, headers)

    def delete(self, key: str) -> None:
        with self._border("delete", key):
            try:
                self.clients.patient.delete_object(**self._target(key))
            except ClientError as error:
                if not is_missing_key(error):
                    raise

    def probe_conditions(self) -> Conditions:
        return probe(self.put)

    def _target(self, key: str) -> Parameters:
        full = f"{self.prefix}/{safe_key(key)}" if self.prefix else safe_key(key)
        return {"Bucket": self.bucket, "Key": full}

    def _border(self, action: str, key: str, *, is_conditional: bool = False) -> AbstractContextManager[None]:
        return store_border(action, self.url(key), is_conditional=is_conditional)


def _fetched(answer: "GetObjectOutputTypeDef") -> Fetched:
    with answer["Body"] as body:
        return Fetched(body.read(), quoted(answer["ETag"]))
