"""What `doctor` asks of S3 beyond the store's own questions: whose credentials, what time, which uploads."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

from pipeline.core.location import Location
from pipeline.store.places import Place
from pipeline.store.s3_errors import store_border
from pipeline.store.s3_leftovers import Leftover, read_leftovers

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

SOURCES = {
    "env": "the environment (AWS_ACCESS_KEY_ID)",
    "shared-credentials-file": "the file ~/.aws/credentials",
    "config-file": "the file ~/.aws/config",
    "sso": "single sign-on",
    "login": "aws login",
    "assume-role": "a role that the profile assumes",
    "assume-role-with-web-identity": "a web identity, as CI has one",
    "custom-process": "the profile's credential_process",
    "container-role": "the container's role",
    "iam-role": "the machine's role",
}
"""Who boto3's chain found, by its own names for them."""


@dataclass(frozen=True)
class CredentialFacts:
    """Where credentials come from; never what they are."""

    source: str
    profile: str | None
    expires_at: datetime | None
    """None for those that last, and where nothing is told."""


def load_credentials(location: Location) -> CredentialFacts | None:
    """Who boto3's own chain finds; None where it finds nobody. Short-lived ones are renewed where needed.

    Raises:
        AccessError: The profile does not exist, or whoever gives credentials refuses.
        StoreError: Whoever gives them cannot be reached.
    """
    with store_border("find credentials for", location.endpoint_url or "the S3 store"):
        session = boto3.Session(profile_name=location.profile)
        found: Any = session.get_credentials()
        if found is None:
            return None
        found.get_frozen_credentials()
        # botocore tells nobody else; where it no longer does so either, nothing is known.
        expires_at = getattr(found, "_expiry_time", None)
    source = SOURCES.get(found.method, found.method or "boto3's chain")
    profile = None if found.method == "env" else session.profile_name
    return CredentialFacts(source, profile, expires_at.astimezone(UTC) if expires_at else None)


def read_server_time(client: "S3Client", bucket: str) -> datetime | None:
    """What time the store says it is, also where it refuses everything else; None where it does not say.

    Raises:
        AccessError: There are no credentials.
        OutageError: It does not answer.
    """
    with store_border("read", f"s3://{bucket}"):
        try:
            told: Any = client.head_bucket(Bucket=bucket)["ResponseMetadata"]
        except ClientError as error:
            told = error.response["ResponseMetadata"]
    date = told.get("HTTPHeaders", {}).get("date")
    try:
        return parsedate_to_datetime(date).astimezone(UTC) if date else None
    except ValueError:
        return None


def read_unfinished(client: "S3Client", place: Place) -> list[Leftover]:
    """The unfinished uploads below a root; none where the store keeps them to itself."""
    prefix = f"{place.prefix}/" if place.prefix else ""
    return read_leftovers(client, place.home, prefix, f"s3://{place.home}/{prefix}")
