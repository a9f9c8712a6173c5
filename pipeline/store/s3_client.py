"""The one place where S3 clients are made: every default that SDK releases have changed under people is set.

Timeouts, retries, checksums, signing and addressing are explicit
(reliability.md §4). Credentials come only from boto3's own chain.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from pipeline.core.location import Location
from pipeline.store.s3_body import count_sent_bytes
from pipeline.store.s3_errors import store_border

if TYPE_CHECKING:  # the types come from a package that only developers install
    from types_boto3_s3 import S3Client

ATTEMPTS = 8
Addressing = Literal["auto", "path", "virtual"]


@dataclass(frozen=True)
class S3Clients:
    """Two clients of one endpoint with the same credentials."""

    patient: "S3Client"
    """Repeats what failed in passing."""
    once: "S3Client"
    """Sends each request once: a repeated conditional write would meet itself and report a conflict."""


def open_clients(location: Location, session: boto3.Session | None = None) -> S3Clients:
    """Clients for the endpoint that `podcast.toml` names; nothing is sent.

    `session` brings its own credentials, as tests do.

    Raises:
        AccessError: The profile does not exist.
        StoreError: boto3 refuses the endpoint's address.
    """
    with store_border("open", location.endpoint_url or "the S3 store"):
        session = session or boto3.Session(profile_name=location.profile)
        return S3Clients(_make_client(session, location, ATTEMPTS), _make_client(session, location, 1))


def _make_client(session: boto3.Session, location: Location, attempts: int) -> "S3Client":
    client = session.client(
        "s3",
        endpoint_url=location.endpoint_url,
        region_name=location.region or _region(location.endpoint_url, session.region_name),
        config=Config(
            signature_version="s3v4",
            retries={"mode": "standard", "total_max_attempts": attempts},
            connect_timeout=10,
            read_timeout=60,
            tcp_keepalive=True,
            max_pool_connections=32,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={
                "addressing_style": _addressing(location),
                "payload_signing_enabled": location.signed_payload,
            },
        ),
    )
    count_sent_bytes(client)
    return client


def _host(endpoint_url: str | None) -> str:
    return urlsplit(endpoint_url or "").hostname or ""


def _addressing(location: Location) -> Addressing:
    """Path style is what stores other than AWS all know, but for Spaces."""
    if location.addressing != "auto" or location.endpoint_url is None:
        return location.addressing
    return "virtual" if _host(location.endpoint_url).endswith("digitaloceanspaces.com") else "path"


def _region(endpoint_url: str | None, configured: str | None) -> str:
    """R2 has one region; elsewhere what the environment says, or the one all stores began with."""
    if _host(endpoint_url).endswith("r2.cloudflarestorage.com"):
        return "auto"
    return configured or "us-east-1"
