"""A small S3 server of our own, in memory, with a switch for every habit of real stores."""

import base64
import hashlib
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from typing import NoReturn
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.servers.fake_s3_manners import GOOD, Habit, Manners
from tests.servers.fake_s3_state import FakeObject, FakeState, FakeUpload, described
from tests.servers.running import S3Server

_CREDENTIAL = re.compile(r"Credential=([^/]+)/")
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")
_PART = re.compile(r"<PartNumber>(\d+)</PartNumber>")
_HTTP_DATE = "%a, %d %b %Y %H:%M:%S GMT"


class Refusal(Exception):  # noqa: N818 # a server's answer, and no error of ours
    """An answer that is an S3 error."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


@dataclass
class FakeS3:
    """Where it listens, how it behaves, what it holds, and what it was asked."""

    port: int
    manners: Manners = GOOD
    """May be changed while it runs."""
    state: FakeState = field(default_factory=FakeState)
    requests: list[str] = field(default_factory=list)
    """`PUT bucket/key?query`, in the order in which they came."""

    def server(self, access_key: str = "fake-key") -> S3Server:
        """How to reach it, as the owner of this key."""
        return S3Server(f"http://127.0.0.1:{self.port}", access_key, "fake-secret")


@contextmanager
def fake_s3(manners: Manners = GOOD, *buckets: str) -> Iterator[FakeS3]:
    """Run a store with these manners and buckets until the block ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.fake = FakeS3(server.server_address[1], manners)
    server.fake.state.buckets.update(buckets or ("show",))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    fake: FakeS3


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def _answer(self) -> None:
        address = urlsplit(self.path)
        self.key = unquote(address.path).strip("/")
        self.bucket = self.key.partition("/")[0]
        self.query = {
            name: texts[0] for name, texts in parse_qs(address.query, keep_blank_values=True).items()
        }
        self.sent = {name.lower(): text for name, text in self.headers.items()}
        self.body = self.rfile.read(int(self.sent.get("content-length", 0)))
        found = _CREDENTIAL.search(self.sent.get("authorization", ""))
        self.access_key = found[1] if found else ""
        self.fake, self.state = self.server.fake, self.server.fake.state
        self.manners = self.fake.manners
        self.fake.requests.append(f"{self.command} {self.key}{'?' if address.query else ''}{address.query}")
        try:
            self._route()
        except Refusal as refusal:
            inner = f"<Code>{refusal.code}</Code><Message>{escape(refusal.message)}</Message>"
            self._say(f"<Error>{inner}</Error>", refusal.status)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815 # http.server's names

    def _route(self) -> None:
        if not self.key:
            names = "".join(f"<Bucket><Name>{name}</Name></Bucket>" for name in sorted(self.state.buckets))
            self._say(f"<ListAllMyBucketsResult><Buckets>{names}</Buckets></ListAllMyBucketsResult>")
        elif self.key == self.bucket:
            self._route_bucket()
        else:
            self._require_bucket()
            self._route_object()

    def _route_bucket(self) -> None:
        if self.command == "PUT":
            self.state.buckets.add(self.bucket)
            self._say()
            return
        self._require_bucket()
        if self.command == "HEAD":
            self._say()
        elif "uploads" in self.query:
            self._list_uploads()
        elif self.command == "GET":
            self._list()
        else:
            self._refuse(405, "MethodNotAllowed")

    def _route_object(self) -> None:
        upload = "uploadId" in self.query
        source = "x-amz-copy-source" in self.sent
        routes = {
            "GET": self._get,
            "HEAD": self._get,
            "DELETE": self._abort if upload else self._delete,
            "POST": self._complete if upload else self._begin,
            "PUT": partial(self._put_part, copies=source) if upload else self._copy if source else self._put,
        }
        routes[self.command]()

    # Reading

    def _get(self) -> None:
        self._require("s3:GetObject", self.key)
        stale = self.manners.stale_reads and self.key in self.state.before
        stored = self.state.before[self.key] if stale else self.state.objects.get(self.key)
        if stored is None:
            self._refuse(404, "NoSuchKey")
        if self.sent.get("if-none-match") == stored.etag:
            self._say(status=304)
            return
        headers = {
            **{name.title(): text for name, text in stored.headers.items()},
            "ETag": stored.etag,
            "Last-Modified": stored.modified_at.strftime(_HTTP_DATE),
        }
        wanted = _RANGE.fullmatch(self.sent.get("range", ""))
        if not wanted or not self.manners.serves_ranges:
            self._say(stored.body, headers=headers)
            return
        first, last = int(wanted[1]), min(int(wanted[2] or 1 << 60), len(stored.body) - 1)
        if first > last:
            self._refuse(416, "InvalidRange")
        headers["Content-Range"] = f"bytes {first}-{last}/{len(stored.body)}"
        self._say(stored.body[first : last + 1], 206, headers)

    def _list(self) -> None:
        self._require("s3:ListBucket", self.bucket)
        seen = self.state.listings[: -self.manners.stale_lists or None] or [{}]
        prefix = f"{self.bucket}/{self.query.get('prefix', '')}"
        after = f"{self.bucket}/{self.query.get('continuation-token', '')}"
        keys = [key for key in sorted(seen[-1]) if key.startswith(prefix) and key > after]
        page = keys[: min(int(self.query.get("max-keys", 1000)), self.manners.page_size)]
        rows = "".join(_row(key, seen[-1][key]) for key in page)
        more = len(page) < len(keys)
        token = f"<NextContinuationToken>{_inner(page[-1])}</NextContinuationToken>" if more else ""
        truncated = f"<IsTruncated>{str(more).lower()}</IsTruncated>"
        self._say(f"<ListBucketResult>{truncated}{token}{rows}</ListBucketResult>")

    def _list_uploads(self) -> None:
        self._require("s3:ListBucketMultipartUploads", self.bucket)
        habit = self.manners.lists_uploads
        if habit in {"501", "403"}:
            self._refuse(int(habit), "NotImplemented" if habit == "501" else "AccessDenied")
        prefix = f"{self.bucket}/{self.query.get('prefix', '')}"
        rows = sorted((upload.path, upload_id) for upload_id, upload in self.state.uploads.items())
        rows = [row for row in rows if row[0].startswith(prefix)]
        if habit == "exact key":
            rows = [row for row in rows if row[0] == prefix]
        marker = (f"{self.bucket}/{self.query.get('key-marker', '')}", self.query.get("upload-id-marker", ""))
        rows = [row for row in rows if row > marker]
        page = list(islice(rows, self.manners.page_size))
        inner = "".join(self._upload_row(path, upload_id) for path, upload_id in page)
        if len(page) < len(rows):
            inner += f"<NextKeyMarker>{_inner(page[-1][0])}</NextKeyMarker>"
            inner += f"<NextUploadIdMarker>{page[-1][1]}</NextUploadIdMarker><IsTruncated>true</IsTruncated>"
        self._say(f"<ListMultipartUploadsResult>{inner}</ListMultipartUploadsResult>")

    def _upload_row(self, path: str, upload_id: str) -> str:
        begun = self.state.uploads[upload_id].begun_at.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        inner = f"<Key>{_inner(path)}</Key><UploadId>{upload_id}</UploadId><Initiated>{begun}</Initiated>"
        return f"<Upload>{inner}</Upload>"

    # Writing

    def _put(self) -> None:
        self._require("s3:PutObject", self.key)
        self._check_body(self.manners.single_put_bytes)
        with self._conditions(self.manners.if_absent, self.manners.if_match):
            stored = self.state.put(self.key, self.body, described(self.sent))
        self._say(headers={"ETag": stored.etag})

    def _delete(self) -> None:
        self._require("s3:DeleteObject", self.key)
        self.state.delete(self.key)
        self._say(status=204)

    def _copy(self) -> None:
        self._require("s3:PutObject", self.key)
        source = self._source()
        if len(source.body) > self.manners.single_copy_bytes:
            self._refuse(400, "InvalidRequest", "The specified copy source is larger than can be copied.")
        replaced = self.sent.get("x-amz-metadata-directive") == "REPLACE"
        stored = self.state.put(self.key, source.body, described(self.sent) if replaced else source.headers)
        self._say(f"<CopyObjectResult><ETag>{escape(stored.etag)}</ETag></CopyObjectResult>")

    def _source(self) -> FakeObject:
        if self.manners.copies != "yes":
            code = "NotImplemented" if self.manners.copies == "501" else "AccessDenied"
            self._refuse(int(self.manners.copies), code)
        path = unquote(self.sent["x-amz-copy-source"]).lstrip("/")
        self._require("s3:GetObject", path)
        source = self.state.objects.get(path)
        if source is None:
            self._refuse(404, "NoSuchKey")
        if self.sent.get("x-amz-copy-source-if-match", source.etag) != source.etag:
            self._refuse(412, "PreconditionFailed")
        return source

    def _begin(self) -> None:
        self._require("s3:PutObject", self.key)
        upload_id = self.state.begin(self.key, described(self.sent))
        inner = f"<UploadId>{upload_id}</UploadId>"
        self._say(f"<InitiateMultipartUploadResult>{inner}</InitiateMultipartUploadResult>")

    def _upload(self) -> FakeUpload:
        upload = self.state.uploads.get(self.query["uploadId"])
        if upload is None or upload.path != self.key:
            self._refuse(404, "NoSuchUpload")
        return upload

    def _put_part(self, *, copies: bool) -> None:
        self._require("s3:PutObject", self.key)
        upload, number, part = self._upload(), int(self.query["partNumber"]), self.body
        if number > self.manners.max_parts:
            self._refuse(400, "InvalidArgument", "Part number is too large.")
        if copies:
            wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", self.sent["x-amz-copy-source-range"])
            assert wanted
            part = self._source().body[int(wanted[1]) : int(wanted[2]) + 1]
        else:
            self._check_body(self.manners.single_put_bytes)
        upload.parts[number] = part
        etag = f'"{hashlib.md5(part, usedforsecurity=False).hexdigest()}"'
        if copies:
            self._say(f"<CopyPartResult><ETag>{escape(etag)}</ETag></CopyPartResult>")
        else:
            self._say(headers={"ETag": etag})

    def _complete(self) -> None:
        self._require("s3:PutObject", self.key)
        upload = self._upload()
        parts = [upload.parts[int(number)] for number in _PART.findall(self.body.decode())]
        if any(len(part) < self.manners.min_part_bytes for part in parts[:-1]):
            self._refuse(400, "EntityTooSmall")
        with self._conditions(self.manners.complete_if_absent, "enforces"):
            etag = f'"{hashlib.sha256(b"".join(parts)).hexdigest()[:32]}-{len(parts)}"'
            stored = self.state.put(self.key, b"".join(parts), upload.headers, etag)
            self.state.uploads.pop(self.query["uploadId"], None)
        inner = f"<ETag>{escape(stored.etag)}</ETag>"
        self._say(f"<CompleteMultipartUploadResult>{inner}</CompleteMultipartUploadResult>")

    def _abort(self) -> None:
        self._require("s3:AbortMultipartUpload", self.key)
        self._upload()
        self.state.uploads.pop(self.query["uploadId"], None)
        self._say(status=204)

    @contextmanager
    def _conditions(self, if_absent: Habit, if_match: Habit) -> Iterator[None]:
        """Let a write happen where its conditions hold, as far as this store cares."""
        absent, match = "if-none-match" in self.sent, self.sent.get("if-match")
        habit = if_absent if absent else if_match if match else "ignores"
        if habit in {"501", "400", "503"}:
            codes = {"501": "NotImplemented", "400": "InvalidArgument", "503": "ServiceUnavailable"}
            self._refuse(
                int(habit), codes[habit], "A header you provided implies functionality that is not here."
            )
        if habit == "racy":
            self._compare(match)
            time.sleep(self.manners.race_s)
        with self.state.lock:
            if habit == "enforces":
                self._compare(match)
            yield

    def _compare(self, match: str | None) -> None:
        etag = self.state.etag_of(self.key)
        if match and etag is None:
            self._refuse(404, "NoSuchKey")
        if (match and etag != match) or (not match and etag):
            self._refuse(412, "PreconditionFailed")

    # Answering

    def _check_body(self, largest_bytes: int) -> None:
        if len(self.body) > largest_bytes:
            self._refuse(400, "EntityTooLarge")
        md5 = base64.b64encode(hashlib.md5(self.body, usedforsecurity=False).digest()).decode()
        if self.manners.needs_md5 and "content-md5" not in self.sent:
            self._refuse(400, "InvalidRequest", "Content-MD5 is required.")
        if self.sent.get("content-md5", md5) != md5:
            self._refuse(400, "BadDigest")

    def _require(self, action: str, path: str) -> None:
        if not self.manners.allows(self.access_key, action, path):
            self._refuse(403, "AccessDenied")

    def _require_bucket(self) -> None:
        if self.bucket not in self.state.buckets:
            self._refuse(404, "NoSuchBucket")

    def _refuse(self, status: int, code: str, message: str = "") -> NoReturn:
        raise Refusal(status, code, message)

    def _say(self, body: str | bytes = b"", status: int = 200, headers: dict[str, str] | None = None) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        if self.manners.allows_origin:
            self.send_header("Access-Control-Allow-Origin", self.manners.allows_origin)
        if status not in {204, 304}:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD" and status not in {204, 304}:
            self.wfile.write(data)

    def handle_expect_100(self) -> bool:
        go_on = super().handle_expect_100()
        self.wfile.flush()
        return go_on

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        with suppress(ConnectionError):
            super().handle()


def _inner(path: str) -> str:
    return escape(path.partition("/")[2])


def _row(path: str, stored: FakeObject) -> str:
    fields = {
        "Key": _inner(path),
        "Size": len(stored.body),
        "ETag": escape(stored.etag),
        "LastModified": stored.modified_at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    }
    return f"<Contents>{''.join(f'<{name}>{text}</{name}>' for name, text in fields.items())}</Contents>"
