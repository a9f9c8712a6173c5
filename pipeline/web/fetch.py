"""The one function that fetches: http and https, from machines that are everybody's, within limits.

Nothing is kept between requests: no cookies, no connections. Every redirect
is followed by hand and judged like the first address. Where the environment
names a proxy (HTTPS_PROXY and the like), requests go through it, as those of
boto3 do; then the proxy decides what a name leads to, and only names that
are known here as private, and addresses written as numbers, are refused.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

from pipeline import __version__
from pipeline.core.web_facts import Answer, Hop
from pipeline.errors import FetchError, FetchFault
from pipeline.web.destinations import parse_destination, shown
from pipeline.web.unpack import GrowthError, PackedError, unpack

if TYPE_CHECKING:
    import ssl

    import httpx

    from pipeline.web.transport import LookUp, Reply, Wire

USER_AGENT = f"airdate/{__version__}"
MOST_REDIRECTS = 10
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Limits:
    """How long a request may take, and how much of its answer is read."""

    connect_s: float = 10.0
    read_s: float = 20.0
    """Without a byte."""
    total_s: float = 60.0
    """From the first request to the last byte, redirects included; but for the resolver's own time."""
    body_bytes: int = 20_000_000
    """Unpacked."""


FEED_LIMITS = Limits(total_s=600.0, body_bytes=256_000_000)
"""For a feed that is looked at while it comes in."""


def environment_proxy(url: str) -> str | None:
    """The proxy that the environment names for an address; None for the direct way, as to this machine."""
    scheme, _, rest = url.partition("://")
    host = rest.partition("/")[0]
    is_here = host.startswith(("localhost", "127.", "[::1]"))
    return None if is_here or proxy_bypass(host) else getproxies().get(scheme)


@dataclass(frozen=True)
class Network:
    """What this machine knows of the network, for tests to replace."""

    look_up: "LookUp | None" = None
    """The system's resolver unless given."""
    trust: "ssl.SSLContext | None" = None
    """The public roots unless given."""
    proxy_for: Callable[[str], str | None] = environment_proxy


NETWORK = Network()


@dataclass(frozen=True)
class Opened:
    """An answer whose body comes in while it is read."""

    head: Answer
    """Without the body."""
    chunks: Iterator[bytes]
    """Unpacked; reading them raises FetchError where the answer breaks off or a limit is reached."""


def fetch(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    limits: Limits = Limits(),
    allow_private: bool = False,
    cut: bool = False,
    own_host: str = "",
    network: Network = NETWORK,
) -> Answer:
    """Ask for an address and read the answer, whatever its status.

    Args:
        url: http or https, without user name and password.
        method: GET or HEAD: redirects repeat it.
        headers: Beside our own. They go to every hop, so no secrets.
        limits: What to give up at.
        allow_private: Go to this machine and to private networks as well, at any port.
        cut: Read no more than `limits.body_bytes` instead of giving up there.
        own_host: The one host, with its port where it has one, that may be private: the show's own.
        network: For tests.

    Raises:
        FetchError: There is no complete answer.
    """
    with open_body(
        url,
        method=method,
        headers=headers,
        limits=limits,
        allow_private=allow_private,
        cut=cut,
        own_host=own_host,
        network=network,
    ) as opened:
        body = b"".join(opened.chunks)
        head = opened.head
    is_cut = cut and len(body) >= limits.body_bytes and method != "HEAD"
    return Answer(head.url, head.status, head.headers, head.hops, body, is_cut)


@contextmanager
def open_body(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    limits: Limits = FEED_LIMITS,
    allow_private: bool = False,
    cut: bool = False,
    own_host: str = "",
    network: Network = NETWORK,
) -> Iterator[Opened]:
    """As `fetch`, with the body in chunks of at most 64 KiB, read when they are asked for.

    Raises:
        FetchError: There is no answer.
    """
    journey = _Journey(limits, allow_private, network, monotonic() + limits.total_s, own_host.lower())
    sent = {"user-agent": USER_AGENT, "accept": "*/*", "accept-encoding": "gzip, deflate", **_lower(headers)}
    hops: list[Hop] = []
    target = journey.parse(url)
    while True:
        with journey.ask(method, target, sent) as reply:
            onward = _next_address(target, reply)
            if onward is None:
                head = Answer(str(target), reply.status, reply.headers, tuple(hops))
                yield Opened(head, _body(reply, head, limits, cut=cut))
                return
            hops.append(Hop(reply.status, str(target), reply.headers.get("access-control-allow-origin")))
        target = _checked_hop(url, onward, hops, journey)


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    limits: Limits = Limits(total_s=20.0, body_bytes=65_536),
    allow_private: bool = False,
    network: Network = NETWORK,
) -> Answer:
    """Send one request to one address; a redirect is an answer like any other, and never followed.

    So what the headers hold reaches nobody but the host that is named.

    Args:
        method: GET or POST.
        url: http or https, without user name and password.
        headers: Beside our own; they may hold a secret.
        body: What is sent.
        limits: What to give up at; of the answer no more than `body_bytes` are read.
        allow_private: Go to this machine and to private networks as well, at any port.
        network: For tests.

    Raises:
        FetchError: There is no complete answer.
    """
    journey = _Journey(limits, allow_private, network, monotonic() + limits.total_s)
    target = journey.parse(url)
    sent = {"user-agent": USER_AGENT, "accept": "*/*", **_lower(headers)}
    with journey.ask(method, target, sent, body) as reply:
        head = Answer(str(target), reply.status, reply.headers)
        return replace(head, body=b"".join(_body(reply, head, limits, cut=True)))


@dataclass(frozen=True)
class _Journey:
    """One fetch with all its hops: they share a deadline."""

    limits: Limits
    allow_private: bool
    network: Network
    deadline: float
    own_host: str = ""

    def parse(self, url: str) -> "httpx.URL":
        """An address that may be asked. Which host it names is read by the parser that makes the request."""
        target = parse_destination(url, allow_private=True)
        return target if self._allows(target) else parse_destination(url, allow_private=False)

    def _allows(self, target: "httpx.URL") -> bool:
        is_own = bool(self.own_host) and target.netloc.decode("ascii").lower() == self.own_host
        return self.allow_private or is_own

    @contextmanager
    def ask(
        self, method: str, target: "httpx.URL", headers: Mapping[str, str], body: bytes | None = None
    ) -> Iterator["Reply"]:
        from pipeline.web.transport import check_behind_proxy, exchange

        proxy = self.network.proxy_for(str(target))
        wire = self._wire(proxy, allow_private=self._allows(target))
        if proxy is not None:
            check_behind_proxy(target, wire)
        with exchange(method, target, headers, wire, body) as reply:
            yield reply

    def _wire(self, proxy: str | None, *, allow_private: bool) -> "Wire":
        from pipeline.web.transport import Wire, look_up_addresses, trusted_roots

        network, limits = self.network, self.limits
        return Wire(
            network.look_up or look_up_addresses,
            network.trust or trusted_roots(),
            proxy,
            allow_private,
            limits.connect_s,
            limits.read_s,
            self.deadline,
        )


def _lower(headers: Mapping[str, str] | None) -> dict[str, str]:
    return {name.lower(): value for name, value in (headers or {}).items()}


def _next_address(target: "httpx.URL", reply: "Reply") -> str | None:
    """Where a redirect leads; None where the answer is none, or leads nowhere."""
    import httpx

    location = reply.headers.get("location")
    if reply.status not in _REDIRECTS or not location:
        return None
    try:
        return str(target.join(location).copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError):
        return location


def _checked_hop(url: str, onward: str, hops: list[Hop], journey: _Journey) -> "httpx.URL":
    """The next address of a chain that may go on."""
    fix = "let the first address lead straight to the last"
    if len(hops) > MOST_REDIRECTS:
        reason = f"is redirected more than {MOST_REDIRECTS} times"
        raise FetchError(shown(url), reason, FetchFault.REDIRECTS, fix)
    try:
        target = journey.parse(onward)
    except FetchError as error:
        reason = f"redirects to {shown(onward)}, which {error.reason}"
        raise FetchError(shown(url), reason, FetchFault.ADDRESS, error.fix) from error
    if any(hop.url == str(target) for hop in hops):
        raise FetchError(shown(url), "is redirected round in a circle", FetchFault.REDIRECTS, fix)
    return target


def _body(reply: "Reply", head: Answer, limits: Limits, *, cut: bool) -> Iterator[bytes]:
    """The unpacked body up to the limit."""
    left_bytes = limits.body_bytes
    try:
        for chunk in unpack(reply.chunks, reply.headers.get("content-encoding", "")):
            if len(chunk) > left_bytes and not cut:
                reason = f"is larger than {limits.body_bytes:,} bytes"
                raise FetchError(shown(head.url), reason, FetchFault.SIZE, "split or shorten it")
            yield chunk[:left_bytes]
            left_bytes -= len(chunk)
            if left_bytes <= 0 and cut:
                return
    except GrowthError as error:
        raise FetchError(shown(head.url), str(error), FetchFault.SIZE, "send it unpacked") from error
    except PackedError as error:
        raise FetchError(shown(head.url), str(error), FetchFault.ANSWER, "send it unpacked") from error
