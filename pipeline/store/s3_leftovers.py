"""Uploads in parts that nobody finished: they cost money and nobody sees them, so they are found and aborted.

It is housekeeping: what a store does not let us see or abort stays, and
nothing fails for it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from pipeline.errors import StoreError
from pipeline.store.s3_errors import store_border
from pipeline.store.s3_parameters import Parameters

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client


@dataclass(frozen=True)
class Leftover:
    """One unfinished upload."""

    key: str
    upload_id: str
    age: timedelta | None
    """By the store's own clock; None where it does not say."""


def read_leftovers(client: "S3Client", bucket: str, prefix: str, url: str) -> list[Leftover]:
    """The unfinished uploads of a bucket's keys that begin so; none where the store keeps them to itself.

    Some stores list an upload only where the prefix is its whole key.
    """
    with suppress(StoreError), store_border("list uploads of", url):
        return [each for each in _read(client, bucket, prefix) if each.key.startswith(prefix)]
    return []


def _read(client: "S3Client", bucket: str, prefix: str) -> Iterator[Leftover]:
    for page in client.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, Prefix=prefix):
        date = page["ResponseMetadata"]["HTTPHeaders"].get("date")
        now = parsedate_to_datetime(date) if date else None
        for row in page.get("Uploads", []):
            begun: datetime | None = row.get("Initiated")
            yield Leftover(row["Key"], row["UploadId"], now - begun if now and begun else None)


def abort_upload(client: "S3Client", bucket: str, leftover: Leftover, url: str) -> bool:
    """Throw its parts away; whether that was done."""
    parameters: Parameters = {"Bucket": bucket, "Key": leftover.key, "UploadId": leftover.upload_id}
    with suppress(StoreError), store_border("abort", url):
        client.abort_multipart_upload(**parameters)
        return True
    return False
