"""An S3 that keeps small objects and, of large ones, only what they were: no disk, no memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from tests.servers.scripted_server import Answer, Asked, ScriptedServer, answering

MISSING = Answer.error(404, "NoSuchKey")
REFUSED = Answer.error(412, "PreconditionFailed")


@dataclass
class Kept:
    """An object: all of a small one, the size and headers of any."""

    body: bytes
    size_bytes: int
    etag: str
    headers: dict[str, str]


@dataclass
class DiscardingS3:
    """Objects by address, and uploads that have begun."""

    objects: dict[str, Kept] = field(default_factory=dict)
    uploads: dict[str, Kept] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Answer:
        """What S3 would say."""
        query = {name: values[0] for name, values in parse_qs(asked.query, keep_blank_values=True).items()}
        if "list-type" in query:
            return self._list(asked.path, query.get("prefix", ""))
        if asked.method == "POST":
            return self._begin(asked) if "uploads" in query else self._end(asked)
        if asked.method == "PUT":
            return self._add_part(asked) if "partNumber" in query else self._put(asked)
        if asked.method == "DELETE":
            self.objects.pop(asked.path, None)
            return Answer(204)
        return self._read(asked)

    def _list(self, bucket: str, prefix: str) -> Answer:
        rows = "".join(
            f"<Contents><Key>{escape(path.removeprefix(f'{bucket}/'))}</Key><ETag>{kept.etag}</ETag>"
            f"<Size>{kept.size_bytes}</Size></Contents>"
            for path, kept in sorted(self.objects.items())
            if path.startswith(f"{bucket}/{prefix}")
        )
        body = f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"
        return Answer(body=body.encode())

    def _begin(self, asked: Asked) -> Answer:
        self.uploads[asked.path] = Kept(b"", 0, '"of-parts"', _kept_headers(asked))
        return Answer(body=b"<R><UploadId>u1</UploadId></R>")

    def _add_part(self, asked: Asked) -> Answer:
        self.uploads[asked.path].size_bytes += asked.size_bytes
        return Answer(headers={"ETag": '"part"'})

    def _end(self, asked: Asked) -> Answer:
        self.objects[asked.path] = self.uploads.pop(asked.path)
        return Answer(body=b"<R><ETag>of-parts</ETag></R>")

    def _put(self, asked: Asked) -> Answer:
        found = self.objects.get(asked.path)
        wanted = asked.headers.get("if-match")
        if (found and "if-none-match" in asked.headers) or (wanted and (not found or found.etag != wanted)):
            return REFUSED
        etag = f'"{md5(asked.body).hexdigest()}"'
        self.objects[asked.path] = Kept(asked.body, asked.size_bytes, etag, _kept_headers(asked))
        return Answer(headers={"ETag": etag})

    def _read(self, asked: Asked) -> Answer:
        kept = self.objects.get(asked.path)
        if kept is None:
            is_bucket = asked.path.count("/") == 1
            return Answer() if is_bucket else MISSING
        headers = {**kept.headers, "ETag": kept.etag, "Content-Length": str(kept.size_bytes)}
        if "range" in asked.headers:
            first, last = map(int, asked.headers["range"].removeprefix("bytes=").split("-"))
            headers["Content-Range"] = f"bytes {first}-{last}/{kept.size_bytes}"
            return Answer(206, bytes(last - first + 1), headers)
        return Answer(200, kept.body, headers)


def _kept_headers(asked: Asked) -> dict[str, str]:
    kept = ("content-type", "cache-control", "content-disposition")
    return {
        name: text for name, text in asked.headers.items() if name in kept or name.startswith("x-amz-meta-")
    }


@contextmanager
def discarding() -> Iterator[tuple[ScriptedServer, DiscardingS3]]:
    """Run one until the block ends."""
    store = DiscardingS3()
    with answering(store.answer) as server:
        yield server, store
