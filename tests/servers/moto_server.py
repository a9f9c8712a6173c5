"""The moto server: the everyday S3 of the tests, and once more with real permissions."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import boto3

from tests.servers.running import S3Server, free_port, running

SETUP_REQUESTS = 10
"""Thrice create_user, put_user_policy and create_access_key, and create_bucket: then permissions count."""

_OBJECTS = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"]


@dataclass(frozen=True)
class GuardedServer(S3Server):
    """A server where this key may only read and write objects below `show/open/`."""

    publisher: S3Server = field(kw_only=True)
    """The same server with a key that may list, and read and write below `show/published/`: no more
    than publishing needs, and so no right to delete."""
    owner: S3Server = field(kw_only=True)
    """The same server with a key that has all rights on objects and buckets, each of them checked."""
    bucket: str = "show"
    allowed_prefix: str = "open"
    published_prefix: str = "published"


@contextmanager
def moto(folder: Path) -> Iterator[S3Server]:
    """Run moto: it enforces conditional writes and accepts any credentials."""
    port = free_port()
    with running(_command(port), port, folder / "moto.log"):
        yield S3Server(f"http://127.0.0.1:{port}", "moto-key", "moto-secret")


@contextmanager
def moto_with_iam(folder: Path) -> Iterator[GuardedServer]:
    """Run moto with permissions: the key it yields gets 403 for all but its own prefix."""
    port = free_port()
    only_setup = {"INITIAL_NO_AUTH_ACTION_COUNT": str(SETUP_REQUESTS)}
    with running(_command(port), port, folder / "moto-iam.log", only_setup):
        endpoint_url = f"http://127.0.0.1:{port}"
        producer, publisher, owner = _create_users(endpoint_url)
        yield GuardedServer(
            endpoint_url,
            *producer,
            publisher=S3Server(endpoint_url, *publisher),
            owner=S3Server(endpoint_url, *owner),
        )


def _command(port: int) -> list[str | Path]:
    program = Path(__file__).with_name("moto_one_writer.py")
    return [sys.executable, program, "-H", "127.0.0.1", "-p", str(port)]


def _create_users(endpoint_url: str) -> tuple[tuple[str, str], tuple[str, str], tuple[str, str]]:
    admin = boto3.Session("setup", "setup", region_name="us-east-1")
    bucket = f"arn:aws:s3:::{GuardedServer.bucket}"
    own = f"{bucket}/{GuardedServer.allowed_prefix}/*"
    published = f"{bucket}/{GuardedServer.published_prefix}/*"
    producer = _create_user(admin, endpoint_url, "producer", {own: [*_OBJECTS, "s3:DeleteObject"]})
    rights = {published: _OBJECTS, bucket: ["s3:ListBucket"]}
    publisher = _create_user(admin, endpoint_url, "publisher", rights)
    owner = _create_user(admin, endpoint_url, "owner", {"*": ["s3:*"]})
    admin.client("s3", endpoint_url=endpoint_url).create_bucket(Bucket=GuardedServer.bucket)
    return producer, publisher, owner


def _create_user(
    admin: boto3.Session, endpoint_url: str, name: str, rights: Mapping[str, Sequence[str]]
) -> tuple[str, str]:
    """A user who may do these actions with these resources, and nothing else; returns key and secret."""
    iam = admin.client("iam", endpoint_url=endpoint_url)
    iam.create_user(UserName=name)
    statements = [
        {"Effect": "Allow", "Action": list(actions), "Resource": resource}
        for resource, actions in rights.items()
    ]
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.put_user_policy(UserName=name, PolicyName="rights", PolicyDocument=policy)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]
