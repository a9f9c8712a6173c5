"""A proxy before a real S3 server: it makes one request of a run go wrong, and looks after each write."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.chaos.faults import Fault, Request, Then
from tests.chaos.mirror import Mirror, Place
from tests.servers.running import wait_until

HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "server", "date", "keep-alive"}
OUTAGE_S = 2.0
HANG_S = 1.5


@dataclass(frozen=True)
class Reply:
    """What the server behind said."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    length: str
    """As promised; a HEAD's body is empty."""


@dataclass
class FaultProxy:
    """Where it listens, what it does next, and what it saw."""

    backend_port: int
    port: int = 0
    mirror: Mirror = field(default_factory=Mirror)
    look: Callable[[Mirror, Request], None] = lambda _mirror, _request: None
    """Called after each request that changed the store, while no other one is carried out."""
    send_signal: Callable[[int], None] = lambda _signal: None
    """Reaches the process under test."""
    fault: Fault | None = None
    at: int = 0
    """The n-th request that the fault fits is hit; counts from 1."""
    hang_s: float = HANG_S
    seen: list[Request] = field(default_factory=list)
    """Every request of the run, in the order in which they came."""
    hit: Request | None = None
    lists: dict[str, Reply] = field(default_factory=dict)
    """What each list was when the run first asked."""
    _count: int = 0
    _dark_until: float = 0.0
    _open: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _writing: threading.Lock = field(default_factory=threading.Lock)
    failures: list[str] = field(default_factory=list)
    """What went wrong in the proxy itself."""

    @property
    def endpoint_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def arm(self, fault: Fault | None = None, at: int = 1, hang_s: float = HANG_S) -> None:
        """Begin a run."""
        with self._lock:
            self.fault, self.at, self.hang_s = fault, at, hang_s
            self.seen, self.hit, self._count, self._dark_until = [], None, 0, 0.0
            self.lists = {}

    def wait_until_quiet(self) -> None:
        """Until every connection of a run that has ended is closed, and all it sent is carried out."""
        wait_until(lambda: self._open == 0, "every connection being closed", 30)

    def opened(self, change: int) -> None:
        with self._lock:
            self._open += change

    def take(self, request: Request) -> Fault | None:
        """Note a request; the fault, where this is the one to hit."""
        with self._lock:
            self.seen.append(request)
            if self.fault is None:
                return None
            if time.monotonic() < self._dark_until:
                return self.fault
            if self.hit is not None or not self.fault.fits(request):
                return None
            self._count += 1
            if self._count != self.at:
                return None
            self.hit = request
            if self.fault.then is Then.OUTAGE:
                self._dark_until = time.monotonic() + OUTAGE_S
            return self.fault

    def forward(self, request: Request, body: bytes) -> Reply:
        """Have the server carry it out: changes one at a time, so that conditions hold, each looked at."""
        if not request.is_mutation:
            reply = self._ask(request, body)
            if request.is_list:
                self.lists.setdefault(request.target, reply)
            return reply
        with self._writing:
            reply = self._ask(request, body)
            if reply.status < 300:
                try:
                    self.mirror.apply(request, body, reply.body, self.read)
                    self.look(self.mirror, request)
                except Exception as error:  # noqa: BLE001  # the case fails by it, not this thread
                    self.failures.append(f"{request.label}: {error!r}")
            return reply

    def read(self, place: Place) -> bytes:
        """An object, behind everybody's back."""
        reply = self._ask(Request("GET", "/" + "/".join(place), {"authorization": "AWS k:s"}), b"")
        assert reply.status == 200, place
        return reply.body

    def _ask(self, request: Request, body: bytes) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.backend_port, timeout=60)
        try:
            connection.putrequest(request.method, request.target, skip_host=True, skip_accept_encoding=True)
            headers = {**request.headers, "content-length": str(len(body))}
            for name, text in headers.items():
                if name not in {"expect", "connection", "transfer-encoding"}:
                    connection.putheader(name, text)
            connection.endheaders(body)
            answer = connection.getresponse()
            data = answer.read()
            kept = [(name, text) for name, text in answer.getheaders() if name.lower() not in HOP_BY_HOP]
            length = answer.getheader("Content-Length") or str(len(data))
            return Reply(answer.status, kept, data, length)
        finally:
            connection.close()


def _error(fault: Fault) -> Reply:
    headers = fault.headers or {"Content-Type": "application/xml"}
    return Reply(fault.status, list(headers.items()), fault.body, str(len(fault.body)))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "_Server"

    def _pass_on(self) -> None:
        headers = {name.lower(): text for name, text in self.headers.items()}
        request = Request(self.command, self.path, headers)
        proxy = self.server.proxy
        fault = proxy.take(request)
        if fault is None:
            self._send(proxy.forward(request, self._body(request)))
        else:
            self._fail(proxy, fault, request)

    def _fail(self, proxy: FaultProxy, fault: Fault, request: Request) -> None:
        if fault.then in {Then.RESET, Then.OUTAGE, Then.CUT, Then.HANG}:
            if fault.then is Then.CUT:
                self.rfile.read(request.size_bytes // 2)
            if fault.then is Then.HANG:
                time.sleep(proxy.hang_s)
            self._reset()
        elif fault.then is Then.ANSWER:
            self._body(request)
            self._send(_error(fault))
        elif fault.then is Then.STALE:
            self._send(proxy.lists.get(request.target) or proxy.forward(request, b""))
        else:
            self._fail_when_done(proxy, fault, request)

    def _fail_when_done(self, proxy: FaultProxy, fault: Fault, request: Request) -> None:
        """The request is carried out; what comes back is the trouble."""
        if fault.then is Then.SIGNAL and fault.signal:
            proxy.send_signal(fault.signal)
        reply = proxy.forward(request, self._body(request))
        if fault.then is Then.SIGNAL:
            self._send(reply)
        elif fault.then is Then.ERR:
            self._send(_error(fault))
        elif fault.then is Then.TRUNCATE:
            self._send_half(reply)
        else:
            if fault.then is Then.SIGNAL_AFTER and fault.signal:
                proxy.send_signal(fault.signal)
            self._reset()

    def _body(self, request: Request) -> bytes:
        body = self.rfile.read(request.size_bytes)
        if len(body) < request.size_bytes:
            raise ConnectionError("the request ended in its middle")
        return body

    def _send(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        for name, text in reply.headers:
            self.send_header(name, text)
        if reply.status not in {204, 304}:
            self.send_header(
                "Content-Length", reply.length if self.command == "HEAD" else str(len(reply.body))
            )
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body)

    def _send_half(self, reply: Reply) -> None:
        """Half of the body, or of the headers where there is no body."""
        if not reply.body:
            self.wfile.write(f"HTTP/1.1 {reply.status} OK\r\nContent-Le".encode())
            return self._reset()
        self.send_response_only(reply.status)
        for name, text in [*reply.headers, ("Content-Length", str(len(reply.body)))]:
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(reply.body[: len(reply.body) // 2])
        self.close_connection = True
        return None

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _pass_on  # noqa: N815 # http.server's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        with suppress(ConnectionError, HTTPException, ValueError):
            super().handle()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    proxy: FaultProxy

    def process_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:  # type: ignore[override]
        self.proxy.opened(1)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        super().shutdown_request(request)
        self.proxy.opened(-1)


@contextmanager
def proxying(backend_port: int) -> Iterator[FaultProxy]:
    """Stand in front of a server until the block ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.proxy = FaultProxy(backend_port, server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.proxy
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
