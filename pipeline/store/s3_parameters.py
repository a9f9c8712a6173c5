"""How our words are said to S3, and S3's answers in ours."""

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from pipeline.store.protocol import Condition, Head, Headers, IfMatch
from pipeline.store.s3_errors import status_of

if TYPE_CHECKING:
    from types_boto3_s3.type_defs import HeadObjectOutputTypeDef

Parameters = dict[str, Any]
"""Named arguments of a boto3 call."""


def render_headers(headers: Headers, acl: str | None) -> Parameters:
    """How an object is to be served."""
    optional = {
        "ContentDisposition": headers.content_disposition,
        "Metadata": {"sha256": headers.sha256} if headers.sha256 else None,
        "ACL": acl,
    }
    return {
        "ContentType": headers.content_type,
        "CacheControl": headers.cache_control,
        **{name: value for name, value in optional.items() if value},
    }


def render_condition(condition: Condition) -> Parameters:
    """What must hold for a write; the ETag goes back with its quotes."""
    if condition is None:
        return {}
    return {"IfMatch": condition.etag} if isinstance(condition, IfMatch) else {"IfNoneMatch": "*"}


def parse_head(answer: "HeadObjectOutputTypeDef") -> Head:
    """Metadata keys in lower case, whatever the store made of them."""
    metadata = {name.lower(): value for name, value in answer["Metadata"].items()}
    return Head(
        answer["ContentLength"],
        quoted(answer["ETag"]),
        answer.get("ContentType", "application/octet-stream"),
        metadata.get("sha256"),
    )


def quoted(etag: str) -> str:
    """One form for all answers: some stores leave out the quotes in listings.

    >>> quoted("abc"), quoted('"abc"'), quoted('W/"abc"')
    ('"abc"', '"abc"', 'W/"abc"')
    """
    return etag if etag.endswith('"') else f'"{etag}"'


def is_missing_key(error: ClientError) -> bool:
    """Whether the object, and not the bucket, is what was not found."""
    return status_of(error) == 404 and error.response["Error"].get("Code") in {"NoSuchKey", "404"}
