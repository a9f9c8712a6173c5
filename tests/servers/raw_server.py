"""A server of bare bytes, for what no HTTP library would let a test send: drips, breaks, nonsense."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class RawServer:
    """Where it listens, and how often somebody came."""

    port: int
    heads: list[bytes] = field(default_factory=list)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


Deed = Callable[[RawServer, socket.socket], None]
"""What to do with a connection; it is closed afterwards."""


def silent(server: RawServer, _: socket.socket) -> None:
    """Accept, and say nothing at all."""
    server.over.wait(30)


@contextmanager
def doing(deed: Deed = silent) -> Iterator[RawServer]:
    """Do this with every connection, in a thread of its own, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = RawServer(listener.getsockname()[1])
        acceptor = threading.Thread(target=_accept, args=(listener, server, deed), daemon=True)
        acceptor.start()
        try:
            yield server
        finally:
            server.over.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
    acceptor.join(5)


def saying(*parts: bytes) -> Deed:
    """Read the request's head, send these bytes, hang up."""

    def deed(server: RawServer, connection: socket.socket) -> None:
        server.heads.append(read_head(connection))
        for part in parts:
            connection.sendall(part)

    return deed


def dripping(head: bytes, drop: bytes, every_s: float = 0.02) -> Deed:
    """Send the head, then a drop at a time for as long as somebody listens."""

    def deed(server: RawServer, connection: socket.socket) -> None:
        server.heads.append(read_head(connection))
        connection.sendall(head)
        while not server.over.wait(every_s):
            connection.sendall(drop)

    return deed


def read_head(connection: socket.socket) -> bytes:
    """The bytes up to the empty line."""
    head = b""
    while b"\r\n\r\n" not in head and (block := connection.recv(65536)):
        head += block
    return head


def _accept(listener: socket.socket, server: RawServer, deed: Deed) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        server.connections += 1
        threading.Thread(target=_serve, args=(connection, server, deed), daemon=True).start()


def _serve(
    connection: socket.socket,
    server: RawServer,
    deed: Deed,
) -> None:
    with connection, suppress(OSError):
        connection.settimeout(30)
        deed(server, connection)
