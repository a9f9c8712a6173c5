"""What the store holds, kept beside it from the requests that it carried out: looking costs nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import md5
from urllib.parse import unquote

from tests.chaos.faults import Request

Place = tuple[str, str]
"""Bucket and key."""

KEPT = ("content-type", "cache-control", "content-disposition", "x-amz-acl")


@dataclass(frozen=True)
class Kept:
    """One object."""

    body: bytes
    headers: dict[str, str]

    @property
    def etag(self) -> str:
        return md5(self.body).hexdigest()


@dataclass
class Mirror:
    """All objects, and the uploads in parts that were begun and neither completed nor aborted."""

    objects: dict[Place, Kept] = field(default_factory=dict)
    uploads: dict[str, tuple[Place, dict[str, str]]] = field(default_factory=dict)

    def copy(self) -> "Mirror":
        return Mirror(dict(self.objects), dict(self.uploads))

    def bodies(self, bucket: str) -> dict[str, bytes]:
        """Every object of a bucket, by key."""
        return {key: kept.body for (where, key), kept in sorted(self.objects.items()) if where == bucket}

    def apply(self, request: Request, body: bytes, answer: bytes, read: Callable[[Place], bytes]) -> None:
        """Follow one request that the store carried out.

        Args:
            request: What was asked.
            body: Its body.
            answer: What the store said.
            read: Looks at an object behind the proxy's back.
        """
        place, query = (request.bucket, request.key), request.query
        if request.method == "POST" and "uploads" in query:
            upload = answer.partition(b"<UploadId>")[2].partition(b"</UploadId>")[0].decode()
            self.uploads[upload] = (place, described(request))
        elif request.method == "POST" and "uploadId" in query:
            _, headers = self.uploads.pop(query["uploadId"])
            self.objects[place] = Kept(read(place), headers)
        elif request.method == "POST":
            raise NotImplementedError(request.target)
        elif request.method == "DELETE" and "uploadId" in query:
            self.uploads.pop(query["uploadId"], None)
        elif request.method == "DELETE":
            self.objects.pop(place, None)
        elif "partNumber" not in query:
            self._put(request, place, body)

    def _put(self, request: Request, place: Place, body: bytes) -> None:
        if source := request.headers.get("x-amz-copy-source"):
            bucket, _, key = unquote(source).lstrip("/").partition("/")
            body = self.objects[bucket, key].body
        self.objects[place] = Kept(body, described(request))


def described(request: Request) -> dict[str, str]:
    """The headers that are stored with an object."""
    return {
        name: text for name, text in request.headers.items() if name in KEPT or name.startswith("x-amz-meta-")
    }
