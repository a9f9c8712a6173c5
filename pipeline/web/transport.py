"""One request and its answer on the wire, to a checked address and within a time; the home of httpcore."""

import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any

import httpcore
import httpx

from pipeline.errors import FetchError, FetchFault
from pipeline.web.destinations import PRIVATE_FIX, is_number, is_public, shown

LookUp = Callable[[str, int], list[str]]
"""The IP addresses of a name, best first; OSError where there are none."""

_MOST_ADDRESSES = 4


def look_up_addresses(host: str, port: int) -> list[str]:
    """What the system's resolver says; how long it may take is the system's to say as well."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@cache
def trusted_roots() -> ssl.SSLContext:
    """The public roots, or those that SSL_CERT_FILE names, as companies with a proxy set it."""
    return httpx.create_ssl_context()


@dataclass(frozen=True)
class Wire:
    """How one request travels."""

    look_up: LookUp
    trust: ssl.SSLContext
    proxy: str | None
    allow_private: bool
    connect_s: float
    read_s: float
    deadline: float
    """By `time.monotonic`."""

    def left_s(self, limit_s: float | None) -> float:
        """How long the next step may take.

        Raises:
            httpcore.TimeoutException: No time is left.
        """
        left_s = self.deadline - monotonic()
        if left_s <= 0:
            raise httpcore.ReadTimeout("the time is over")
        return min(left_s, limit_s or left_s)


@dataclass(frozen=True)
class Reply:
    """The head of an answer, and its body as it was sent, to be read while the exchange is open."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case; several of one name joined by commas."""
    chunks: Iterator[bytes]


@contextmanager
def exchange(
    method: str, url: httpx.URL, headers: Mapping[str, str], wire: Wire, content: bytes | None = None
) -> Iterator[Reply]:
    """Send one request. Leaving before the body is read hangs up; redirects are not followed.

    Raises:
        FetchError: There is no answer, or it breaks off while it is read.
    """
    timeout = {"connect": wire.connect_s, "read": wire.read_s, "write": wire.read_s, "pool": wire.read_s}
    with ExitStack() as stack:
        with _as_fetch_errors(url):
            pool = stack.enter_context(_make_pool(wire))
            sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
            answer = stack.enter_context(
                pool.stream(
                    method, _core_url(url), headers=sent, content=content, extensions={"timeout": timeout}
                )
            )
        heard = httpx.Headers(answer.headers)
        joined = {name: ", ".join(heard.get_list(name)) for name in heard}
        yield Reply(answer.status, joined, _read(answer, url))


def _read(answer: httpcore.Response, url: httpx.URL) -> Iterator[bytes]:
    with _as_fetch_errors(url):
        yield from answer.iter_stream()


def _make_pool(wire: Wire) -> httpcore.ConnectionPool:
    """httpx's own engine, used directly: it alone can be told which address to connect to."""
    backend = _CheckedBackend(wire)
    if wire.proxy is None:
        return httpcore.ConnectionPool(ssl_context=wire.trust, network_backend=backend)
    proxy = httpx.Proxy(wire.proxy)
    return httpcore.HTTPProxy(
        proxy_url=_core_url(proxy.url),
        proxy_auth=proxy.raw_auth,
        ssl_context=wire.trust,
        proxy_ssl_context=wire.trust if proxy.url.scheme == "https" else None,
        network_backend=backend,
    )


def _core_url(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


class _CheckedBackend(httpcore.NetworkBackend):
    """Connects to the very addresses that were checked, so that a name cannot lead elsewhere meanwhile."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        def connect(address: str) -> httpcore.NetworkStream:
            left_s = self.wire.left_s(timeout)
            stream = self.plain.connect_tcp(address, port, left_s, local_address, socket_options)
            return _TimedStream(stream, self.wire)

        *others, last = self._addresses(host, port)
        for address in others:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return connect(address)
        return connect(last)

    def _addresses(self, host: str, port: int) -> list[str]:
        """Those of a name, none of which may be private; those of the proxy are the environment's affair."""
        try:
            addresses = [host] if is_number(host) else self.wire.look_up(host, port)[:_MOST_ADDRESSES]
        except (OSError, UnicodeError) as error:
            raise _UnknownNameError(host) from error
        if not addresses:
            raise _UnknownNameError(host)
        if self.wire.proxy is None and not self.wire.allow_private:
            _require_public(addresses)
        return addresses


def _require_public(addresses: Iterable[str]) -> None:
    for address in addresses:
        if not is_public(address):
            raise _PrivateAddressError(address)


class _TimedStream(httpcore.NetworkStream):
    """A connection of which every step ends before the whole must: no server can hold us by dripping."""

    def __init__(self, inner: httpcore.NetworkStream, wire: Wire) -> None:
        self.inner, self.wire = inner, wire

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, self.wire.left_s(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, self.wire.left_s(timeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        name = server_hostname.rstrip(".") if server_hostname else None
        return _TimedStream(self.inner.start_tls(ssl_context, name, self.wire.left_s(timeout)), self.wire)

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)


class _UnknownNameError(Exception):
    """No address belongs to the name."""


class _PrivateAddressError(Exception):
    """The name leads to an address that is not everybody's."""


@contextmanager
def _as_fetch_errors(url: httpx.URL) -> Iterator[None]:
    """The border of httpx, httpcore and the resolver: one error, with the address and what can be done."""
    try:
        yield
    except _UnknownNameError as error:
        fix = "check its spelling; a new name takes up to a day to be known everywhere"
        raise FetchError(shown(str(url)), f"nobody knows the host {error}", FetchFault.NAME, fix) from error
    except _PrivateAddressError as error:
        reason = f"leads to {error}, which only this machine or its network reaches"
        raise FetchError(shown(str(url)), reason, FetchFault.ADDRESS, PRIVATE_FIX) from error
    except httpcore.TimeoutException as error:
        fix = "try again later, or from elsewhere; apps give up as well"
        raise FetchError(shown(str(url)), "took too long to answer", FetchFault.TIME, fix) from error
    except (httpcore.ConnectError, httpcore.ProxyError) as error:
        raise _unreachable(url, error) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        fix = "look into the server's log, or ask the host"
        raise FetchError(
            shown(str(url)), "the answer breaks off or is not HTTP", FetchFault.ANSWER, fix
        ) from error


def _unreachable(url: httpx.URL, error: BaseException) -> FetchError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            reason = f"its certificate is not trusted: {cause.verify_message.rstrip('.')}"
            fix = "renew it, for this very name, and let the server send the whole chain"
            return FetchError(shown(str(url)), reason, FetchFault.CERTIFICATE, fix)
        if isinstance(cause, ssl.SSLError):
            reason = "no encrypted connection can be agreed upon"
            return FetchError(
                shown(str(url)), reason, FetchFault.CERTIFICATE, "let the server speak TLS 1.2 or 1.3"
            )
        cause = cause.__context__  # httpcore raises `from None`
    return FetchError(
        shown(str(url)), "nothing answers there", FetchFault.CONNECT, "see that the server runs"
    )


def check_behind_proxy(url: httpx.URL, wire: Wire) -> None:
    """Refuse what is known here as private; what is not known here is for the proxy to judge.

    Raises:
        FetchError: The name leads to a private address.
    """
    host = url.raw_host.decode("ascii")
    if wire.allow_private:
        return
    try:
        addresses = wire.look_up(host, url.port or 443)
    except (OSError, UnicodeError):
        return
    with _as_fetch_errors(url):
        _require_public(addresses)
