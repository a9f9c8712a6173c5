"""The preview server: a show over HTTP, as podcast apps and browsers expect it."""

import re
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import BoundedSemaphore, Thread
from typing import Any, BinaryIO

from pipeline.errors import AirdateError
from pipeline.web.files import ServedFile
from pipeline.web.hosts import is_near
from pipeline.web.ranges import UnsatisfiableError, is_unchanged, may_resume, parse_range
from pipeline.web.shown import EventStream, Shown, ShownFolder

MAX_CONNECTIONS = 64
"""Each is a thread; a browser opens six for one host."""
_PATIENCE_S = 1.0
"""How long one more connection waits for its turn before it is closed."""
NOT_FOUND_PAGE = "/404.html"
_CHUNK_BYTES = 1 << 16
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


class PreviewServer(ThreadingHTTPServer):
    """Answers each connection in a thread of its own; stops without waiting for them."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str, port: int, answer: Callable[..., BaseHTTPRequestHandler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._turns = BoundedSemaphore(MAX_CONNECTIONS)
        super().__init__((host, port), answer)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Start a thread, unless there are too many."""
        if self._turns.acquire(timeout=_PATIENCE_S):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._turns.release()

    @property
    def url(self) -> str:
        """Where it answers, ending in a slash."""
        host, port = self.server_address[:2]
        name = str(host)
        return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Players hang up in the middle of a file all the time: that is no error."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def open_server(shown: Shown, port: int, host: str = "127.0.0.1") -> PreviewServer:
    """A server that listens already; `serve_forever` makes it answer.

    Args:
        shown: What it shows.
        port: 0 takes a free one; `url` tells which.
        host: Other than loopback only to show the preview on another device.

    Raises:
        AirdateError: The port is taken, or the address is not this machine's.
    """
    try:
        return PreviewServer(host, port, partial(_Answer, shown, host))
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AirdateError(
            f"cannot serve at {host}:{port}: {reason}", "choose another port, for example --port 8001"
        ) from error


def make_server(root: Path, port: int, host: str = "127.0.0.1", base_url: str | None = None) -> PreviewServer:
    """The same for a folder store's public root.

    Args:
        root: The public root.
        port: 0 takes a free one; `url` tells which.
        host: Other than loopback only to show the preview on another device.
        base_url: The show's address in its feed and pages, ending in a slash;
            rewritten to this server's own on the way out.

    Raises:
        AirdateError: As `open_server`.
    """
    return open_server(ShownFolder(root, base_url), port, host)


def serve(
    root: Path,
    port: int,
    host: str = "127.0.0.1",
    base_url: str | None = None,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted from the keyboard; `on_ready` is told the address.

    Raises:
        AirdateError: As `make_server`.
    """
    with make_server(root, port, host, base_url) as server, suppress(KeyboardInterrupt):
        if on_ready:
            on_ready(server.url)
        server.serve_forever()


@contextmanager
def answering(server: PreviewServer) -> Iterator[None]:
    """Answer in a thread of its own, while the caller does something else."""
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


class _Answer(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "airdate"
    sys_version = ""
    timeout = 60
    server: PreviewServer

    def __init__(self, shown: Shown, host: str, *arguments: object) -> None:
        self.shown, self.host = shown, host
        super().__init__(*arguments)  # type: ignore[arg-type]  # what socketserver passes on

    def do_GET(self) -> None:  # the name http.server calls
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_OPTIONS(self) -> None:
        """Say that scripts of any page may read what is public, in ranges too."""
        if not self.shown.is_public:
            self._refuse(HTTPStatus.FORBIDDEN, "This is a preview: only its own pages may read it.\n")
            return
        self.send_response(HTTPStatus.NO_CONTENT)
        self.send_header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
        self.send_header("Access-Control-Allow-Headers", "Range, If-None-Match, If-Range")
        self.end_headers()

    def end_headers(self) -> None:
        if self.shown.is_public:
            self.send_header("Access-Control-Allow-Origin", "*")
            exposed = "Accept-Ranges, Content-Length, Content-Range, ETag"
            self.send_header("Access-Control-Expose-Headers", exposed)
        else:
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # http.server's name
        """Requests are of no interest to a producer."""

    def _answer(self) -> None:
        if not self.shown.is_public and not is_near(self.headers.get("Host", ""), self.host):
            text = "This preview answers to localhost and to plain addresses, not to other names.\n"
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, text)
            return
        found = self.shown.find(self.path, self._own_url())
        if found is None:
            self._send_not_found()
        elif isinstance(found, EventStream):
            self._send_events(found)
        elif is_unchanged(self.headers, found.etag, found.modified_s):  # type: ignore[arg-type]
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self._say_version(found)
            self.end_headers()
        else:
            self._send(found)

    def _send_events(self, stream: EventStream) -> None:
        """Server-sent events until the client hangs up or the server ends."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "HEAD":
            return
        with closing(stream.events) as lines:
            for line in lines:
                self.wfile.write(line)

    def _own_url(self) -> str:
        """This server as the client names it, so that links stay on the name that was typed."""
        host = self.headers.get("Host", "")
        return f"http://{host}/" if _HOST.fullmatch(host) else self.server.url

    def _send(self, served: ServedFile) -> None:
        resumes = may_resume(self.headers, served.etag, served.modified_s)  # type: ignore[arg-type]
        try:
            span = parse_range(self.headers.get("Range") if resumes else None, served.size_bytes)
        except UnsatisfiableError:
            self._refuse(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "", f"bytes */{served.size_bytes}")
            return
        first, length = span or (0, served.size_bytes)
        with served.open() as stream:
            self.send_response(HTTPStatus.PARTIAL_CONTENT if span else HTTPStatus.OK)
            self._say_version(served)
            self.send_header("Content-Type", served.content_type)
            self.send_header("Content-Length", str(length))
            if span:
                self.send_header("Content-Range", f"bytes {first}-{first + length - 1}/{served.size_bytes}")
            self.end_headers()
            if self.command != "HEAD":
                stream.seek(first)
                self._copy(stream, length)

    def _send_not_found(self) -> None:
        """People see the show's own page, as on a host; programs, or where there is none, a sentence."""
        wants_page = "text/html" in self.headers.get("Accept", "")
        page = self.shown.find(NOT_FOUND_PAGE, self._own_url()) if wants_page else None
        if page is None or isinstance(page, EventStream):
            self._refuse(HTTPStatus.NOT_FOUND, "There is nothing at this address.\n")
            return
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", page.content_type)
        self.send_header("Content-Length", str(page.size_bytes))
        self.end_headers()
        if self.command != "HEAD":
            with page.open() as stream:
                self._copy(stream, page.size_bytes)

    def _say_version(self, served: ServedFile) -> None:
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("ETag", served.etag)
        if served.modified_s is not None:
            self.send_header("Last-Modified", self.date_time_string(int(served.modified_s)))

    def _copy(self, stream: BinaryIO, length: int) -> None:
        """Send exactly `length` bytes; where the file has shrunk meanwhile, hang up rather than lie."""
        while length > 0:
            chunk = stream.read(min(_CHUNK_BYTES, length))
            if not chunk:
                self.close_connection = True
                return
            self.wfile.write(chunk)
            length -= len(chunk)

    def _refuse(self, status: HTTPStatus, text: str, content_range: str | None = None) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if content_range:
            self.send_header("Content-Range", content_range)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
