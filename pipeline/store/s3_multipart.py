"""Large objects in parts: few in memory at a time, and nothing left behind when it fails."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any

from pipeline.errors import StoreError, UnsupportedError
from pipeline.store.patience import Patience
from pipeline.store.protocol import Progress
from pipeline.store.s3_body import SentBytes
from pipeline.store.s3_errors import code_of, store_border
from pipeline.store.s3_parameters import Parameters

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

MIB = 1024 * 1024
IN_FLIGHT = 3
"""Parts sent at once: R2 wants no more, and each stands in memory."""


@dataclass(frozen=True)
class Limits:
    """Sizes that decide how an object travels."""

    single_put_bytes: int = 32 * MIB
    part_bytes: int = 8 * MIB
    max_parts: int = 1000
    """Scaleway's limit; AWS allows 10,000."""
    single_copy_bytes: int = 5 * 1024 * MIB
    """The largest object that CopyObject may copy."""
    copy_part_bytes: int = 256 * MIB

    def part_bytes_for(self, size_bytes: int) -> int:
        """Parts of one size, as R2 wants them, and never too many.

        >>> Limits().part_bytes_for(2_000_000_000) == 8 * MIB
        True
        >>> Limits(part_bytes=10, max_parts=3).part_bytes_for(32)
        11
        """
        return max(self.part_bytes, -(-size_bytes // self.max_parts))

    def copy_part_bytes_for(self, size_bytes: int) -> int:
        """The same for parts that the server copies."""
        return max(self.copy_part_bytes, -(-size_bytes // self.max_parts))


@dataclass(frozen=True)
class Multipart:
    """One upload in parts that has begun."""

    client: "S3Client"
    upload: Parameters
    """Bucket, Key and UploadId."""
    url: str

    def send_part(self, number: int, body: SentBytes | bytes) -> str:
        """Send one part and return its ETag."""
        if isinstance(body, SentBytes):
            body.seek(0)
        with store_border("write", self.url):
            return self.client.upload_part(**self.upload, PartNumber=number, Body=body)["ETag"]

    def copy_part(self, number: int, source: Parameters, first: int, last: int) -> str:
        """Have the server copy the bytes from `first` to `last` of another object; return their ETag."""
        copied: Parameters = {**source, "CopySourceRange": f"bytes={first}-{last}"}
        with store_border("copy", self.url):
            answer = self.client.upload_part_copy(**self.upload, PartNumber=number, **copied)
        if etag := answer["CopyPartResult"].get("ETag"):
            return etag
        # rclone takes it for an empty part, which only the answer gives away.
        raise UnsupportedError(f"could not copy {self.url}: the store does not copy in parts")

    def complete(self, etags: Sequence[str]) -> None:
        """Make the parts one object; until then nothing can be seen of them."""
        parts: Any = [{"ETag": etag, "PartNumber": number} for number, etag in enumerate(etags, 1)]
        with store_border("write", self.url):
            self.client.complete_multipart_upload(**self.upload, MultipartUpload={"Parts": parts})

    def abort(self) -> None:
        """Throw the parts away; fine where somebody did so already."""
        try:
            with store_border("abort", self.url):
                self.client.abort_multipart_upload(**self.upload)
        except StoreError as error:
            if not is_gone(error):
                raise


def is_gone(error: StoreError) -> bool:
    """Whether an upload failed because it was aborted by somebody else, or completed before."""
    return code_of(error) == "NoSuchUpload"


@contextmanager
def multipart(client: "S3Client", target: Parameters, described: Parameters, url: str) -> Iterator[Multipart]:
    """Begin an upload in parts, and leave none behind whatever ends the block; a KeyboardInterrupt too."""
    with store_border("write", url):
        upload_id = client.create_multipart_upload(**target, **described)["UploadId"]
    upload = Multipart(client, {**target, "UploadId": upload_id}, url)
    try:
        yield upload
    except BaseException as error:
        try:
            upload.abort()
        except StoreError as failed:
            error.add_note(f"Parts of an unfinished upload may be left: {failed.text}")
        raise


def send_parts(
    upload: Multipart, parts: Iterator[bytes], progress: Progress | None, patience: Patience
) -> Sequence[str]:
    """Send the parts, a few at once, and return their ETags in order.

    When it fails, the requests under way end in the middle.
    """
    given_up = Event()
    etags: list[str] = []
    under_way: deque[Future[str]] = deque()
    pool = ThreadPoolExecutor(IN_FLIGHT, thread_name_prefix="airdate-part")
    try:
        for part in parts:
            number = len(etags) + len(under_way) + 1
            sending = _sending(upload, number, SentBytes(part, progress, given_up))
            under_way.append(pool.submit(patience.keep_trying, sending))
            del part, sending  # or it would stay in memory while the next one is read
            if len(under_way) == IN_FLIGHT:  # a part read before there is room for it is one more in memory
                etags.append(under_way.popleft().result())
        etags.extend(future.result() for future in under_way)
    except BaseException:
        given_up.set()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
    return etags


def _sending(upload: Multipart, number: int, body: SentBytes) -> Callable[[], str]:
    return lambda: upload.send_part(number, body)


def copy_parts(upload: Multipart, source: Parameters, size_bytes: int, part_bytes: int) -> Sequence[str]:
    """Have the server copy an object piece by piece; return the ETags in order.

    Args:
        upload: Where to.
        source: CopySource, and the condition on it if there is one.
        size_bytes: Of the source.
        part_bytes: Of each piece but the last.
    """
    return [
        upload.copy_part(number, source, first, min(first + part_bytes, size_bytes) - 1)
        for number, first in enumerate(range(0, size_bytes, part_bytes), 1)
    ]
