"""An HTTP server that answers what a test tells it to, for what real servers do only on bad days."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

KEPT_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    """Names in lower case."""
    size_bytes: int
    body: bytes
    """Empty where it is larger than 1 MiB."""


@dataclass(frozen=True)
class Answer:
    """What to say; None instead of an answer drops the connection."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    missing_bytes: int = 0
    """How many bytes more the answer promises than it sends."""

    @classmethod
    def error(cls, status: int, code: str, message: str = "", **more: str) -> "Answer":
        """As S3 words its refusals."""
        fields = {"Code": code, "Message": message, **more}
        inner = "".join(f"<{name}>{text}</{name}>" for name, text in fields.items())
        return cls(status, f"<Error>{inner}</Error>".encode(), {"Content-Type": "application/xml"})


Script = Callable[[Asked], Answer | None]


@dataclass
class ScriptedServer:
    """Where it listens and what it was asked."""

    port: int
    asked: list[Asked] = field(default_factory=list)

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def requests(self) -> list[str]:
        """`GET /show/key` and so on, in the order in which they came."""
        return [f"{each.method} {each.path}" for each in self.asked]


@contextmanager
def answering(script: Script) -> Iterator[ScriptedServer]:
    """Run the script for every request until the block ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.script = script
    server.scripted = ScriptedServer(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.scripted
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    script: Script
    scripted: ScriptedServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _answer(self) -> None:
        asked = self._read()
        self.server.scripted.asked.append(asked)
        answer = self.server.script(asked)
        if answer is None:
            self.close_connection = True
            return
        self.send_response(answer.status)
        size = str(len(answer.body) + answer.missing_bytes)
        promised = answer.headers.get("Content-Length", size) if self.command == "HEAD" else size
        for name, text in {**answer.headers, "Content-Length": promised}.items():
            self.send_header(name, text)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)
        self.close_connection = bool(answer.missing_bytes)

    def _read(self) -> Asked:
        size_bytes = left_bytes = int(self.headers.get("Content-Length", 0))
        blocks = []
        while left_bytes and (block := self.rfile.read(min(left_bytes, KEPT_BYTES))):
            left_bytes -= len(block)
            if size_bytes <= KEPT_BYTES:
                blocks.append(block)
        address = urlsplit(self.path)
        headers = {name.lower(): text for name, text in self.headers.items()}
        received_bytes = size_bytes - left_bytes
        return Asked(self.command, address.path, address.query, headers, received_bytes, b"".join(blocks))

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _answer  # noqa: N815 # http.server's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        try:
            super().handle()
        except ConnectionError:
            self.close_connection = True
