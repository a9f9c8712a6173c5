"""The moto server: the everyday S3 of the tests, and once more with real permissions."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3

from tests.servers.running import S3Server, free_port, running

SETUP_REQUESTS = 4
"""create_user, put_user_policy, create_access_key, create_bucket: made before permissions count."""


@dataclass(frozen=True)
class GuardedServer(S3Server):
    """A server where this key may only read and write objects below `show/open/`."""

    bucket: str = "show"
    allowed_prefix: str = "open"


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
        key, secret = _create_producer(endpoint_url)
        yield GuardedServer(endpoint_url, key, secret)


def _command(port: int) -> list[str | Path]:
    return [sys.executable, Path(sys.executable).parent / "moto_server", "-H", "127.0.0.1", "-p", str(port)]


def _create_producer(endpoint_url: str) -> tuple[str, str]:
    admin = boto3.Session("setup", "setup", region_name="us-east-1")
    iam = admin.client("iam", endpoint_url=endpoint_url)
    iam.create_user(UserName="producer")
    statement = {
        "Effect": "Allow",
        "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
        "Resource": f"arn:aws:s3:::{GuardedServer.bucket}/{GuardedServer.allowed_prefix}/*",
    }
    iam.put_user_policy(
        UserName="producer",
        PolicyName="own-prefix",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    key = iam.create_access_key(UserName="producer")["AccessKey"]
    admin.client("s3", endpoint_url=endpoint_url).create_bucket(Bucket=GuardedServer.bucket)
    return key["AccessKeyId"], key["SecretAccessKey"]
