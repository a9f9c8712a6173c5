"""Bytes on their way to S3: counted as they are sent, stopped in mid-request when the upload is given up."""

import io
from threading import Event
from typing import TYPE_CHECKING

from pipeline.store.protocol import Progress

if TYPE_CHECKING:
    from botocore.awsrequest import AWSRequest
    from types_boto3_s3 import S3Client


class SentBytes(io.BytesIO):
    """One request's body. Signing reads it too; only what is read after signing counts as sent."""

    def __init__(self, body: bytes, progress: Progress | None, given_up: Event | None = None) -> None:
        super().__init__(body)
        self._progress = progress
        self._given_up = given_up or Event()
        self._sent_bytes = 0
        self.is_being_sent = False

    def read(self, size: int | None = -1, /) -> bytes:
        """The next block.

        Raises:
            OSError: The upload was given up; it ends the request in the middle.
        """
        if self._given_up.is_set():
            raise OSError("the upload was given up")
        block = super().read(size)
        if self.is_being_sent:
            self._count()
        return block

    def _count(self) -> None:
        fresh_bytes = self.tell() - self._sent_bytes
        if fresh_bytes > 0:  # a repeated request is not counted again
            self._sent_bytes += fresh_bytes
            if self._progress:
                self._progress(fresh_bytes)


def count_sent_bytes(client: "S3Client") -> None:
    """Let this client tell bodies when signing is over and sending begins."""
    client.meta.events.register_first("request-created.s3", _signing_begins)
    client.meta.events.register_last("request-created.s3", _sending_begins)


def _signing_begins(request: "AWSRequest", **_: object) -> None:
    if isinstance(request.body, SentBytes):
        request.body.is_being_sent = False


def _sending_begins(request: "AWSRequest", **_: object) -> None:
    if isinstance(request.body, SentBytes):
        request.body.is_being_sent = True
