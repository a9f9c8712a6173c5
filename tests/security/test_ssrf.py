"""Nobody can point us at this machine or its network: a server that listens here counts who comes."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial

import pytest

from pipeline.errors import FetchError, FetchFault
from pipeline.web.destinations import PORTS
from pipeline.web.fetch import Limits, Network, fetch, send
from tests.conftest import NetworkUsed
from tests.servers.scripted_server import Answer, answering

pytestmark = pytest.mark.xdist_group("ssrf")

QUICK = Limits(connect_s=1, read_s=1, total_s=2, body_bytes=10_000)
PUBLIC = "93.184.215.14"
HOSTS = [
    "127.0.0.1",
    "127.0.0.1.",
    "127.1",
    "127.0.1",
    "127.000.000.001",
    "127.0.0.2",
    "2130706433",
    "2130706433.",
    "017700000001",
    "0177.0.0.1",
    "0177.0.0.01",
    "0x7f.0.0.1",
    "0x7f.1",
    "0x7f000001",
    "0X7F000001",
    "0x7f.0x0.0x0.0x1",
    "0",
    "0.0.0.0",
    "0x0",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000::0001]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::FFFF:7F00:0001]",
    "[::ffff:0:7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::]",
    "[2001:0:7f00:1::]",
    "[::1%25lo]",
    "[fe80::1]",
    "[fe80::1%25lo]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "localhost.localdomain",
    "localtest.example",
    "１２７.０.０.１",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "ｌｏｃａｌｈｏｓｔ",
    "%6c%6f%63alhost",
    "%31%32%37.0.0.1",
    "a.example@127.0.0.1",
    "a.example:80@127.0.0.1",
    "127.0.0.1@localhost",
    "a.example\\@127.0.0.1",
    "a.example#@127.0.0.1",
    "a.example?@127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.254",
    "192.168.0.1",
    "100.64.0.1",
    "100.127.255.254",
    "169.254.169.254",
    "169.254.169.254.",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "[::ffff:169.254.169.254]",
    "169.254.170.2",
    "192.0.0.192",
    "100.100.100.200",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "metadata.google.internal",
]
"""Of this machine, of networks around it, and of clouds' metadata, as parsers and resolvers read them."""

HARMLESS = {"a.example#@127.0.0.1", "a.example?@127.0.0.1"}
"""Other parsers were led to what stands behind the @; to ours it is no part of the host."""

PRIVATE = [
    "127.0.0.1",
    "127.0.0.53",
    "0.0.0.0",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "fe80::1%lo",
    "fd00:ec2::254",
]


@dataclass(frozen=True)
class Inside:
    """Something of this machine that listens at a port of web servers, by IPv4 and by IPv6."""

    port: int
    listeners: tuple[socket.socket, ...]

    def visits(self) -> int:
        """How often somebody came since it was asked last."""
        count = 0
        for listener in self.listeners:
            with suppress(BlockingIOError):
                while True:
                    listener.accept()[0].close()
                    count += 1
        return count

    def url(self, host: str) -> str:
        return f"http://{host}:{self.port}/"


@pytest.fixture(scope="module")
def listening() -> Iterator[Inside]:
    """At whichever of the ports is free: what is refused must not be refused for its port."""
    for port in sorted(PORTS - {80, 443}):
        with ExitStack() as stack, suppress(OSError):
            listeners = [stack.enter_context(socket.create_server(("127.0.0.1", port)))]
            if socket.has_ipv6:
                with suppress(OSError):  # a machine without ::1
                    at = ("::1", port)
                    listeners += [stack.enter_context(socket.create_server(at, family=socket.AF_INET6))]
            for listener in listeners:
                listener.setblocking(False)
            yield Inside(port, tuple(listeners))
            return
    pytest.fail("no port that web servers use is free on this machine")


@pytest.fixture
def inside(listening: Inside) -> Inside:
    listening.visits()
    return listening


def leading_here(host: str, port: int) -> list[str]:
    """A resolver by which every name leads to this machine: nothing but our own judgement keeps us away."""
    assert port
    return [PUBLIC] if host.startswith("a.example") else ["127.0.0.1"]


NETWORK = Network(leading_here, proxy_for=lambda url: None)


def test_the_listener_counts(inside: Inside) -> None:
    """Whoever is allowed to come does, by either family: the zeros below mean something."""
    for host in ("127.0.0.1", "[::1]", "localhost")[: 1 + len(inside.listeners)]:
        with pytest.raises(FetchError):
            fetch(inside.url(host), limits=Limits(read_s=0.1), allow_private=True, network=NETWORK)
    assert inside.visits() == 1 + len(inside.listeners)


@pytest.mark.parametrize("host", sorted(set(HOSTS) - HARMLESS))
@pytest.mark.parametrize("way", ["fetched", "sent"])
def test_no_spelling_leads_inside(way: str, host: str, inside: Inside) -> None:
    """Refused as an address, before a packet is sent."""
    ask = fetch if way == "fetched" else partial(send, "POST")
    with pytest.raises(FetchError) as refused:
        ask(inside.url(host), limits=QUICK, network=NETWORK)
    assert refused.value.fault is FetchFault.ADDRESS
    assert inside.visits() == 0


@pytest.mark.parametrize("host", HOSTS)
def test_no_redirect_of_the_shows_own_host_leads_inside(host: str, inside: Inside) -> None:
    """The host of base_url may be private; where it leads to may not, in any spelling."""
    elsewhere = inside.url(host).encode().decode("latin-1")  # as bytes go through a header
    with answering(lambda asked: Answer(302, headers={"Location": elsewhere})) as own:
        with pytest.raises((FetchError, NetworkUsed)) as refused:
            fetch(own.endpoint_url, limits=QUICK, own_host=f"127.0.0.1:{own.port}", network=NETWORK)
        assert [each.path for each in own.asked] == ["/"]
    assert inside.visits() == 0
    if host in HARMLESS:
        assert f"wanted to talk to {PUBLIC}" in str(refused.value)
    else:
        assert isinstance(refused.value, FetchError)
        assert refused.value.fault is FetchFault.ADDRESS


@pytest.mark.parametrize("private", PRIVATE)
def test_a_name_that_leads_elsewhere_the_second_time_leads_nowhere(private: str, inside: Inside) -> None:
    """It is looked up once, and the connection goes to the address that was judged."""
    answers = iter([[PUBLIC], [private], [private]])
    network = Network(lambda host, port: next(answers), proxy_for=lambda url: None)
    with pytest.raises(NetworkUsed, match=PUBLIC.replace(".", r"\.")):
        fetch(inside.url("rebinding.example"), limits=QUICK, network=network)
    assert next(answers) == [private]
    assert inside.visits() == 0


@pytest.mark.parametrize("private", PRIVATE)
def test_a_name_with_one_address_inside_is_not_asked_at_all(private: str, inside: Inside) -> None:
    """Wherever among the others it stands."""
    for order in ([private, PUBLIC], [PUBLIC, private]):
        network = Network(lambda host, port, order=order: order, proxy_for=lambda url: None)
        with pytest.raises(FetchError) as refused:
            fetch(inside.url("rebinding.example"), limits=QUICK, network=network)
        assert refused.value.fault is FetchFault.ADDRESS
    assert inside.visits() == 0


@pytest.mark.parametrize(
    "own_host",
    ["127.0.0.1", "127.0.0.1:{other}", "localhost:{port}", "127.1:{port}", "a.example:{port}", "", ":{port}"],
)
def test_only_the_very_host_of_the_show_is_exempt(own_host: str, inside: Inside) -> None:
    """Its port is a part of it, and another name of the same machine is another host."""
    exempt = own_host.format(port=inside.port, other=inside.port + 1)
    with pytest.raises(FetchError) as refused:
        fetch(inside.url("127.0.0.1"), limits=QUICK, own_host=exempt, network=NETWORK)
    assert refused.value.fault is FetchFault.ADDRESS
    assert inside.visits() == 0


def test_the_shows_own_host_is_asked(inside: Inside) -> None:
    """Whoever publishes to a server at home can verify it."""
    own = f"127.0.0.1:{inside.port}"
    with pytest.raises(FetchError) as silent:
        fetch(f"http://{own}/feed.xml", limits=Limits(read_s=0.1), own_host=own, network=NETWORK)
    assert silent.value.fault is FetchFault.TIME
    assert inside.visits() == 1
