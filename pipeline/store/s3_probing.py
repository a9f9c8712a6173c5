"""What an S3 store makes of uploads in parts and of byte ranges: asked with the scratch object alone."""

from typing import TYPE_CHECKING, Any

from pipeline.core.personality import Conditions
from pipeline.errors import StoreError
from pipeline.store.probing import Told, ask, tell
from pipeline.store.s3_errors import store_border
from pipeline.store.s3_leftovers import read_leftovers
from pipeline.store.s3_multipart import multipart
from pipeline.store.s3_parameters import Parameters

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_VERDICTS = {
    Told.DENIED: Conditions.ENFORCES,
    Told.UNKNOWN: Conditions.REFUSES,
    Told.WRITTEN: Conditions.IGNORES,
}


class _LeftOpen(Exception):  # noqa: N818 # it ends an upload on purpose
    """Raised to have an upload aborted."""


def probe_upload_conditions(client: "S3Client", target: Parameters, url: str) -> Conditions | None:
    """Whether an upload in parts can be completed only where nothing is; something has to be there."""

    def write() -> None:
        with multipart(client, target, {}, url) as upload:
            etag = upload.send_part(1, b"in parts")
            parts: Any = {"Parts": [{"ETag": etag, "PartNumber": 1}]}
            with store_border("write", url, is_conditional=True):
                client.complete_multipart_upload(**upload.upload, MultipartUpload=parts, IfNoneMatch="*")

    try:
        return _VERDICTS.get(tell(write))
    except StoreError:
        return None


def probe_listing(client: "S3Client", target: Parameters, url: str) -> tuple[bool | None, bool | None]:
    """Whether an unfinished upload can be seen, and whether it is gone once it is aborted."""
    listed = aborted = None

    def is_listed(upload_id: str) -> bool:
        found = read_leftovers(client, target["Bucket"], target["Key"], url)
        return upload_id in {each.upload_id for each in found}

    try:
        with multipart(client, target, {}, url) as upload:
            upload_id: str = upload.upload["UploadId"]
            listed = is_listed(upload_id)
            upload.abort()
            aborted = not is_listed(upload_id) if listed else None
            raise _LeftOpen
    except _LeftOpen:
        pass
    except StoreError:
        aborted = None if aborted is None and listed is None else False
    return listed, aborted


def probe_ranges(client: "S3Client", target: Parameters, url: str) -> bool | None:
    """Whether a part of an object can be had alone."""

    def question() -> bool:
        with store_border("read", url):
            answer = client.get_object(**target, Range="bytes=1-1")
            with answer["Body"] as body:
                return answer.get("ContentRange", "").startswith("bytes 1-1/") and len(body.read()) == 1

    return ask(question)
