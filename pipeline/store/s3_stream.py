"""An object's bytes as they arrive from S3; what goes wrong on the way crosses the same border."""

import io
from typing import TYPE_CHECKING

from pipeline.store.s3_errors import store_border

if TYPE_CHECKING:
    from botocore.response import StreamingBody


class S3Stream(io.RawIOBase):
    """A raw stream; wrap it in `io.BufferedReader`."""

    def __init__(self, body: "StreamingBody", url: str) -> None:
        super().__init__()
        self._body = body
        self._url = url

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # 3.11 has no Buffer
        with store_border("read", self._url):
            block = self._body.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._body.close()
        super().close()
